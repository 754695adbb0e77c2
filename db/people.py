"""People: members, their photos, posts, teams and badges; tables on top, queries under them."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import BlobField, ForeignKeyField, IntegerField, TextField

from db.base import DayField, Row, UidField, UtcField
from db.connection import run_sql


class Branch(Row):
    """A member's home organisation."""

    uid = UidField(primary_key=True)
    name = TextField(unique=True)


class Photo(Row):
    """One photo by the SHA-256 of its original bytes (hex)."""

    sha256 = TextField(primary_key=True)
    width = IntegerField()
    height = IntegerField()
    taken_in_at = UtcField()


class PhotoRendition(Row):
    """A photo as a JPEG of one of the sizes `thumb`, `card` and `large`."""

    photo = ForeignKeyField(Photo, column_name="sha256")
    size = TextField()
    jpeg = BlobField()

    class Meta:
        """The key is photo and size together."""

        primary_key = False


class Member(Row):
    """A person on the photo board."""

    uid = UidField(primary_key=True)
    number = TextField(unique=True)
    name = TextField()
    initials = TextField()
    job = TextField()
    branch = ForeignKeyField(Branch, column_name="branch_uid")
    phone = TextField()
    standing = TextField()
    language = TextField()
    photo_sha256 = TextField(null=True)
    photo_approved_at = UtcField(null=True)
    waiting_photo_sha256 = TextField(null=True)
    joined_at = UtcField()
    left_at = UtcField(null=True)
    left_because = TextField(default="")
    forgotten_at = UtcField(null=True)


class Shift(Row):
    """A named span of the day, in minutes from midnight; over midnight when `to` <= `from`.

    `weekdays` has bit 0 for Monday to bit 6 for Sunday; `grace_min` is how late one may come.
    """

    uid = UidField(primary_key=True)
    name = TextField(unique=True)
    from_minute = IntegerField()
    to_minute = IntegerField()
    weekdays = IntegerField(default=127)
    grace_min = IntegerField(default=15)
    ended_at = UtcField(null=True)


class Post(Row):
    """A function on site; a key post when `kind` is not empty."""

    uid = UidField(primary_key=True)
    name = TextField(unique=True)
    kind = TextField()
    basis = TextField()
    duty = TextField()
    standard = TextField()
    zone = TextField()
    honour = TextField()
    made_at = UtcField(null=True)
    ended_at = UtcField(null=True)


class Holding(Row):
    """Who fills a post, in which shift, from and until which local day (inclusive).

    It counts from `made_at` on at the earliest. `ended_at` is when its last day was set: where that
    was over by then, it counts until `ended_at`.
    """

    uid = UidField(primary_key=True)
    post = ForeignKeyField(Post, column_name="post_uid")
    member = ForeignKeyField(Member, column_name="member_uid")
    shift = ForeignKeyField(Shift, column_name="shift_uid", null=True)
    since = DayField()
    until = DayField(null=True)
    made_at = UtcField(null=True)
    ended_at = UtcField(null=True)


class Team(Row):
    """A team raised for an urgent task; `ended_at` is when its result was told."""

    uid = UidField(primary_key=True)
    name = TextField(unique=True)
    goal = TextField()
    since = DayField()
    until = DayField(null=True)
    result = TextField(default="")
    leader = ForeignKeyField(Member, column_name="leader_uid", null=True)
    made_at = UtcField(null=True)
    ended_at = UtcField(null=True)


class TeamMember(Row):
    """Who belongs to a team, from and until which local day (inclusive)."""

    uid = UidField(primary_key=True)
    team = ForeignKeyField(Team, column_name="team_uid")
    member = ForeignKeyField(Member, column_name="member_uid")
    since = DayField()
    until = DayField(null=True)
    made_at = UtcField(null=True)
    ended_at = UtcField(null=True)


class Badge(Row):
    """A badge by the SHA-256 of its token; dead ones stay, with the time and the reason.

    The days of validity are local ones, inclusive, and gate coming in only.
    """

    uid = UidField(primary_key=True)
    member = ForeignKeyField(Member, column_name="member_uid")
    token_hash = BlobField(unique=True)
    issued_at = UtcField()
    dead_at = UtcField(null=True)
    dead_because = TextField()
    valid_from = DayField(null=True)
    valid_until = DayField(null=True)


