"""A supervisor says whether a rating counts, and why."""

from collections.abc import Sequence
from functools import partial

from kiosk.i18n import _
from kiosk.people.views import MemberView
from kiosk.service.ratings_views import RatingLineView
from kiosk.service.voices_wording import rating_state_word
from screens.dialogs.pick_list import Choice, PickList
from screens.supervisor.errand import MemberErrand
from screens.supervisor.ratings_list import about_words, rating_detail


class RulingScreen(MemberErrand):
    """Why it counts, or why not; then back to the list."""

    form = "@rating"

    def __init__(self, supervisor: MemberView, rating: RatingLineView) -> None:
        """Rule on a rating.

        Args:
            supervisor: Who is at work.
            rating: The rating.
        """
        super().__init__(supervisor)
        self._rating = rating

    @property
    def errand(self) -> str:
        """A rating."""
        return _("Rating")

    @property
    def about(self) -> str:
        """The rating."""
        return str(self._rating.uid)

    async def story(self) -> bool:
        """Whether, why, stored."""
        rating = self._rating
        asked = PickList(lambda: rating_detail(rating), lambda: _verdicts(rating))
        while (counts := await self.ask(asked)) is not None:
            why = await self.ask_reason(_why, partial(_reasons, counts=counts))
            if why is not None and await self._rule(why, counts=counts):
                return False
            asked = asked.anew()
        return False

    async def _rule(self, why: str, *, counts: bool) -> bool:
        desk, rating = self.kiosk.services.ratings, self._rating
        return await self.store(
            lambda ruled: (lambda: rating_state_word(ruled.state), lambda: about_words(ruled)),
            desk.count_in,
            rating.uid,
            self.member.uid,
            why,
            counts=counts,
        )


def _verdicts(rating: RatingLineView) -> Sequence[Choice[bool]]:
    counts = Choice(True, _("It counts"), _("somebody meant it"))
    leave_out = Choice(False, _("Leave it out"), _("say why"))
    if rating.state == "counted":
        return [leave_out]
    return [counts] if rating.state == "left_out" else [counts, leave_out]


def _why() -> str:
    return _("Why?")


def _reasons(*, counts: bool) -> list[str]:
    if counts:
        return [
            _("Several people stood here together"),
            _("After a meeting, all at once"),
            _("Left out by mistake"),
        ]
    return [_("Somebody pressed again and again"), _("A joke"), _("It was about somebody else")]
