"""Coverage in words and in strips of characters, for the screen and the command line alike."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.attendance.coverage.hours import hours_words
from kiosk.attendance.coverage.judging import Part
from kiosk.attendance.coverage.posts import SetPost
from kiosk.attendance.coverage.spans import Times
from kiosk.i18n import _, current_language, format_day, format_long_day, format_time, ngettext

MARKS = {"covered": "●", "thin": "◐", "empty": "▲", "not_due": "○"}
"""A shape for each state of a post now."""

STRIP = {"covered": "█", "thin": "▄", "empty": "╳", "ahead": "▁", "not_due": "·"}
"""A shape for each state in a strip; colour only repeats it."""

_WEEK = timedelta(days=7)
_LOUDEST = ("empty", "thin", "covered", "ahead", "not_due")


def state_word(state: str) -> str:
    """What a post is now, in a word."""
    return {
        "covered": _("covered"),
        "thin": _("thin"),
        "empty": _("EMPTY"),
        "not_due": _("not due"),
        "ahead": _("ahead"),
    }[state]


def kind_word(kind: str) -> str:
    """Which of the four kinds a key post is of."""
    return {
        "post": _("Key post"),
        "procedure": _("Key procedure"),
        "link": _("Key link"),
        "moment": _("Key moment"),
    }[kind]


def post_hours_words(post: SetPost, now: datetime, zone: ZoneInfo) -> list[str]:
    """The hours of a key post, one sentence part each: weekly ones, shifts, moments.

    Args:
        post: The post.
        now: Moments that are over then are left out, UTC.
        zone: The site's.
    """
    found = [hours_words(one, zone) for one in post.weekly]
    if post.follows_shifts:
        shifts = _(", ").join(hours_words(one, zone) for one in post.shifts)
        found.append(_("its shifts: {hours}").format(hours=shifts) if shifts else _("all day"))
    found += [hours_words(one, zone) for one in post.moments if one.ends > now]
    return found or [_("its moments are over")]


def least_words(least: int) -> str:
    """How many holders a key post needs."""
    words = ngettext("{count} person at least", "{count} people at least", least)
    return words.format(count=least)


def since_words(since: datetime | None, zone: ZoneInfo, today: date) -> str:
    """From when on something is so: `自 06:30`, with the day when that is another one.

    Where the weekday would not say which, the date stands alone: `自 11月1日`.

    Args:
        since: UTC; None: for longer than a week.
        zone: The site's.
        today: The local day.
    """
    if since is None:
        return _("over a week")
    local = since.astimezone(zone)
    clock = format_time(local)
    if today - local.date() >= _WEEK:
        clock = _date_words(local.date(), today)
    elif local.date() != today:
        clock = f"{format_day(local.date()).split()[_weekday_place()]} {clock}"
    return _("since {time}").format(time=clock)


def _date_words(day: date, today: date) -> str:
    """A day without its weekday, with its year where that is another one: `11月1日`, `1 Nov`."""
    words = (format_day if day.year == today.year else format_long_day)(day).split()
    return " ".join(words[1:] if current_language() == "en" else words[:1])


def _weekday_place() -> int:
    return 0 if current_language() == "en" else -1


def strip_states(parts: Sequence[Part], span: Times, cells: int) -> list[str]:
    """The state of each cell of a strip; the loudest of what lies in it.

    Args:
        parts: In order, over the whole span.
        span: What the strip shows.
        cells: How many there are.
    """
    begins, step = span[0], (span[1] - span[0]) / cells
    found = []
    for place in range(cells):
        first, last = begins + place * step, begins + (place + 1) * step
        inside = {part.state for part in parts if part.begins < last and part.ends > first}
        found.append(next((state for state in _LOUDEST if state in inside), "not_due"))
    return found


def strip_text(parts: Sequence[Part], span: Times, cells: int) -> str:
    """A strip as plain characters."""
    return "".join(STRIP[state] for state in strip_states(parts, span, cells))
