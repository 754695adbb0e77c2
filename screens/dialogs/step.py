"""One question on a screen: a member answers it with one key, one touch or a few words."""

import asyncio
from time import monotonic
from typing import ClassVar, Generic, Self, TypeVar

from textual import events
from textual.containers import Vertical
from textual.message import Message

from kiosk.i18n import LANGUAGES, _, speaking
from screens.dialogs.written import Written, digest, written

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

    is_kept: ClassVar[bool] = True
    """Whether its answer belongs to a form that can be gone on with."""

    is_typed: ClassVar[bool] = True
    """Whether its answer is written in digits or words, and not picked by one key."""

    called = ""
    """The question's name within its form; empty: its words stand for it."""

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
        self.opened_by: str | None = None
        """The key that led here, the only one that comes too early; None: each does."""
        self._there_s: float | None = None

    @property
    def printed_back(self) -> str:
        """The key that is printed for the way back as things stand."""
        return self.back_key

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
        same.called = self.called
        return same

    def call(self, name: str) -> Self:
        """This question under a name of its own, where its words change with what it is about."""
        self.called = name
        return self

    @property
    def key(self) -> str:
        """What stands for the question in its form, whatever language is spoken."""
        with speaking(LANGUAGES[0]):
            name = self.called or digest(self._asks())
        return ("typed " if self.is_typed else "picked ") + name

    def _asks(self) -> str:
        """The question, the same on each of its pages."""
        return self.title

    def write(self, answer: Answer) -> Written:
        """An answer as it is kept."""
        return written(answer)

    def recall(self, kept: Written) -> Answer | None:
        """The answer that was kept; None when it can't be given any more."""
        return kept  # type: ignore[return-value]  # digits and words are kept as they are

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
        may_bounce = self.opened_by is None or event.key == self.opened_by
        if leads_on and may_bounce and self.is_too_early(event):
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
        self.settle()

    def settle(self) -> None:
        """It is there now, or there again: then whatever comes early was meant for another page."""
        if self._there_s is not None:
            self.opened_by = None
        self._there_s = monotonic()  # the clock of Textual's messages

    def give(self, answer: Answer | None) -> None:
        """Answer; a second answer (a key that bounced) changes nothing."""
        if not self.answered.done():
            self.answered.set_result(answer)
