"""The kitty graphics protocol's words, as far as photos need them.

Source: https://sw.kovidgoyal.net/kitty/graphics-protocol/, "Unicode placeholders".
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

PLACEHOLDER = "\U0010eeee"
"""The character whose cell shows one cell of an image."""

CHUNK_CHARS = 4096
"""The most payload one escape sequence may carry."""

LARGEST_ID = 0xFFFFFF
"""Image ids travel in a 24-bit colour."""

_DIACRITIC_CODES = (
    "0305 030d 030e 0310 0312 033d 033e 033f 0346 034a 034b 034c 0350 0351 0352 0357 035b 0363 "
    "0364 0365 0366 0367 0368 0369 036a 036b 036c 036d 036e 036f 0483 0484 0485 0486 0487 0592 "
    "0593 0594 0595 0597 0598 0599 059c 059d 059e 059f 05a0 05a1 05a8 05a9 05ab 05ac 05af 05c4 "
    "0610 0611 0612 0613 0614 0615 0616 0617 0657 0658 0659 065a 065b 065d 065e 06d6 06d7 06d8 "
    "06d9 06da 06db 06dc 06df 06e0 06e1 06e2 06e4 06e7 06e8 06eb 06ec 0730 0732 0733 0735 0736 "
    "073a 073d 073f 0740 0741 0743 0745 0747 0749 074a"
)
DIACRITICS = "".join(chr(int(code, 16)) for code in _DIACRITIC_CODES.split())
"""Combining marks that number rows and columns: the start of kitty's rowcolumn-diacritics.txt,
as many as a photo may have columns."""

LONGEST_SIDE = len(DIACRITICS)
"""The most rows or columns an image may have here."""


def placeholder_row(row: int, columns: int) -> str:
    """Return one row of an image as text of `columns` cells.

    Every cell names its own row and column, so that a row may be cut anywhere.
    """
    return "".join(PLACEHOLDER + DIACRITICS[row] + mark for mark in DIACRITICS[:columns])


def transmit(image_id: int, png: bytes, columns: int, rows: int) -> Iterator[str]:
    """Yield the escape sequences that hand over an image and spread it over cells.

    Args:
        image_id: 1 to `LARGEST_ID`.
        png: The picture.
        columns: Cells across.
        rows: Cells down.
    """
    payload = b64encode(png).decode("ascii")
    keys = f"a=T,U=1,i={image_id},f=100,c={columns},r={rows},q=2,"
    for start in range(0, len(payload), CHUNK_CHARS):
        more = int(start + CHUNK_CHARS < len(payload))
        yield f"\x1b_G{keys}m={more};{payload[start : start + CHUNK_CHARS]}\x1b\\"
        keys = "q=2,"


def forget(image_id: int) -> str:
    """Return the escape sequence that deletes an image and frees its memory."""
    return f"\x1b_Ga=d,d=I,i={image_id},q=2\x1b\\"
