"""What was set for key posts over a span: hours, least number, holders, deputies; read at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from db import coverage as records
from db.coverage import HoldingRow, ShiftTimes
from kiosk.attendance.coverage.hours import (
    Hours,
    MomentHours,
    WeeklyHours,
    local,
    unpack,
    weekly_spans,
)
from kiosk.attendance.coverage.judging import PostPlan
from kiosk.attendance.coverage.spans import Span, common, merged, rest, shared
from kiosk.oversight.views import SiteView

EARLY, LATE = timedelta(hours=2), timedelta(hours=3)
"""How long before their shift a holder counts already, and how long after it still."""

_Terms = frozenset[tuple[ShiftTimes | None, date, date | None]]
"""The different shifts, first and last days of those who hold a post."""

_OfRow = Callable[[HoldingRow], list[Span]]
_DAY = timedelta(days=1)
_BEGINNING = datetime.min.replace(tzinfo=UTC)
_END = datetime.max.replace(tzinfo=UTC)


class PlanReader:
    """Reads the plans of all key posts over one span, each calendar question asked once."""

    def __init__(self, site: SiteView, span: Span) -> None:
        """Read for a site.

        Args:
            site: For its zone and the hour at which its day turns.
            span: From when to before when, UTC.
        """
        self._zone: ZoneInfo = site.zone
        self._turn = site.turn_hour * 60
        self._span = span
        self._turns: dict[date, datetime] = {}
        self._shifts: dict[ShiftTimes, list[Span]] = {}
        self._widened: dict[ShiftTimes, list[Span]] = {}
        self._held_when: dict[_Terms, tuple[list[Span], list[Span]]] = {}

    def plans(self) -> list[PostPlan]:
        """The plans of all key posts by name."""
        holdings, deputies = (
            _by_post(records.list_key_holdings()),
            _by_post(records.list_deputies()),
        )
        settings: dict[UUID, list[tuple[datetime, int, tuple[Hours, ...]]]] = defaultdict(list)
        for post, at, least, hours in records.list_settings():
            settings[post].append((at, least, unpack(hours)))
        return [
            self._plan(post, holdings[post[0]], deputies[post[0]], settings[post[0]])
            for post in records.list_key_posts()
        ]

    def _plan(
        self,
        post: tuple[UUID, str, str],
        holdings: Sequence[HoldingRow],
        deputies: Sequence[HoldingRow],
        settings: Sequence[tuple[datetime, int, tuple[Hours, ...]]],
    ) -> PostPlan:
        standing_in = self._of_members(deputies, self._term)
        terms = self._of_members([*holdings, *deputies], self._term)
        counts = self._of_members([*holdings, *deputies], self._counts)
        planned = self._of_members(holdings, self._planned)
        held, grace = self._when_held(holdings)
        due = self._due(held, settings)
        least = [(_BEGINNING, 1), *((at, least) for at, least, _hours in settings)]
        return PostPlan(*post, due, least, counts, terms, planned, standing_in, grace)

    def _of_members(self, rows: Iterable[HoldingRow], of: _OfRow) -> dict[UUID, list[Span]]:
        found: dict[UUID, list[Span]] = {}
        for row in rows:
            spans = of(row)
            if spans:
                known = found.get(row[1])
                found[row[1]] = merged([*known, *spans]) if known else spans
        return found

    # What one holding comes to

    def _period(self, row: HoldingRow) -> Span:
        until = row[4]
        return self._turn_of(row[3]), _END if until is None else self._turn_of(until + _DAY)

    def _term(self, row: HoldingRow) -> list[Span]:
        return common([self._span], self._period(row))

    def _planned(self, row: HoldingRow) -> list[Span]:
        period, shift = self._period(row), row[2]
        if shift is None:
            return common([self._span], period)
        return _begun(self._shift(shift), period)

    def _counts(self, row: HoldingRow) -> list[Span]:
        period, shift = self._period(row), row[2]
        if shift is None:
            return common([self._span], period)
        if shift not in self._widened:
            spans = self._shift(shift)
            self._widened[shift] = merged((at - EARLY, end + LATE) for at, end in spans)
        if period[0] <= self._span[0] and period[1] >= self._span[1]:
            return self._widened[shift]
        spans = _begun(self._shift(shift), period)
        return merged((at - EARLY, end + LATE) for at, end in spans)

    def _grace(self, holdings: Sequence[HoldingRow]) -> list[Span]:
        """When whoever should come may still be late and nobody else should be there already."""
        late: list[Span] = []
        firm: list[Span] = []
        for row in holdings:
            allowed = timedelta(minutes=row[2][3]) if row[2] else timedelta()
            for begins, ends in self._planned(row):
                late.append((begins, min(begins + allowed, ends)))
                firm.append((begins + allowed, ends))
        spared = merged(late)
        if not spared:
            return []
        return shared(spared, rest((spared[0][0], spared[-1][1]), merged(firm)))

    def _shift(self, shift: ShiftTimes) -> list[Span]:
        if shift not in self._shifts:
            # A shift that begins or ends outside still counts in here, early or late.
            wide = self._span[0] - LATE, self._span[1] + EARLY
            self._shifts[shift] = weekly_spans(WeeklyHours(*shift[:3]), wide, self._zone)
        return self._shifts[shift]

    def _turn_of(self, day: date) -> datetime:
        if day not in self._turns:
            self._turns[day] = local(day, self._turn, self._zone)
        return self._turns[day]

    # When the post is due

    def _when_held(self, holdings: Sequence[HoldingRow]) -> tuple[list[Span], list[Span]]:
        """When a post is held, and when not everybody is there yet; posts share shifts and days."""
        terms = frozenset(row[2:] for row in holdings)
        if terms not in self._held_when:
            self._held_when[terms] = self._held(holdings), self._grace(holdings)
        return self._held_when[terms]

    def _due(
        self,
        held: list[Span],
        settings: Sequence[tuple[datetime, int, tuple[Hours, ...]]],
    ) -> list[Span]:
        begins = [_BEGINNING, *(at for at, _least, _hours in settings)]
        ends = [*begins[1:], _END]
        hours = [(), *(hours for _at, _least, hours in settings)]
        found: list[Span] = []
        for begin, end, set_hours in zip(begins, ends, hours, strict=True):
            for span in common([self._span], (begin, end)):
                due = self._set(set_hours, held) if set_hours else held
                found += common(due, span)
        return merged(found)

    def _set(self, hours: Sequence[Hours], held: Sequence[Span]) -> list[Span]:
        found: list[Span] = []
        for one in hours:
            if isinstance(one, WeeklyHours):
                found += weekly_spans(one, self._span, self._zone)
            elif isinstance(one, MomentHours):
                found.append((one.begins, one.ends))
            else:
                found += held
        return merged(found)

    def _held(self, holdings: Sequence[HoldingRow]) -> list[Span]:
        """The shifts in which it is held; all day where it is held in none, once it was held."""
        if not holdings:
            return [self._span]
        periods = [self._period(row) for row in holdings]
        first = min(period[0] for period in periods)
        unheld = [
            part
            for span in common([self._span], (first, _END))
            for part in rest(span, merged(periods))
        ]
        return merged([*unheld, *(span for row in holdings for span in self._planned(row))])


def _begun(spans: Sequence[Span], period: Span) -> list[Span]:
    """The spans that begin in a period."""
    if spans and period[0] <= spans[0][0] and spans[-1][0] < period[1]:
        return list(spans)
    return [span for span in spans if period[0] <= span[0] < period[1]]


def _by_post(rows: Iterable[HoldingRow]) -> dict[UUID, list[HoldingRow]]:
    found: dict[UUID, list[HoldingRow]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found
