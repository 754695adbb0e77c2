"""A keyboard with a clock, and what comes of its bytes."""

from textual import events
from textual.message import Message

from screens.keyboard import Keyboard

START, END = b"\x1b[200~", b"\x1b[201~"


class Desk:
    """A keyboard with a clock."""

    def __init__(self) -> None:
        self.keyboard = Keyboard()
        self.at_s = 50.0

    def read(self, data: bytes) -> list[Message]:
        return list(self.keyboard.feed(data, self.at_s))

    def wait(self, seconds: float) -> list[Message]:
        self.at_s += seconds
        return list(self.keyboard.tick(self.at_s))


def characters(messages: list[Message]) -> str:
    return "".join(m.character or "" for m in messages if isinstance(m, events.Key))


def pastes(messages: list[Message]) -> list[str]:
    return [message.text for message in messages if isinstance(message, events.Paste)]
