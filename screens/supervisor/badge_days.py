"""Days on which a badge lets in: the usual ones by one key, any other by its digits."""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from typing import Self

from textual.app import ComposeResult
from textual.containers import Center
from textual.widgets import Digits, Label

from kiosk.i18n import _, format_long_day
from screens.dialogs.keypad import BACK, ENTER, Keypad
from screens.dialogs.typed import TypedStep
from screens.dialogs.written import Written

_MOST_DIGITS = 8
_MOST_YEARS_OFF = 50
"""A year farther away is a slip of the finger."""
_MONTHS_OF_A_QUARTER = 3
_DECEMBER = 12


def end_of_month(day: date) -> date:
    """The last day of a day's month."""
    return _first_after(day.year, day.month) - timedelta(days=1)


def end_of_quarter(day: date) -> date:
    """The last day of a day's quarter of the year."""
    last_month = -(-day.month // _MONTHS_OF_A_QUARTER) * _MONTHS_OF_A_QUARTER
    return _first_after(day.year, last_month) - timedelta(days=1)


def _first_after(year: int, month: int) -> date:
    return date(year + month // _DECEMBER, month % _DECEMBER + 1, 1)


def typed_day(digits: str, today: date) -> date | None:
    """The day that somebody typed, or None.

    Args:
        digits: `20261231`, or `1231` for the next such day from today on.
        today: The site's work day.
    """
    if len(digits) == _MOST_DIGITS:
        year = int(digits[:4])
        is_likely = abs(year - today.year) <= _MOST_YEARS_OFF
        return _day(year, int(digits[4:6]), int(digits[6:])) if is_likely else None
    if len(digits) != len("1231"):
        return None
    month, day = int(digits[:2]), int(digits[2:])
    years = range(today.year, today.year + 9)  # 29 February may be eight years off
    found = (_day(year, month, day) for year in years)
    return next((one for one in found if one is not None and one >= today), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class DayPad(TypedStep[date]):
    """A day typed in digits; Enter without any goes back, a keypad has no Escape."""

    DEFAULT_CSS = """
    DayPad Digits { width: 100%; text-align: center; }
    DayPad Center { height: 1fr; }
    DayPad #day-meaning { width: 100%; text-align: center; height: 1; margin-bottom: 1; }
    DayPad #day-meaning.impossible { color: $text-warning; text-style: bold; }
    """

    def __init__(
        self,
        title: Callable[[], str],
        today: date,
        typed: str = "",
        answered: "asyncio.Future[date | None] | None" = None,
    ) -> None:
        """Ask for digits.

        Args:
            title: The question.
            today: From when on four digits are understood.
            typed: The digits typed so far.
            answered: Where the answer goes; None makes a new place for it.
        """
        super().__init__(answered)
        self._title, self._today, self._typed = title, today, typed

    @property
    def title(self) -> str:
        """The question."""
        return self._title()

    def again(self) -> Self:
        """The same digits."""
        return type(self)(self._title, self._today, self._typed, self.answered)

    def recall(self, kept: Written) -> date | None:
        """The day that was kept."""
        return date.fromisoformat(str(kept))

    def compose(self) -> ComposeResult:
        """The digits, the day they mean, and the pad."""
        yield Digits(id="day-typed")
        yield Label(id="day-meaning", markup=False)
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
            self._typed = (self._typed + character)[:_MOST_DIGITS]
        else:
            return False
        self._show()
        return True

    def _done(self) -> None:
        day = typed_day(self._typed, self._today)
        if day is not None or not self._typed:
            self.give(day)

    def _show(self) -> None:
        self.query_one(Digits).update(self._typed or "0")
        meaning = self.query_one("#day-meaning", Label)
        is_whole = len(self._typed) in {len("1231"), _MOST_DIGITS}
        meaning.set_class(is_whole and typed_day(self._typed, self._today) is None, "impossible")
        meaning.update(self._meaning(is_whole=is_whole))
        self.say_keys()

    def _meaning(self, *, is_whole: bool) -> str:
        day = typed_day(self._typed, self._today)
        if day is not None:
            return format_long_day(day)
        if is_whole:
            return _("▲ There is no such day; press ← and correct it.")
        return _("Type month and day (1231), or year, month, day (20261231), then Enter.")
