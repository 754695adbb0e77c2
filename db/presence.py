"""Presence: the marks beside the punches, and the presences that they come to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db.base import from_micros, to_micros
from db.connection import run_sql


@dataclass(frozen=True, slots=True)
class Mark:
    """A punch or a mark, as it bears on a presence.

    Attributes:
        uid: Its key.
        seq: Its place in the order of recording.
        kind: `in`, `out`, `break`, `back`, `closed` or `undo`.
        at: The time that it takes its place by, UTC.
        work_day: The work day that it was decided to belong to.
        names: The mark that it undoes, replaces or closes; None for none.
        source: Where it came from; `correction` for what a supervisor accepted.
        clock: `ok`; `behind` when it stood behind the record; `unknown` when it can't have been
            right, and `at` is only the earliest that it can have been.
        about: The key that the presence had which a correction is about, the one that it begins
            where it adds a missing check-in; None for anything but a correction.
    """

    uid: UUID
    seq: int
    kind: str
    at: datetime
    work_day: date
    names: UUID | None
    source: str
    clock: str
    about: UUID | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """One stay on site as it stands, derived by `kiosk.attendance.presence`.

    Attributes:
        uid: The key of its check-in.
        member_uid: Whose it is.
        work_day: The work day on which it began.
        in_at: When it began, UTC.
        out_at: When it ended, UTC; None while it is open, and where nobody knows.
        closed: What ended it: `scan`, `rule`, `correction`; None while it is open.
        closed_at: When it was known to have ended, UTC; the time of leaving where that is known.
        break_since: Since when they are on a break, UTC; None when they are not.
        breaks_s: Seconds on breaks that have ended.
        clock: `ok`; `behind` when the clock that told one of its ends stood behind the record, yet
            may have been right; `unknown` when it can't have been.
    """

    uid: UUID
    member_uid: UUID
    work_day: date
    in_at: datetime
    out_at: datetime | None
    closed: str | None
    closed_at: datetime | None
    break_since: datetime | None
    breaks_s: int
    clock: str


_MARKS = (
    "SELECT uid, seq, direction AS kind, coalesce(placed_at, at) AS placed, work_day,"
    " NULL AS names, source, CASE WHEN placed_at IS NULL THEN clock ELSE 'unknown' END, NULL"
    " FROM punch"
    " WHERE member_uid = ?1 AND coalesce(placed_at, at) >= ?2"
    " UNION ALL SELECT uid, seq, kind, placed_at, work_day, names_uid, source, clock, about_uid"
    " FROM presence_mark WHERE member_uid = ?1 AND (placed_at >= ?2 OR names_uid IS NOT NULL)"
    " ORDER BY seq"
)


def list_marks(member_uid: UUID, since: datetime | None = None) -> list[Mark]:
    """A member's marks that are placed at or after a time, in order of recording.

    Those that name another one are all among them, whenever they are placed.
    """
    least = to_micros(since) if since else -(1 << 62)
    return [_mark(row) for row in run_sql(_MARKS, (member_uid.bytes, least))]


def _mark(row: tuple[Any, ...]) -> Mark:
    uid, seq, kind, placed, day, names, source, clock, about = row
    return Mark(
        UUID(bytes=uid),
        seq,
        kind,
        from_micros(placed),
        date.fromisoformat(day),
        UUID(bytes=names) if names else None,
        source,
        clock,
        UUID(bytes=about) if about else None,
    )


def add_mark(  # a row has so many columns
    mark: Mark,
    member_uid: UUID,
    recorded_at: datetime,
    zone: str,
    by: UUID | None,
    reason: str,
) -> None:
    """Write a mark. Raises `Conflict` for a second undoing or closing of one mark."""
    run_sql(
        "INSERT INTO presence_mark (uid, seq, member_uid, kind, at, placed_at, work_day, zone,"
        " names_uid, about_uid, source, clock, by_uid, reason)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            mark.uid.bytes,
            mark.seq,
            member_uid.bytes,
            mark.kind,
            to_micros(recorded_at),
            to_micros(mark.at),
            mark.work_day.isoformat(),
            zone,
            mark.names.bytes if mark.names else None,
            mark.about.bytes if mark.about else None,
            mark.source,
            mark.clock,
            by.bytes if by else None,
            reason,
        ),
    )


_PRESENCE = (
    "SELECT p.uid, p.member_uid, p.work_day, p.in_at, p.out_at, p.closed, p.closed_at,"
    " p.break_since, p.breaks_s, p.clock FROM presence p"
)


def find_open_presence(member_uid: UUID, now: datetime | None = None) -> Presence | None:
    """The presence of a member that nothing has ended, or None.

    Args:
        member_uid: Whose.
        now: A closing by rule that is placed after it does not count yet, UTC; None: each counts.
    """
    rows = run_sql(f"{_PRESENCE} WHERE p.member_uid = ? AND p.closed IS NULL", (member_uid.bytes,))
    if rows or now is None:
        return presence_of(rows[0]) if rows else None
    last = next(iter(list_member_presences(member_uid, 1)), None)
    if last is None or last.closed != "rule" or (last.closed_at or now) <= now:
        return None
    return _not_closed_yet(last, now)


def list_open_presences(now: datetime | None = None) -> list[Presence]:
    """The presences of all members that nothing has ended, in order of coming.

    Args:
        now: A closing by rule that is placed after it does not count yet, UTC; None: each counts.
    """
    # The plus keeps SQLite from going through all presences only because they are in that order.
    rows = run_sql(f"{_PRESENCE} WHERE p.closed IS NULL ORDER BY +p.in_at, p.uid")
    found = [presence_of(row) for row in rows]
    if now is None or not (early := _list_closed_early(now)):
        return found
    return sorted([*found, *early], key=lambda one: (one.in_at, one.uid.bytes))


CLOSED_EARLY = (
    f"{_PRESENCE} WHERE p.closed = 'rule' AND p.closed_at > ? AND NOT EXISTS"
    " (SELECT 1 FROM presence l WHERE l.member_uid = p.member_uid AND l.in_at > p.in_at)"
)
"""The last presences of members that were closed by rule, as of a time that has not come."""


def _list_closed_early(now: datetime) -> list[Presence]:
    rows = run_sql(CLOSED_EARLY, (to_micros(now),))
    return [_not_closed_yet(presence_of(row), now) for row in rows]


def _not_closed_yet(presence: Presence, now: datetime) -> Presence:
    # A closing ends the break as well; the last of its marks still says whether one goes on.
    rows = run_sql(
        "SELECT m.kind, m.placed_at FROM presence_mark m WHERE m.member_uid = ?"
        " AND m.kind IN ('break', 'back') AND m.placed_at BETWEEN ? AND ? AND NOT EXISTS"
        " (SELECT 1 FROM presence_mark v WHERE v.names_uid = m.uid)"
        " ORDER BY m.placed_at DESC, m.seq DESC LIMIT 1",
        (presence.member_uid.bytes, to_micros(presence.in_at), to_micros(now)),
    )
    pause = from_micros(rows[0][1]) if rows and rows[0][0] == "break" else None
    return replace(presence, closed=None, closed_at=None, break_since=pause)


def list_unclear_presences(at: datetime) -> list[Presence]:
    """The presences told by a clock in doubt that lasted at a time or may have, in any order."""
    rows = run_sql(
        f"{_PRESENCE} WHERE p.clock != 'ok' AND p.in_at <= ?"
        " AND (p.closed_at IS NULL OR p.closed_at > ?)",
        (to_micros(at), to_micros(at)),
    )
    return [presence_of(row) for row in rows]


def list_presences_around(first: datetime, last: datetime) -> list[Presence]:
    """The presences that began from `first` to `last` (UTC), in order of coming."""
    rows = run_sql(
        f"{_PRESENCE} WHERE p.in_at BETWEEN ? AND ? ORDER BY p.in_at, p.uid",
        (to_micros(first), to_micros(last)),
    )
    return [presence_of(row) for row in rows]


def list_day_presences(work_day: date) -> list[Presence]:
    """The presences of a work day in order of coming."""
    rows = run_sql(
        f"{_PRESENCE} WHERE p.work_day = ? ORDER BY p.in_at, p.uid", (work_day.isoformat(),)
    )
    return [presence_of(row) for row in rows]


def list_member_presences(member_uid: UUID, most: int = 60) -> list[Presence]:
    """A member's presences, newest first."""
    rows = run_sql(
        f"{_PRESENCE} WHERE p.member_uid = ? ORDER BY p.in_at DESC LIMIT ?",
        (member_uid.bytes, most),
    )
    return [presence_of(row) for row in rows]


