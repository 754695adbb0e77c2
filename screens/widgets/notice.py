"""One line that says what just happened, and goes away by itself."""

from typing import Literal

from textual.content import Content
from textual.widgets import Static

Kind = Literal["stored", "attention", "refused"]
"""What a notice speaks of: something durable, something that needs somebody, a no."""

SHAPES: dict[Kind, str] = {"stored": "✓", "attention": "▲", "refused": "✕"}
"""The shape that stands beside each colour."""

SHOWN_S = 5.0
"""How long a notice stays, in seconds."""


class Notice(Static):
    """A sentence over the lower edge of the screen; a touch puts it away."""

    DEFAULT_CSS = """
    Notice {
        dock: bottom; layer: notice; height: auto; width: 100%; padding: 1 2; text-style: bold;
        background: $panel; color: $text;
        &.-stored { background: $success; color: $background; }
        &.-attention { background: $warning; color: $background; }
        &.-refused { background: $error; color: $background; }
    }
    """

    def __init__(self, sentence: str, kind: Kind) -> None:
        """Say something.

        Args:
            sentence: Plain text; nothing in it is markup.
            kind: Gives colour and shape.
        """
        super().__init__(Content(f"{SHAPES[kind]}  {sentence}"), classes=f"-{kind}")

    def on_mount(self) -> None:
        """Stand above the keys, which stay readable, and go away in a while."""
        self.styles.offset = (0, -self._lines_of_keys())
        self.set_timer(SHOWN_S, self.remove)

    def _lines_of_keys(self) -> int:
        """Lines from the upper edge of the screen's keys to its lower edge; 0 without keys."""
        whole = self.screen.size.height
        tops = [bar.region.y for bar in self.screen.query("KeyBar") if bar.region]
        return whole - max(tops) if tops else 0

    def on_click(self) -> None:
        """Go away now."""
        self.remove()
