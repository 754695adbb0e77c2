"""Drawing a photo under its frame, and what the frame holds; on the workshop's own JPEG only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from kiosk.people.photo_frame import Box
from kiosk.people.photo_sizes import PhotoSize
from screens.widgets.photos.geometry import CELL_ASPECT
from screens.widgets.photos.symbols import SAMPLES, fit_symbols

if TYPE_CHECKING:
    from PIL import Image

_DIMMED = bytes(round(level * 0.38) for level in range(256)) * 3
_Rows = list[list[Segment]]


@dataclass(frozen=True, slots=True)
class DrawnPhoto:
    """A whole photo in cells, bright as it is and dimmed as it is outside the frame.

    Attributes:
        left: Empty columns before it.
        top: Empty lines above it.
        width: Its columns.
        height: Its lines.
        bright: Its rows as they are.
        dim: Its rows outside the frame.
    """

    left: int
    top: int
    width: int
    height: int
    bright: _Rows
    dim: _Rows


def draw_photo(jpeg: bytes, width: int, height: int, *, is_fine: bool) -> DrawnPhoto:
    """Draw a whole photo as large as a widget; safe on any thread.

    Args:
        jpeg: As `UprightPhoto` has it.
        width: Columns of the widget, at least 1.
        height: Its lines, at least 1.
        is_fine: Whether the font has eighths and quarters; half blocks alone otherwise.
    """
    picture = _opened(jpeg)
    aspect = picture.width / picture.height * CELL_ASPECT
    columns = max(1, min(width, round(height * aspect)))
    lines = max(1, min(height, round(columns / aspect)))
    large = picture.resize((columns * SAMPLES, lines * SAMPLES), reducing_gap=2.0)
    return DrawnPhoto(
        (width - columns) // 2,
        (height - lines) // 2,
        columns,
        lines,
        _rows(large, columns, lines, is_fine),
        _rows(large.point(list(_DIMMED)), columns, lines, is_fine),
    )


def cut_out(jpeg: bytes, box: Box) -> bytes:
    """What a frame holds, as a JPEG of the size of a card on the board."""
    picture = _opened(jpeg)
    (width, height), (left, top, right, bottom) = picture.size, box
    part = (left * width, top * height, right * width, bottom * height)
    file = BytesIO()
    picture.resize(PhotoSize.CARD.pixels, box=part, reducing_gap=2.0).save(file, "JPEG", quality=88)
    return file.getvalue()


def framed_row(photo: DrawnPhoto, y: int, box: Box, ink: Color) -> list[Segment]:
    """One row of a photo with its frame: bright inside, dim outside, a line between.

    Args:
        photo: The photo.
        y: The row, from 0 to its height.
        box: The frame.
        ink: What the line is drawn in.
    """
    left, top, right, bottom = _cells(photo, box)
    if not top <= y <= bottom:
        return photo.dim[y]
    bright, dim = photo.bright[y], photo.dim[y]
    if y in (top, bottom):
        ends = "┏┓" if y == top else "┗┛"
        bar = ends[0] + "━" * (right - left - 1) + ends[1]
    else:
        bar = "┃" + " " * (right - left - 1) + "┃"
    inside = [
        under if mark == " " else Segment(mark, _inked(under, ink))
        for mark, under in zip(bar, bright[left : right + 1], strict=True)
    ]
    return [*dim[:left], *inside, *dim[right + 1 :]]


def _cells(photo: DrawnPhoto, box: Box) -> tuple[int, int, int, int]:
    """The frame's first and last columns and rows: at least two of each."""
    left = min(photo.width - 2, round(box[0] * photo.width))
    top = min(photo.height - 2, round(box[1] * photo.height))
    right = max(left + 1, round(box[2] * photo.width) - 1)
    bottom = max(top + 1, round(box[3] * photo.height) - 1)
    return max(0, left), max(0, top), min(photo.width - 1, right), min(photo.height - 1, bottom)


def _inked(under: Segment, ink: Color) -> Style:
    paper = under.style.bgcolor if under.style is not None else None
    return Style(color=ink, bgcolor=paper, bold=True)


@lru_cache(maxsize=2)
def _opened(jpeg: bytes) -> Image.Image:
    from PIL import Image

    with Image.open(BytesIO(jpeg), formats=("JPEG",)) as picture:
        return picture.convert("RGB")


def _rows(picture: Image.Image, width: int, height: int, is_fine: bool) -> _Rows:
    cells = fit_symbols(picture, width, height, is_fine)
    segments = [
        Segment(symbol, _style(cells.inks[at : at + 3], cells.papers[at : at + 3]))
        for symbol, at in zip(cells.symbols, range(0, len(cells.inks), 3), strict=True)
    ]
    return [segments[at : at + width] for at in range(0, len(segments), width)]


def _style(ink: bytes, paper: bytes) -> Style:
    return Style.from_color(Color.from_rgb(*ink), Color.from_rgb(*paper))
