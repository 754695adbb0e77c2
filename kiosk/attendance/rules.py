"""What a scan means: one pure function of the member's last punch, the time and the rules."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from db.attendance import PunchFact
from kiosk.attendance.workday import work_day_of
from kiosk.oversight.views import SiteView


@dataclass(frozen=True, slots=True)
class Rules:
    """The site's rules of attendance.

    Attributes:
        zone: The site's zone.
        turn_hour: The local hour at which the work day turns.
        debounce: For how long a repeat is not counted.
        longest: The longest plausible presence.
        overnight: The longest plausible presence that goes on over the turn of the work day: a
            night shift of twelve hours and an hour of grace. Whoever came yesterday afternoon and
            forgot to check out comes this morning, they do not leave.
    """

    zone: ZoneInfo
    turn_hour: int
    debounce: timedelta
    longest: timedelta
    overnight: timedelta = timedelta(hours=13)


def rules_of(site: SiteView) -> Rules:
    """The rules of a site."""
    return Rules(
        site.zone,
        site.turn_hour,
        timedelta(seconds=site.debounce_s),
        timedelta(hours=site.longest_h),
    )


@dataclass(frozen=True, slots=True)
class Decision:
    """What a scan comes to.

    Attributes:
        kind: `in`, `out` or `repeat`.
        work_day: The day its presence belongs to.
        forgotten: The check-in that was never checked out of, when this scan shows it; else None.
    """

    kind: str
    work_day: date
    forgotten: PunchFact | None = None


def decide(last: PunchFact | None, now: datetime, rules: Rules) -> Decision:
    """Whether a scan comes in, goes out or repeats.

    A repeat within the debounce window counts for nothing. After a check-in of the same work day
    the member leaves while the presence is plausible; after one of an earlier work day only while
    it can be a night shift, which stays whole. In every other case they come, so the first scan of
    a work day checks in; an older open check-in was forgotten.

    A clock that stands before the last punch can't say how long ago that was: the scan then turns
    the direction round and is never taken for a repeat.
    """
    today = work_day_of(now, rules.zone, rules.turn_hour)
    if last is None:
        return Decision("in", today)
    age = now - last.at
    if timedelta(0) <= age < rules.debounce:
        return Decision("repeat", last.work_day)
    if last.direction == "out":
        return Decision("in", today)
    longest = rules.longest if last.work_day == today else min(rules.overnight, rules.longest)
    if age <= longest:
        return Decision("out", last.work_day)
    return Decision("in", today, forgotten=last)
