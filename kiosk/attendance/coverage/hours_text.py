"""Hours as they are typed: `mon-fri/08:00-18:00`, `2026-11-24 06:00/14:00`."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.attendance.coverage.hours import (
    DAY_MINUTES,
    MomentHours,
    WeeklyHours,
    bad_hours,
    local,
)
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.text import clean_line

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The weekdays as they are typed; 1 to 7 mean the same."""

_WEEKLY = re.compile(r"([a-z0-9,-]+)/([0-9:]+)-([0-9:]+)", re.ASCII)
_MOMENT = re.compile(r"(\S+)[ T]([0-9:]+)/(?:(\S+)[ T])?([0-9:]+)", re.ASCII)
_CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)", re.ASCII)
_LONGEST = 60


def read_weekly(text: str) -> WeeklyHours:
    """Weekly hours such as `mon-sun/08:00-18:00`, `1-5/19:00-07:00` or `sat,sun/00:00-24:00`.

    Raises:
        RefusedError: `bad_hours`; the sentence names the text.
    """
    found = _WEEKLY.fullmatch(text.strip().lower())
    days = _weekdays(found[1]) if found else 0
    begins, ends = (_minute(found[2]), _minute(found[3])) if found else (None, None)
    if not days or begins is None or ends is None or begins == DAY_MINUTES:
        raise bad_hours(
            _("{text} are no hours; write mon-sun/08:00-18:00.").format(text=_told(text))
        )
    return WeeklyHours(days, begins, ends % DAY_MINUTES)


def weekly_text(hours: WeeklyHours) -> str:
    """Weekly hours as `read_weekly` takes them."""
    chosen = [place for place in range(7) if hours.weekdays >> place & 1]
    is_run = len(chosen) > 2 and chosen[-1] - chosen[0] == len(chosen) - 1  # noqa: PLR2004  # a-b
    shown = [DAYS[place] for place in chosen]
    days = f"{shown[0]}-{shown[-1]}" if is_run else ",".join(shown)
    times = (f"{at // 60:02}:{at % 60:02}" for at in (hours.from_minute, hours.to_minute))
    return f"{days}/{'-'.join(times)}"


def read_moment(text: str, name: str, zone: ZoneInfo) -> MomentHours:
    """A moment such as `2026-11-24 06:00/14:00`; one that ends before it begins goes over midnight.

    Args:
        text: In the site's local time; the end may have a day of its own.
        name: What the moment is.
        zone: The site's.

    Raises:
        RefusedError: `bad_hours`; the sentence names the text.
    """
    found = _MOMENT.fullmatch(" ".join(text.split()))
    first = _day(found[1]) if found else None
    begins, ends = (_minute(found[2]), _minute(found[4])) if found else (None, None)
    if found is None or first is None or begins is None or ends is None:
        raise _no_moment(text)
    last = _day(found[3]) if found[3] else first + timedelta(days=ends <= begins)
    if last is None:
        raise _no_moment(text)
    return MomentHours(name, _at(first, begins, zone), _at(last, ends, zone))


def read_beginning(text: str, zone: ZoneInfo) -> datetime:
    """When a moment begins, UTC: `2026-11-24 06:00`, local without a zone.

    Raises:
        RefusedError: `bad_hours`; the sentence names the text.
    """
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _no_moment(text) from error


def _no_moment(text: str) -> RefusedError:
    sentence = _("{text} is no moment; write 2026-11-24 06:00/14:00.")
    return bad_hours(sentence.format(text=_told(text)))


def _weekdays(text: str) -> int:
    """The days as bits; 0 where the text means none."""
    bits = 0
    for part in text.split(","):
        first, _dash, last = part.partition("-")
        ends = _weekday(first), _weekday(last or first)
        if None in ends or (_dash and not last):
            return 0
        begins, until = (int(str(one)) for one in ends)
        # `sat-mon` goes over the end of the week.
        bits |= sum(1 << (begins + step) % 7 for step in range((until - begins) % 7 + 1))
    return bits


def _weekday(word: str) -> int | None:
    if word in DAYS:
        return DAYS.index(word)
    return int(word) - 1 if word in {"1", "2", "3", "4", "5", "6", "7"} else None


def _minute(text: str) -> int | None:
    """The minute of the day; 24:00 is the end of it."""
    found = _CLOCK.fullmatch(text)
    minute = int(found[1]) * 60 + int(found[2]) if found else DAY_MINUTES + 1
    return minute if minute <= DAY_MINUTES else None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(1970, 1, 2) <= day <= date(9000, 1, 1) else None


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    return local(day + timedelta(days=minute // DAY_MINUTES), minute % DAY_MINUTES, zone)


def _told(text: str) -> str:
    return clean_line(text, _LONGEST)
