"""Presences that somebody should look at, and those that a supervisor looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.base import from_micros, to_micros
from db.connection import run_sql
from db.presence import Presence, presence_of
from db.questions import OPEN_QUESTION


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


Spans = Sequence[tuple[int, int]]
"""From when to before when, each in microseconds since 1970."""

Day = date | None
"""A work day, or None for all."""


def list_doubtful_presences(asking: Spans, most: int, day: Day = None) -> list[Presence]:
    """Presences closed by rule, or told by a clock that is not believed, that nobody looked at.

    Args:
        asking: When people were asked to check out: a closing by rule is a forgetting then.
        most: How many at most; the newest.
        day: The work day to which they belong, or None.

    Returns:
        Newest first.
    """
    doubtful, values = _doubtful(asking, day)
    # The plus keeps SQLite from going through all presences only because they are in that order.
    rows = run_sql(
        "SELECT p.uid, p.member_uid, p.work_day, p.in_at, p.out_at, p.closed, p.closed_at,"
        f" p.break_since, p.breaks_s, p.clock {doubtful} ORDER BY +p.in_at DESC LIMIT ?",
        (*values, most),
    )
    return [presence_of(row) for row in rows]


def count_doubtful_presences(asking: Spans, day: Day = None) -> int:
    """How many presences `list_doubtful_presences` would list without a bound."""
    doubtful, values = _doubtful(asking, day)
    ((count,),) = run_sql(f"SELECT count(*) {doubtful}", values)
    return int(count)


def _doubtful(asking: Spans, day: Day) -> tuple[str, tuple[int | str, ...]]:
    by_rule = "SELECT uid FROM presence WHERE closed = 'rule' AND in_at BETWEEN ? AND ?"
    of_day = "" if day is None else " AND p.work_day = ?"
    values = [at for begins, ends in asking for at in (begins, ends - 1)]
    return (
        "FROM presence p WHERE p.uid IN (SELECT uid FROM presence WHERE clock != 'ok'"
        f"{f' UNION ALL {by_rule}' * len(asking)})"
        f" AND p.uid NOT IN (SELECT presence_uid FROM presence_settled){of_day}",
        (*values, *(() if day is None else (day.isoformat(),))),
    )


def list_places_of_questions() -> dict[UUID, tuple[UUID, datetime]]:
    """Of each scan in question that nobody answered or set right: whose it is, and when, UTC."""
    rows = run_sql(
        "SELECT q.uid, q.member_uid, coalesce(p.placed_at, p.at, l.placed_at) FROM scan_question q"
        " LEFT JOIN punch p ON p.uid = q.uid LEFT JOIN presence_mark l ON l.uid = q.uid"
        f" WHERE {OPEN_QUESTION}"
    )
    return {UUID(bytes=scan): (UUID(bytes=member), from_micros(at)) for scan, member, at in rows}


def is_made_by_others(presence: Presence) -> bool:
    """Whether one of a presence's ends was set by a supervisor, or by who keeps the machine."""
    return bool(
        run_sql(
            "SELECT 1 FROM presence_mark WHERE (uid = ?1 OR member_uid = ?2 AND kind = 'out'"
            " AND placed_at = ?3) AND (source = 'correction' OR by_uid IS NOT NULL)",
            (
                presence.uid.bytes,
                presence.member_uid.bytes,
                to_micros(presence.out_at) if presence.out_at else None,
            ),
        )
    )
