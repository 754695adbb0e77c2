"""Digits to touch, where there is no keyboard and gloves are on."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Grid
from textual.message import Message
from textual.widgets import Static

BACKSPACE, ENTER = "backspace", "enter"


class PadKey(Static):
    """One key of the pad."""

    def __init__(self, key: str, face: str) -> None:
        """Draw a key.

        Args:
            key: A digit, `backspace` or `enter`.
            face: What is printed on it.
        """
        super().__init__(face, markup=False, classes=f"pad-{key}" if len(key) > 1 else "")
        self._key = key

    def on_click(self, event: events.Click) -> None:
        """Press it."""
        event.stop()
        self.post_message(Keypad.Pressed(self._key))


class Keypad(Grid):
    """Ten digits, one key that takes the last one back and one that is done."""

    class Pressed(Message):
        """A key of the pad was touched."""

        def __init__(self, key: str) -> None:
            """Say which."""
            super().__init__()
            self.key = key
            """A digit, `backspace` or `enter`."""

    _FACES: ClassVar[dict[str, str]] = {
        **{str(digit): str(digit) for digit in range(1, 10)},
        BACKSPACE: "←",
        "0": "0",
        ENTER: "OK",
    }

    def compose(self) -> ComposeResult:
        """The keys in the order of a telephone, as they are printed on payment terminals."""
        for key, face in self._FACES.items():
            yield PadKey(key, face)
