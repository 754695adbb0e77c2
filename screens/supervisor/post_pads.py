"""Digits with a meaning, and times of the hours of a post."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Self

from textual.app import ComposeResult
from textual.containers import Center
from textual.widgets import Digits, Label

from screens.dialogs.keypad import BACK, ENTER, Keypad
from screens.dialogs.time_pad import TimePad
from screens.dialogs.typed import TypedStep

Meaning = Callable[[str], str | None]
"""What typed digits mean in words; None where they mean nothing."""

_MOST_DIGITS = 12
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)


class DigitsPad(TypedStep[str]):
    """Digits whose meaning stands under them; Enter without any goes back."""

    DEFAULT_CSS = """
    DigitsPad Digits { width: 100%; text-align: center; }
    DigitsPad Center { height: 1fr; }
    DigitsPad #digits-meaning { width: 100%; text-align: center; height: 1; margin-bottom: 1; }
    DigitsPad #digits-meaning.impossible { color: $text-warning; text-style: bold; }
    """

    def __init__(
        self,
        title: Callable[[], str],
        hint: Callable[[], str],
        meaning: Meaning,
        typed: str = "",
        answered: "asyncio.Future[str | None] | None" = None,
        *,
        most: int = _MOST_DIGITS,
    ) -> None:
        """Ask for digits.

        Args:
            title: The question.
            hint: What to type, while nothing is typed.
            meaning: What typed digits mean.
            typed: The digits typed so far.
            most: How many can be typed.
            answered: Where the answer goes; None makes a new place for it.
        """
        super().__init__(answered)
        self._title, self._hint, self._meant, self._typed = title, hint, meaning, typed
        self._most, self._is_refused = most, False

    @property
    def title(self) -> str:
        """The question."""
        return self._title()

    def again(self) -> Self:
        """The same digits."""
        return type(self)(
            *(self._title, self._hint, self._meant, self._typed, self.answered), most=self._most
        )

    def compose(self) -> ComposeResult:
        """The digits, what they mean, and the pad."""
        yield Digits(id="digits-typed")
        yield Label(id="digits-meaning", markup=False)
        with Center():
            yield Keypad()

    def on_mount(self) -> None:
        """Show what was typed before the language changed."""
        self._show()

    def on_keypad_pressed(self, message: Keypad.Pressed) -> None:
        """A key of the pad is a key."""
        message.stop()
        self.press(message.key, message.key if message.key.isdigit() else None)

    def press(self, key: str, character: str | None) -> bool:
        """A digit, Backspace, Enter or the way back."""
        if key == ENTER:
            self._done()
        elif key == BACK:
            self.give(None)
        elif self.takes_back(key, character):
            self._typed = self._typed[:-1]
        elif character is not None and character in "0123456789":
            self._typed = (self._typed + character)[: self._most]
        else:
            return False
        self._is_refused = key == ENTER
        self._show()
        return True

    def _done(self) -> None:
        """Answer; digits that mean nothing are gone: the next ones are not added to them."""
        if not self._typed or self._meant(self._typed) is not None:
            self.give(self._typed or None)
        else:
            self._typed = ""

    def _show(self) -> None:
        self.query_one(Digits).update(self._typed or "–")
        meant = self._meant(self._typed) if self._typed else self._hint()
        if self._is_refused and not self._typed:
            meant = None
        meaning = self.query_one("#digits-meaning", Label)
        meaning.set_class(meant is None, "impossible")
        meaning.update(meant if meant is not None else "▲ " + self._hint())
        self.say_keys()


class HoursPad(TimePad):
    """A time at which hours begin or end, with what it means under it."""

    def __init__(
        self,
        question: Callable[[], str],
        words: Callable[[int], str],
        typed: str = "",
        answered: "asyncio.Future[int | None] | None" = None,
    ) -> None:
        """Ask for a time.

        Args:
            question: What is asked.
            words: What a minute of the day means here.
            typed: The digits typed so far.
            answered: Where the answer goes; None makes a new place for it.
        """
        super().__init__(question, lambda _minute: _ANY_DAY, typed, answered)
        self._words = words

    def again(self) -> Self:
        """The same digits."""
        return type(self)(self._question, self._words, self._typed, self.answered)

    def _told(self) -> str:
        return super()._told() if self._minute is None else self._words(self._minute)
