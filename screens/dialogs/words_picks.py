"""The words that can be picked while writing: one to a row, the next one marked by a key."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.strip import Strip

from kiosk.i18n import _
from screens.widgets.lines import Drawn, line, wrap

_ROOMY = 15
"""Lines from which on each row is three lines high, for gloved fingers; else two."""

MORE = -1
"""The place of the row that turns the page."""


class WordPicks(Drawn):
    """Rows of words; the marked one is what Enter takes."""

    LOOKS = "picks"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "picks--row",
        "picks--marked",
        "picks--more",
        "picks--none",
    }
    DEFAULT_CSS = """
    WordPicks {
        height: 1fr; width: 100%; background: $background;
        .picks--row { color: $text; background: $panel; }
        .picks--marked { color: $background; background: $accent; text-style: bold; }
        .picks--more { color: $text-muted; background: $background; }
        .picks--none { color: $text-muted; background: $background; }
    }
    """

    class Touched(Message):
        """A row was touched."""

        def __init__(self, place: int) -> None:
            """Say which.

            Args:
                place: Its place in the list, from 0.
            """
            super().__init__()
            self.place = place

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._rows: Sequence[str] = ()
        self._marked: int | None = None
        self._first = 0
        self._empty = ""

    def show(self, rows: Sequence[str], marked: int | None, empty: str) -> None:
        """Show words.

        Args:
            rows: What can be picked, in order.
            marked: The place of the marked one; None: none is.
            empty: What is said where there are none.
        """
        if list(rows) != list(self._rows):
            self._first = 0
        self._rows, self._marked, self._empty = rows, marked, empty
        if marked is not None:
            self._first = marked - marked % self._room
        self.redraw()

    @property
    def _row_height(self) -> int:
        return 3 if self.size.height >= _ROOMY else 2

    @property
    def _room(self) -> int:
        """Rows of a page; where there are several pages one row turns them."""
        fits = max(1, self.size.height // self._row_height)
        return fits if len(self._rows) <= fits else max(1, fits - 1)

    def draw(self, width: int, height: int) -> list[Strip]:
        """The rows of the page, each with a blank line before it, which is a finger's as well."""
        if not self._rows:
            return [
                line([(text, self.look("none"))], width, self.ground)
                for text in wrap(self._empty, max(2, width), max(1, height))
            ]
        page = range(self._first, min(len(self._rows), self._first + self._room))
        drawn = [strip for place in page for strip in self._row(place, width)]
        left = len(self._rows) - len(page)
        if left:
            words = _("… {count} more").format(count=left)
            drawn.append(line([(f"  {words}", self.look("more"))], width, self.ground))
        return drawn

    def _row(self, place: int, width: int) -> list[Strip]:
        is_marked = place == self._marked
        look = self.look("marked" if is_marked else "row")
        said = line([(("▶ " if is_marked else "  ") + self._rows[place], look)], width, look)
        gap = Strip.blank(width, self.ground)
        if self._row_height == 2:  # noqa: PLR2004  # the gap and the words
            return [gap, said]
        return [gap, said, line([], width, look)]

    def on_click(self, event: events.Click) -> None:
        """Pick the row, or turn the page."""
        event.stop()
        row = event.y // self._row_height
        place = self._first + row
        if row < self._room and place < len(self._rows):
            self.post_message(self.Touched(place))
        elif len(self._rows) > self._room:
            self._first = place if place < len(self._rows) else 0
            self.redraw()
