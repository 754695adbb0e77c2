"""Who was asked because a post stood empty without them, and where nobody was: pure.

That somebody was asked is a fact of its own, kept when the question is shown: an answer may never
come. Where somebody left a post empty without being asked (at a gate, or with the next scan right
behind theirs) there is no fact; it is told by the gap that they left.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from db.base import to_micros
from db.coverage import Handover
from kiosk.attendance.coverage.judging import PostCoverage, PostPlan, Stay, standing
from kiosk.attendance.coverage.spans import Span, around
from kiosk.attendance.rule_periods import HOUR_US

ASKED: Final = "asked"
"""The answer of who was asked and said nothing yet."""

UNASKED = "unasked"
"""What stands in place of an answer where nobody was asked."""

ASKED_WITHIN = HOUR_US // 4
"""For how long after leaving a leaver can be asked, in microseconds; as long as a scan can be
undone."""


class Leaving(NamedTuple):
    """Somebody left a post empty.

    Attributes:
        member_uid: Who.
        at: When, in microseconds since 1970.
    """

    member_uid: UUID
    at: int


def said(handovers: Sequence[Handover]) -> list[Handover]:
    """What was said, in order; a question stands only where no answer to it followed."""
    found: list[Handover] = []
    for one in handovers:
        same = (one.member_uid, one.post_uid)
        before = [old for old in found if (old.member_uid, old.post_uid) == same]
        if before and before[-1].answer == ASKED:
            found.remove(before[-1])
        found.append(one)
    return found


def left_unasked(
    judged: PostCoverage, stays: Iterable[Stay], day: Span, handovers: Iterable[Handover]
) -> list[Leaving]:
    """Who left a post empty on a day and was not asked, in order.

    Args:
        judged: What became of the post.
        stays: Of everybody who was on site on that day.
        day: The work day.
        handovers: Who was asked, and what they said.
    """
    plan = judged.plan
    gaps = [
        begins for begins, ends, state in judged.stretches if state == "empty" and ends > day[0]
    ]
    theirs = [stay for stay in stays if _may_stand(stay, plan)] if gaps else []
    ends = sorted(
        Leaving(uid, end)
        for uid, spans in standing(plan, theirs).items()
        for _begins, end in spans
        if end >= day[0]
    )
    asked = [(one.member_uid, to_micros(one.at)) for one in handovers if one.post_uid == plan.uid]
    went = {at for begins in gaps for at in _last(ends, begins) if around(plan.due, at)}
    return [
        one
        for one in sorted(ends, key=lambda each: each.at)
        if one.at in went and _by_own(one, theirs) and not _was_asked(one, asked)
    ]


def _may_stand(stay: Stay, plan: PostPlan) -> bool:
    return stay.member_uid in plan.counts or any(post == plan.uid for _at, post in stay.named)


def _last(ends: Iterable[Leaving], begins: int) -> Iterator[int]:
    """When the last one left before a gap, if anybody did: grace may lie in between."""
    before = [one.at for one in ends if one.at <= begins]
    if before:
        yield max(before)


def _by_own(one: Leaving, stays: Iterable[Stay]) -> bool:
    """Whether they went themselves; whose term or shift ended did not leave."""
    own = [stay for stay in stays if stay.member_uid == one.member_uid]
    return any(one.at == stay.ends or one.at in moves(stay) for stay in own)


def moves(stay: Stay) -> set[int]:
    """When somebody on site went to a post, in microseconds since 1970."""
    return {at for at, _post in (*stay.taken, *stay.named)}


def _was_asked(one: Leaving, asked: Iterable[tuple[UUID, int]]) -> bool:
    return any(uid == one.member_uid and 0 <= at - one.at <= ASKED_WITHIN for uid, at in asked)
