"""At the gate: which post waits for a member, which one they take, who takes over when they go."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from db import coverage as records
from db.base import to_micros
from db.connection import transaction
from kiosk.attendance.ages import begun_anew
from kiosk.attendance.clocks import present
from kiosk.attendance.coverage.asking import ASKED, ASKED_WITHIN, moves
from kiosk.attendance.coverage.handing import PostHandover
from kiosk.attendance.coverage.judging import PostCoverage, PostPlan, Stay, coverage, stand
from kiosk.attendance.coverage.reading import (
    LOOK_BACK,
    ORDER,
    read_people,
    read_plans,
    read_stays,
)
from kiosk.attendance.coverage.spans import Span, common, in_times
from kiosk.attendance.coverage.views import WaitingPost
from kiosk.attendance.here import get_here
from kiosk.attendance.rule_periods import HOUR_US, work_days
from kiosk.errors import RefusedError
from kiosk.i18n import _

SOON = HOUR_US
"""A post that begins to be due within this waits for its holder already, in microseconds."""


class PostTaking(PostHandover):
    """The use cases of coming to a post and of leaving it.

    What stands where is judged at the time that the record knows: a clock set back makes no post of
    this evening one of the morning.
    """

    def waiting_for(self, member_uid: UUID) -> tuple[WaitingPost, ...]:
        """A member's posts that run or will within the hour; what needs them most first."""
        span, now = self._span_now()
        everybody = read_stays(self._context.site(), span, None, begun_anew(self._context))
        mine = [stay for stay in everybody if stay.member_uid == member_uid and _is_on(stay, now)]
        others = [stay for stay in everybody if stay not in mine]
        taken = mine[-1].taken[-1][1] if mine and mine[-1].taken else None
        found = []
        for plan in self._plans_of(member_uid, span, now):
            due = common(plan.due, (now, now + SOON))
            if due:
                judged = coverage(plan, others, span, now)
                found.append(_waiting(judged, member_uid, due[0], is_taken=plan.uid == taken))
        return tuple(sorted(found, key=lambda post: (ORDER.index(post.state), post.begins)))

    def take_post(self, member_uid: UUID, post_uid: UUID) -> None:
        """A member who is on site takes one of their posts; they count only there from now on.

        Raises:
            RefusedError: `not_on_site`, `not_theirs`.
            NotStored: It was not recorded.
        """
        with transaction():
            here = get_here(self._context, member_uid)
            plans = self._plans_of(member_uid, *self._span_now())
            if post_uid not in {plan.uid for plan in plans}:
                raise RefusedError("not_theirs", _("This post is not yours today."))
            self._enter_taken(here, post_uid)

    def posts_left_empty(self, member_uid: UUID) -> tuple[WaitingPost, ...]:
        """The posts that stand empty once this member goes, or since they went just now."""
        return self._emptied(member_uid, lambda stay, left: left == stay.ends)

    def posts_given_up(self, member_uid: UUID) -> tuple[WaitingPost, ...]:
        """The posts that stand empty since this member, who is on site, took another just now."""
        return self._emptied(member_uid, _has_moved)

    def _emptied(
        self, member_uid: UUID, is_meant: Callable[[Stay, int], bool]
    ) -> tuple[WaitingPost, ...]:
        """The posts that stand empty without a member, by when they stopped to stand there."""
        span, now = self._span_now()
        everybody = read_stays(self._context.site(), span, None, begun_anew(self._context))
        mine = [stay for stay in everybody if stay.member_uid == member_uid and stay.begins <= now]
        # By the clock that told of the leaving, right or wrong, as for an undo.
        told = to_micros(self._context.clock.now())
        if not mine or told - mine[-1].ends > ASKED_WITHIN:
            return ()
        last = mine[-1]._replace(ends=min(mine[-1].ends, now + 1))
        others = [stay for stay in everybody if stay.member_uid != member_uid]
        found = []
        for planned in read_plans(self._context.site(), span):
            # Whoever goes in the next one's minutes of grace leaves nobody behind them.
            plan = replace(planned, grace=())
            left = max((ends for _begins, ends in stand(plan, last)), default=None)
            due = common(plan.due, (now, now + 1))
            if left is None or not due or told - left > ASKED_WITHIN or not is_meant(last, left):
                continue
            if not self._has_answered(member_uid, plan.uid, left):
                judged = coverage(plan, others, span, now)
                if judged.state == "empty":
                    found.append(_waiting(judged, member_uid, due[0], is_taken=False))
        return tuple(found)

    def _has_answered(self, member_uid: UUID, post_uid: UUID, since: int) -> bool:
        said = records.list_recent_handovers(member_uid, since - 1)
        return any(one.post_uid == post_uid and one.answer != ASKED for one in said)

    def _span_now(self) -> tuple[Span, int]:
        """What is looked at, and the time as far as the record knows."""
        now = present(self._context)
        begins, ends = work_days(self._context.site()).span_of(now)
        return (begins - LOOK_BACK, ends + SOON), to_micros(now)

    def _plans(self, span: Span) -> list[PostPlan]:
        return read_plans(self._context.site(), span)

    def _plans_of(self, member_uid: UUID, span: Span, now: int) -> list[PostPlan]:
        """The plans of the posts that a member holds or may stand in at, within the hour."""
        soon = (now, now + SOON)
        return [plan for plan in self._plans(span) if common(plan.counts.get(member_uid, ()), soon)]


def _has_moved(stay: Stay, left: int) -> bool:
    return left != stay.ends and left in moves(stay)


def _is_on(stay: Stay, now: int) -> bool:
    return stay.begins <= now < stay.ends


def _waiting(judged: PostCoverage, member_uid: UUID, due: Span, *, is_taken: bool) -> WaitingPost:
    plan = judged.plan
    whole = next(span for span in plan.due if span[0] <= due[0] < span[1])
    # Their own shift says more than hours that go on all day and night.
    shifts = plan.planned.get(member_uid, ())
    mine = next((span for span in shifts if common([span], (due[0], due[0] + SOON))), whole)
    begins, ends = in_times((max(whole[0], mine[0]), min(whole[1], mine[1])))
    people = read_people(judged.here)
    names = tuple(people[uid].name for uid in judged.here)
    return WaitingPost(
        *(plan.uid, plan.name, plan.kind, judged.state, judged.since, begins, ends, names),
        is_taken=is_taken,
    )
