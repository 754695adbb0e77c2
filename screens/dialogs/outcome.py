"""What became of it: stored, or not and what to do now."""

import asyncio
from collections.abc import Callable
from typing import ClassVar, Self

from textual import events
from textual.app import ComposeResult
from textual.strip import Strip
from textual.widgets import Label

from kiosk.errors import KioskError, NotRecordedError
from kiosk.i18n import _
from screens.dialogs.step import HOUSE_KEYS, KeyLabel, Step
from screens.widgets.letters import draw_number
from screens.widgets.lines import Drawn, line
from screens.widgets.sentence import Sentence

STORED_S = 3.0
"""How long the confirmation stays, in seconds."""


class BlockWord(Drawn):
    """A word as large as there is room for."""

    def __init__(self, word: str) -> None:
        """Say a word.

        Args:
            word: In letters of `letters.txt`; others are written small.
        """
        super().__init__()
        self.word = word
        """What it says."""

    def draw(self, width: int, height: int) -> list[Strip]:
        """The word in the middle, on the ground of what it stands in."""
        rows = draw_number(self.word, width, height)
        above = [Strip.blank(width, self.rich_style)] * ((height - len(rows)) // 2)
        return [*above, *(line([(row, self.rich_style)], width, self.ground) for row in rows)]


class _Outcome(Step[None]):
    """A sentence that any key puts away."""

    is_kept = False

    def press(self, key: str, character: str | None) -> bool:
        """Any key goes on, but those that every screen has."""
        if key in HOUSE_KEYS:
            return False
        self.give(None)
        return True

    def on_click(self, event: events.Click) -> None:
        """A touch goes on as well."""
        event.stop()
        if not self.is_too_early(event):
            self.give(None)

    def keys(self) -> list[KeyLabel]:
        """Any of them goes on."""
        return [("enter", _("Go on"))]


class Stored(_Outcome):
    """It is durable: the only thing here that is green. Goes on by itself."""

    stays_s: ClassVar[float | None] = STORED_S
    """How long it stays, in seconds; None: until a key."""

    def __init__(
        self,
        words: Callable[[], str],
        more: Callable[[], str],
        answered: "asyncio.Future[None] | None" = None,
    ) -> None:
        """Confirm.

        Args:
            words: What was stored.
            more: The circumstances, such as the due date; may be empty.
            answered: Where the going on goes; None makes a new place for it.
        """
        super().__init__(answered)
        self._words, self._more = words, more

    def again(self) -> Self:
        """The same confirmation."""
        return type(self)(self._words, self._more, self.answered)

    def word(self) -> str:
        """The word that is read from afar, in letters of `letters.txt`."""
        return _("STORED")

    def compose(self) -> ComposeResult:
        """A mark, a word, and what was stored."""
        yield BlockWord("✓ " + self.word())
        yield Sentence(self._words(), classes="outcome-words")
        yield Sentence(self._more(), classes="outcome-more")

    def on_mount(self) -> None:
        """Go on in a while."""
        if self.stays_s is not None:
            self.set_timer(self.stays_s, lambda: self.give(None))


class Submitted(Stored):
    """It is durable, but somebody else has yet to decide: it must not read as if it were done."""

    def word(self) -> str:
        """That it was handed in."""
        return _("SENT")


class NotStored(_Outcome):
    """It was refused, or it could not be recorded: said loudly, and it stays until a key."""

    def __init__(self, error: KioskError, answered: "asyncio.Future[None] | None" = None) -> None:
        """Say what happened.

        Args:
            error: Why, in its own sentence.
            answered: Where the going on goes; None makes a new place for it.
        """
        super().__init__(answered)
        self._error = error
        self.set_class(isinstance(error, NotRecordedError), "not-recorded")

    def again(self) -> Self:
        """The same outcome."""
        return type(self)(self._error, self.answered)

    def compose(self) -> ComposeResult:
        """A mark, a word, the error's own sentence, and what to do now."""
        is_lost = isinstance(self._error, NotRecordedError)
        word = "✕  " + _("NOT recorded") if is_lost else "▲  " + _("That does not work")
        then = _("Write it on paper and tell your supervisor.") if is_lost else ""
        yield Label(word, classes="outcome-word", markup=False)
        yield Sentence(self._error.sentence, classes="outcome-words")
        yield Label(then, classes="outcome-more", markup=False)


class Storing(Step[None]):
    """It is being written; nothing is said of it before that has returned."""

    @property
    def title(self) -> str:
        """That it is not done yet."""
        return _("Recording …")

    def again(self) -> Self:
        """The same."""
        return type(self)(self.answered)

    def keys(self) -> list[KeyLabel]:
        """None: a key now would be one too many."""
        return []

    def press(self, key: str, character: str | None) -> bool:
        """Nothing means anything until it is known."""
        return key not in HOUSE_KEYS
