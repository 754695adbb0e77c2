"""Choosing, for every cell, the block symbol and the two colours nearest to the picture.

All cells are decided at once, symbol by symbol, on pictures of one pixel a cell: Pillow does
the arithmetic in C, and numpy is not needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

SAMPLES = 8
"""Samples a cell in each direction: the finest bars are an eighth of a cell."""

ROWS = "▁▂▃▄▅▆▇"
"""Filled from below by one to seven eighths."""

COLUMNS = "▏▎▍▌▋▊▉"
"""Filled from the left by one to seven eighths."""

CORNERS = "▘▝▖▗"
"""One quarter filled: upper left, upper right, lower left, lower right."""

DIAGONAL = "▞"
"""Upper right and lower left filled."""

PLAIN = " "
"""For cells whose two halves hardly differ: no glyph, so no seam where the font is inexact."""

FAINT = 5
"""Difference (0-255) under which a cell is left plain."""


@dataclass(frozen=True, slots=True)
class Cells:
    """A picture as symbols; all three run line by line."""

    symbols: str
    """One character a cell."""
    inks: bytes
    """Three bytes a cell: what the symbol is drawn in."""
    papers: bytes
    """Three bytes a cell: what is behind it."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """A symbol with, for every cell, the mean colours of what it would fill and leave."""

    symbol: str
    share: float
    ink: Image.Image
    paper: Image.Image


def fit_symbols(picture: Image.Image, width: int, height: int, fine: bool) -> Cells:
    """Choose the symbols for a picture.

    Args:
        picture: RGB, `SAMPLES` pixels a cell in both directions.
        width: Columns.
        height: Lines.
        fine: Whether eighths and quarters may be used, or half blocks alone, which every
            font and even the Linux console has.
    """
    from PIL import Image, ImageChops

    paper = picture.reduce(SAMPLES)
    ink = paper.copy()
    index = Image.new("L", (width, height))
    best = Image.new("L", (width, height), FAINT)
    symbols = PLAIN
    for choice in _choices(picture, (width, height), fine):
        gain = _contrast(choice)
        better = ImageChops.subtract(gain, best, scale=1 / 255)  # any gain at all becomes 255
        best = ImageChops.lighter(best, gain)
        ink.paste(choice.ink, (0, 0), better)
        paper.paste(choice.paper, (0, 0), better)
        index.paste(len(symbols), (0, 0, width, height), better)
        symbols += choice.symbol
    return Cells("".join(map(symbols.__getitem__, index.tobytes())), ink.tobytes(), paper.tobytes())


def _contrast(choice: _Choice) -> Image.Image:
    """Return how much of a cell's variation the split explains, as a picture.

    The variance between two groups is their shares' product times the square of the distance
    of their means; its root fits into a byte.
    """
    from PIL import ImageChops

    weight = (choice.share * (1 - choice.share)) ** 0.5 * 2
    red, green, blue = 0.34 * weight, 0.44 * weight, 0.22 * weight
    return ImageChops.difference(choice.ink, choice.paper).convert("L", (red, green, blue, 0.0))


def _choices(picture: Image.Image, size: tuple[int, int], fine: bool) -> Iterator[_Choice]:
    """Yield the halves first: between equals the first wins, and halves are the surest glyphs.

    The thinnest upright bars are left out: where a cell holds a corner they draw stray hairs.
    """
    lines = _slices(picture.reduce((SAMPLES, 1)), size, upright=True)
    rows = list(_bars(ROWS, lines[::-1]))
    yield rows[3]
    if not fine:
        return
    columns = list(_bars(COLUMNS, _slices(picture.reduce((1, SAMPLES)), size, upright=False)))
    yield columns[3]
    yield from _quarters(picture.reduce(SAMPLES // 2), size)
    for number in (1, 5, 2, 4):
        yield rows[number]
        yield columns[number]
    yield rows[0]
    yield rows[6]


def _slices(strip: Image.Image, size: tuple[int, int], upright: bool) -> list[Image.Image]:
    """Return the first samples of all cells, the second ones, and so on: `SAMPLES` pictures."""
    from PIL import Image

    width, height = size
    down, across = (SAMPLES, 1) if upright else (1, SAMPLES)
    return [
        strip.transform(
            (width, height),
            Image.Transform.AFFINE,
            (
                across,
                0,
                0 if upright else step - (SAMPLES - 1) / 2,
                0,
                down,
                step - (SAMPLES - 1) / 2 if upright else 0,
            ),
            Image.Resampling.NEAREST,
        )
        for step in range(SAMPLES)
    ]


def _bars(symbols: str, slices: list[Image.Image]) -> Iterator[_Choice]:
    """Yield the bars that fill one to seven of the slices, given from the filled side."""
    filled, left = _running_means(slices), _running_means(slices[::-1])
    for number, symbol in enumerate(symbols):
        yield _Choice(symbol, (number + 1) / SAMPLES, filled[number], left[SAMPLES - 2 - number])


def _running_means(slices: list[Image.Image]) -> list[Image.Image]:
    from PIL import Image

    means = [slices[0]]
    for count, piece in enumerate(slices[1:], start=2):
        means.append(Image.blend(means[-1], piece, 1 / count))
    return means


def _quarters(quads: Image.Image, size: tuple[int, int]) -> Iterator[_Choice]:
    from PIL import Image

    width, height = size
    upper_left, upper_right, lower_left, lower_right = corners = [
        quads.transform(
            (width, height),
            Image.Transform.AFFINE,
            (2, 0, x - 0.5, 0, 2, y - 0.5),
            Image.Resampling.NEAREST,
        )
        for y in (0, 1)
        for x in (0, 1)
    ]
    for number, symbol in enumerate(CORNERS):
        others = [corner for place, corner in enumerate(corners) if place != number]
        yield _Choice(symbol, 0.25, corners[number], _running_means(others)[-1])
    yield _Choice(
        DIAGONAL,
        0.5,
        Image.blend(upper_right, lower_left, 0.5),
        Image.blend(upper_left, lower_right, 0.5),
    )
