"""Spans of time, joined, cut and measured; a month has thousands of them.

Inside of coverage they are whole microseconds since 1970, which compare in a tenth of the time that
aware times take; times are made of them where they leave it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import itemgetter

from db.base import from_micros, to_micros

Span = tuple[int, int]
"""From when to before when, in microseconds since 1970."""

Times = tuple[datetime, datetime]
"""From when to before when, UTC."""

_END = itemgetter(1)


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time in order, spans that overlap or touch made one, empty ones left out."""
    found: list[Span] = []
    until = None
    for span in sorted(spans):
        begins, ends = span
        if until is not None and begins <= until:
            if ends > until:
                found[-1], until = (found[-1][0], ends), ends
        elif begins < ends:
            found.append(span)
            until = ends
    return found


def common(spans: Sequence[Span], within: Span) -> list[Span]:
    """What of merged spans lies within another span; nothing where that ends as it begins."""
    begins, ends = within
    found: list[Span] = []
    if begins >= ends:
        return found
    for place in range(bisect_right(spans, begins, key=_END), len(spans)):
        span = spans[place]
        if span[0] >= ends:
            break
        found.append((max(begins, span[0]), min(ends, span[1])))
    return found


def around(spans: Sequence[Span], at: int) -> Span | None:
    """The one of merged spans in which an instant lies, or None."""
    place = bisect_right(spans, at, key=_END)
    return spans[place] if place < len(spans) and spans[place][0] <= at else None


def shared(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """What lies in one of merged spans and in one of other merged spans."""
    found = []
    place, count = 0, len(spans)
    for begins, ends in others:
        while place < count and spans[place][1] <= begins:
            place += 1
        at = place
        while at < count and spans[at][0] < ends:
            first, last = spans[at]
            found.append((first if first > begins else begins, last if last < ends else ends))
            at += 1
    return found


def rest(within: Span, spans: Iterable[Span]) -> list[Span]:
    """What of a span lies in none of merged spans."""
    at, ends = within
    found = []
    for span in spans:
        if span[0] >= ends:
            break
        if span[0] > at:
            found.append((at, span[0]))
        at = max(at, span[1])
    return [*found, (at, ends)] if at < ends else found


def length(spans: Iterable[Span]) -> int:
    """Elapsed microseconds of spans that do not overlap."""
    return sum(ends - begins for begins, ends in spans)


def in_micros(times: Times) -> Span:
    """A span of two aware times."""
    return to_micros(times[0]), to_micros(times[1])


def in_times(span: Span) -> Times:
    """A span as aware times in UTC."""
    return from_micros(span[0]), from_micros(span[1])
