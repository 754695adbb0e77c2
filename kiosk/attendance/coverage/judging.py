"""Coverage, judged: one pure function from plan, presences and choices to what a post was when.

Everybody who asks gets their answer here: the board's header and panel, the screen of posts, the
day, the command line, and what a member is told at the gate.

- Who stands at a post is who holds it or may stand in, is on site, and chose no other one. A break
  changes nothing. Whoever holds several and chose none counts for all of them; a choice made on
  coming is told as one made at that instant, so they never stood at the others.
- A holder in a shift counts from two hours before it until three after it, as long as people come
  early and stay for the next one; whoever chose the post counts as long as they are here.
- Where a leaver named who takes over, that one counts from then on, until they choose a post; what
  they chose before ends with it.
- Nobody is missed before the minutes of grace of their shift are over: until then a post that is
  planned for them, and for nobody who should be there already, is not due while nobody stands at
  it. From then on it is empty.
- Time is elapsed time: an hour that the clock repeats is two hours.

All times are whole microseconds since 1970, UTC: a month has tens of thousands of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from db.base import from_micros
from kiosk.attendance.coverage.spans import (
    Span,
    Times,
    around,
    common,
    in_times,
    length,
    merged,
    rest,
    shared,
)
from kiosk.attendance.periods import BEGINNING, END

STATES = ("empty", "thin", "covered", "not_due", "ahead")
"""What a post can be, what needs somebody first; `ahead` is due time that has not come yet."""


class Stay(NamedTuple):
    """Somebody on site; a tuple, since a month has thousands of them.

    Attributes:
        member_uid: Who.
        begins: From when on.
        ends: Until before when; for an open presence, until when it is plausible.
        taken: The posts they chose, each with the time from which on the choice counts, in order.
        named: The posts that a leaver handed to them, each with the time, in order.
    """

    member_uid: UUID
    begins: int
    ends: int
    taken: tuple[tuple[int, UUID], ...] = ()
    named: tuple[tuple[int, UUID], ...] = ()


@dataclass(frozen=True, slots=True)
class PostPlan:
    """What is set for a key post over a span; all spans are merged.

    Attributes:
        uid: The post.
        name: Its name.
        kind: `post`, `procedure`, `link` or `moment`; of a post that is none any more, the last.
        due: When it must not stand empty.
        least: How many holders it needs, each with the time from which on; the first one holds
            from the beginning.
        counts: When each member counts who is on site.
        terms: When each member holds it or may stand in, by day.
        planned: When each holder should hold it.
        deputies: When each deputy may stand in.
        grace: When it is not called empty yet, since whoever is planned may still come.
        made: When the post was made, or became a key post first.
        first: From when on anything was set for it; beyond all times: nothing ever was.
        kinds: When it was a key post, in order: from when to before when, and of which kind; where
            nothing is told, always and of its `kind`.
    """

    uid: UUID
    name: str
    kind: str
    due: Sequence[Span]
    least: Sequence[tuple[int, int]]
    counts: Mapping[UUID, Sequence[Span]]
    terms: Mapping[UUID, Sequence[Span]]
    planned: Mapping[UUID, Sequence[Span]]
    deputies: Mapping[UUID, Sequence[Span]]
    grace: Sequence[Span] = ()
    made: int = BEGINNING
    first: int = END
    kinds: Sequence[tuple[int, int, str]] = ()

    def kind_at(self, at: int) -> str:
        """Of which kind it was at a time; where it was none, the one it was last before."""
        return next(
            (kind for begins, _ends, kind in reversed(self.kinds) if begins <= at), self.kind
        )

    def was_key(self, begins: int, ends: int) -> bool:
        """Whether it was a key post at any time of a span."""
        kinds = self.kinds or ((self.made, END, self.kind),)
        return any(since < ends and begins < until for since, until, _kind in kinds)


Stretch = tuple[int, int, str]
"""From when to before when a post was in which state, one of `STATES`."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a span in which a post was the same.

    Attributes:
        begins: From when, UTC.
        ends: To before when, UTC.
        state: One of `STATES`.
    """

    begins: datetime
    ends: datetime
    state: str


@dataclass(frozen=True, slots=True)
class PostCoverage:
    """What became of a post over a span.

    Attributes:
        plan: What was set.
        state: `covered`, `thin`, `empty` or `not_due`, at the time of asking.
        since: From when on it is so, UTC; None: since before the span.
        here: Who stands at it at the time of asking, in order of coming.
        stretches: The whole span in order without a gap.
    """

    plan: PostPlan
    state: str
    since: datetime | None
    here: tuple[UUID, ...]
    stretches: tuple[Stretch, ...]

    def time(self, state: str) -> timedelta:
        """Elapsed time in a state."""
        return timedelta(microseconds=length(self._spans(state)))

    @property
    def gaps(self) -> list[Times]:
        """When it stood empty, UTC."""
        return [in_times(span) for span in self._spans("empty")]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The whole span in order without a gap, in times."""
        return tuple(
            Part(*in_times((begins, ends)), is_so) for begins, ends, is_so in self.stretches
        )

    def _spans(self, state: str) -> list[Span]:
        return [(begins, ends) for begins, ends, is_so in self.stretches if is_so == state]


def coverage(plan: PostPlan, stays: Sequence[Stay], span: Span, now: int) -> PostCoverage:
    """What became of a post over a span.

    Args:
        plan: What is set for it.
        stays: Of everybody who may count, in any order.
        span: From when to before when; what of it is after `now` is ahead.
        now: The time of asking.
    """
    stands = standing(plan, stays)
    walk = _Walk(span[0], min(span[1], now))
    walk.over(_events(plan, [span for spans in stands.values() for span in spans]))
    now_there = ((around(spans, now), uid) for uid, spans in stands.items())
    here = [(stood[0], uid) for stood, uid in now_there if stood is not None]
    since = None if walk.since <= span[0] else from_micros(walk.since)
    ahead = _ahead(plan, (max(now, span[0]), span[1]))
    return PostCoverage(
        plan,
        walk.state,
        since,
        tuple(uid for _begins, uid in sorted(here)),
        tuple(_joined(walk.stretches, ahead)),
    )


