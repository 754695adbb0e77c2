"""Who leaves is asked what became of the promises that were due; everybody may say it later."""

from collections.abc import Sequence
from typing import Final

from kiosk.i18n import _, ngettext
from kiosk.service.views import CommitmentView
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.step import SETTLE_S
from screens.dialogs.written import written
from screens.member.drafts import JUDGE_COMMITMENT
from screens.member.judging import (
    KEPT,
    MISSED,
    PARTLY,
    PROMISE,
    STATE,
    BriefStored,
    ask_why,
    state_choice,
    store_judgement,
)
from screens.member.steps import StepScreen
from screens.member.wording import due_words, words_of

MOST_ASKED: Final = 5
"""Promises asked about at one check-out; nobody reads more on their way home."""

LATER: Final = "later"

ASKED_S = 20.0
"""How long the question waits; the way home is not held up, in seconds."""


class AsksDue(StepScreen):
    """Asks who leaves about the promises that were due."""

    form = JUDGE_COMMITMENT
    were_due: tuple[CommitmentView, ...] | None = None
    """What was due when they checked out: what they promise after that is not asked about. None:
    all that is due now."""
    _asked, _all = 0, 0

    async def ask_due(self) -> None:
        """What became of each that is due; at most five, the others later."""
        promises = await self._due()
        self.settle_s = SETTLE_S  # it comes by itself, maybe under a finger
        self._all = min(len(promises), MOST_ASKED)
        for place, promise in enumerate(promises[:MOST_ASKED], 1):
            self._asked = place
            if not await self._ask_about(promise):
                return
        if len(promises) > MOST_ASKED:
            await self.ask(_others(len(promises) - MOST_ASKED))

    @property
    def is_asking_due(self) -> bool:
        """Whether it has come to the promises."""
        return self._all > 0

    def due_errand(self) -> str:
        """What it is about, and how far they are."""
        words = _("My commitments")
        return f"{words} {self._asked}/{self._all}" if self._all > 1 else words

    async def _due(self) -> Sequence[CommitmentView]:
        services = self.kiosk.services
        today = await self.kiosk.read(services.oversight.today)
        made = await self.kiosk.read(services.service.list_open, self.member.uid)
        if self.were_due is None:
            return [one for one in made if one.due_on <= today]
        known = {(one.uid, one.occasion) for one in self.were_due}
        return [one for one in made if (one.uid, one.occasion) in known]

    async def _ask_about(self, promise: CommitmentView) -> bool:
        """Ask what became of a promise; False when they left the page."""
        self.note(**{PROMISE: written(promise)})
        asked = _ask_state(promise).call(STATE)
        while (state := await self.ask(asked)) is not None:
            if state == LATER:
                return True
            why = await ask_why(self, state)
            if why is not None and await store_judgement(
                self, promise, (state, why), self.member.uid, BriefStored
            ):
                return True
            asked = asked.anew()
        return False


class DueScreen(AsksDue):
    """One promise after the other: kept, partly, missed, or later."""

    idle_s = ASKED_S

    @property
    def errand(self) -> str:
        """What it is about."""
        return self.due_errand()

    async def story(self) -> bool:
        """All that were due, unless they stay after all; then home in any case."""
        here = await self.kiosk.read(self.kiosk.services.attendance.on_site_since)
        if self.member.uid not in here:
            await self.ask_due()
        return True


def _ask_state(promise: CommitmentView) -> PickList[str]:
    return PickList(
        lambda: _("Did you keep it? {words}").format(words=_whole(promise)),
        lambda: [
            *(state_choice(state) for state in (KEPT, PARTLY, MISSED)),
            Choice(LATER, _("Later")),
        ],
        start=None,  # it comes by itself: an Enter meant for the page before says nothing here
    )


def _whole(promise: CommitmentView) -> str:
    """What was promised, and by when: the question tells which of several like it is meant."""
    return f"{words_of(promise)} · {due_words(promise)}"


def _others(count: int) -> PickList[bool]:
    def title() -> str:
        return ngettext(
            "{count} more is due: say later what became of it, after a scan.",
            "{count} more are due: say later what became of them, after a scan.",
            count,
        ).format(count=count)

    return PickList(title, lambda: [Choice(value=True, label=_("Good"))])
