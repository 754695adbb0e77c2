"""The work days by which promises are judged: a night shift goes on over the turn of the day.

What was promised for a shift is due until it ends: at six in the morning the work day is another
one, and for who comes off the night shift it is still the day on which they came.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from db.base import from_micros
from db.occasions import list_shift_days
from db.presence import list_member_presences
from kiosk.attendance.rule_periods import read_work_days

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ShiftDays:
    """Which work day it is for whom, as seen on a work day.

    Attributes:
        today: The work day; for those who are in no other one's shift it is the only one.
        spans: Of those who are in a shift of an earlier work day, or whose one ended today: its
            day, and the day of the newest shift in which they were.
    """

    today: date
    spans: Mapping[UUID, tuple[date, date]] = field(default_factory=dict)

    def since(self, member_uid: UUID) -> date:
        """What a member promised for an earlier day is overdue."""
        return self.spans.get(member_uid, (self.today, self.today))[0]

    def last(self, member_uid: UUID) -> date:
        """What a member promised for a later day has not begun for them."""
        return self.spans.get(member_uid, (self.today, self.today))[1]

    @property
    def earliest(self) -> date:
        """The first day that is not over for everybody."""
        return min((first for first, _last in self.spans.values()), default=self.today)


def read_shift_days(today: date, member_uid: UUID | None = None) -> ShiftDays:
    """Which work day it is for whom on a work day.

    Args:
        today: The work day; of one that is over: as it was at its end.
        member_uid: Only this member is asked about; None: everybody.
    """
    begins = from_micros(read_work_days().begins(today))
    return ShiftDays(today, list_shift_days((today - _DAY, today), begins, member_uid))


def find_running_day(member_uid: UUID, today: date) -> date:
    """The work day of the shift in which a member is; today's where they are in none."""
    last = next(iter(list_member_presences(member_uid, 1)), None)
    is_over = last is None or last.closed_at is not None
    return today if is_over else read_shift_days(today, member_uid).last(member_uid)


def end_of(work_day: date) -> datetime:
    """When a work day ends, UTC."""
    return from_micros(read_work_days().span(work_day)[1])
