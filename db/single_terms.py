"""Single terms: one holder (`holding`) or deputy (`deputy`) is added or ends, the others stay."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.base import to_micros
from db.connection import run_sql


@dataclass(frozen=True, slots=True)
class Term:
    """A term at a post.

    Attributes:
        post_uid: The post.
        member_uid: Who.
        shift_uid: The shift in which they hold it; None for always, and for deputies.
        since: The first local day.
        until: The last one; None: for good.
    """

    post_uid: UUID
    member_uid: UUID
    shift_uid: UUID | None
    since: date
    until: date | None


def list_shift_uids() -> dict[str, UUID]:
    """The keys of all shifts by name, ended ones too."""
    return {name: UUID(bytes=uid) for name, uid in run_sql("SELECT name, uid FROM shift")}


def add_term(table: str, uid: UUID, term: Term, at: datetime) -> None:
    """Write a term that does not count before `at` (UTC)."""
    shift, place = ("shift_uid, ", "?, ") if table == "holding" else ("", "")
    of_shift = (_bytes(term.shift_uid),) if shift else ()
    run_sql(
        f"INSERT INTO {table} (uid, post_uid, member_uid, {shift}since, until, made_at)"
        f" VALUES (?, ?, ?, {place}?, ?, ?)",
        (
            *(uid.bytes, term.post_uid.bytes, term.member_uid.bytes),
            *of_shift,
            *(term.since.isoformat(), _day(term.until), to_micros(at)),
        ),
    )


def set_until(table: str, term: Term, until: date | None, at: datetime) -> None:
    """Let a term end on another day; at once where that day is over.

    Args:
        table: `holding` or `deputy`.
        term: As it stands.
        until: The last day, not before yesterday; None: for good.
        at: Now, UTC.
    """
    shift = " AND shift_uid IS ?7" if table == "holding" else " AND ?7 IS NULL"
    ended_at = to_micros(at) if until is not None else None
    run_sql(
        f"UPDATE {table} SET until = ?1, ended_at = ?2 WHERE post_uid = ?3 AND member_uid = ?4"
        f" AND since = ?5 AND until IS ?6{shift}",
        (
            *(_day(until), ended_at, term.post_uid.bytes, term.member_uid.bytes),
            *(term.since.isoformat(), _day(term.until), _bytes(term.shift_uid)),
        ),
    )


def _bytes(uid: UUID | None) -> bytes | None:
    return uid.bytes if uid else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
