"""A few words in letters as tall as the screen allows, two pixels a cell.

Only the words of answers and outcomes and digits are there (`letters.txt`); anything else is
written with wide spaces. The half block U+2584/U+2580 is in every terminal's font.
"""

from functools import lru_cache, reduce
from operator import or_
from pathlib import Path

from textual.renderables.digits import DIGITS, DIGITS3X3_BOLD

from kiosk.text import cell_width, fit

SIZES = (40, 24, 16, 12)
"""Heights in pixels, two to a line, the largest first."""

_FILE = Path(__file__).with_suffix(".txt")
_DRAWN_LINES, _DRAWN_CELLS = 3, 3
"""Of one of Textual's digits."""

_HALVES = " ▀▄█"
Letter = tuple[int, tuple[int, ...]]
"""Width in pixels, and each row's bits, leftmost highest."""


@lru_cache(maxsize=1)
def letters() -> dict[tuple[int, str], Letter]:
    """All letters by size and character."""
    found = {}
    for row in _FILE.read_text("utf-8").splitlines():
        if not row.startswith("#"):
            size, character, width, *bits = row.split()
            found[int(size), character] = int(width), tuple(int(part, 16) for part in bits)
    return found


@lru_cache(maxsize=256)
def draw_word(word: str, width: int, height: int) -> tuple[str, ...]:
    """The word as lines, as large as fits, in the middle.

    Args:
        word: The word.
        width: Cells of each line.
        height: Lines at most.

    Returns:
        At most `height` lines of exactly `width` cells; one line of spaced text when no size fits.
    """
    known = letters()
    for size in SIZES:
        if size <= height * 2 and all((size, c) in known for c in word if c != " "):
            wide = [known.get((size, c), (size // 3, (0,) * size)) for c in word]
            gap = max(1, size // 12)
            for glyphs in (wide, [_without_edges(glyph) for glyph in wide]):
                if sum(glyph[0] + gap for glyph in glyphs) - gap <= width:
                    return tuple(_middle(row, width) for row in _rows(glyphs, size, gap))
    return (_middle(" ".join(word), width),)


def draw_number(number: str, width: int, height: int) -> tuple[str, ...]:
    """Digits as large as fits: in block letters, else drawn over three lines.

    Args:
        number: Digits; anything else is drawn as `draw_word` does.
        width: As of `draw_word`.
        height: As of `draw_word`.
    """
    rows = draw_word(number, width, height)
    fits = height >= _DRAWN_LINES and len(number) * _DRAWN_CELLS <= width
    if len(rows) > 1 or not fits or not (number.isascii() and number.isdigit()):
        return rows
    drawn = [DIGITS3X3_BOLD[_DRAWN_LINES * DIGITS.index(digit) :] for digit in number]
    return tuple(
        _middle("".join(lines[at].ljust(_DRAWN_CELLS) for lines in drawn), width)
        for at in range(_DRAWN_LINES)
    )


def _without_edges(glyph: Letter) -> Letter:
    _width, bits = glyph
    inked = reduce(or_, bits)
    if not inked:
        return glyph
    right = (inked & -inked).bit_length() - 1
    return inked.bit_length() - right, tuple(row >> right for row in bits)


def _rows(glyphs: list[Letter], size: int, gap: int) -> list[str]:
    return [
        (" " * gap).join(_half_blocks(glyph, top) for glyph in glyphs) for top in range(0, size, 2)
    ]


def _half_blocks(glyph: Letter, top: int) -> str:
    width, bits = glyph
    upper, lower = bits[top], bits[top + 1]
    return "".join(
        _HALVES[(upper >> at & 1) + 2 * (lower >> at & 1)] for at in range(width - 1, -1, -1)
    )


def _middle(text: str, width: int) -> str:
    text = fit(text, width) if cell_width(text) > width else text
    return fit(" " * ((width - cell_width(text)) // 2) + text, width)
