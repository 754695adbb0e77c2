"""A few words of one's own, on a keyboard; an input method for Chinese types into it like any."""

import asyncio
from collections.abc import Callable
from typing import Self

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input, Label

from kiosk.i18n import _
from kiosk.text import clean_line
from screens.dialogs.step import KeyLabel, Step

LONGEST = 120
"""Characters kept, as the service desk keeps them."""


class _Words(Input):
    """Takes no key that was meant for the question before."""

    def on_key(self, event: events.Key) -> None:
        """Drop what comes too early to be writing."""
        if any(isinstance(step, Step) and step.is_too_early(event) for step in self.ancestors):
            event.stop()
            event.prevent_default()


class WordsField(Step[str]):
    """Own words, cleaned and bounded; Enter on an empty field goes back, a keypad has no Escape."""

    back_key = "escape"

    def __init__(
        self,
        title: Callable[[], str],
        hint: Callable[[], str],
        typed: str = "",
        answered: "asyncio.Future[str | None] | None" = None,
    ) -> None:
        """Ask for words.

        Args:
            title: The question.
            hint: What somebody without a keyboard does instead.
            typed: What was written so far.
            answered: Where the answer goes; None makes a new place for it.
        """
        super().__init__(answered)
        self._title, self._hint, self._typed = title, hint, typed

    @property
    def title(self) -> str:
        """The question."""
        return self._title()

    def again(self) -> Self:
        """The same words."""
        return type(self)(
            self._title, self._hint, self.query_one(Input).value, answered=self.answered
        )

    def keys(self) -> list[KeyLabel]:
        """What ends the writing."""
        return [("enter", _("Done"))]

    def compose(self) -> ComposeResult:
        """The field, a counter, and the way without a keyboard."""
        yield _Words(self._typed, max_length=LONGEST, id="words")
        yield Label(id="words-left", markup=False)
        yield Label(self._hint(), id="words-hint", markup=False)

    def on_mount(self) -> None:
        """Let the keys go into the field."""
        self.query_one(Input).focus()
        self._count()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Count anew."""
        message.stop()
        self._count()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Done, or back when there are no words."""
        message.stop()
        self.give(clean_line(message.value, LONGEST) or None)

    def press(self, key: str, character: str | None) -> bool:
        """The field takes its keys itself: characters as they come, the others as bindings."""
        return False

    def _count(self) -> None:
        words = self.query_one(Input).value
        left = _("{used} of {most} characters").format(used=len(words), most=LONGEST)
        self.query_one("#words-left", Label).update(left)
