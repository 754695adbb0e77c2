"""What was set for key posts over a span: hours, least number, holders, deputies; read at once.

Everything counts from its time on and leaves alone what came before: a shift is laid by the rules
that were in force then, hours by the setting that stood, a holder counts from when they were set.
Whoever left the site for good is planned for nothing from then on; what they held stays due.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from db import coverage as records
from db import post_kinds, terms
from db.terms import TermRow
from kiosk.attendance.coverage.hours import Hours, MomentHours, WeeklyHours, unpack, weekly_spans
from kiosk.attendance.coverage.judging import PostPlan
from kiosk.attendance.coverage.laying import ShiftLayer, Term
from kiosk.attendance.coverage.spans import Span, common, in_micros, in_times, merged, rest
from kiosk.attendance.periods import BEGINNING, END, in_force
from kiosk.attendance.rule_periods import DAY, rule_periods, work_days
from kiosk.oversight.views import SiteView

_Setting = tuple[int, tuple[Hours, ...]]
"""The least number, and the hours."""

_NEVER_SET: _Setting = (1, ())

_Terms = frozenset[tuple[object, ...]]
"""The different terms of those who hold a post."""

_Theirs = dict[UUID, list[Span]]


class _KeyPost(NamedTuple):
    """A post that is or was a key post: when, and of which kind, in order."""

    uid: UUID
    name: str
    kinds: list[tuple[int, int, str]]
    has_changed: bool


_OfRow = Callable[[TermRow], list[Span]]


class PlanReader:
    """Reads the plans of all key posts over one span, each calendar question asked once."""

    def __init__(self, site: SiteView, span: Span) -> None:
        """Read for a site.

        Args:
            site: For its zone and its rules over time.
            span: From when to before when.
        """
        rules = rule_periods(site)
        self._zone, self._span = site.zone, span
        self._days = work_days(site)
        self._shifts = ShiftLayer(site.zone, span, rules)
        self._held_when: dict[_Terms, tuple[list[Span], list[Span]]] = {}

    def plans(self) -> list[PostPlan]:
        """The plans of all key posts by name."""
        holdings, deputies = _by_post(terms.list_holdings()), _by_post(terms.list_deputies())
        settings: dict[UUID, list[tuple[int, _Setting]]] = defaultdict(list)
        for post, at, least, hours in records.list_settings():
            settings[post].append((at, (least, unpack(hours))))
        return [
            self._plan(post, holdings[post.uid], deputies[post.uid], settings[post.uid])
            for post in _key_posts()
        ]

    def _plan(
        self,
        post: _KeyPost,
        holdings: Sequence[TermRow],
        deputies: Sequence[TermRow],
        changes: Sequence[tuple[int, _Setting]],
    ) -> PostPlan:
        everybody = [*holdings, *deputies]
        settings = in_force(_NEVER_SET, changes)
        held, grace = self._when_held(holdings)
        first = [self._term(row).span[0] for row in everybody]
        return PostPlan(
            *(post.uid, post.name, post.kinds[-1][2]),
            due=_while_key(post, self._due(held, settings)),
            least=[(at, least) for at, _until, (least, _hours) in settings],
            counts=_theirs_while_key(post, self._of_members(everybody, self._counts)),
            terms=_theirs_while_key(post, self._of_members(everybody, self._by_day)),
            planned=_theirs_while_key(post, self._of_members(holdings, self._planned)),
            deputies=_theirs_while_key(post, self._of_members(deputies, self._planned)),
            grace=grace,
            made=post.kinds[0][0],
            kinds=post.kinds,
            first=min([*first, *(at for at, _setting in changes)], default=END),
        )

    def _of_members(self, rows: Iterable[TermRow], of: _OfRow) -> dict[UUID, list[Span]]:
        found: dict[UUID, list[Span]] = {}
        for row in rows:
            spans = of(row)
            if spans:
                known = found.get(row.member_uid)
                found[row.member_uid] = merged([*known, *spans]) if known else spans
        return found

    # What one term comes to

    def _term(self, row: TermRow) -> Term:
        last = END if row.until is None else self._days.begins(row.until + DAY)
        limited = BEGINNING if row.ended_at is None else row.ended_at
        return Term(
            self._days.begins(row.since),
            max(last, limited),
            BEGINNING if row.made_at is None else row.made_at,
            limited if last <= limited else END,  # at once, where its last day was over by then
            limited,
        )

    def _by_day(self, row: TermRow) -> list[Span]:
        return merged(common([self._span], self._term(row).span))

    def _expected(self, row: TermRow) -> Term:
        """A term as long as its member is expected at all: until they left the site for good."""
        term = self._term(row)
        if row.left_at is None:
            return term
        return term._replace(last=min(term.last, row.left_at), ends=min(term.ends, row.left_at))

    def _planned(self, row: TermRow) -> list[Span]:
        return self._laid(row, self._expected(row))

    def _laid(self, row: TermRow, term: Term) -> list[Span]:
        if row.shift is None:
            return merged(common([self._span], term.span))
        return self._shifts.planned(row.shift, term)

    def _counts(self, row: TermRow) -> list[Span]:
        if row.shift is None:
            return self._by_day(row)
        return self._shifts.counts(row.shift, self._term(row))

    # When the post is due

    def _when_held(self, holdings: Sequence[TermRow]) -> tuple[list[Span], list[Span]]:
        """When a post is held, and when not everybody is there yet; posts share shifts and days."""
        key = frozenset(row[2:] for row in holdings)
        if key not in self._held_when:
            grace = self._shifts.grace((row.shift, self._expected(row)) for row in holdings)
            self._held_when[key] = self._held(holdings), grace
        return self._held_when[key]

    def _held(self, holdings: Sequence[TermRow]) -> list[Span]:
        """The shifts in which it is held; all day where it is held in none.

        From when it was first given to somebody until they hold it, it waits for them.
        """
        if not holdings:
            return [self._span]
        found = [self._term(row) for row in holdings]
        known = min(term.begins for term in found)
        first = min(min(term.span) for term in found)
        never = common([self._span], (BEGINNING, known))
        held = merged(term.span for term in found)
        unheld = [part for span in common([self._span], (first, END)) for part in rest(span, held)]
        # Who left for good leaves the post as due as it was: nobody is planned for it any more.
        laid = (span for row in holdings for span in self._laid(row, self._term(row)))
        return merged([*never, *unheld, *laid])

    def _due(self, held: list[Span], settings: Iterable[tuple[int, int, _Setting]]) -> list[Span]:
        found: list[Span] = []
        for begin, end, (_least, hours) in settings:
            for span in common([self._span], (begin, end)):
                found += common(self._set(hours, held) if hours else held, span)
        return merged(found)

    def _set(self, hours: Sequence[Hours], held: Sequence[Span]) -> list[Span]:
        found: list[Span] = []
        for one in hours:
            if isinstance(one, WeeklyHours):
                found += map(in_micros, weekly_spans(one, in_times(self._span), self._zone))
            elif isinstance(one, MomentHours):
                found.append(in_micros((one.begins, one.ends)))
            else:
                found += held
        return merged(found)


def _key_posts() -> Iterable[_KeyPost]:
    """Every post that is or was a key post, by name."""
    changes: dict[UUID, list[tuple[int, str]]] = defaultdict(list)
    first: dict[UUID, str] = {}
    for post, at, kind, was in post_kinds.list_kinds():
        first.setdefault(post, was)
        changes[post].append((at, kind))
    for uid, name, kind, made_at in post_kinds.list_ever_key_posts():
        made = BEGINNING if made_at is None else made_at
        found = [
            (max(begins, made), ends, kind)
            for begins, ends, kind in in_force(first.get(uid, kind), changes[uid])
            if kind and ends > made
        ]
        if found:
            yield _KeyPost(uid, name, found, has_changed=bool(changes[uid]))


def _while_key(post: _KeyPost, spans: list[Span]) -> list[Span]:
    """What of some spans lies in times in which a post was a key post."""
    return merged(
        part for begins, ends, _kind in post.kinds for part in common(spans, (begins, ends))
    )


def _theirs_while_key(post: _KeyPost, theirs: _Theirs) -> _Theirs:
    """The same of each member; a post that was never anything else is spared the work."""
    if not post.has_changed:
        return theirs
    found = {uid: _while_key(post, spans) for uid, spans in theirs.items()}
    return {uid: spans for uid, spans in found.items() if spans}


def _by_post(rows: Iterable[TermRow]) -> dict[UUID, list[TermRow]]:
    found: dict[UUID, list[TermRow]] = defaultdict(list)
    for row in rows:
        found[row.post_uid].append(row)
    return found
