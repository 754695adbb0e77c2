"""Coverage, read: what was recorded is judged once and made into views."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from db import coverage as records
from db.base import from_micros, to_micros
from db.coverage import NEVER, Handover
from kiosk.attendance.coverage.asking import ASKED_WITHIN, UNASKED, Leaving, left_unasked, said
from kiosk.attendance.coverage.judging import PostCoverage, PostPlan, Stay, Stretch, coverage
from kiosk.attendance.coverage.plans import PlanReader
from kiosk.attendance.coverage.spans import Span, common, in_times
from kiosk.attendance.coverage.views import AskedView, PostCoverageView
from kiosk.attendance.periods import BEGINNING
from kiosk.attendance.rule_periods import HOUR_US, rule_periods, work_days
from kiosk.oversight.views import SiteView
from kiosk.people.reading import member_of
from kiosk.people.views import MemberView

LOOK_BACK = 7 * 24 * HOUR_US
"""For how long it is looked back at first when a state began, in microseconds."""

CHOSEN_ON_COMING = HOUR_US // 4
"""Who chooses a post within this of coming says where they go: they stood at no other one before;
in microseconds."""

_FURTHER = 4
"""How many times as far it is looked back when that was not far enough."""

ORDER = ("empty", "thin", "covered", "not_due")
"""What needs somebody first."""

_NOBODY = UUID(int=0)
People = dict[UUID, MemberView]
Row = tuple[bytes, bytes, int, int]
"""A stay as `records.list_stays` gives it."""
_Choice = tuple[UUID, int, int | None]
"""A post, when it was chosen, and when the presence had begun by what was known then."""
Begun = Mapping[bytes, tuple[bytes, int]]
"""Whose a presence is and from when on it counts, in microseconds since 1970."""


def day_span(site: SiteView, day: date) -> Span:
    """A work day of a site, by the rules that were in force then."""
    return work_days(site).span(day)


def read_plans(site: SiteView, span: Span) -> list[PostPlan]:
    """What is set for all key posts over a span, by name."""
    return PlanReader(site, span).plans()


class _Lengths:
    """How long a presence may plausibly be, by when it began."""

    def __init__(self, site: SiteView) -> None:
        periods = rule_periods(site)
        self._since = [period.begins for period in periods[1:]]
        self._lengths = [period.longest_us for period in periods]
        self.longest_ever, self.shortest_ever = max(self._lengths), min(self._lengths)

    def at(self, came: int) -> int:
        return self._lengths[bisect_right(self._since, came)]


def read_stays(
    site: SiteView,
    span: Span,
    members: Collection[UUID] | None = None,
    begun: Begun = MappingProxyType({}),
) -> list[Stay]:
    """Everybody on site in a span who may count at a key post; by member, in order of coming.

    Args:
        site: For its rules over time.
        span: From when to before when.
        members: Only these; None: everybody.
        begun: Who is here by a clock that was wrong, as of `ages.begun_anew`.
    """
    first, last = span
    lengths = _Lengths(site)
    longest, shortest = lengths.longest_ever, lengths.shortest_ever
    taken: dict[bytes, list[_Choice]] = defaultdict(list)
    for presence, post, at, begun_at in records.list_taken(first - longest, last):
        taken[presence].append((post, at, begun_at))
    named: dict[bytes, list[tuple[int, UUID]]] = defaultdict(list)
    for taker, post, at in records.list_named(first - longest, last):
        named[taker].append((at, post))
    rows = records.list_stays(first, last, longest, members)
    if begun:
        rows = _begun_anew(rows, begun, span, members)
    stays, whose, uid, handed = [], b"", _NOBODY, None
    for presence, member, came, ended in rows:
        if member != whose:
            whose, uid, handed = member, UUID(bytes=member), named.get(member)
        left = ended
        if ended - came > shortest:
            # Nobody stays longer than is plausible; at the very end of it they are still here.
            latest = came + lengths.at(came) + 1
            left = latest if ended == NEVER else min(ended, latest)
        mine = tuple(one for one in handed if came <= one[0] < left) if handed else ()
        chosen = taken.get(presence)
        theirs = _theirs(chosen, came, mine) if chosen else ()
        stays.append(Stay(uid, came, left, theirs, mine))
    return stays


def _theirs(
    chosen: Sequence[_Choice], came: int, named: Sequence[tuple[int, UUID]]
) -> tuple[tuple[int, UUID], ...]:
    """When somebody chose which posts; with what they say on coming they come to that post."""
    # A clock that fell back may have told of a choice before it told of the coming.
    found = [(max(at, came), post) for post, at, _begun in chosen]
    post, at, begun = chosen[0]
    said_at = at - max(came, came if begun is None else begun)
    if said_at <= CHOSEN_ON_COMING and (not named or at < named[0][0]):
        found[0] = came, post
    return tuple(found)


def _begun_anew(
    rows: list[Row], begun: Begun, span: Span, members: Collection[UUID] | None
) -> list[Row]:
    wanted = {uid.bytes for uid in members or ()}
    anew = [
        (presence, member, at, NEVER)
        for presence, (member, at) in begun.items()
        if at < span[1] and (members is None or member in wanted)
    ]
    rest = [row for row in rows if row[0] not in begun]
    return sorted([*rest, *anew], key=lambda row: (row[1], row[2], row[0]))


def judge(
    site: SiteView, span: Span, now: int, begun: Begun = MappingProxyType({})
) -> list[PostCoverage]:
    """What became of all key posts over a span, by name."""
    return judge_stays(read_plans(site, span), read_stays(site, span, None, begun), span, now)


def judge_stays(
    plans: Iterable[PostPlan], stays: Iterable[Stay], span: Span, now: int
) -> list[PostCoverage]:
    """What became of posts over a span; each is shown only the stays that may bear on it.

    Posts that were made later, or after the time of asking, are left out.
    """
    by_member: dict[UUID, list[Stay]] = defaultdict(list)
    handed: dict[UUID, list[Stay]] = defaultdict(list)
    last, theirs = None, []
    for stay in stays:
        if stay.member_uid is not last:
            last = stay.member_uid
            theirs = by_member[last]
        theirs.append(stay)
        if stay.named:
            for post in {post for _at, post in stay.named}:
                handed[post].append(stay)
    return [
        coverage(plan, _bearing_on(plan, by_member, handed.get(plan.uid, ())), span, now)
        for plan in plans
        if plan.made <= now and plan.made < span[1]
    ]


def _bearing_on(
    plan: PostPlan, by_member: Mapping[UUID, Sequence[Stay]], handed: Iterable[Stay]
) -> list[Stay]:
    """The stays of those who may count at a post, and of those to whom it was handed."""
    found = [stay for uid in plan.counts for stay in by_member.get(uid, ())]
    return [*found, *(stay for stay in handed if stay.member_uid not in plan.counts)]


def read_day(
    site: SiteView,
    day: date,
    now: datetime,
    begun: Begun = MappingProxyType({}),
    *,
    only_now: bool = False,
) -> tuple[PostCoverageView, ...]:
    """All key posts, now and over a work day; those that need somebody first, then by name.

    Args:
        site: The site.
        day: The work day.
        now: The time of asking, UTC.
        begun: Who is here by a clock that was wrong, as of `ages.begun_anew`.
        only_now: Leave out what was a key post earlier on that day and is none now.
    """
    today, at = day_span(site, day), to_micros(now)
    span = today[0] - LOOK_BACK, today[1]
    stays = read_stays(site, span, None, begun)
    asked_for = (at, at + 1) if only_now else _so_far(today, at)
    plans = [plan for plan in read_plans(site, span) if plan.was_key(*asked_for)]
    judged = judge_stays(plans, stays, span, at)
    found = _with_true_start(site, judged, span, at)
    asked = records.list_handovers(*in_times((today[0], today[1] + ASKED_WITHIN)))
    recent = [stay for stay in stays if stay.ends > today[0]]
    left = {one.plan.uid: left_unasked(one, recent, today, asked) for one in found}
    here = {stay.member_uid: from_micros(stay.begins) for stay in stays if _is_on(stay, at)}
    gone = (one.member_uid for leavings in left.values() for one in leavings)
    people = read_people([*_everybody(found, asked), *gone], here)
    told = [one for one in said(asked) if to_micros(one.at) < today[1]]
    views = [
        replace(
            _view(one, today, at, people),
            asked=_asked(one.plan.uid, told, left[one.plan.uid], people),
        )
        for one in found
    ]
    return tuple(sorted(views, key=lambda view: ORDER.index(view.state)))


def _so_far(day: Span, at: int) -> Span:
    """What of a day has come; its first moment, where it has not begun."""
    return day[0], max(day[0], min(at, day[1] - 1)) + 1


def _with_true_start(
    site: SiteView, judged: Sequence[PostCoverage], span: Span, now: int
) -> list[PostCoverage]:
    """Tells of posts that stand empty for longer than the span since when they do.

    It is looked back ever further, for their own people alone, and no further than to when the
    first of them was set or made: nobody knows what was before that.
    """
    starts: dict[UUID, datetime] = {}
    begins, unknown = span[0], _unknown(judged, span[0])
    while unknown:
        reach = (span[1] - begins) * _FURTHER
        begins = max(span[1] - reach, min(_known_since(one.plan) for one in unknown) - 1)
        found = _judge_again(site, {one.plan.uid for one in unknown}, (begins, span[1]), now)
        starts.update((one.plan.uid, one.since) for one in found if one.since is not None)
        unknown = _unknown(found, begins)
    return [replace(one, since=starts.get(one.plan.uid, one.since)) for one in judged]


def _unknown(judged: Iterable[PostCoverage], begins: int) -> list[PostCoverage]:
    """Those that stand empty, nobody looked far enough to tell since when."""
    return [
        one
        for one in judged
        if one.state == "empty" and one.since is None and _known_since(one.plan) <= begins
    ]


def _known_since(plan: PostPlan) -> int:
    """When a post was made; where nobody knows, from when on anything was set for it."""
    return plan.first if plan.made == BEGINNING else plan.made


def _judge_again(
    site: SiteView, posts: Collection[UUID], span: Span, now: int
) -> list[PostCoverage]:
    plans = [plan for plan in read_plans(site, span) if plan.uid in posts]
    people = {uid for plan in plans for uid in plan.counts}
    return judge_stays(plans, read_stays(site, span, people), span, now)


def _is_on(stay: Stay, at: int) -> bool:
    return stay.begins <= at < stay.ends


def read_people(uids: Iterable[UUID], here: Mapping[UUID, datetime] | None = None) -> People:
    """Members by key, gone ones too, without their posts.

    Args:
        uids: Whose.
        here: Who is on site since when, where that is known.
    """
    found = {}
    for columns in records.list_people(set(uids)):
        uid = UUID(bytes=columns[0])
        found[uid] = member_of(columns, on_site_since=(here or {}).get(uid))
    return found


def _everybody(judged: Iterable[PostCoverage], asked: Iterable[Handover]) -> Iterable[UUID]:
    for one in judged:
        yield from one.here
        yield from one.plan.terms
    for handover in asked:
        yield handover.member_uid
        if handover.taker_uid is not None:
            yield handover.taker_uid


def _view(
    judged: PostCoverage,
    day: Span,
    now: int,
    people: People,
) -> PostCoverageView:
    plan = judged.plan
    today = replace(judged, stretches=_within(judged.stretches, day))
    at = min(max(now, day[0]), day[1] - 1)
    covered, thin, empty = (_minutes(today, state) for state in ("covered", "thin", "empty"))
    standing_in = (uid for uid, spans in plan.deputies.items() if _holds(spans, at))
    return PostCoverageView(
        plan.uid,
        plan.name,
        plan.kind_at(at),
        judged.state,
        judged.since,
        _least(plan, at),
        _members(judged.here, people),
        _members(_planned(plan, at, day[1] if judged.state == "not_due" else at), people),
        _members(standing_in, people),
        today.parts,
        covered,
        thin,
        empty,
        tuple(today.gaps),
        (),
    )


def _within(stretches: Iterable[Stretch], span: Span) -> tuple[Stretch, ...]:
    return tuple(
        (max(begins, span[0]), ends, state) for begins, ends, state in stretches if ends > span[0]
    )


def _least(plan: PostPlan, at: int) -> int:
    return [least for since, least in plan.least if since <= at][-1]


def _holds(spans: Iterable[Span], at: int) -> bool:
    return any(begins <= at < ends for begins, ends in spans)


def _planned(plan: PostPlan, at: int, until: int) -> list[UUID]:
    """Who should hold a post at a time; where nobody should, who is the next until a time."""
    now = [uid for uid, spans in plan.planned.items() if _holds(spans, at)]
    if now:
        return now
    nexts = {uid: common(spans, (at, until)) for uid, spans in plan.planned.items()}
    begin = min((spans[0][0] for spans in nexts.values() if spans), default=None)
    return [uid for uid, spans in nexts.items() if spans and spans[0][0] == begin]


def _members(uids: Iterable[UUID], people: People) -> tuple[MemberView, ...]:
    return tuple(people[uid] for uid in uids)


def _minutes(judged: PostCoverage, state: str) -> int:
    return int(judged.time(state).total_seconds()) // 60


def _asked(
    post: UUID, told: Iterable[Handover], left: Iterable[Leaving], people: People
) -> tuple[AskedView, ...]:
    """Who was asked about a post, and who left it empty unasked, in order."""
    found = [_said(one, people) for one in told if one.post_uid == post]
    found += [
        AskedView(from_micros(one.at), people[one.member_uid].name, UNASKED, "") for one in left
    ]
    return tuple(sorted(found, key=lambda one: one.at))


def _said(handover: Handover, people: People) -> AskedView:
    taker = people[handover.taker_uid].name if handover.taker_uid else ""
    return AskedView(handover.at, people[handover.member_uid].name, handover.answer, taker)
