"""Coverage, read: what was recorded is judged once and made into views."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from db import coverage as records
from db.base import from_micros
from db.coverage import NEVER, Handover
from db.rule_versions import list_rule_versions
from kiosk.attendance.coverage.hours import local
from kiosk.attendance.coverage.judging import Part, PostCoverage, PostPlan, Stay, coverage
from kiosk.attendance.coverage.plans import PlanReader
from kiosk.attendance.coverage.spans import Span, common
from kiosk.attendance.coverage.views import AskedView, PostCoverageView
from kiosk.oversight.views import SiteView
from kiosk.people.reading import member_of
from kiosk.people.views import MemberView

LOOK_BACK = timedelta(days=7)
"""For how long it is looked back when a state began."""

ORDER = ("empty", "thin", "covered", "not_due")
"""What needs somebody first."""

_MICROSECOND = timedelta(microseconds=1)
People = dict[UUID, MemberView]


def day_span(site: SiteView, day: date) -> Span:
    """A work day of a site."""
    turn = site.turn_hour * 60
    return local(day, turn, site.zone), local(day + timedelta(days=1), turn, site.zone)


def read_plans(site: SiteView, span: Span) -> list[PostPlan]:
    """What is set for all key posts over a span, by name."""
    return PlanReader(site, span).plans()


class _Lengths:
    """How long a presence may plausibly be, by when it began."""

    def __init__(self, site: SiteView) -> None:
        versions = list_rule_versions()
        self._since = [version.since for version in versions[1:]]
        hours = [version.longest_h for version in versions] or [site.longest_h]
        self._lengths = [timedelta(hours=longest) for longest in hours]
        self.longest_ever, self.shortest_ever = max(self._lengths), min(self._lengths)

    def at(self, came: datetime) -> timedelta:
        return self._lengths[bisect_right(self._since, came)]


def read_stays(site: SiteView, span: Span) -> list[Stay]:
    """Everybody on site in a span who may count at a key post; by member, in order of coming."""
    first, last = span
    lengths = _Lengths(site)
    longest, shortest = lengths.longest_ever, lengths.shortest_ever // _MICROSECOND
    taken: dict[bytes, list[tuple[datetime, UUID]]] = defaultdict(list)
    for presence, post, at in records.list_taken(first - longest, last):
        taken[presence].append((at, post))
    named: dict[bytes, list[tuple[datetime, UUID]]] = defaultdict(list)
    for taker, post, at in records.list_named(first - longest, last):
        named[taker].append((at, post))
    rows = records.list_stays(first, last, longest // _MICROSECOND)
    keys = {member: UUID(bytes=member) for member in {row[1] for row in rows}}
    stays = []
    for presence, member, begins, ended in rows:
        came = from_micros(begins)
        if ended - begins <= shortest:
            left = from_micros(ended)
        else:
            # Nobody stays longer than is plausible; at the very end of it they are still here.
            latest = came + lengths.at(came) + _MICROSECOND
            left = latest if ended == NEVER else min(from_micros(ended), latest)
        handed = named.get(member)
        mine = tuple(one for one in handed if came <= one[0] < left) if handed else ()
        stays.append(Stay(keys[member], came, left, tuple(taken.get(presence, ())), mine))
    return stays


def judge(site: SiteView, span: Span, now: datetime) -> list[PostCoverage]:
    """What became of all key posts over a span, by name."""
    return judge_stays(read_plans(site, span), read_stays(site, span), span, now)


def judge_stays(
    plans: Iterable[PostPlan], stays: Iterable[Stay], span: Span, now: datetime
) -> list[PostCoverage]:
    """What became of posts over a span; each is shown only the stays that may bear on it."""
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
    ]


def _bearing_on(
    plan: PostPlan, by_member: Mapping[UUID, Sequence[Stay]], handed: Iterable[Stay]
) -> list[Stay]:
    """The stays of those who may count at a post, and of those to whom it was handed."""
    found = [stay for uid in plan.counts for stay in by_member.get(uid, ())]
    return [*found, *(stay for stay in handed if stay.member_uid not in plan.counts)]


def read_day(site: SiteView, day: date, now: datetime) -> tuple[PostCoverageView, ...]:
    """All key posts, now and over a work day; those that need somebody first, then by name."""
    begins, ends = day_span(site, day)
    span = begins - LOOK_BACK, ends
    stays = read_stays(site, span)
    judged = judge_stays(read_plans(site, span), stays, span, now)
    asked = records.list_handovers(begins, ends)
    here = {stay.member_uid: stay.begins for stay in stays if stay.begins <= now < stay.ends}
    people = read_people(_everybody(judged, asked), here)
    views = [_view(one, (begins, ends), now, people, asked) for one in judged]
    return tuple(sorted(views, key=lambda view: ORDER.index(view.state)))


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
    now: datetime,
    people: People,
    asked: Iterable[Handover],
) -> PostCoverageView:
    plan = judged.plan
    parts = [part for part in judged.parts if part.ends > day[0]]
    parts[0] = Part(max(day[0], parts[0].begins), parts[0].ends, parts[0].state)
    today = PostCoverage(plan, judged.state, judged.since, judged.here, tuple(parts))
    at = min(max(now, day[0]), day[1] - _MICROSECOND)
    covered, thin, empty = (_minutes(today, state) for state in ("covered", "thin", "empty"))
    standing_in = (uid for uid, spans in plan.deputies.items() if _holds(spans, at))
    return PostCoverageView(
        plan.uid,
        plan.name,
        plan.kind,
        judged.state,
        judged.since,
        _least(plan, at),
        _members(judged.here, people),
        _members(_planned(plan, at, day[1]), people),
        _members(standing_in, people),
        today.parts,
        covered,
        thin,
        empty,
        tuple(today.gaps),
        tuple(_asked(one, people) for one in asked if one.post_uid == plan.uid),
    )


def _least(plan: PostPlan, at: datetime) -> int:
    return [least for since, least in plan.least if since <= at][-1]


def _holds(spans: Iterable[Span], at: datetime) -> bool:
    return any(begins <= at < ends for begins, ends in spans)


def _planned(plan: PostPlan, at: datetime, until: datetime) -> list[UUID]:
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


def _asked(handover: Handover, people: People) -> AskedView:
    taker = people[handover.taker_uid].name if handover.taker_uid else ""
    return AskedView(handover.at, people[handover.member_uid].name, handover.answer, taker)
