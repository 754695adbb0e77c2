"""The best symbol for a cell: a cell that looks like a symbol gets that symbol."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from screens.widgets.photos.symbols import COLUMNS, CORNERS, DIAGONAL, ROWS, SAMPLES, fit_symbols

HALF = SAMPLES // 2
BOXES = {
    **{symbol: [(0, SAMPLES - n, SAMPLES, SAMPLES)] for n, symbol in enumerate(ROWS, 1)},
    **{symbol: [(0, 0, n, SAMPLES)] for n, symbol in enumerate(COLUMNS, 1) if 1 < n < SAMPLES - 1},
    CORNERS[0]: [(0, 0, HALF, HALF)],
    CORNERS[1]: [(HALF, 0, SAMPLES, HALF)],
    CORNERS[2]: [(0, HALF, HALF, SAMPLES)],
    CORNERS[3]: [(HALF, HALF, SAMPLES, SAMPLES)],
    DIAGONAL: [(HALF, 0, SAMPLES, HALF), (0, HALF, HALF, SAMPLES)],
}
INK, PAPER = (200, 40, 90), (20, 160, 30)

colours = st.tuples(*[st.integers(0, 255)] * 3)


def drawn(symbol: str) -> Image.Image:
    cell = Image.new("RGB", (SAMPLES, SAMPLES), PAPER)
    for box in BOXES[symbol]:
        cell.paste(INK, box)
    return cell


@pytest.mark.parametrize("symbol", sorted(BOXES))
def test_a_cell_that_looks_like_a_symbol_becomes_that_symbol_in_its_colours(symbol: str) -> None:
    cells = fit_symbols(drawn(symbol), 1, 1, fine=True)
    assert cells.symbols == symbol
    for got, meant in ((cells.inks, INK), (cells.papers, PAPER)):
        assert all(abs(a - b) <= 3 for a, b in zip(got, meant, strict=True))


def test_every_symbol_finds_its_own_place_in_a_row() -> None:
    row = Image.new("RGB", (SAMPLES * len(BOXES), SAMPLES))
    for place, symbol in enumerate(BOXES):
        row.paste(drawn(symbol), (place * SAMPLES, 0))
    assert fit_symbols(row, len(BOXES), 1, fine=True).symbols == "".join(BOXES)


def test_a_large_part_that_differs_counts_more_than_a_thin_one() -> None:
    cell = Image.new("RGB", (SAMPLES, SAMPLES), (255, 255, 255))
    cell.paste((128, 128, 128), (0, 1, SAMPLES, HALF))
    cell.paste((0, 0, 0), (0, HALF, SAMPLES, SAMPLES))
    assert fit_symbols(cell, 1, 1, fine=True).symbols == ROWS[HALF - 1]


def test_coarse_cells_use_half_blocks_alone() -> None:
    column = Image.new("RGB", (SAMPLES, SAMPLES * len(BOXES)))
    for place, symbol in enumerate(BOXES):
        column.paste(drawn(symbol), (0, place * SAMPLES))
    symbols = fit_symbols(column, 1, len(BOXES), fine=False).symbols
    assert set(symbols) <= {" ", "▄"}
    assert "▄" in symbols


@given(colours)
def test_an_even_cell_is_left_plain(colour: tuple[int, int, int]) -> None:
    cells = fit_symbols(Image.new("RGB", (SAMPLES, SAMPLES), colour), 1, 1, fine=True)
    assert (cells.symbols, tuple(cells.papers)) == (" ", colour)
