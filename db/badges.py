"""Badges: who is led to by a code, and the life of each badge."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db.base import from_micros
from db.connection import run_sql
from db.people import Badge


@dataclass(frozen=True, slots=True)
class BadgeHolder:
    """What a code leads to.

    Attributes:
        badge_uid: The badge.
        member_uid: Its member.
        dead_at: When the badge was replaced or revoked, UTC; None: it lives.
        left_at: When the member was let go, UTC; None: they are here.
        valid_from: The first local day on which it lets in; None: at once.
        valid_until: The last local day on which it lets in; None: no end.
    """

    badge_uid: UUID
    member_uid: UUID
    dead_at: datetime | None
    left_at: datetime | None
    valid_from: date | None
    valid_until: date | None

    @property
    def badge_dead(self) -> bool:
        """Whether the badge was replaced or revoked."""
        return self.dead_at is not None

    @property
    def member_left(self) -> bool:
        """Whether the member has left."""
        return self.left_at is not None


@dataclass(frozen=True, slots=True)
class BadgeRecord:
    """One badge as recorded; times in UTC, days local, None where there is none."""

    uid: UUID
    member_uid: UUID
    issued_at: datetime
    dead_at: datetime | None
    dead_because: str
    valid_from: date | None
    valid_until: date | None


# Named, because SQLite prefers the unique index, and that leads through the badge's row: a sixth
# of the time among 20,000 members.
_FIND_HOLDER = (
    "SELECT b.uid, b.member_uid, b.dead_at, m.left_at, b.valid_from, b.valid_until"
    " FROM badge b INDEXED BY badge_scan JOIN member m ON m.uid = b.member_uid"
    " WHERE b.token_hash = ?"
)
_RECORD = "SELECT uid, member_uid, issued_at, dead_at, dead_because, valid_from, valid_until"


def find_badge_holder(token_hash: bytes) -> BadgeHolder | None:
    """The badge of a token's hash with its member, or None."""
    for badge, member, dead, left, first, last in run_sql(_FIND_HOLDER, (token_hash,)):
        keys = UUID(bytes=badge), UUID(bytes=member)
        return BadgeHolder(*keys, _time(dead), _time(left), _day(first), _day(last))
    return None


def add_badge(
    uid: UUID, member_uid: UUID, token_hash: bytes, at: datetime, days: tuple[date | None, ...]
) -> None:
    """Write a living badge; `days` are its first and last. Raises `Conflict` beside another."""
    first, last = days
    Badge.insert(
        uid=uid,
        member=member_uid,
        token_hash=token_hash,
        issued_at=at,
        dead_because="",
        valid_from=first,
        valid_until=last,
    ).execute()


def end_badge(uid: UUID, at: datetime, because: str) -> None:
    """Let a badge be dead from now on."""
    Badge.update(dead_at=at, dead_because=because).where(Badge.uid == uid).execute()


def change_validity(uid: UUID, first: date | None, last: date | None) -> None:
    """Give a badge its first and last day of coming in."""
    Badge.update(valid_from=first, valid_until=last).where(Badge.uid == uid).execute()


def list_badges(member_uid: UUID) -> list[BadgeRecord]:
    """All badges that a member ever had: the living one, then the dead ones, newest first."""
    rows = run_sql(
        f"{_RECORD} FROM badge WHERE member_uid = ?"
        " ORDER BY dead_at IS NOT NULL, issued_at DESC, uid DESC",  # a clock may have been set back
        (member_uid.bytes,),
    )
    return [_record(row) for row in rows]


def list_living_badges() -> list[BadgeRecord]:
    """The living badges of all members, in no order."""
    return [_record(row) for row in run_sql(f"{_RECORD} FROM badge WHERE dead_at IS NULL")]


def count_prints(badge_uid: UUID) -> tuple[int, datetime | None]:
    """How often a badge was printed, and when last (UTC)."""
    ((count, newest),) = run_sql(
        "SELECT count(*), max(at) FROM ledger_entry WHERE kind = 'badge_printed' AND subject = ?",
        (badge_uid.bytes,),
    )
    return count, None if newest is None else from_micros(newest)


def list_unprinted_reissues() -> list[UUID]:
    """Members whose living badge replaced another one and was never put on paper.

    A code that was only shown, on a screen or in a terminal, is not on paper; a print whose payload
    was erased is.
    """
    rows = run_sql(
        "SELECT b.member_uid FROM badge b WHERE b.dead_at IS NULL"
        " AND EXISTS (SELECT 1 FROM badge o WHERE o.member_uid = b.member_uid AND o.uid <> b.uid)"
        " AND NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.kind = 'badge_printed'"
        " AND e.subject = b.uid"
        " AND coalesce(json_extract(e.payload, '$.where'), '') NOT IN ('screen', 'terminal'))"
    )
    return [UUID(bytes=member) for (member,) in rows]


def _record(row: tuple[Any, ...]) -> BadgeRecord:
    uid, member, issued, dead, because, first, last = row
    keys = UUID(bytes=uid), UUID(bytes=member)
    return BadgeRecord(*keys, from_micros(issued), _time(dead), because, _day(first), _day(last))


def _time(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
