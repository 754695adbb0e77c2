"""Service: the tables of the catalogue, of commitments and of service entries.

Their queries are in `db.catalogue`, `db.commitments`, `db.entries` and `db.confirmations`.
"""

from peewee import ForeignKeyField, IntegerField, TextField

from db.base import DayField, Row, UidField, UtcField
from db.people import Member, Post


class CatalogueItem(Row):
    """What people pick instead of writing it: a promise, a service, the subject of a voice.

    `root` is the key of the item that this one follows with other words; None: it follows none.
    """

    uid = UidField(primary_key=True)
    kind = TextField()
    text = TextField()
    text_en = TextField()
    minutes = IntegerField()
    place = IntegerField()
    retired_at = UtcField(null=True)
    root_uid = UidField(null=True)


class Commitment(Row):
    """A public promise; a fact. What became of it is in `CommitmentChange`.

    One with a rhythm is due again and again, the first time on `due_on`, until `until_on`.
    """

    uid = UidField(primary_key=True)
    seq = IntegerField()
    member = ForeignKeyField(Member, column_name="member_uid")
    item = ForeignKeyField(CatalogueItem, column_name="item_uid", null=True)
    text = TextField()
    due_on = DayField()
    at = UtcField()
    work_day = DayField()
    zone = TextField()
    rhythm = TextField(null=True)
    until_on = DayField(null=True)
    post = ForeignKeyField(Post, column_name="post_uid", null=True)
    milestone = TextField(null=True)


class CommitmentChange(Row):
    """A commitment was kept, partly kept, missed or withdrawn; a fact.

    `occasion` is the day on which the judged occasion of a repeated one was due; None for one-off
    ones and withdrawals. `after_uid` is the judgement that this one takes further, or None.
    """

    uid = UidField(primary_key=True)
    seq = IntegerField()
    commitment = ForeignKeyField(Commitment, column_name="commitment_uid")
    state = TextField()
    by = ForeignKeyField(Member, column_name="by_uid")
    reason = TextField()
    at = UtcField()
    work_day = DayField()
    zone = TextField()
    occasion = DayField(null=True)
    after_uid = UidField(null=True)


class ServiceEntry(Row):
    """Something that was done for people; a fact. Minutes are as claimed by the member.

    `for_kind` is `person`, `team`, `household`, `site` or None; `served` the member it was for.
    """

    uid = UidField(primary_key=True)
    seq = IntegerField()
    member = ForeignKeyField(Member, column_name="member_uid")
    commitment = ForeignKeyField(Commitment, column_name="commitment_uid", null=True)
    item = ForeignKeyField(CatalogueItem, column_name="item_uid", null=True)
    text = TextField()
    minutes = IntegerField()
    for_whom = TextField()
    place = TextField()
    at = UtcField()
    work_day = DayField()
    zone = TextField()
    for_kind = TextField(null=True)
    served = ForeignKeyField(Member, column_name="served_uid", null=True, backref="served_by")
