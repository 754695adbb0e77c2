"""Presences that somebody should look at, and those that a supervisor looked at."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.base import to_micros
from db.connection import run_sql
from db.presence import Presence, presence_of


@dataclass(frozen=True, slots=True)
class Settled:
    """That a supervisor looked at a presence and leaves it as it stands.

    Attributes:
        uid: Its key.
        seq: Its place in the order of recording.
        presence_uid: The presence.
        member_uid: Whose it is.
        by_uid: Who looked at it; None for the command line.
        reason: Why it stays.
        at: When, UTC.
        work_day: The presence's work day.
        zone: The site's zone then.
    """

    uid: UUID
    seq: int
    presence_uid: UUID
    member_uid: UUID
    by_uid: UUID | None
    reason: str
    at: datetime
    work_day: date
    zone: str


def add_settled(settled: Settled) -> None:
    """Write it. Raises `Conflict` for a second time."""
    run_sql(
        "INSERT INTO presence_settled (uid, seq, presence_uid, member_uid, by_uid, reason, at,"
        " work_day, zone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            settled.uid.bytes,
            settled.seq,
            settled.presence_uid.bytes,
            settled.member_uid.bytes,
            settled.by_uid.bytes if settled.by_uid else None,
            settled.reason,
            to_micros(settled.at),
            settled.work_day.isoformat(),
            settled.zone,
        ),
    )


def is_settled(presence_uid: UUID) -> bool:
    """Whether a supervisor looked at a presence and left it as it stands."""
    return bool(
        run_sql("SELECT 1 FROM presence_settled WHERE presence_uid = ?", (presence_uid.bytes,))
    )


def list_doubtful_presences(since: datetime, most: int) -> list[Presence]:
    """Presences closed by rule, or told by a clock that is not believed, that nobody looked at.

    Args:
        since: Those that began earlier are left out.
        most: How many at most; the newest.

    Returns:
        Newest first.
    """
    rows = run_sql(
        "SELECT p.uid, p.member_uid, p.work_day, p.in_at, p.out_at, p.closed, p.closed_at,"
        " p.break_since, p.breaks_s, p.clock FROM presence p"
        " WHERE (p.closed = 'rule' OR p.clock != 'ok') AND p.in_at >= ?"
        " AND p.uid NOT IN (SELECT presence_uid FROM presence_settled)"
        " ORDER BY p.in_at DESC LIMIT ?",
        (to_micros(since), most),
    )
    return [presence_of(row) for row in rows]
