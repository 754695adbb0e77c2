"""Photos in coloured block symbols: any terminal, any multiplexer, any browser."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.color import Color, ColorType
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from screens.widgets.photos.cache import RecentlyUsed
from screens.widgets.photos.geometry import CELL_ASPECT, Place, place_photo
from screens.widgets.photos.picture import draw_figure, load_picture
from screens.widgets.photos.port import Rgb
from screens.widgets.photos.symbols import SAMPLES, Cells, fit_symbols

if TYPE_CHECKING:
    from PIL import Image

KEPT_PHOTOS = 256
"""Drawn photos to keep: three full boards of a large screen, about 20 MB."""


class BlockRenderer:
    """Draws photos with the best of 17 block symbols in two colours for each cell."""

    def __init__(self, fine: bool = True, kept: int = KEPT_PHOTOS) -> None:
        """Start with nothing drawn.

        Args:
            fine: Whether the font has eighths and quarters; half blocks alone otherwise.
            kept: The most drawn photos to keep.
        """
        self._fine = fine
        self._drawn: RecentlyUsed[tuple[str, int, int, Rgb], list[Strip]] = RecentlyUsed(kept)

    @property
    def name(self) -> str:
        """See `PhotoRenderer.name`."""
        return "blocks" if self._fine else "half-blocks"

    def render(
        self, photo: bytes | None, key: str, width_cells: int, height_cells: int, ground: Rgb
    ) -> list[Strip]:
        """See `PhotoRenderer.render`."""
        wanted = (key if photo else "", width_cells, height_cells, ground)
        drawn = self._drawn.find(wanted)
        if drawn is not None:
            return drawn
        place = place_photo(width_cells, height_cells)
        rows = self._draw(photo, place, ground) if place.width else []
        return self._drawn.keep(wanted, frame_rows(rows, place, width_cells, height_cells, ground))

    def forget_all(self) -> None:
        """See `PhotoRenderer.forget_all`."""
        self._drawn.clear()

    def _draw(self, photo: bytes | None, place: Place, ground: Rgb) -> list[list[Segment]]:
        size = (place.width * SAMPLES, place.height * SAMPLES)
        aspect = place.width / place.height / CELL_ASPECT
        picture = load_picture(photo, size, aspect)
        if picture is None:
            picture = draw_figure(size, ground)
        else:
            picture = _sharpened(picture, place.height)
        return _rows(fit_symbols(picture, place.width, place.height, self._fine), place.width)


def _sharpened(picture: Image.Image, height_cells: int) -> Image.Image:
    """Lift the eyes and the mouth out of the blur: the smaller the photo, the more."""
    from PIL import ImageFilter

    percent = max(20, 110 - 4 * height_cells)
    return picture.filter(ImageFilter.UnsharpMask(SAMPLES // 2, percent, 0))


def _rows(cells: Cells, width: int) -> list[list[Segment]]:
    inks, papers = cells.inks, cells.papers
    segments = [
        Segment(symbol, _style(inks[at : at + 3], papers[at : at + 3]))
        for symbol, at in zip(cells.symbols, range(0, len(inks), 3), strict=True)
    ]
    return [segments[start : start + width] for start in range(0, len(segments), width)]


@lru_cache(maxsize=8192)
def _style(ink: bytes, paper: bytes) -> Style:
    return Style.from_color(_color(ink), _color(paper))


@lru_cache(maxsize=8192)
def _color(rgb: bytes) -> Color:
    return Color("#" + rgb.hex(), ColorType.TRUECOLOR, None, ColorTriplet(*rgb))


def frame_rows(
    rows: list[list[Segment]], place: Place, width_cells: int, height_cells: int, ground: Rgb
) -> list[Strip]:
    """Put a photo's rows into their box.

    Args:
        rows: `place.height` rows of `place.width` cells.
        place: Where they go.
        width_cells: The box's columns.
        height_cells: The box's lines.
        ground: The colour of the rest of the box.

    Returns:
        Strips that fill the box.
    """
    style = Style(bgcolor=Color.from_rgb(*ground))
    blank = Strip.blank(max(0, width_cells), style)
    before = [Segment(" " * place.left, style)] if place.left else []
    right = width_cells - place.left - place.width
    after = [Segment(" " * right, style)] if right > 0 else []
    lines = [Strip([*before, *row, *after], width_cells) for row in rows]
    below = max(0, height_cells) - place.top - len(lines)
    return [blank] * place.top + lines + [blank] * below
