"""Shifts laid on the calendar by the rules of each time; all in microseconds since 1970."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from kiosk.attendance.coverage.hours import WeeklyHours, weekly_spans
from kiosk.attendance.coverage.spans import Span, in_micros, in_times, merged, rest, shared
from kiosk.attendance.periods import BEGINNING, END
from kiosk.attendance.rule_periods import HOUR_US, RulePeriod, ShiftTimes

EARLY, LATE = 2 * HOUR_US, 3 * HOUR_US
"""How long before their shift a holder counts already, and how long after it still."""

_MINUTE_US = HOUR_US // 60


class Term(NamedTuple):
    """When somebody holds a post or may stand in.

    Attributes:
        first: Shifts that begin before it are not theirs.
        last: Shifts that begin at it or later are not theirs.
        begins: From when on anything counts for them: since when it is set.
        ends: Until when anything counts for them: until it was ended at once.
        limited: When `last` was said: until then later shifts were theirs as well, and who was
            early for one counted.
    """

    first: int = BEGINNING
    last: int = END
    begins: int = BEGINNING
    ends: int = END
    limited: int = BEGINNING

    @property
    def span(self) -> Span:
        """From when to before when they hold it by day."""
        return max(self.first, self.begins), self.last


class LaidShift(NamedTuple):
    """A shift on one day, as the rules of a time had it.

    Attributes:
        begins: When it begins.
        ends: When it ends.
        grace: How late one may come.
        since: From when on these rules were in force.
        until: To before when.
    """

    begins: int
    ends: int
    grace: int
    since: int
    until: int


class ShiftLayer:
    """Lays shifts over one span; each shift once."""

    def __init__(self, zone: ZoneInfo, span: Span, rules: Sequence[RulePeriod]) -> None:
        """Lay for a site.

        Args:
            zone: Its zone.
            span: From when to before when.
            rules: Its rules over time.
        """
        self._zone, self._span, self._rules = zone, span, rules
        self._laid: dict[str, list[LaidShift]] = {}
        self._planned: dict[str, list[Span]] = {}
        self._counts: dict[str, list[Span]] = {}

    def planned(self, shift: str, term: Term) -> list[Span]:
        """When somebody who holds a post in a shift should be there, merged."""
        return self._cut(shift, term, self._planned, (0, 0))

    def counts(self, shift: str, term: Term) -> list[Span]:
        """When somebody who holds a post in a shift counts at it, merged."""
        return self._cut(shift, term, self._counts, (EARLY, LATE))

    def grace(self, holdings: Iterable[tuple[str | None, Term]]) -> list[Span]:
        """When whoever should come may still be late and nobody else should be there already."""
        late: list[Span] = []
        firm: list[Span] = []
        for shift, term in holdings:
            if shift is None:
                firm.append((max(term.span[0], term.begins), min(term.last, term.ends)))
                continue
            for begins, ends, grace, since, until in self._of(shift, term):
                late.append((max(begins, since), min(begins + grace, ends, until)))
                firm.append((max(begins + grace, since), min(ends, until)))
        spared = merged(late)
        if not spared:
            return []
        return shared(spared, rest((spared[0][0], spared[-1][1]), merged(firm)))

    def _cut(
        self, shift: str, term: Term, known: dict[str, list[Span]], around: Span
    ) -> list[Span]:
        is_whole = term.begins <= self._span[0] and term.ends >= self._span[1]
        is_always = term.first <= self._span[0] - LATE and term.last >= self._span[1] + EARLY
        if is_whole and is_always and shift in known:
            return known[shift]
        early, late = around
        found = merged(
            (max(begins - early, since), min(ends + late, until))
            for begins, ends, _grace, since, until in self._of(shift, term)
        )
        if is_whole and is_always:
            known[shift] = found
        return found

    def _of(self, shift: str, term: Term) -> list[LaidShift]:
        """The shifts of a term, as far as they count for it."""
        found = []
        for one in self._lay(shift):
            since, until = max(one.since, term.begins), min(one.until, term.ends)
            if one.begins >= term.last:
                until = min(until, term.limited)
            if one.begins >= term.first and since < until:
                found.append(one._replace(since=since, until=until))
        return found

    def _lay(self, shift: str) -> list[LaidShift]:
        if shift not in self._laid:
            self._laid[shift] = [
                one
                for times, periods in groupby(self._rules, lambda period: period.shifts.get(shift))
                if times is not None
                for one in self._lay_times(times, list(periods))
            ]
        return self._laid[shift]

    def _lay_times(self, times: ShiftTimes, periods: Sequence[RulePeriod]) -> list[LaidShift]:
        since, until = periods[0].begins, periods[-1].ends
        begins, ends = max(since, self._span[0]), min(until, self._span[1])
        if begins >= ends:
            return []
        # A shift that begins or ends outside still counts in here, early or late.
        wide = in_times((begins - LATE, ends + EARLY))
        spans = map(in_micros, weekly_spans(WeeklyHours(*times[:3]), wide, self._zone))
        return [LaidShift(*span, times[3] * _MINUTE_US, since, until) for span in spans]
