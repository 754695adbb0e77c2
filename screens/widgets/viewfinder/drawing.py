"""From a camera's small picture to lines of cells, quickly enough to be shown live."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Literal, NamedTuple

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from kiosk.scanners.camera_wire import Frame
from screens.widgets.photos.geometry import CELL_ASPECT
from screens.widgets.photos.symbols import SAMPLES, fit_symbols

if TYPE_CHECKING:
    from PIL import Image

    from screens.widgets.photos.port import Rgb

Aim = Literal["square", "portrait"]
"""What is aimed at: a code, or a face in the shape of a photo."""

ASPECTS: dict[Aim, float] = {"square": 1.0, "portrait": 0.8}
"""Width by height of the frame; photos are 4:5."""

SHARES: dict[Aim, float] = {"square": 0.72, "portrait": 0.94}
"""The frame's height as a share of the picture's."""

DIMMED = bytes(round(level * 0.55) for level in range(256)) * 3
"""What is outside the frame, darker: the eye goes where the badge must go."""

LEVELS = bytes((level & 0xF8) + 4 for level in range(256))
"""Thirty-two steps a channel: live pictures have ever new colours, styles are kept by colour."""

CORNERS = ("▛▀▀", "▀▀▜", "▙▄▄", "▄▄▟")
"""Upper left, upper right, lower left, lower right."""


class Box(NamedTuple):
    """A part of the picture, in cells."""

    left: int
    top: int
    width: int
    height: int


LEAST_FRAME = Box(0, 0, 4, 3)
"""Cells of the smallest frame whose corners do not run into each other."""


class LiveLook(NamedTuple):
    """How a picture is drawn."""

    aim: Aim
    ink: Rgb
    """What the frame's corners are drawn in."""
    ground: Rgb
    """Around a picture whose shape does not fill the widget."""
    is_fine: bool
    """Whether the font has eighths and quarters; half blocks alone otherwise."""
    is_mirrored: bool
    """Whether it is shown as in a mirror, so that aiming feels natural."""


def picture_box(frame: Frame, width: int, height: int) -> Box:
    """Where a whole picture goes in a widget of so many cells."""
    aspect = frame.width / frame.height * CELL_ASPECT
    fitted = min(width, round(height * aspect))
    lines = min(height, max(1, round(fitted / aspect)))
    return Box((width - fitted) // 2, (height - lines) // 2, fitted, lines)


def aim_box(width: int, height: int, aim: Aim) -> Box:
    """Where the frame goes in a picture of so many cells; at least three by three."""
    lines = min(height, max(3, round(height * SHARES[aim])))
    columns = min(width, max(3, round(lines * CELL_ASPECT * ASPECTS[aim])))
    return Box((width - columns) // 2, (height - lines) // 2, columns, lines)


def draw_live(frame: Frame, width: int, height: int, look: LiveLook) -> list[Strip]:
    """Draw a picture; safe on any thread.

    Args:
        frame: The picture.
        width: Columns of the widget.
        height: Its lines.
        look: How to draw it.

    Returns:
        `height` strips, each exactly `width` wide.
    """
    ground = Style(bgcolor=Color.from_rgb(*look.ground))
    blank = Strip.blank(max(0, width), ground)
    place = picture_box(frame, max(0, width), max(0, height))
    if not place.width:
        return [blank] * max(0, height)
    aim = aim_box(place.width, place.height, look.aim)
    rows = _rows(_prepared(frame, place, aim, look.is_mirrored), place, look.is_fine)
    _draw_corners(rows, aim, Color.from_rgb(*look.ink))
    before = [Segment(" " * place.left, ground)] if place.left else []
    rest = width - place.left - place.width
    after = [Segment(" " * rest, ground)] if rest else []
    lines = [Strip([*before, *row, *after], width) for row in rows]
    below = height - place.top - len(lines)
    return [blank] * place.top + lines + [blank] * below


def still_frame(jpeg: bytes, most: tuple[int, int] = (320, 240)) -> Frame | None:
    """A picture that was taken, small enough to draw; None for bytes that are no picture."""
    from PIL import Image

    try:
        with Image.open(BytesIO(jpeg), formats=("JPEG",)) as picture:
            picture.draft("RGB", most)
            small = picture.convert("RGB")
        small.thumbnail(most)
    except Exception:  # Pillow's decoders raise nearly anything on bytes that are no picture
        return None
    return Frame(small.width, small.height, small.tobytes())


def _prepared(frame: Frame, place: Box, aim: Box, is_mirrored: bool) -> Image.Image:
    """The picture at eight samples a cell, mirrored, and dark outside the frame."""
    from PIL import Image

    picture = Image.frombytes("RGB", (frame.width, frame.height), frame.rgb)
    if is_mirrored:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    size = (place.width * SAMPLES, place.height * SAMPLES)
    large = picture.resize(size, Image.Resampling.BILINEAR)
    left, top = aim.left * SAMPLES, aim.top * SAMPLES
    right, bottom = left + aim.width * SAMPLES, top + aim.height * SAMPLES
    inside = large.crop((left, top, right, bottom))
    dark = large.point(list(DIMMED))
    dark.paste(inside, (left, top))
    return dark


def _rows(picture: Image.Image, place: Box, is_fine: bool) -> list[list[Segment]]:
    cells = fit_symbols(picture, place.width, place.height, is_fine)
    inks, papers = cells.inks.translate(LEVELS), cells.papers.translate(LEVELS)
    segments = [
        Segment(symbol, _style(inks[at : at + 3], papers[at : at + 3]))
        for symbol, at in zip(cells.symbols, range(0, len(inks), 3), strict=True)
    ]
    return [segments[at : at + place.width] for at in range(0, len(segments), place.width)]


@lru_cache(maxsize=16_384)
def _style(ink: bytes, paper: bytes) -> Style:
    return Style.from_color(_color(ink), _color(paper))


@lru_cache(maxsize=4_096)
def _color(rgb: bytes) -> Color:
    return Color.from_rgb(*rgb)


def _draw_corners(rows: list[list[Segment]], aim: Box, ink: Color) -> None:
    if aim.width < LEAST_FRAME.width or aim.height < LEAST_FRAME.height:
        return
    bottom, right = aim.top + aim.height - 1, aim.left + aim.width
    long = min(6, aim.width // 2)
    places = (
        (aim.top, aim.left),
        (aim.top, right - long),
        (bottom, aim.left),
        (bottom, right - long),
    )
    for corner, (y, x) in zip(CORNERS, places, strict=True):
        is_left, is_top = corner[0] in "▛▙", corner[1] == "▀"
        bar = ("▀" if is_top else "▄") * (long - 1)
        symbols = corner[0] + bar if is_left else bar + corner[-1]
        for offset, symbol in enumerate(symbols):
            _overlay(rows, y, x + offset, symbol, ink)
        edge = x if is_left else x + long - 1
        for step in range(1, min(3, aim.height // 2)):
            _overlay(rows, y + step if is_top else y - step, edge, "▌" if is_left else "▐", ink)


def _overlay(rows: list[list[Segment]], y: int, x: int, symbol: str, ink: Color) -> None:
    under = rows[y][x].style
    paper = under.bgcolor if under is not None else None
    rows[y][x] = Segment(symbol, Style(color=ink, bgcolor=paper))
