"""Drawing text and pieces of pictures line by line, cut by cells."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.text import cell_width, fit

_CLOSING = tuple("。，、：；？！）》」』”’…％")
"""What no line begins with (GB/T 15834, 5.1)."""

_OPENING = tuple("（《「『“‘")
"""What no line ends with (the same)."""

Part = tuple[str, Style]
"""A piece of a line and how it looks."""


def line(parts: Sequence[Part], width: int, ground: Style) -> Strip:
    """Pieces of cleaned text side by side, cut or filled to a width in cells.

    Args:
        parts: From left to right; each takes the ground's background unless it has its own.
        width: Cells of the line.
        ground: How the rest of the line looks.
    """
    segments, left = [], max(0, width)
    for text, style in parts:
        shown = fit(text, min(left, cell_width(text)))
        segments.append(Segment(shown, ground + style))
        left -= cell_width(shown)
    if left:
        segments.append(Segment(" " * left, ground))
    return Strip(segments, max(0, width))


def spread(left: Sequence[Part], right: Sequence[Part], width: int, ground: Style) -> Strip:
    """A line with pieces at both ends; the left ones are cut where both do not fit."""
    room = max(0, width - sum(cell_width(text) for text, _ in right))
    ends = line(right, min(width, width - room), ground)
    return Strip.join([line(left, room, ground), ends])


def wrap(text: str, width: int, most: int) -> list[str]:
    """Break cleaned text into lines by cells, at blanks where there are some.

    A dot that parts two facts has nothing to part where one of them begins the next line.

    Args:
        text: One line of text.
        width: Cells of a line, at least 2.
        most: Lines at most; the last one is cut with an ellipsis.
    """
    lines: list[str] = []
    rest = text.strip()
    while rest and len(lines) < most - 1 and cell_width(rest) > width:
        end = _break_at(rest, width)
        lines.append(rest[:end].rstrip().removesuffix(" ·"))
        rest = rest[end:].lstrip()
    return [*lines, fit(rest, width).rstrip()] if rest else lines


def _break_at(text: str, width: int) -> int:
    end, used = 0, 0
    while end < len(text) and used + cell_width(text[end]) <= width:
        used += cell_width(text[end])
        end += 1
    blank = text.rfind(" ", 0, end + 1)
    return blank if blank > end // 2 else _without_stray_mark(text, max(1, end))


def _without_stray_mark(text: str, end: int) -> int:
    """Earlier where a line would begin with what closes, or end with what opens."""
    earlier = end
    while earlier > 1 and (
        text[earlier : earlier + 1] in _CLOSING or text[earlier - 1] in _OPENING
    ):
        earlier -= 1
    return earlier if earlier > end // 2 else end


class Canvas:
    """Lines on which strips are put; where nothing was put the ground shows."""

    def __init__(self, width: int, height: int, ground: Style) -> None:
        """Start empty.

        Args:
            width: Cells of a line.
            height: Lines.
            ground: How an empty cell looks.
        """
        self._width = width
        self._ground = ground
        self._pieces: list[list[tuple[int, Strip]]] = [[] for _ in range(height)]

    def put(self, x: int, y: int, strip: Strip) -> None:
        """Put a strip at a column and a line; pieces must not overlap; outside is cut off."""
        if 0 <= y < len(self._pieces) and x < self._width:
            self._pieces[y].append((x, strip))

    def lines(self) -> list[Strip]:
        """All lines, each exactly as wide as the canvas."""
        return [self._line(sorted(pieces, key=lambda piece: piece[0])) for pieces in self._pieces]

    def _line(self, pieces: list[tuple[int, Strip]]) -> Strip:
        joined, at = [], 0
        for x, strip in pieces:
            if x > at:
                joined.append(Strip.blank(x - at, self._ground))
            joined.append(strip)
            at = x + strip.cell_length
        return Strip.join(joined).adjust_cell_length(self._width, self._ground)


class Drawn(Widget):
    """A widget that draws all of its lines at once, and again only after something changed."""

    ALLOW_SELECT = False

    LOOKS: ClassVar[str] = ""
    """What its component classes begin with, before `--`."""

    _lines: list[Strip] | None = None
    _lines_size = Size(0, 0)

    @abstractmethod
    def draw(self, width: int, height: int) -> list[Strip]:
        """Draw the lines from the top; those left out are blank."""

    def redraw(self) -> None:
        """Something changed: draw again."""
        self._lines = None
        self.refresh()

    def notify_style_update(self) -> None:
        """The theme changed: draw again."""
        self._lines = None
        super().notify_style_update()

    def look(self, name: str) -> Style:
        """The style of a component class, by what stands behind its `--`."""
        return self.get_component_rich_style(f"{self.LOOKS}--{name}")

    @property
    def ground(self) -> Style:
        """The widget's own background."""
        return Style(bgcolor=self.background_colors[1].rich_color)

    def render_line(self, y: int) -> Strip:
        """One line, as Textual asks for it; it may ask before the first size is known."""
        if self._lines is None or self._lines_size != self.size:
            self._lines_size = self.size
            self._lines = self.draw(self.size.width, self.size.height)
        if y < len(self._lines):
            return self._lines[y]
        return Strip.blank(self.size.width, self.ground)
