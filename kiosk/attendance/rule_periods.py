"""The site's rules over time, and the work days that follow from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from db.base import to_micros
from db.rule_versions import (
    Newest,
    RuleVersion,
    ShiftRow,
    find_newest_version,
    get_day_rules,
    list_rule_versions,
    list_shift_rows,
)
from kiosk.attendance.periods import BEGINNING, END, in_force
from kiosk.oversight.views import SiteView

HOUR_US = 3_600_000_000
DAY = timedelta(days=1)

ShiftTimes = tuple[int, int, int, int]
"""Weekdays, first and last minute, and the minutes of grace of a shift."""


@dataclass(frozen=True, slots=True)
class RulePeriod:
    """A time in which the rules of a site were the same; in microseconds since 1970.

    Attributes:
        begins: From when on; the first period has no beginning.
        ends: To before when; the last one has no end.
        longest_us: The longest plausible presence.
        shifts: The times of each shift by its name.
    """

    begins: int
    ends: int
    longest_us: int
    shifts: Mapping[str, ShiftTimes]


def rule_periods(site: SiteView) -> list[RulePeriod]:
    """The rules of a site over time, in order, without a gap.

    Those now in force stand in the tables, those before in their versions; rules of which no
    version was kept were always in force.
    """
    versions, shifts = list_rule_versions(), _times(list_shift_rows())
    if not versions:
        return [RulePeriod(BEGINNING, END, site.longest_h * HOUR_US, shifts)]
    changes = [(to_micros(version.since), version) for version in versions[1:]]
    return [
        _period(begins, ends, version, None if version is not versions[-1] else shifts)
        for begins, ends, version in in_force(versions[0], changes)
    ]


def period_at(periods: Sequence[RulePeriod], at: int) -> RulePeriod:
    """The one of a site's rule periods in which an instant lies, in microseconds since 1970."""
    return next(period for period in periods if at < period.ends)


def _period(
    begins: int, ends: int, version: RuleVersion, shifts: Mapping[str, ShiftTimes] | None
) -> RulePeriod:
    stood = _times(version.shifts) if shifts is None else shifts
    return RulePeriod(begins, ends, version.longest_h * HOUR_US, stood)


def _times(shifts: Sequence[ShiftRow]) -> dict[str, ShiftTimes]:
    return {name: (weekdays, begins, ends, grace) for name, begins, ends, weekdays, grace in shifts}


class WorkDays:
    """The work days of a site whose turn hour may have changed.

    A work day begins at the first instant at which the clock on the wall has reached its turn by
    the rules then in force, and lasts until the next one begins. So every instant lies in one day
    and no other, and days follow each other in order, also where the rules change:

    - The turn is moved to an earlier hour that has passed today: the new day begins with the
      change, since by the rules now in force it should have begun.
    - The turn is moved to a later hour, and today's turn has passed: the day that has begun goes
      on; it does not go back to yesterday until the new hour comes.

    Whatever began before a change began by the older rules and stays.
    """

    def __init__(self, zone: ZoneInfo, turns: Sequence[tuple[int, int, int]]) -> None:
        """Know the rules.

        Args:
            zone: The site's zone.
            turns: The local hours at which the day turned over time, as of `in_force`.
        """
        self.zone = zone
        """The site's zone."""
        self._turns = turns
        self._begins: dict[date, int] = {}

    def begins(self, day: date) -> int:
        """When a work day begins, in microseconds since 1970."""
        if day not in self._begins:
            turns = (
                (max(since, _turn(day, hour, self.zone)), until)
                for since, until, hour in self._turns
            )
            self._begins[day] = next(at for at, ends in turns if at < ends)
        return self._begins[day]

    def span(self, day: date) -> tuple[int, int]:
        """From when to before when a work day lasts, in microseconds since 1970."""
        return self.begins(day), self.begins(day + DAY)

    def span_of(self, at: datetime) -> tuple[int, int]:
        """From when to before when the work day of an instant lasts."""
        return self.span(self.of(at))

    def of(self, at: datetime) -> date:
        """The work day of an instant."""
        instant, day = to_micros(at), at.astimezone(self.zone).date()
        while instant < self.begins(day):
            day -= DAY
        while self.begins(day + DAY) <= instant:
            day += DAY
        return day


def work_days(site: SiteView) -> WorkDays:
    """The work days of a site."""
    return _work_days(site.zone.key, site.turn_hour, find_newest_version())


def read_work_days() -> WorkDays:
    """The work days of the open site, for what is asked with every scan: small reads."""
    return _work_days(*get_day_rules())


@lru_cache(maxsize=16)
def _work_days(zone: str, turn_hour: int, newest: Newest | None) -> WorkDays:
    """Worked out once for each version of the rules: the newest tells all.

    Args:
        zone: The name of the site's zone.
        turn_hour: The hour that was always in force where no version was kept.
        newest: The newest version, or None.
    """
    versions = list_rule_versions() if newest else []
    hours = [(to_micros(version.since), version.turn_hour) for version in versions]
    first = hours[0][1] if hours else turn_hour
    return WorkDays(ZoneInfo(zone), in_force(first, hours[1:]))


def _turn(day: date, hour: int, zone: ZoneInfo) -> int:
    return to_micros(datetime.combine(day, time(hour), zone).astimezone(UTC))
