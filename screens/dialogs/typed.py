"""What the pages have in common where digits are typed: a number pad alone does all of it."""

from typing import ClassVar, TypeVar

from kiosk.i18n import _
from screens.dialogs.keypad import BACKSPACE, PAD_DELETE
from screens.dialogs.step import KeyLabel, Step
from screens.widgets.keys import KeyBar

Answer = TypeVar("Answer")


class TypedStep(Step[Answer]):
    """Digits; a key of the number pad takes the last one back, Enter without any goes back."""

    back_key: ClassVar[str] = "escape"
    _typed = ""

    @property
    def printed_back(self) -> str:
        """Enter, until something is typed."""
        return self.back_key if self._typed else "enter"

    def keys(self) -> list[KeyLabel]:
        """What ends the typing, and what takes a digit back."""
        return [("enter", _("Done")), ("full_stop", _("Delete"))] if self._typed else []

    def takes_back(self, key: str, character: str | None) -> bool:
        """Whether a key is one that takes the last digit back."""
        return key == BACKSPACE or character == PAD_DELETE

    def say_keys(self) -> None:
        """Other keys mean something now."""
        for bar in self.screen.query(KeyBar):
            bar.redraw()