class Access(Row):
    """A supervisor's or admin's PIN, as an argon2id hash."""

    member = ForeignKeyField(Member, column_name="member_uid", primary_key=True)
    role = TextField()
    pin_hash = TextField()
    set_at = UtcField()


class PinTry(Row):
    """One PIN typed at the terminal, right or wrong; a fact."""

    uid = UidField(primary_key=True)
    member = ForeignKeyField(Member, column_name="member_uid", null=True)
    at = UtcField()
    passed = IntegerField()


def find_living_badge(member_uid: UUID) -> Badge | None:
    """The member's badge that is not dead, or None."""
    query = Badge.select().where((Badge.member == member_uid) & Badge.dead_at.is_null())
    badge: Badge | None = query.first()
    return badge


def find_member(number: str) -> Member | None:
    """The member with this number, gone ones too, or None."""
    member: Member | None = (
        Member.select(Member, Branch).join(Branch).where(Member.number == number).first()
    )
    return member


def find_member_by_uid(uid: UUID) -> Member | None:
    """The member with this key, or None."""
    member: Member | None = (
        Member.select(Member, Branch).join(Branch).where(Member.uid == uid).first()
    )
    return member


MEMBER_COLUMNS = (
    "m.uid, m.number, m.name, m.initials, m.job, b.name, m.standing, m.language,"
    " CASE WHEN m.photo_approved_at IS NULL THEN NULL ELSE m.photo_sha256 END"
)
"""What the board shows of a member: a photo only after it was approved, never a phone number."""


def list_member_columns() -> Sequence[tuple[Any, ...]]:
    """The `MEMBER_COLUMNS` of all who have not left, by number."""
    return run_sql(
        f"SELECT {MEMBER_COLUMNS} FROM member m JOIN branch b ON b.uid = m.branch_uid"
        " WHERE m.left_at IS NULL ORDER BY length(m.number), m.number"
    )


