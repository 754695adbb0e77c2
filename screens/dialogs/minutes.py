"""Minutes: the usual ones by one key, any other by its digits."""

import asyncio
from typing import Self

from textual.app import ComposeResult
from textual.containers import Center, Vertical
from textual.widgets import Digits, Label

from kiosk.i18n import _, format_minutes
from screens.dialogs.keypad import BACK, ENTER, Keypad
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.typed import TypedStep

PRESETS = (5, 10, 15, 30, 60, 120)
"""Minutes that have a key of their own."""

OTHER = 0
"""What the choice answers that asks for digits."""

LONGEST = 1440
_MOST_DIGITS = 4
_TALL = 30
"""Lines of a screen from which on the pad's keys are three lines high under the digits."""


def ask_minutes(usual: int) -> PickList[int]:
    """The preset minutes; Enter takes what is usual for the service.

    Args:
        usual: How long it usually takes; 0 when nobody knows.
    """
    offered = [*PRESETS, *([usual] if usual and usual not in PRESETS else [])]

    def choices() -> list[Choice[int]]:
        return [
            Choice(minutes, format_minutes(minutes), _("as usual") if minutes == usual else "")
            for minutes in offered
        ]

    return PickList(
        lambda: _("How long did it take?"),
        choices,
        lambda: [Choice(OTHER, _("Other, in digits"))],
        start=offered.index(usual) if usual else 0,
    )


class MinutesPad(TypedStep[int]):
    """Minutes typed in digits; Enter without any goes back, a keypad has no Escape."""

    def __init__(
        self,
        typed: str = "",
        answered: "asyncio.Future[int | None] | None" = None,
        *,
        least: int = 1,
    ) -> None:
        """Ask for digits.

        Args:
            typed: The digits typed so far.
            answered: Where the answer goes; None makes a new place for it.
            least: So many minutes must it be: 0 or 1.
        """
        super().__init__(answered)
        self._typed, self._least = typed, least

    @property
    def title(self) -> str:
        """The question."""
        return _("How many minutes did it take?")

    def again(self) -> Self:
        """The same digits."""
        return type(self)(self._typed, self.answered, least=self._least)

    def compose(self) -> ComposeResult:
        """The digits, what they mean, and the pad."""
        with Vertical(id="minutes-said"):
            yield Digits(id="minutes-typed")
            yield Label(id="minutes-meaning", markup=False)
        with Center():
            yield Keypad()

    def on_mount(self) -> None:
        """Show what was typed before the language changed."""
        self._show()

    def on_resize(self) -> None:
        """Where there are few lines the pad stands beside what is typed, not under it."""
        self.set_class(self.app.size.height < _TALL, "-low")

    def on_keypad_pressed(self, message: Keypad.Pressed) -> None:
        """A key of the pad is a key."""
        message.stop()
        self.press(message.key, message.key if message.key.isdigit() else None)

    def press(self, key: str, character: str | None) -> bool:
        """A digit, Backspace, Enter or the way back."""
        if key == ENTER:
            if self._is_possible:
                self.give(int(self._typed))
            elif not self._typed:
                self.give(None)
        elif key == BACK:
            self.give(None)
        elif self.takes_back(key, character):
            self._typed = self._typed[:-1]
        elif character is not None and character in "0123456789":
            digits = (self._typed + character).lstrip("0")[:_MOST_DIGITS]
            self._typed = digits or "0" * (1 - self._least)
        else:
            return False
        self._show()
        return True

    @property
    def _is_possible(self) -> bool:
        return bool(self._typed) and int(self._typed) <= LONGEST

    def _show(self) -> None:
        self.query_one(Digits).update(self._typed or "0")
        meaning = self.query_one("#minutes-meaning", Label)
        meaning.set_class(not self._is_possible and bool(self._typed), "impossible")
        meaning.update(self._meaning())
        self.say_keys()

    def _meaning(self) -> str:
        if not self._typed:
            return _("Type the minutes, then press Enter. Enter alone goes back.")
        if not self._is_possible:
            return _("▲ A service takes between 1 minute and 24 hours; press ← and correct it.")
        return format_minutes(int(self._typed))