def list_all_presences(member_uid: UUID) -> list[Presence]:
    """Every presence of a member in order of coming."""
    rows = run_sql(
        f"{_PRESENCE} WHERE p.member_uid = ? ORDER BY p.in_at, p.uid", (member_uid.bytes,)
    )
    return [presence_of(row) for row in rows]


def find_anchor(member_uid: UUID, at: datetime) -> datetime | None:
    """When the last presence but one began of those that began before a time; None without one.

    From there on a member's marks come to the same presences as from the beginning: what a mark
    changes is at most the presence before it, and that one's end.
    """
    rows = run_sql(
        "SELECT in_at FROM presence WHERE member_uid = ? AND in_at <= ? ORDER BY in_at DESC"
        " LIMIT 1 OFFSET 1",
        (member_uid.bytes, to_micros(at)),
    )
    return from_micros(rows[0][0]) if rows else None


def replace_presences(
    member_uid: UUID, since: datetime | None, presences: Sequence[Presence]
) -> None:
    """Put a member's presences from a time on (None: all) in place of those that stand."""
    least = to_micros(since) if since else -(1 << 62)
    run_sql("DELETE FROM presence WHERE member_uid = ? AND in_at >= ?", (member_uid.bytes, least))
    for presence in presences:
        run_sql(
            "INSERT INTO presence (uid, member_uid, work_day, in_at, out_at, closed, closed_at,"
            " break_since, breaks_s, clock) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            _columns(presence),
        )


