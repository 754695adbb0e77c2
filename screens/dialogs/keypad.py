"""Digits to touch, where there is no keyboard and gloves are on."""

from collections.abc import Mapping

from textual import events
from textual.app import ComposeResult
from textual.containers import Grid
from textual.message import Message
from textual.widgets import Static

from kiosk.i18n import _

BACKSPACE, BACK, ENTER = "backspace", "escape", "enter"

PAD_DELETE = "."
"""The key of a number pad that takes the last sign back: a pad has no Backspace."""

_ROOMY = 15
"""Lines from which on four keys of three lines each stand apart."""

_LOW = 12
"""Lines from which on four keys of three lines each touch."""


class PadKey(Static):
    """One key of the pad."""

    def __init__(self, key: str, face: str) -> None:
        """Draw a key.

        Args:
            key: A digit, `backspace`, `escape` or `enter`.
            face: What is printed on it.
        """
        super().__init__(face, markup=False, classes=f"pad-{key}")
        self._key = key

    def on_click(self, event: events.Click) -> None:
        """Press it."""
        event.stop()
        self.post_message(Keypad.Pressed(self._key))


class Keypad(Grid):
    """Ten digits, a key that takes the last one back, one that leaves and one that is done."""

    class Pressed(Message):
        """A key of the pad was touched."""

        def __init__(self, key: str) -> None:
            """Say which."""
            super().__init__()
            self.key = key
            """A digit, `backspace`, `escape` or `enter`."""

    DEFAULT_CSS = """
    Keypad { grid-size: 4 4; grid-gutter: 1; }
    .pad-0 { column-span: 3; }
    .pad-enter { row-span: 2; }
    PadKey {
        width: 100%; height: 100%; background: $panel; color: $text;
        content-align: center middle; text-style: bold;
    }
    PadKey:hover { background: $accent; color: $background; }
    Keypad.-tight { grid-gutter: 0 1; }
    Keypad.-tight PadKey { border-bottom: outer $background; }
    Keypad.-even PadKey { border-top: outer $background; }
    """

    def __init__(self, letters: Mapping[str, str] | None = None) -> None:
        """Draw the digits.

        Args:
            letters: What is printed beside a digit, as on a telephone; None: nothing.
        """
        super().__init__()
        self._letters = letters or {}

    def on_resize(self, event: events.Resize) -> None:
        """Where there is little room, leave half a line between the keys, which is theirs too."""
        self.set_class(event.size.height < _ROOMY, "-tight")
        self.set_class(_LOW <= event.size.height < _ROOMY, "-even")

    def compose(self) -> ComposeResult:
        """The digits in the order of a telephone, the rest at the right."""
        rows = (("123", BACKSPACE, "←"), ("456", BACK, "Esc " + _("Back")), ("789", ENTER, _("OK")))
        for digits, key, face in rows:
            for digit in digits:
                yield PadKey(digit, f"{digit} {self._letters.get(digit, '')}".rstrip())
            yield PadKey(key, face)
        yield PadKey("0", "0")
