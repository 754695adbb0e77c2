"""How many were on site, hour by hour of a work day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.oversight.views import DayView, PresenceView

Span = tuple[str, datetime, datetime]
"""A member's number, when they came, until when they are counted."""

_HOUR = timedelta(hours=1)
BLOCKS = " ▁▂▃▄▅▆▇█"
"""Eighths of a cell, from none to all."""


@dataclass(frozen=True, slots=True)
class Hour:
    """One elapsed hour of a work day.

    Attributes:
        label: The hour that the local clock shows at its beginning, such as `07`.
        count: How many people were on site at some time in it; who came twice counts once.
    """

    label: str
    count: int


def hours_of(day: DayView, now: datetime) -> list[Hour]:
    """The hours of a work day, from its beginning to that of the next or until the last one left.

    Elapsed hours are counted, so a day on which the clocks change has 23 or 25 of them. Nobody is
    counted after a time that nobody knows: a forgotten check-out counts in its first hour only.

    Args:
        day: The day.
        now: UTC; until then those on site count.
    """
    zone = day.site.zone
    spans = [_span(presence, now) for presence in day.presences]
    end = max([day.ends, *(until for _number, _since, until in spans)])
    return [
        Hour(f"{at.astimezone(zone):%H}", _count(spans, at))
        for at in _hours_between(day.begins, end)
    ]


def _span(presence: PresenceView, now: datetime) -> Span:
    number, since = presence.number, presence.in_at
    if presence.out_at is not None:
        return number, since, max(since, presence.out_at)
    return number, since, now if presence.state == "on_site" else since


def _hours_between(begin: datetime, end: datetime) -> list[datetime]:
    count = -(-(end - begin) // _HOUR)
    return [begin + _HOUR * place for place in range(count)]


def _count(spans: Sequence[Span], at: datetime) -> int:
    return len({number for number, since, until in spans if since < at + _HOUR and until >= at})


def bars(counts: Sequence[int], height: int) -> list[str]:
    """Bars, one character an hour, as lines from the top.

    Args:
        counts: One for each hour.
        height: Lines, at least 1.
    """
    most = max(counts, default=0) or 1
    # Somebody is never drawn as nobody: the smallest count gets the smallest block.
    eighths = [-(-count * height * 8 // most) for count in counts]
    return [
        "".join(BLOCKS[max(0, min(8, part - line * 8))] for part in eighths)
        for line in reversed(range(height))
    ]
