"""A badge's code as large as the screen allows, to be photographed off it."""

from collections.abc import Sequence
from itertools import groupby

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from kiosk.exports.qr import QUIET_MODULES
from screens.widgets.lines import Canvas, Drawn
from screens.widgets.qr import LOWER_HALF

Rows = Sequence[Sequence[bool]]
"""The code's squares, True for black, without a rim."""

_BLACK, _WHITE = Color.from_rgb(0, 0, 0), Color.from_rgb(255, 255, 255)


def scale_of(squares: int, width: int, height: int) -> int:
    """How many pixels a square's side takes, two pixels to a line; 0 where nothing fits.

    Args:
        squares: Squares to a side, without the rim.
        width: Cells at hand.
        height: Lines at hand.
    """
    whole = squares + 2 * QUIET_MODULES
    return min(width, 2 * height) // whole


def strips_width(rows: Rows) -> int:
    """The columns of a code at scale 1."""
    return len(rows) + 2 * QUIET_MODULES


def code_strips(rows: Rows, scale: int) -> list[Strip]:
    """A code with its white rim, black on white whatever the theme."""
    grown = [[square for square in row for _twice in range(scale)] for row in _framed(rows)]
    tall = [row for row in grown for _twice in range(scale)]
    if len(tall) % 2:
        tall.append([False] * len(tall[0]))
    return [_strip(upper, lower) for upper, lower in zip(tall[::2], tall[1::2], strict=True)]


def _framed(rows: Rows) -> list[list[bool]]:
    rim = [False] * QUIET_MODULES
    blank = [[False] * (len(rows[0]) + 2 * QUIET_MODULES)] * QUIET_MODULES
    return [*blank, *([*rim, *row, *rim] for row in rows), *blank]


def _strip(upper: Sequence[bool], lower: Sequence[bool]) -> Strip:
    runs = groupby(zip(upper, lower, strict=True))
    segments = [Segment(LOWER_HALF * len(list(run)), _style(*pair)) for pair, run in runs]
    return Strip(segments, len(upper))


def _style(upper: bool, lower: bool) -> Style:
    return Style(color=_BLACK if lower else _WHITE, bgcolor=_BLACK if upper else _WHITE)


class BadgeCode(Drawn):
    """A code in the middle of its place; nothing where it does not fit."""

    DEFAULT_CSS = "BadgeCode { width: auto; height: 1fr; }"

    def __init__(self, rows: Rows, beside: int = 0) -> None:
        """Draw a code.

        Args:
            rows: Its squares, without the rim.
            beside: Cells that are left to what stands beside it.
        """
        super().__init__()
        self._rows, self._beside = rows, beside

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The columns that it fills when it is as large as it can be."""
        room = container.width - self._beside
        return strips_width(self._rows) * scale_of(len(self._rows), room, container.height)

    def draw(self, width: int, height: int) -> list[Strip]:
        """The code, as large as it can be."""
        scale = scale_of(len(self._rows), width, height)
        if not scale:
            return []
        strips = code_strips(self._rows, scale)
        canvas = Canvas(width, height, self.ground)
        left = (width - strips[0].cell_length) // 2
        top = max(0, (height - len(strips)) // 2)
        for place, strip in enumerate(strips):
            canvas.put(left, top + place, strip)
        return canvas.lines()
