"""Which cells a photo takes, and which part of it they show."""

from __future__ import annotations

from dataclasses import dataclass

CELL_ASPECT = 2.0
"""A cell's height divided by its width, near enough in every terminal font."""

NARROWEST = 0.68
"""Width by height of the slimmest crop that still holds both ears; a portrait is 0.8."""

WIDEST = 1.0
"""Width by height of the widest crop that still holds hat and chin."""

HEADROOM = 0.3
"""Share of what is cut away in height that is cut from the top: faces sit high in a portrait."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels."""


@dataclass(frozen=True, slots=True)
class Place:
    """The cells of a box that the photo covers; the ground shows in the others."""

    left: int
    """Empty columns before the photo."""
    top: int
    """Empty lines above the photo."""
    width: int
    """The photo's columns."""
    height: int
    """The photo's lines."""


def place_photo(width_cells: int, height_cells: int, cell_aspect: float = CELL_ASPECT) -> Place:
    """Return where a photo goes in a box: all of it, unless the box is too wide or too tall."""
    width, height = max(0, width_cells), max(0, height_cells)
    tall = height * cell_aspect
    if width > tall * WIDEST:
        width = min(width, max(1, round(tall * WIDEST))) if height else 0
    elif tall > width / NARROWEST:
        height = min(height, max(1, round(width / NARROWEST / cell_aspect))) if width else 0
    if not width or not height:
        return Place(0, 0, 0, 0)
    return Place((width_cells - width) // 2, (height_cells - height) // 2, width, height)


def crop_box(size: tuple[int, int], aspect: float) -> Box:
    """Return the largest part of a picture with the given aspect (width by height)."""
    width, height = size
    if width > height * aspect:
        inner = height * aspect
        return (width - inner) / 2, 0.0, (width + inner) / 2, float(height)
    inner = width / aspect
    top = (height - inner) * HEADROOM
    return 0.0, top, float(width), top + inner