def _columns(presence: Presence) -> tuple[Any, ...]:
    return (
        presence.uid.bytes,
        presence.member_uid.bytes,
        presence.work_day.isoformat(),
        to_micros(presence.in_at),
        _micros(presence.out_at),
        presence.closed,
        _micros(presence.closed_at),
        _micros(presence.break_since),
        presence.breaks_s,
        presence.clock,
    )


def presence_of(row: tuple[Any, ...]) -> Presence:
    """A presence from its columns, in the order of `Presence`'s attributes."""
    uid, member, day, came, left, closed, closed_at, pause, breaks_s, clock = row
    return Presence(
        UUID(bytes=uid),
        UUID(bytes=member),
        date.fromisoformat(day),
        from_micros(came),
        _time(left),
        closed,
        _time(closed_at),
        _time(pause),
        breaks_s,
        clock,
    )


def _micros(at: datetime | None) -> int | None:
    return None if at is None else to_micros(at)


def _time(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)


def find_presence(uid: UUID) -> Presence | None:
    """The presence with this key, or None."""
    rows = run_sql(f"{_PRESENCE} WHERE p.uid = ?", (uid.bytes,))
    return presence_of(rows[0]) if rows else None


def find_presence_at(member_uid: UUID, at: datetime) -> Presence | None:
    """The presence of a member that began last at or before a time, or None."""
    rows = run_sql(
        f"{_PRESENCE} WHERE p.member_uid = ? AND p.in_at <= ? ORDER BY p.in_at DESC LIMIT 1",
        (member_uid.bytes, to_micros(at)),
    )
    return presence_of(rows[0]) if rows else None


def find_next_presence(member_uid: UUID, at: datetime) -> Presence | None:
    """The presence of a member that begins first after a time, or None."""
    rows = run_sql(
        f"{_PRESENCE} WHERE p.member_uid = ? AND p.in_at > ? ORDER BY p.in_at LIMIT 1",
        (member_uid.bytes, to_micros(at)),
    )
    return presence_of(rows[0]) if rows else None


def find_mark(uid: UUID) -> tuple[UUID, Mark] | None:
    """Whose a punch or mark is and what it says, or None."""
    rows = run_sql(
        "SELECT member_uid, uid, seq, direction, coalesce(placed_at, at), work_day, NULL, source,"
        " CASE WHEN placed_at IS NULL THEN clock ELSE 'unknown' END, NULL FROM punch"
        " WHERE uid = ?1"
        " UNION ALL SELECT member_uid, uid, seq, kind, placed_at, work_day, names_uid, source,"
        " clock, about_uid FROM presence_mark WHERE uid = ?1",
        (uid.bytes,),
    )
    return (UUID(bytes=rows[0][0]), _mark(rows[0][1:])) if rows else None


def is_void(uid: UUID) -> bool:
    """Whether a mark was undone or replaced."""
    return bool(
        run_sql(
            "SELECT 1 FROM presence_mark WHERE names_uid = ? AND kind != 'closed'",
            (uid.bytes,),
        )
    )


def find_last_placed(member_uid: UUID, until: datetime | None = None) -> datetime | None:
    """The latest time at which any punch or mark of a member is placed, or None.

    Closings by rule do not count: they say nothing of what the member did, and may be to come.

    Args:
        member_uid: Whose.
        until: Later ones do not count, UTC; None: all do.
    """
    ((newest,),) = run_sql(
        "SELECT max(newest) FROM (SELECT max(coalesce(placed_at, at)) AS newest FROM punch"
        " WHERE member_uid = ?1 AND coalesce(placed_at, at) <= ?2"
        " UNION ALL SELECT max(placed_at) FROM presence_mark"
        " WHERE member_uid = ?1 AND placed_at <= ?2 AND kind != 'closed')",
        (member_uid.bytes, (1 << 62) if until is None else to_micros(until)),
    )
    return None if newest is None else from_micros(newest)


def find_last_back(member_uid: UUID) -> tuple[Mark, datetime] | None:
    """The last mark with which a member came back from a break, and when it was made, or None."""
    rows = run_sql(
        "SELECT at, uid, seq, kind, placed_at, work_day, names_uid, source, clock, about_uid"
        " FROM presence_mark WHERE member_uid = ? AND kind = 'back' ORDER BY seq DESC LIMIT 1",
        (member_uid.bytes,),
    )
    return (_mark(rows[0][1:]), from_micros(rows[0][0])) if rows else None
