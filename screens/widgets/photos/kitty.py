"""Photos in full sharpness: kitty graphics through Unicode placeholders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from screens.widgets.photos import kitty_protocol as protocol
from screens.widgets.photos.blocks import BlockRenderer, frame_rows
from screens.widgets.photos.cache import RecentlyUsed
from screens.widgets.photos.geometry import Place, place_photo
from screens.widgets.photos.picture import draw_figure, load_picture
from screens.widgets.photos.port import Rgb

if TYPE_CHECKING:
    from textual.strip import Strip

KEPT_IMAGES = 128
"""Images to keep in the terminal: more than any screen shows at once, about 40 MB of pixels."""

FIRST_ID = 0x4B0001
"""Image ids count up from here; other programs in the same window tend to start at 1."""

USUAL_CELL_PX = (10, 20)
"""A cell's width and height in pixels where the terminal did not say."""

LARGEST_PX = (480, 600)
"""No image is sent with more pixels than a stored photo has."""


@dataclass(frozen=True, slots=True)
class _Shown:
    image_id: int
    strips: list[Strip]


class KittyRenderer:
    """Hands each photo to the terminal once and prints cells that refer to it."""

    def __init__(
        self,
        write: Callable[[str], object],
        cell_px: tuple[int, int] | None = None,
        kept: int = KEPT_IMAGES,
    ) -> None:
        """Start with nothing handed over.

        Args:
            write: Sends text to the terminal, unchanged and in order with the screen's own.
            cell_px: A cell's width and height in pixels, or None when unknown.
            kept: The most images to keep in the terminal.
        """
        self._write = write
        self._cell_px = cell_px or USUAL_CELL_PX
        self._ids = count(FIRST_ID)
        self._too_large = BlockRenderer()
        self._shown: RecentlyUsed[tuple[str, int, int, Rgb], _Shown] = RecentlyUsed(
            kept, dropped=self._forget
        )

    @property
    def name(self) -> str:
        """See `PhotoRenderer.name`."""
        return "kitty"

    def render(
        self, photo: bytes | None, key: str, width_cells: int, height_cells: int, ground: Rgb
    ) -> list[Strip]:
        """See `PhotoRenderer.render`; a box too large to number its cells is drawn in blocks."""
        wanted = (key if photo else "", width_cells, height_cells, ground)
        shown = self._shown.find(wanted)
        if shown is not None:
            return shown.strips
        width_px, height_px = self._cell_px
        place = place_photo(width_cells, height_cells, height_px / width_px)
        if not 0 < max(place.width, place.height) <= protocol.LONGEST_SIDE:
            return self._too_large.render(photo, key, width_cells, height_cells, ground)
        image_id = next(self._ids) & protocol.LARGEST_ID
        png = self._png(photo, place, ground)
        self._write("".join(protocol.transmit(image_id, png, place.width, place.height)))
        rows = _placeholder_rows(image_id, place, ground)
        strips = frame_rows(rows, place, width_cells, height_cells, ground)
        return self._shown.keep(wanted, _Shown(image_id, strips)).strips

    def forget_all(self) -> None:
        """See `PhotoRenderer.forget_all`."""
        self._shown.clear()
        self._too_large.forget_all()

    def _png(self, photo: bytes | None, place: Place, ground: Rgb) -> bytes:
        full = (place.width * self._cell_px[0], place.height * self._cell_px[1])
        scale = min(1.0, LARGEST_PX[0] / full[0], LARGEST_PX[1] / full[1])
        size = (max(1, round(full[0] * scale)), max(1, round(full[1] * scale)))
        picture = load_picture(photo, size, full[0] / full[1]) or draw_figure(size, ground)
        out = BytesIO()
        picture.save(out, "PNG", compress_level=1)  # speed counts: the way to the terminal is short
        return out.getvalue()

    def _forget(self, shown: _Shown) -> None:
        self._write(protocol.forget(shown.image_id))


def _placeholder_rows(image_id: int, place: Place, ground: Rgb) -> list[list[Segment]]:
    number = Color.from_rgb(image_id >> 16, image_id >> 8 & 0xFF, image_id & 0xFF)
    style = Style(color=number, bgcolor=Color.from_rgb(*ground))
    return [
        [Segment(protocol.placeholder_row(row, place.width), style)] for row in range(place.height)
    ]
