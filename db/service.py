"""Service: the catalogue, commitments and service entries; tables on top, queries under them."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from peewee import ForeignKeyField, IntegerField, TextField

from db.base import DayField, Row, UidField, UtcField, from_micros
from db.connection import run_sql
from db.people import Member


class CatalogueItem(Row):
    """A commitment or service that members pick instead of writing it."""

    uid = UidField(primary_key=True)
    kind = TextField()
    text = TextField()
    text_en = TextField()
    minutes = IntegerField()
    place = IntegerField()


class Commitment(Row):
    """A public promise; a fact. What became of it is in `CommitmentChange`."""

    uid = UidField(primary_key=True)
    seq = IntegerField()
    member = ForeignKeyField(Member, column_name="member_uid")
    item = ForeignKeyField(CatalogueItem, column_name="item_uid", null=True)
    text = TextField()
    due_on = DayField()
    at = UtcField()
    work_day = DayField()
    zone = TextField()


class CommitmentChange(Row):
    """A commitment was kept, partly kept, missed or withdrawn; a fact, one for each commitment."""

    uid = UidField(primary_key=True)
    seq = IntegerField()
    commitment = ForeignKeyField(Commitment, column_name="commitment_uid", unique=True)
    state = TextField()
    by = ForeignKeyField(Member, column_name="by_uid")
    reason = TextField()
    at = UtcField()
    work_day = DayField()
    zone = TextField()


class ServiceEntry(Row):
    """Something that was done for people; a fact. Minutes are as claimed by the member."""

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


def list_items(kind: str) -> list[CatalogueItem]:
    """The catalogue of a kind, in the site's order."""
    query = CatalogueItem.select().where(CatalogueItem.kind == kind)
    return list(query.order_by(CatalogueItem.place))


def find_item(uid: UUID) -> CatalogueItem | None:
    """The catalogue's item with this key, or None."""
    item: CatalogueItem | None = CatalogueItem.get_or_none(CatalogueItem.uid == uid)
    return item


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """A commitment with its member and what became of it; `state` is None while nothing is said."""

    uid: UUID
    number: str
    name: str
    text: str
    text_en: str
    due_on: date
    at: datetime
    state: str | None
    changed_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service entry with its member and the words of the commitment it serves, or None."""

    uid: UUID
    number: str
    name: str
    text: str
    text_en: str
    minutes: int
    for_whom: str
    place: str
    at: datetime
    commitment: str | None


# The words on the record are the row's own; the catalogue only lends its translation to them.
_ENGLISH = "CASE WHEN i.text = x.text THEN i.text_en ELSE '' END"
_COMMITMENTS = (
    f"SELECT x.uid, m.number, m.name, x.text, {_ENGLISH}, x.due_on, x.at, c.state, c.at, c.reason"
    " FROM commitment x JOIN member m ON m.uid = x.member_uid"
    " LEFT JOIN catalogue_item i ON i.uid = x.item_uid"
    " LEFT JOIN commitment_change c ON c.commitment_uid = x.uid"
)
_BY_DUE_DAY = " ORDER BY x.due_on, x.seq"
_SERVICES = (
    f"SELECT x.uid, m.number, m.name, x.text, {_ENGLISH}, x.minutes, x.for_whom, x.place, x.at,"
    " c.text FROM service_entry x JOIN member m ON m.uid = x.member_uid"
    " LEFT JOIN catalogue_item i ON i.uid = x.item_uid"
    " LEFT JOIN commitment c ON c.uid = x.commitment_uid"
)


def _commitments(rest: str, *parameters: object) -> list[CommitmentLine]:
    return [
        CommitmentLine(
            UUID(bytes=uid),
            *(number, name, text, text_en or ""),
            date.fromisoformat(due_on),
            from_micros(at),
            state,
            None if changed_at is None else from_micros(changed_at),
            reason or "",
        )
        for uid, number, name, text, text_en, due_on, at, state, changed_at, reason in run_sql(
            _COMMITMENTS + rest, parameters
        )
    ]


def _services(rest: str, *parameters: object) -> list[ServiceLine]:
    return [
        ServiceLine(
            UUID(bytes=uid),
            *(number, name, text, text_en or ""),
            *(minutes, for_whom, place),
            from_micros(at),
            promise,
        )
        for uid, number, name, text, text_en, minutes, for_whom, place, at, promise in run_sql(
            _SERVICES + rest, parameters
        )
    ]


def find_commitment(uid: UUID) -> CommitmentLine | None:
    """The commitment with this key, or None."""
    found = _commitments(" WHERE x.uid = ?", uid.bytes)
    return found[0] if found else None


def list_member_commitments(member_uid: UUID, most: int) -> list[CommitmentLine]:
    """A member's newest commitments, at most `most`, newest first."""
    newest = " WHERE x.member_uid = ? ORDER BY x.seq DESC LIMIT ?"
    return _commitments(newest, member_uid.bytes, most)


def list_open_commitments(member_uid: UUID) -> list[CommitmentLine]:
    """A member's commitments of which nothing is said yet, by due date."""
    still_open = " WHERE x.member_uid = ? AND c.uid IS NULL"
    return _commitments(still_open + _BY_DUE_DAY, member_uid.bytes)


def list_made_commitments(work_day: date) -> list[CommitmentLine]:
    """The commitments made on a work day, by due date."""
    return _commitments(" WHERE x.work_day = ?" + _BY_DUE_DAY, work_day.isoformat())


def list_changed_commitments(work_day: date) -> list[CommitmentLine]:
    """The commitments judged (kept, partly kept, missed, withdrawn) on a work day."""
    return _commitments(" WHERE c.work_day = ?" + _BY_DUE_DAY, work_day.isoformat())


def list_overdue_commitments(work_day: date) -> list[CommitmentLine]:
    """The commitments due before a work day of which nothing was said by its end.

    Those that were judged later come without the judgement: on that day nobody had said it.
    """
    day = work_day.isoformat()
    silent = " WHERE x.due_on < ? AND (c.uid IS NULL OR c.work_day > ?)"
    lines = _commitments(silent + _BY_DUE_DAY, day, day)
    return [replace(line, state=None, changed_at=None, reason="") for line in lines]


def list_due_commitments(work_day: date) -> list[CommitmentLine]:
    """The commitments due on a work day, whatever became of them."""
    return _commitments(" WHERE x.due_on = ?" + _BY_DUE_DAY, work_day.isoformat())


def get_service(uid: UUID) -> ServiceLine:
    """The service entry with this key, which must exist."""
    return _services(" WHERE x.uid = ?", uid.bytes)[0]


def list_member_services(member_uid: UUID, most: int) -> list[ServiceLine]:
    """A member's newest service entries, newest first."""
    newest = " WHERE x.member_uid = ? ORDER BY x.seq DESC LIMIT ?"
    return _services(newest, member_uid.bytes, most)


def list_day_services(work_day: date) -> list[ServiceLine]:
    """The service entries of a work day, in the order they were logged."""
    return _services(" WHERE x.work_day = ? ORDER BY x.seq", work_day.isoformat())


def list_latest_services(most: int) -> list[ServiceLine]:
    """The newest service entries of the site, newest first."""
    return _services(" ORDER BY x.uid DESC LIMIT ?", most)
