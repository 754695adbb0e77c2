"""One question on a screen: a member answers it with one key, one touch or a few words."""

import asyncio
from time import monotonic
from typing import ClassVar, Generic, Self, TypeVar

from textual import events
from textual.containers import Vertical
from textual.message import Message

from kiosk.i18n import _

Answer = TypeVar("Answer")
KeyLabel = tuple[str, str]
"""Textual's name of a key and what it does in the language now spoken."""


HOUSE_KEYS = frozenset({"f2", "f3", "f9", "asterisk"})
"""Keys that do the same on every screen; no question takes them."""

SETTLE_S = 0.4
"""How long a question that must not be answered by accident takes no key, in seconds.

A worn key or a gloved finger that bounces comes again within about 0.1 s. Nobody who reads the
question answers within 0.4 s: seeing and pressing alone take half of that.
"""


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
        self.settle_s = 0.0
        """For how long it takes no key once it is there, but those that lead back, in seconds."""
        self._there_s: float | None = None

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

    def take(self, event: events.Key) -> bool:
        """Take a key as `press` does, but none that was meant for the question before.

        Returns:
            Whether it is used up.
        """
        leads_on = event.key not in {"escape", self.back_key, *HOUSE_KEYS}
        if leads_on and self.is_too_early(event):
            return True
        return self.press(event.key, event.character)

    def is_too_early(self, message: Message) -> bool:
        """Whether a key or a touch came before anybody could have read the question."""
        if self.settle_s == 0:
            return False
        return self._there_s is None or message.time < self._there_s + self.settle_s

    def unhurried(self, settle_s: float = SETTLE_S) -> Self:
        """This question, which takes no key for a while once it is there."""
        self.settle_s = settle_s
        return self

    def on_mount(self) -> None:
        """Begin to settle."""
        self._there_s = monotonic()  # the clock of Textual's messages

    def give(self, answer: Answer | None) -> None:
        """Answer; a second answer (a key that bounced) changes nothing."""
        if not self.answered.done():
            self.answered.set_result(answer)
