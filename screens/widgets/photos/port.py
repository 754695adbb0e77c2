"""The port through which screens draw photos, whatever the terminal can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from textual.strip import Strip

Rgb = tuple[int, int, int]
"""Red, green and blue, 0-255 each."""


class PhotoRenderer(Protocol):
    """Turns a photo into lines of cells. Keeps what it drew, so asking again costs nothing."""

    @property
    def name(self) -> str:
        """What `run.py doctor` prints: `blocks`, `half-blocks` or `kitty`."""

    def render(
        self, photo: bytes | None, key: str, width_cells: int, height_cells: int, ground: Rgb
    ) -> list[Strip]:
        """Draw a photo.

        Args:
            photo: JPEG, PNG or WebP. None, and bytes that are no picture, give a neutral
                figure in a hard hat; nothing about a photo is ever an error here.
            key: The photo's content hash: two photos with one key are taken for the same.
            width_cells: Columns to fill, 0 or more.
            height_cells: Lines to fill, 0 or more.
            ground: The colour around a photo whose shape does not fill the box.

        Returns:
            `height_cells` strips, each exactly `width_cells` wide. Do not change them.
        """

    def forget_all(self) -> None:
        """Drop everything kept, here and in the terminal; call it on exit and suspend."""