def standing(plan: PostPlan, stays: Iterable[Stay]) -> dict[UUID, list[Span]]:
    """When each member stood at a post, merged."""
    free: dict[UUID, list[Span]] = {}
    bound: dict[UUID, list[Span]] = {}
    handed: dict[UUID, list[Span]] = {}
    last, spans = None, []
    # A month has thousands of stays: what they have in common is gathered, and done at once.
    for member, begins, ends, taken, named in stays:
        if member is not last:
            last, spans = member, free.setdefault(member, [])
        if taken:
            chosen = _chosen(plan.uid, taken, named, ends)
            if chosen:
                bound.setdefault(member, []).extend(chosen)
            spans.append((begins, min(taken[0][0], ends)))
        else:
            spans.append((begins, ends))
        if named:
            handed.setdefault(member, []).extend(_handed(plan.uid, named, taken, ends))
    found = {uid: shared(plan.counts.get(uid, ()), merged(spans)) for uid, spans in free.items()}
    for uid, spans in bound.items():
        found[uid] = merged([*found[uid], *shared(plan.terms.get(uid, ()), merged(spans))])
    for uid, spans in handed.items():
        found[uid] = merged([*found[uid], *spans])
    return {uid: spans for uid, spans in found.items() if spans}


def stand(plan: PostPlan, stay: Stay) -> list[Span]:
    """When somebody stood at a post during a stay."""
    return standing(plan, [stay]).get(stay.member_uid, [])


_Words = Sequence[tuple[int, UUID]]
"""What was said about where somebody stands: when, and which post."""


def _chosen(post: UUID, taken: _Words, named: _Words, left: int) -> list[Span]:
    """From each choice of a post until the next choice, or until they were named for one."""
    found, end = [], left
    for at, one in reversed(taken):
        if one == post and at < left:
            ends = [end, left, *(when for when, _post in named if when > at)]
            found.append((at, min(ends)))
        end = at
    return found


def _handed(post: UUID, named: _Words, taken: _Words, left: int) -> list[Span]:
    """From when they were named for a post until they chose one."""
    return [
        (at, min((when for when, _post in taken if at < when < left), default=left))
        for at, one in named
        if one == post and at < left
    ]


_Event = tuple[int, int, int, int]
"""When, how the post becomes due or not, who comes or goes, how many it needs (0: as before)."""

_WHEN = itemgetter(0)


def _events(plan: PostPlan, stands: Sequence[Span]) -> list[_Event]:
    anybody = merged(stands)
    events = [(at, 0, 0, least) for at, least in plan.least]
    if all(least == 1 for _at, least in plan.least):
        stands = anybody  # where one is enough, who relieves whom changes nothing
    for begins, ends in plan.due:
        events += [(begins, 1, 0, 0), (ends, -1, 0, 0)]
    for begins, ends in stands:
        events += [(begins, 0, 1, 0), (ends, 0, -1, 0)]
    for begins, ends in _spared(plan, anybody):
        events += [(begins, -1, 0, 0), (ends, 1, 0, 0)]
    events.sort(key=_WHEN)
    return events


def _spared(plan: PostPlan, anybody: Sequence[Span]) -> list[Span]:
    """When nobody stood at a post, but whoever is planned might still have come."""
    if not plan.grace:
        return []
    nobody = rest((plan.grace[0][0], plan.grace[-1][1]), anybody)
    return shared(shared(plan.due, plan.grace), nobody)


def _joined(past: list[Stretch], ahead: list[Stretch]) -> list[Stretch]:
    """What was and what comes; where both are not due, it is one stretch."""
    if past and ahead and past[-1][2] == ahead[0][2]:
        return [*past[:-1], (past[-1][0], ahead[0][1], past[-1][2]), *ahead[1:]]
    return [*past, *ahead]


class _Walk:
    """Walks over what happened, in order, up to a time that counts as well."""

    def __init__(self, begins: int, until: int) -> None:
        self._begins, self._until = begins, until
        self.stretches: list[Stretch] = []
        self.since = begins
        self.state = "not_due"

    def over(self, events: Sequence[_Event]) -> None:
        due, here, least = 0, 0, 1
        since, state = self._begins, ""
        at, last = self._begins, self._until
        for when, is_due, comes, needed in events:
            if when > last:
                break
            if when > at:
                next_state = _state(due, here, least)
                if next_state != state:
                    self._end(since, at, state)
                    since, state = at, next_state
                at = when
            due += is_due
            here += comes
            least = needed or least
        next_state = _state(due, here, least)
        if last > at and next_state != state:
            self._end(since, at, state)
            since, state = at, next_state
        self._end(since, last, state)
        self.state, self.since = next_state, since if next_state == state else last

    def _end(self, begins: int, ends: int, state: str) -> None:
        if ends > begins:
            self.stretches.append((begins, ends, state))


def _state(due: int, here: int, least: int) -> str:
    if not due:
        return "not_due"
    if not here:
        return "empty"
    return "covered" if here >= least else "thin"


def _ahead(plan: PostPlan, span: Span) -> list[Stretch]:
    due = common(plan.due, span)
    found = [(*one, "ahead") for one in due]
    found += [(*one, "not_due") for one in rest(span, due)]
    return sorted(found)
