"""Attendance: punches and refused scans; tables on top, queries under them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from peewee import ForeignKeyField, IntegerField, TextField

from db.base import DayField, Row, UidField, UtcField, from_micros, to_micros
from db.connection import run_sql
from db.people import Member


class Punch(Row):
    """One check-in or check-out; a fact. `after_uid` is the member's punch before it."""

    uid = UidField(primary_key=True)
    seq = IntegerField()
    member = ForeignKeyField(Member, column_name="member_uid")
    after_uid = UidField(null=True)
    direction = TextField()
    at = UtcField()
    work_day = DayField()
    zone = TextField()
    clock = TextField()
    source = TextField()
    badge_uid = UidField(null=True)
    placed_at = UtcField(null=True)


class RefusedScan(Row):
    """One scan that was refused, with its stable reason and the cleaned code; a fact."""

    uid = UidField(primary_key=True)
    seq = IntegerField()
    reason = TextField()
    code = TextField()
    member = ForeignKeyField(Member, column_name="member_uid", null=True)
    member_uid: UUID | None
    at = UtcField()
    work_day = DayField()
    zone = TextField()
    source = TextField()


@dataclass(frozen=True, slots=True)
class PunchFact:
    """A punch as it was written.

    Attributes:
        uid: Its key.
        member_uid: Whose it is.
        direction: `in` or `out`.
        at: When, UTC.
        work_day: The day its presence belongs to.
        clock: `ok`, or `behind` when the clock stood before the newest fact.
        after_uid: The member's punch before it; None for the first.
    """

    uid: UUID
    member_uid: UUID
    direction: str
    at: datetime
    work_day: date
    clock: str
    after_uid: UUID | None


_COLUMNS = "p.uid, p.member_uid, p.direction, p.at, p.work_day, p.clock, p.after_uid"


def _fact(row: Sequence[Any]) -> PunchFact:
    uid, member, direction, at, work_day, clock, after = row
    return PunchFact(
        UUID(bytes=uid),
        UUID(bytes=member),
        str(direction),
        from_micros(at),
        date.fromisoformat(str(work_day)),
        str(clock),
        UUID(bytes=after) if isinstance(after, bytes) else None,
    )


def find_last_punch(member_uid: UUID) -> PunchFact | None:
    """The member's newest punch by order of recording, or None."""
    rows = run_sql(
        f"SELECT {_COLUMNS} FROM punch p WHERE p.member_uid = ? ORDER BY p.seq DESC LIMIT 1",
        (member_uid.bytes,),
    )
    return _fact(rows[0]) if rows else None


def add_punch(
    fact: PunchFact,
    seq: int,
    zone: str,
    source: str,
    badge_uid: UUID | None,
    placed_at: datetime | None = None,
) -> None:
    """Write a punch; no badge when it was not scanned, a place when its clock is not believed.

    Raises:
        Conflict: Another one already follows `after_uid`.
    """
    run_sql(
        "INSERT INTO punch (uid, seq, member_uid, after_uid, direction, at, work_day, zone,"
        " clock, source, badge_uid, placed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            fact.uid.bytes,
            seq,
            fact.member_uid.bytes,
            fact.after_uid.bytes if fact.after_uid else None,
            fact.direction,
            to_micros(fact.at),
            fact.work_day.isoformat(),
            zone,
            fact.clock,
            source,
            badge_uid.bytes if badge_uid else None,
            to_micros(placed_at) if placed_at else None,
        ),
    )


_END = (1 << 63) - 1


def find_newest_fact_time(
    until: datetime | None = None, before_seq: int | None = None
) -> datetime | None:
    """The latest time that any ledger entry bears, or None where there is none.

    Not the last entry's: a clock that has fallen behind may have written that one.

    Args:
        until: Later ones do not count, UTC; None: all do.
        before_seq: Only what was recorded before it counts; None: all does.
    """
    rows = run_sql(
        "SELECT at FROM ledger_entry WHERE at <= ? AND seq < ? ORDER BY at DESC LIMIT 1",
        (_END if until is None else to_micros(until), _END if before_seq is None else before_seq),
    )
    return from_micros(rows[0][0]) if rows else None


def find_believed_time_after(seq: int, now: datetime) -> datetime | None:
    """The time of the first entry recorded after another one that a right clock can have told.

    That is one which stands neither before what was recorded until then nor after now.

    Args:
        seq: The other one's place in the order of recording.
        now: Later times are not believed, UTC.
    """
    newest = find_newest_fact_time(now, seq)
    rows = run_sql(
        "SELECT at FROM ledger_entry WHERE seq > ? AND at >= ? AND at <= ? ORDER BY seq LIMIT 1",
        (seq, -_END if newest is None else to_micros(newest), to_micros(now)),
    )
    return from_micros(rows[0][0]) if rows else None


def find_last_confirmation(terminal_uid: UUID) -> tuple[int, int]:
    """Where in the ledger somebody last said that the clock is right, and after what jump.

    Args:
        terminal_uid: Whose clock.

    Returns:
        Its seq and by how many seconds the clock had jumped; zeros where nobody ever said so.
    """
    rows = run_sql(
        "SELECT seq, payload FROM ledger_entry WHERE subject = ? AND kind = 'clock_confirmed'"
        " ORDER BY seq DESC LIMIT 1",
        (terminal_uid.bytes,),
    )
    return (rows[0][0], json.loads(rows[0][1])["by_s"]) if rows else (0, 0)


FEW_AFTER = (
    "SELECT (SELECT count(*) FROM (SELECT 1 FROM ledger_entry WHERE at > ?1"
    " LIMIT (SELECT coalesce(max(seq), 0) / 2 + 1 FROM ledger_entry))) * 2"
    " < (SELECT max(seq) FROM ledger_entry)"
)
"""Whether less than half of the ledger's entries bear a time after the one that is asked about."""


def are_few_after(at: datetime) -> bool:
    """Whether less than half of the ledger's entries bear a time after this one, UTC."""
    ((few,),) = run_sql(FEW_AFTER, (to_micros(at),))
    return bool(few)


def list_refused_scans(work_day: date) -> list[RefusedScan]:
    """The refused scans of a work day, oldest first."""
    return list(
        RefusedScan.select().where(RefusedScan.work_day == work_day).order_by(RefusedScan.seq)
    )


def find_same_refusal(
    code: str, reason: str, since: datetime, member_uid: UUID | None = None
) -> UUID | None:
    """A refusal of the same code of the same member (None: nobody's) and reason since a time."""
    rows = run_sql(
        "SELECT uid FROM refused_scan WHERE code = ? AND reason = ? AND at >= ?"
        " AND member_uid IS ?"
        " AND uid > (SELECT coalesce((SELECT uid FROM refused_scan ORDER BY uid DESC"
        " LIMIT 1 OFFSET 200), x'00')) LIMIT 1",
        (code, reason, to_micros(since), member_uid.bytes if member_uid else None),
    )
    return UUID(bytes=rows[0][0]) if rows else None