def list_names_of(uids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """The number and name of each of these members who has not left.

    Looks up no others: as fast among 20,000 members as among 60.
    """
    rows = run_sql(
        "SELECT m.uid, m.number, m.name FROM json_each(?) asked"
        " CROSS JOIN member m ON m.uid = unhex(asked.value) WHERE m.left_at IS NULL",
        (json.dumps([uid.hex for uid in uids]),),
    )
    return {UUID(bytes=uid): (number, name) for uid, number, name in rows}


def get_member_columns(uid: UUID) -> tuple[Any, ...]:
    """The `MEMBER_COLUMNS` of one member, gone ones too. Raises `LookupError` without one."""
    rows = run_sql(
        f"SELECT {MEMBER_COLUMNS} FROM member m JOIN branch b ON b.uid = m.branch_uid"
        " WHERE m.uid = ?",
        (uid.bytes,),
    )
    if not rows:
        raise LookupError(uid)
    return rows[0]


def list_holdings(on: date, member_uid: UUID | None = None) -> list[tuple[Any, ...]]:
    """Who holds which post on a day.

    Args:
        on: The local day.
        member_uid: Whose posts; None: everybody's.

    Returns:
        Member uid, the post's columns, name and minutes of the shift, the first day, weekdays and
        grace of the shift; by the post's name, then the shift's beginning.
    """
    day = on.isoformat()
    whose, of = ("AND h.member_uid = ?", (member_uid.bytes,)) if member_uid else ("", ())
    return run_sql(
        "SELECT h.member_uid, p.uid, p.name, p.kind, p.basis, p.duty, p.standard, p.zone,"
        " p.honour, s.name, s.from_minute, s.to_minute, h.since, s.weekdays, s.grace_min"
        " FROM holding h JOIN post p ON p.uid = h.post_uid"
        " LEFT JOIN shift s ON s.uid = h.shift_uid"
        f" WHERE h.since <= ? AND (h.until IS NULL OR h.until >= ?) {whose}"
        " ORDER BY p.name, s.from_minute",
        (day, day, *of),
    )


def list_team_names(on: date) -> list[tuple[bytes, str]]:
    """Pairs of member uid and team name for teams that stand on a day, with them in it.

    A team that was ended on that very day stands no longer.
    """
    day = on.isoformat()
    return [
        (uid, name)
        for uid, name in run_sql(
            "SELECT tm.member_uid, t.name FROM team_member tm JOIN team t ON t.uid = tm.team_uid"
            " WHERE t.since <= ?1 AND tm.since <= ?1 AND (tm.until IS NULL OR tm.until >= ?1)"
            " AND (t.until IS NULL OR t.until > ?1 OR t.until = ?1 AND t.ended_at IS NULL)"
            " ORDER BY t.name",
            (day,),
        )
    ]


def get_or_add_branch(name: str, uid: UUID) -> UUID:
    """The key of the branch of that name; made with `uid` when there is none."""
    found: Branch | None = Branch.get_or_none(Branch.name == name)
    if found is not None:
        known: UUID = found.uid
        return known
    Branch.insert(uid=uid, name=name).execute()
    return uid


def find_rendition(sha256: str, size: str) -> bytes | None:
    """The JPEG of a photo at a size, or None."""
    rows = run_sql("SELECT jpeg FROM photo_rendition WHERE sha256 = ? AND size = ?", (sha256, size))
    return bytes(rows[0][0]) if rows else None


def find_photo_size(sha256: str) -> tuple[int, int] | None:
    """Width and height of a photo's upright original in pixels, or None."""
    rows = run_sql("SELECT width, height FROM photo WHERE sha256 = ?", (sha256,))
    return (rows[0][0], rows[0][1]) if rows else None


def add_photo(
    sha256: str, width: int, height: int, at: datetime, renditions: Iterable[tuple[str, bytes]]
) -> None:
    """Keep a photo with its renditions; the same bytes are kept once."""
    if Photo.select().where(Photo.sha256 == sha256).exists():
        return
    Photo.insert(sha256=sha256, width=width, height=height, taken_in_at=at).execute()
    for size, jpeg in renditions:
        PhotoRendition.insert(photo=sha256, size=size, jpeg=jpeg).execute()


def find_access(member_uid: UUID) -> Access | None:
    """The member's role and PIN hash, or None."""
    access: Access | None = Access.get_or_none(Access.member == member_uid)
    return access


LIVING_ACCESS = "access a JOIN member m ON m.uid = a.member_uid WHERE m.left_at IS NULL"
"""Roles and PINs of those who have not left: who can open the supervisor's day."""


def list_living_access() -> dict[UUID, str]:
    """The role of everybody who has one and has not left."""
    rows = run_sql(f"SELECT a.member_uid, a.role FROM {LIVING_ACCESS}")
    return {UUID(bytes=uid): role for uid, role in rows}


def end_access(member_uid: UUID) -> str | None:
    """Take a member's role and PIN away; returns the role, None when they had none."""
    rows = run_sql("DELETE FROM access WHERE member_uid = ? RETURNING role", (member_uid.bytes,))
    return str(rows[0][0]) if rows else None


def keep_access(member_uid: UUID, role: str, pin_hash: str, at: datetime) -> None:
    """Give a member a role and a PIN hash in place of those they had."""
    row = {"member": member_uid, "role": role, "pin_hash": pin_hash, "set_at": at}
    Access.insert(row).on_conflict_replace().execute()


def add_pin_try(uid: UUID, member_uid: UUID | None, at: datetime, *, passed: bool) -> None:
    """Write a try; its place in the order of truth is its ledger entry's."""
    PinTry.insert(uid=uid, member=member_uid, at=at, passed=int(passed)).execute()


def list_newest_pin_tries(most: int, member_uid: UUID | None = None) -> list[tuple[int, bool]]:
    """Ledger seq and outcome of the newest tries, newest first; of one member or of all."""
    whose, of = ("WHERE t.member_uid = ?", (member_uid.bytes,)) if member_uid else ("", ())
    rows = run_sql(
        "SELECT l.seq, t.passed FROM pin_try t JOIN ledger_entry l ON l.subject = t.uid"
        f" {whose} ORDER BY l.seq DESC LIMIT ?",
        (*of, most),
    )
    return [(seq, bool(passed)) for seq, passed in rows]


def find_newest_pin_seq() -> int:
    """The ledger seq of the newest try, 0 when no PIN was ever tried."""
    return max((seq for seq, _passed in list_newest_pin_tries(1)), default=0)
