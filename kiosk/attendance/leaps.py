"""Puts in their place the marks of a clock that once stood absurdly far ahead.

Such a mark is dated behind everything that will be recorded for months. It is replaced by one that
stands right behind what was recorded before it, with a clock that is not known: no hours are
counted from it, and a supervisor looks at it. The older mark stays in the record.
"""

from datetime import datetime
from uuid import UUID

from db import attendance as facts
from db import presence as stays
from db import recorded
from db.base import new_uid
from db.presence import Mark
from kiosk.attendance.clocks import horizon
from kiosk.attendance.marks import enter_mark, refold
from kiosk.attendance.rule_periods import read_work_days
from kiosk.context import Context, Moment

_MOVED = frozenset({"in", "out", "break", "back"})


def list_leapt(now: datetime) -> list[UUID]:
    """Members who came at a time that is not believed."""
    until = horizon(now)
    return [] if until is None else recorded.list_members_after(until)


def straighten(context: Context, moment: Moment, member_uid: UUID) -> None:
    """Replace a member's marks that are dated beyond belief, inside a transaction."""
    until = horizon(moment.at)
    if until is None:
        return
    found = [mark for mark in stays.list_marks(member_uid, until) if mark.at > until]
    placed = [
        _replace(context, moment, member_uid, mark, until)
        for mark in found
        if mark.kind in _MOVED and not stays.is_void(mark.uid)
    ]
    if placed:
        refold(member_uid, *placed)


def _replace(
    context: Context, moment: Moment, member_uid: UUID, mark: Mark, until: datetime
) -> datetime:
    known = (
        facts.find_newest_fact_time(until, mark.seq),
        stays.find_last_placed(member_uid, until),
    )
    at = max((time for time in known if time is not None), default=moment.at)
    day = read_work_days().of(at)
    moved = Mark(new_uid(), 0, mark.kind, at, day, mark.uid, "clock", "unknown")
    enter_mark(context, moment, member_uid, moved)
    return at
