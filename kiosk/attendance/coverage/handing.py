"""When a post would stand empty: who can take it over, and what its leaver said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from db import coverage as records
from db import people
from db import presence as stays
from db.base import new_uid, to_micros
from db.connection import transaction
from db.coverage import Handover, PostTaken
from db.presence import Presence
from kiosk.attendance.afterthoughts import Afterthoughts
from kiosk.attendance.ages import begun_anew
from kiosk.attendance.clocks import present
from kiosk.attendance.coverage.asking import ASKED, ASKED_WITHIN, moves
from kiosk.attendance.coverage.judging import PostPlan, Stay, standing
from kiosk.attendance.coverage.reading import read_people, read_plans, read_stays
from kiosk.attendance.coverage.spans import Span, common
from kiosk.attendance.here import get_here, list_here
from kiosk.attendance.rule_periods import HOUR_US
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.people.views import MemberView

Answer = Literal["waits", "named", "rests", "told", "left"]
"""What a leaver says: they wait, somebody takes over, it is only a break, the supervisor was told,
or none of it."""

COMES_WITHIN = HOUR_US
"""Whoever is to come within this can be waited for, in microseconds."""


@dataclass(frozen=True, slots=True)
class HandoverHelp:
    """Whom a leaver can turn to before a post stands empty.

    Attributes:
        takers: Its other holders and deputies who are on site, by number.
        awaited: Who should hold it now or within the hour and is not on site, by number.
        supervisors: Who can open the supervisor's day and is on site, by number.
        can_rest: Whether their newest scan was a check-out, which can still be a break.
        has_moved: Whether they are on site and stand at another post; waiting leads them back.
    """

    takers: tuple[MemberView, ...]
    awaited: tuple[MemberView, ...]
    supervisors: tuple[MemberView, ...]
    can_rest: bool
    has_moved: bool


class PostHandover:
    """The use cases of leaving a post that would stand empty; nobody is ever kept from leaving."""

    _context: Context

    def handover_help(self, member_uid: UUID, post_uid: UUID) -> HandoverHelp:
        """Whom a leaver can turn to; nobody for a post that is no key post."""
        now = present(self._context)
        everybody = list_here(self._context)
        here = everybody - {member_uid}
        plan = self._plan_now(post_uid, now)
        soon = to_micros(now), to_micros(now) + COMES_WITHIN
        planned = plan.planned if plan else {}
        awaited = {uid for uid, spans in planned.items() if common(spans, soon)}
        return HandoverHelp(
            _by_number(_theirs(plan, now) & here),
            _by_number(awaited - here - {member_uid}),
            _by_number(here.intersection(people.list_living_access())),
            _is_plain(self._newest_check_out(member_uid)),
            member_uid in everybody and not self._stands(member_uid, plan, now),
        )

    def note_asked(self, member_uid: UUID, posts: Iterable[UUID]) -> None:
        """Keep that a leaver was asked about posts, whatever they say to it; once a leaving.

        Raises:
            NotStored: It was not recorded.
        """
        with transaction():
            now = present(self._context)
            since = self._last_move(member_uid, to_micros(now))
            asked = {one.post_uid for one in records.list_recent_handovers(member_uid, since - 1)}
            for post_uid in posts:
                if post_uid not in asked:
                    self._enter_handover(member_uid, post_uid, ASKED, None)

    def hand_over(
        self,
        member_uid: UUID,
        post_uid: UUID,
        answer: Answer,
        taker_uid: UUID | None = None,
    ) -> None:
        """A leaver says what becomes of a post that would stand empty.

        Who waits or only rests has not left: a check-out of theirs made just now is undone. Who
        waits and took another post meanwhile is at this one again.

        Args:
            member_uid: The leaver.
            post_uid: The post.
            answer: `waits`, `named` with who takes over, `rests`, `told` (the supervisor) or
                `left`.
            taker_uid: Who takes over; they count at the post from now on.

        Raises:
            RefusedError: `unknown_post`, `no_taker`, `not_at_post` for who neither stands at it nor
                left it within the last quarter of an hour, `taker_not_on_site`, `taker_not_theirs`,
                `not_a_check_out`; those of `Afterthoughts.undo`.
            NotStored: It was not recorded.
        """
        if records.find_post(post_uid) is None:
            raise RefusedError("unknown_post", _("There is no such post; look it up on the board."))
        if (answer == "named") is (taker_uid is None) or taker_uid == member_uid:
            raise RefusedError("no_taker", _("Name somebody else who takes over."))
        with transaction():
            now = present(self._context)
            plan = self._plan_now(post_uid, now)
            if not self._stands(member_uid, plan, now, ASKED_WITHIN):
                raise RefusedError(
                    "not_at_post", _("Only who holds the post, or left it just now, hands it over.")
                )
            if taker_uid is not None:
                self._check_taker(plan, taker_uid, now)
            refusal = self._stay_on(member_uid, answer)
            if refusal is None and answer == "waits" and not self._stands(member_uid, plan, now):
                self._enter_taken(get_here(self._context, member_uid), post_uid)
            if refusal is None:
                self._enter_handover(member_uid, post_uid, answer, taker_uid)
        if refusal is not None:  # said after the commit, which its entry must survive
            raise refusal

    def _check_taker(self, plan: PostPlan | None, taker_uid: UUID, now: datetime) -> None:
        if taker_uid not in list_here(self._context):
            raise RefusedError(
                "taker_not_on_site", _("Who takes over must be on site; name somebody else.")
            )
        if taker_uid not in _theirs(plan, now):
            raise RefusedError(
                "taker_not_theirs",
                _("Only a holder or a deputy can take a post over; a supervisor names deputies."),
            )

    def _enter_handover(
        self,
        member_uid: UUID,
        post_uid: UUID,
        answer: Answer | Literal["asked"],
        taker_uid: UUID | None,
    ) -> None:
        moment, uid = self._context.moment(), new_uid()
        told = {
            "member": str(member_uid),
            "post": str(post_uid),
            "answer": answer,
            "taker": str(taker_uid) if taker_uid else None,
            "work_day": moment.work_day.isoformat(),
        }
        seq = self._context.enter(moment, "handover", uid, told)
        said = (uid, seq, member_uid, post_uid, answer, taker_uid)
        records.add_handover(Handover(*said, moment.at, moment.work_day, moment.zone))

    def _stay_on(self, member_uid: UUID, answer: Answer) -> RefusedError | None:
        """Undo the check-out of somebody who stays; why not, where it can't be."""
        if answer not in {"waits", "rests"}:
            return None
        here = stays.find_open_presence(member_uid, present(self._context))
        if answer == "waits" and here is not None:
            return None
        newest, desk = self._newest_check_out(member_uid), Afterthoughts(self._context)
        if newest is not None and answer == "waits":
            return desk.undo_within(newest.uid, _("Waits until the post is taken over"))
        if newest is not None and _is_plain(newest):
            return desk.undo_within(newest.uid, _("A break, not leaving"), "break")
        return RefusedError("not_a_check_out", _("This scan was no check-out."))

    def _newest_check_out(self, member_uid: UUID) -> stays.Mark | None:
        """The newest mark of somebody who is not on site; None for who is, or never was."""
        if stays.find_open_presence(member_uid, present(self._context)) is not None:
            return None
        newest = max(stays.list_marks(member_uid), key=lambda mark: mark.seq, default=None)
        return newest if newest is not None and newest.kind == "out" else None

    def _enter_taken(self, here: Presence, post_uid: UUID) -> None:
        """Write that a member takes a post in a presence."""
        moment, uid = self._context.moment(), new_uid()
        told = {
            "member": str(here.member_uid),
            "presence": str(here.uid),
            "post": str(post_uid),
            "work_day": here.work_day.isoformat(),
        }
        seq = self._context.enter(moment, "post_taken", uid, told)
        ours = (uid, seq, here.member_uid, here.uid, post_uid)
        records.add_taken(PostTaken(*ours, moment.at, here.work_day, moment.zone))

    def _stands(
        self, member_uid: UUID, plan: PostPlan | None, now: datetime, within: int = 0
    ) -> bool:
        """Whether a member stands at a post, or did within so many microseconds."""
        at = to_micros(now)
        theirs = self._stays_of(member_uid, at)
        spans = standing(plan, theirs).get(member_uid, []) if plan else []
        return bool(common(spans, (at - within, at + 1)))

    def _last_move(self, member_uid: UUID, now: int) -> int:
        """When a member last came, left or went to a post; in microseconds."""
        theirs = self._stays_of(member_uid, now)
        when = {at for stay in theirs for at in (stay.begins, stay.ends, *moves(stay))}
        return max((at for at in when if at <= now), default=now)

    def _stays_of(self, member_uid: UUID, now: int) -> list[Stay]:
        span, begun = (now - ASKED_WITHIN, now + 1), begun_anew(self._context)
        return read_stays(self._context.site(), span, [member_uid], begun)

    def _plan_now(self, post_uid: UUID, now: datetime) -> PostPlan | None:
        # Terms and shifts of the day before can still run.
        span = to_micros(now) - 24 * HOUR_US, to_micros(now) + 24 * HOUR_US
        plans = read_plans(self._context.site(), span)
        return next((plan for plan in plans if plan.uid == post_uid), None)


def _is_plain(mark: stays.Mark | None) -> bool:
    """Whether a check-out is a scan as it was made; one that answers a question says leaving."""
    return mark is not None and mark.names is None


def _theirs(plan: PostPlan | None, now: datetime) -> set[UUID]:
    """Who holds a post or may stand in at a time, in whatever shift."""
    at: Span = to_micros(now), to_micros(now) + 1
    terms = plan.terms if plan else {}
    return {uid for uid, spans in terms.items() if common(spans, at)}


def _by_number(uids: Iterable[UUID]) -> tuple[MemberView, ...]:
    return tuple(sorted(read_people(uids).values(), key=lambda one: one.number))
