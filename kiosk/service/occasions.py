"""The occasions of a repeated commitment: which there are, which one runs, which ones are over.

An occasion is called by the day on which it is due:

- `shift`: each work day on which the member came to the site,
- `day`: each work day,
- `week`: Monday to Sunday, due on the Sunday, or on the last day of the rhythm if that is earlier.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

RHYTHMS = ("shift", "day", "week")
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Plan:
    """When a repeated commitment is due.

    Attributes:
        rhythm: One of `RHYTHMS`.
        first: The day on which the first occasion is due: the one that ran when it was made.
        until: The last day of the rhythm; None: for good.
        ended_on: The day on which it was withdrawn: what is due then or later is due no more, if
            nothing was said of it. None: it stands.
        away: From which day on, and to before which one, the member had left: nothing is due then.
    """

    rhythm: str
    first: date
    until: date | None = None
    ended_on: date | None = None
    away: tuple[tuple[date, date], ...] = ()

    def holds(self, due: date) -> bool:
        """Whether a day lies within the plan."""
        begun = self.first <= due and (self.until is None or due <= self.until)
        stands = begun and (self.ended_on is None or due < self.ended_on)
        return stands and not any(left <= due < back for left, back in self.away)


def due_of(plan: Plan, day: date) -> date:
    """The day on which the occasion is due that a day belongs to, whether there is one or not."""
    if plan.rhythm != "week":
        return day
    sunday = day + timedelta(days=6 - day.weekday())
    return sunday if plan.until is None else min(sunday, max(plan.until, day))


def list_occasions(plan: Plan, first: date, last: date, came: Collection[date]) -> list[date]:
    """The occasions due from a day to another one, both inclusive, in order.

    Args:
        plan: When it is due.
        first: The first day that is asked about.
        last: The last one.
        came: The work days on which the member came, of those days.
    """
    if plan.rhythm == "shift":
        return sorted(day for day in set(came) if first <= day <= last and plan.holds(day))
    begins = max(first, plan.first)
    if plan.rhythm == "day":
        days = (begins + _DAY * step for step in range(max(0, (last - begins).days + 1)))
        return [day for day in days if plan.holds(day)]
    monday = begins - _DAY * begins.weekday()
    weeks = range(max(0, (last - monday).days // 7 + 1))
    dues = (due_of(plan, monday + _WEEK * week) for week in weeks)
    return [due for due in dues if first <= due <= last and plan.holds(due)]


def count_occasions(plan: Plan, last: date, came: int) -> int:
    """How many occasions were due until a day, inclusive, without naming them.

    Args:
        plan: When it is due; on which days the member was away is not looked at.
        last: The last day that counts.
        came: On how many work days of the plan, until `last`, the member came.
    """
    if plan.rhythm == "shift":
        return came
    ends = min(day for day in (last, plan.until, _before(plan.ended_on)) if day is not None)
    if plan.rhythm == "day":
        return max(0, (ends - plan.first).days + 1)
    # The ordinal numbers of Sundays are those that seven divides.
    sundays = ends.toordinal() // 7 - (plan.first.toordinal() - 1) // 7
    is_short = plan.first <= ends == plan.until and ends.toordinal() % 7 > 0
    return max(0, sundays) + is_short


def _before(day: date | None) -> date | None:
    return None if day is None else day - _DAY


def running_occasion(plan: Plan, today: date, came: Collection[date]) -> date | None:
    """The occasion that runs now, or None.

    Args:
        plan: When it is due.
        today: The work day it is for the member.
        came: The work days on which they came.
    """
    if plan.rhythm == "shift" and today not in came:
        return None
    due = due_of(plan, today)
    return due if plan.holds(due) else None


def has_begun(plan: Plan, due: date, today: date) -> bool:
    """Whether something can be said of the occasion that is due on a day."""
    return due_of(plan, today) >= due
