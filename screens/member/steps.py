"""A screen on which a member is asked one question after the other."""

import asyncio
from abc import abstractmethod
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widgets import Label

from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.people.views import MemberView
from screens.base import KioskScreen
from screens.dialogs.outcome import NotStored, Stored, Storing
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.step import KeyLabel, Step
from screens.dialogs.words import WordsField
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar

Answer = TypeVar("Answer")
Result = TypeVar("Result")
P = ParamSpec("P")


OWN_WORDS = "own words"
"""What the choice answers that asks for words."""


def own_words_choice() -> Choice[Any]:
    """The last choice of a list, where a keyboard is at hand."""
    return Choice(OWN_WORDS, _("In my own words"), _("needs a keyboard"))


class Steps(KioskScreen):
    """Tells a story of questions; at its end the kiosk goes home, or one screen back."""

    CSS_PATH = "steps.tcss"
    idle_s = 40.0

    settle_s = 0.0
    """For how long a question takes no key once it is there, in seconds; members never wait."""

    def __init__(self) -> None:
        """Ask nothing yet."""
        super().__init__()
        self._step: Step[object] | None = None
        self._drawing = asyncio.Lock()

    @property
    @abstractmethod
    def errand(self) -> str:
        """What somebody came here for, in a word."""

    @abstractmethod
    async def story(self) -> bool:
        """Ask what is to be asked.

        Returns:
            Whether something was stored, so that the member is done here.
        """

    def compose(self) -> ComposeResult:
        """The frame, and the question that is asked now."""
        yield SiteHeader()
        with Vertical(id="steps"):
            yield Label(self._whose(), id="errand", markup=False)
            yield Label("", id="question", markup=False)
            with Container(id="step"):
                if self._step is not None:
                    yield self._step
        yield KeyBar(self._keys)
        yield Countdown()

    def on_mount(self) -> None:
        """Begin."""
        self.run_worker(self._tell(), name="story")

    async def _tell(self) -> None:
        try:
            is_done = await self.story()
        except KioskError as error:
            await self.ask(NotStored(error))
            is_done = False
        if is_done:
            self.kiosk.go_home()
        else:
            self.kiosk.go_back(self)

    async def ask(self, step: Step[Answer]) -> Answer | None:
        """Ask a question.

        Returns:
            The answer, or None when the member went back.
        """
        await self._show(step)
        answer: Answer | None = await step.answered
        return answer

    async def own_words(self, picked: object, title: Callable[[], str]) -> str | None:
        """Ask for words where own words were picked.

        Returns:
            The words; empty when something else was picked; None when the member went back.
        """
        if picked != OWN_WORDS:
            return ""
        return await self.ask(
            WordsField(
                title,
                lambda: _(
                    "No letters on this keypad? Enter on the empty field leads back to the list."
                ),
            )
        )

    async def store(
        self,
        told: Callable[[Result], Stored | tuple[Callable[[], str], Callable[[], str]]],
        call: Callable[P, Result],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> bool:
        """Run a use case that writes and say what became of it.

        Args:
            told: From what was stored: what the confirmation says, and its second line; or the
                whole confirmation.
            call: The use case.
            args: Its arguments.
            kwargs: Its named arguments.

        Returns:
            Whether it was stored; when not, the member has been told.
        """
        await self._show(Storing())
        try:
            result = await self.kiosk.write(call, *args, **kwargs)
        except KioskError as error:
            await self.ask(NotStored(error))
            return False
        words = told(result)
        await self.ask(words if isinstance(words, Stored) else Stored(*words))
        return True

    async def speak(self) -> None:
        """Say the frame and the question in the language now spoken."""
        async with self._drawing:  # a question that is just being put up is not there yet
            if self._step is not None:
                self._step = self._step.again().unhurried(self.settle_s)
            await super().speak()
            self._say()

    async def _show(self, step: "Step[Answer]") -> None:
        async with self._drawing:
            self._step = step.unhurried(self.settle_s)  # type: ignore[assignment]  # any answer's
            place = self.query_one("#step", Container)
            with self.app.batch_update():
                # never half, if this is left now
                await asyncio.shield(place.remove_children())
                await place.mount(step)
                self._say()

    def _whose(self) -> str:
        return self.errand

    def _say(self) -> None:
        self.query_one("#errand", Label).update(self._whose())
        self.query_one("#question", Label).update(self._step.title if self._step else "")
        self.query_one(KeyBar).redraw()

    def _keys(self) -> list[KeyLabel]:
        own = self._step.keys() if self._step else []
        back = self._step.back_key if self._step else "0"
        return [*own, (back, _("Back")), ("f2", "中文 / EN")]

    def on_pick_list_turned(self, message: PickList.Turned) -> None:
        """The title names the page."""
        message.stop()
        self._say()

    def on_key(self, event: events.Key) -> None:
        """Let the question have its keys first."""
        if self._step is not None and self._step.take(event):
            event.stop()
            event.prevent_default()

    def action_back(self) -> None:
        """To the question before; from the first one back to where the member came from."""
        if self._step is None:  # still being looked up; the key is not lost
            self.kiosk.go_back(self)
        else:
            self._step.give(None)


class StepScreen(Steps):
    """A story told to one member."""

    def __init__(self, member: MemberView) -> None:
        """Serve a member.

        Args:
            member: Who scanned.
        """
        super().__init__()
        self.member = member

    def _whose(self) -> str:
        return f"{self.member.name} · {self.errand}"
