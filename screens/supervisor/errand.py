"""Questions asked of a supervisor about one member, with a confirmation that says what follows."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Self
from uuid import UUID

from textual.app import ComposeResult
from textual.widgets import Label

from kiosk.i18n import _
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.step import SETTLE_S
from screens.member.steps import StepScreen, own_words_choice
from screens.supervisor.base import FORM_IDLE_S
from screens.supervisor.desk_form import DeskForm

Words = Callable[[], str]
"""Something said in the language now spoken."""


class MemberErrand(DeskForm, StepScreen):
    """Tells a story of questions and ends where it was begun: on the member's page."""

    CSS_PATH = "../member/steps.tcss"
    idle_s = FORM_IDLE_S
    settle_s = SETTLE_S

    @property
    def about(self) -> str:
        """The member."""
        return str(self.member.uid)

    def _writer_uid(self) -> UUID | None:
        """The supervisor's own words are offered, never the member's."""
        return self.kiosk.supervisor.uid if self.kiosk.supervisor else None

    async def ask_reason(self, title: Words, usual: Callable[[], Sequence[str]]) -> str | None:
        """Ask why: a usual reason by one key, or own words.

        Args:
            title: The question.
            usual: The usual reasons.

        Returns:
            The reason, or None when the supervisor went back.
        """
        asked: PickList[str] = PickList(
            title,
            lambda: [Choice(reason, reason) for reason in usual()],
            lambda: [own_words_choice()],
        )
        while (picked := await self.ask(asked)) is not None:
            words = await self.own_words(picked, title)
            if words is not None:
                return words or picked
            asked = asked.anew()
        return None


class Confirm(PickList[bool]):
    """Yes or no, under a list of what will happen."""

    DEFAULT_CLASSES = "pick-list confirm"
    is_kept = False
    DEFAULT_CSS = """
    Confirm .confirm-line { width: 100%; height: auto; padding: 0 1; color: $text; }
    Confirm Grid { margin-top: 1; }
    """

    def __init__(
        self,
        title: Words,
        follows: Callable[[], Sequence[str]],
        yes: Words,
        no: Words | None = None,
        *,
        start: int | None = 0,
        answered: "asyncio.Future[bool | None] | None" = None,
    ) -> None:
        """Ask.

        Args:
            title: The question.
            follows: What will happen, a sentence each.
            yes: The words of yes.
            no: The words of no; None says that everything is left as it is.
            start: What Enter takes at first: 0 yes, 1 no; None: nothing before an arrow has chosen.
            answered: Where the answer goes; None makes a new place for it.
        """
        super().__init__(title, self._offered, start=start, answered=answered)
        self._follows, self._yes, self._no = follows, yes, no

    def again(self) -> Self:
        """The same question."""
        same = type(self)(self._title, self._follows, self._yes, self._no, answered=self.answered)
        same._place = self._place
        return same

    def compose(self) -> ComposeResult:
        """What will happen, then the two choices."""
        for sentence in self._follows():
            yield Label(f"·  {sentence}", classes="confirm-line", markup=False)
        yield from super().compose()

    def _offered(self) -> Sequence[Choice[bool]]:
        return [*self._offered_yes(), *self._offered_no()]

    def _offered_yes(self) -> Sequence[Choice[bool]]:
        return [Choice(True, self._yes())]

    def _offered_no(self) -> Sequence[Choice[bool]]:
        return [Choice(False, self._no() if self._no else no_words())]


def no_words() -> str:
    """The answer that leaves everything as it is."""
    return _("No, leave it as it is")


class GraveConfirm(Confirm):
    """A question to which a quick hand must not say yes.

    Enter and 1 mean no; yes is on 9, far from the keys with which reasons are chosen.
    """

    def __init__(
        self,
        title: Words,
        follows: Callable[[], Sequence[str]],
        yes: Words,
        no: Words | None = None,
        *,
        answered: "asyncio.Future[bool | None] | None" = None,
    ) -> None:
        """Ask as `Confirm` does, with other keys."""
        super().__init__(title, follows, yes, no, answered=answered)
        self._choices, self._extras = self._offered_no, self._offered_yes
