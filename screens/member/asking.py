"""A screen on which somebody is asked one question after the other."""

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widgets import Label

from kiosk.errors import KioskError
from kiosk.i18n import _
from screens.base import KioskScreen
from screens.dialogs.outcome import NotStored, Stored, Storing
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.step import KeyLabel, Step
from screens.dialogs.words import LONGEST, WordsField
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar
from screens.widgets.question import Question

Answer = TypeVar("Answer")
Result = TypeVar("Result")
P = ParamSpec("P")


OWN_WORDS = "own words"
"""What the choice answers that asks for words."""


def own_words_choice() -> Choice[Any]:
    """The last choice of a list: on a keyboard, or by the digits of a number pad."""
    return Choice(OWN_WORDS, _("In my own words"), _("keyboard or digits"))


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

    @property
    def goes_on_by_itself(self) -> bool:
        """Whether what is shown leaves sooner than the countdown says."""
        return isinstance(self._step, Stored) and self._step.stays_s is not None

    def compose(self) -> ComposeResult:
        """The frame, and the question that is asked now."""
        yield SiteHeader()
        with Vertical(id="steps"):
            yield Label(self._whose(), id="errand", markup=False)
            yield Question("", id="question")
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
            is_done = await self.begin()
        except KioskError as error:
            await self.ask(NotStored(error))
            is_done = False
        if is_done:
            self.kiosk.run_worker(self.kiosk.ways.finish(self), name="home")
        else:
            self.kiosk.go_back(self)

    async def begin(self) -> bool:
        """Tell the story from its beginning; see `story`."""
        return await self.story()

    async def ask(self, step: Step[Answer]) -> Answer | None:
        """Ask a question.

        Returns:
            The answer, or None when the member went back.
        """
        await self._show(step)
        answer: Answer | None = await step.answered
        return answer

    async def own_words(
        self,
        picked: object,
        title: Callable[[], str],
        kind: str = "",
        usual: Sequence[str] = (),
        longest: int = LONGEST,
    ) -> str | None:
        """Ask for words where own words were picked.

        Args:
            picked: What was picked.
            title: The question.
            kind: What the words stand for, as `kiosk.service.phrases` names it; empty: nothing
                that is remembered.
            usual: Words that are offered in any case, in the language now spoken.
            longest: Characters that may be written, as the desk takes them.

        Returns:
            The words; empty when something else was picked; None when the member went back.
        """
        if picked != OWN_WORDS:
            return ""
        return await self.ask(self.words_field(title, kind, usual, longest))

    def words_field(
        self,
        title: Callable[[], str],
        kind: str = "",
        usual: Sequence[str] = (),
        longest: int = LONGEST,
    ) -> WordsField:
        """A field for own words; the words that can be picked come as soon as they are read.

        Args:
            title: The question.
            kind: As of `own_words`.
            usual: As of `own_words`.
            longest: As of `own_words`.
        """
        field = WordsField(title, _hint, longest=longest)
        self.run_worker(self._bring_phrases(field, kind, usual), name="phrases")
        return field

    async def _bring_phrases(self, field: WordsField, kind: str, usual: Sequence[str]) -> None:
        with suppress(KioskError):  # a keyboard writes without them
            desk = self.kiosk.services.phrases
            phrases = await self.kiosk.read(desk.list_phrases, kind, self._writer_uid(), usual)
            shown = self._step  # another one after the language was changed meanwhile
            if isinstance(shown, WordsField) and shown.answered is field.answered:
                field = shown
            field.offer(phrases)

    def _writer_uid(self) -> UUID | None:
        """Whose own earlier words are offered; None: nobody's."""
        return None

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
        self.query_one(Countdown).redraw()

    def _keys(self) -> list[KeyLabel]:
        own = self._step.keys() if self._step else []
        back = self._step.printed_back if self._step else "0"
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


def _hint() -> str:
    return _("2 to 9 are initials, + picks, Enter takes; empty, Enter leads back.")
