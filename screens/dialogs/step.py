"""One question on a screen: a member answers it with one key, one touch or a few words."""

import asyncio
from typing import ClassVar, Generic, Self, TypeVar

from textual.containers import Vertical

from kiosk.i18n import _

Answer = TypeVar("Answer")
KeyLabel = tuple[str, str]
"""Textual's name of a key and what it does in the language now spoken."""


HOUSE_KEYS = frozenset({"f2", "f3", "f9", "asterisk"})
"""Keys that do the same on every screen; no question takes them."""


class Step(Vertical, Generic[Answer]):
    """A question that is answered once; None when the person went back."""

    can_focus = False

    back_key: ClassVar[str] = "0"
    """The key printed for the way back; where digits are typed it can't be one of them."""

    def __init__(self, answered: "asyncio.Future[Answer | None] | None" = None) -> None:
        """Ask.

        Args:
            answered: Where the answer goes; None makes a new place for it.
        """
        super().__init__()
        self.answered = answered or asyncio.get_running_loop().create_future()
        """The answer, once it was given."""

    @property
    def title(self) -> str:
        """The question in the language now spoken."""
        return ""

    def again(self) -> Self:
        """The same question as far as it was answered, to be drawn in another language."""
        raise NotImplementedError

    def anew(self) -> Self:
        """The same question as it stands, to be answered once more."""
        same = self.again()
        same.answered = asyncio.get_running_loop().create_future()
        return same

    def keys(self) -> list[KeyLabel]:
        """What the key bar offers, the way back left out."""
        return [("enter", _("Choose"))]

    def press(self, key: str, character: str | None) -> bool:
        """Take a key.

        Args:
            key: Textual's name of it.
            character: What it prints, or None.

        Returns:
            Whether it meant something here.
        """
        raise NotImplementedError

    def give(self, answer: Answer | None) -> None:
        """Answer; a second answer (a key that bounced) changes nothing."""
        if not self.answered.done():
            self.answered.set_result(answer)
