"""A time of day typed in digits: four of them, and what they mean under them."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from textual.widgets import Digits, Label

from kiosk.i18n import _, format_day, format_time
from screens.dialogs.keypad import BACK, ENTER
from screens.dialogs.minutes import MinutesPad

_DIGITS = 4
_LAST_HOUR, _LAST_MINUTE = 23, 59

Meant = Callable[[int], datetime]
"""The instant, local, that a minute of the day means."""


class TimePad(MinutesPad):
    """Hour and minute; answers the minute of the day. Enter without any digit goes back."""

    def __init__(
        self,
        question: Callable[[], str],
        meant: Meant,
        typed: str = "",
        answered: "asyncio.Future[int | None] | None" = None,
    ) -> None:
        """Ask for a time.

        Args:
            question: What is asked.
            meant: The instant that a minute of the day means, for the line under the digits.
            typed: The digits typed so far.
            answered: Where the answer goes; None makes a new place for it.
        """
        super().__init__(typed, answered)
        self._question, self._meant = question, meant

    @property
    def title(self) -> str:
        """The question."""
        return self._question()

    def again(self) -> Self:
        """The same digits."""
        return type(self)(self._question, self._meant, self._typed, self.answered)

    def press(self, key: str, character: str | None) -> bool:
        """A digit, Backspace, Enter or the way back."""
        if key == ENTER:
            if self._minute is not None:
                self.give(self._minute)
            elif not self._typed:
                self.give(None)
        elif key == BACK:
            self.give(None)
        elif self.takes_back(key, character):
            self._typed = self._typed[:-1]
        elif character is not None and character in "0123456789":
            self._typed = (self._typed + character)[:_DIGITS]
        else:
            return False
        self._show()
        return True

    @property
    def _minute(self) -> int | None:
        if len(self._typed) < _DIGITS - 1:
            return None
        hour, minute = int(self._typed[:-2]), int(self._typed[-2:])
        return hour * 60 + minute if hour <= _LAST_HOUR and minute <= _LAST_MINUTE else None

    def _show(self) -> None:
        self.query_one(Digits).update(self._face())
        meaning = self.query_one("#minutes-meaning", Label)
        is_wrong = len(self._typed) == _DIGITS and self._minute is None
        meaning.set_class(is_wrong, "impossible")
        meaning.update(_wrong() if is_wrong else self._told())
        self.say_keys()

    def _face(self) -> str:
        if self._minute is not None:
            return f"{self._minute // 60:02}:{self._minute % 60:02}"
        return self._typed or "--:--"

    def _told(self) -> str:
        if self._minute is None:
            return _("Four digits, such as 1730. Enter alone goes back.")
        at = self._meant(self._minute)
        return f"{format_day(at.date())} {format_time(at)}"


def _wrong() -> str:
    return _("▲ There is no such time; press ← and correct it.")


def after(came: datetime, zone: ZoneInfo) -> Meant:
    """A time of leaving: the first such time after the coming.

    Args:
        came: When they came.
        zone: The site's.
    """
    local = came.astimezone(zone)

    def meant(minute: int) -> datetime:
        at = on_day(local, minute)
        return at if at > local else on_day(local + timedelta(days=1), minute)

    return meant


def on_day(day: datetime, minute: int) -> datetime:
    """A minute of the day of a local time."""
    return day.replace(hour=minute // 60, minute=minute % 60, second=0, microsecond=0, fold=0)
