"""Any words in letters of several lines, two pixels a cell, from the font that paper is set in.

For a screen that is read from three metres. Where this machine has no such font there is none.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from kiosk.errors import KioskError
from kiosk.exports.fonts import FontFile, find_fonts

SIZES = (16, 14, 12)
"""Heights in pixels, two to a line, the largest first; below, Chinese can't be told apart."""

_INK = 120
"""From this grey on, of 255, a pixel is inked."""

_HALVES = " ▀▄█"


@dataclass(frozen=True)
class BigLetters:
    """Draws words with one font.

    Attributes:
        font: The face they are drawn with.
    """

    font: FontFile
    _faces: dict[int, ImageFont.FreeTypeFont] = field(default_factory=dict, compare=False)

    def width(self, words: str, size: int) -> int:
        """Cells that words take at a size."""
        return round(self._face(size).getlength(words)) + 1

    def lines(self, size: int) -> int:
        """Lines of a size."""
        return size // 2 + 1

    def size_of(self, words: str, width: int) -> int | None:
        """The largest size at which words fit into a line of so many cells; None: at none."""
        return next((size for size in SIZES if self.width(words, size) <= width), None)

    def split(self, words: str, width: int, size: int, most: int) -> list[str]:
        """Words over several lines; the last one is cut with an ellipsis.

        Args:
            words: One line of text.
            width: Cells of a line.
            size: One of `SIZES`.
            most: Lines at most.
        """
        told: list[str] = []
        rest = words.strip()
        while rest and len(told) < most - 1 and self.width(rest, size) > width:
            end = self._fitting(rest, width, size)
            told.append(rest[:end].rstrip())
            rest = rest[end:].lstrip()
        if self.width(rest, size) > width:
            rest = rest[: self._fitting(f"…{rest}", width, size) - 1] + "…"
        return [*told, rest]

    def _fitting(self, words: str, width: int, size: int) -> int:
        ends = range(len(words), 1, -1)
        return next((end for end in ends if self.width(words[:end], size) <= width), 1)

    def draw(self, words: str, size: int) -> tuple[str, ...]:
        """Words as so many lines as `lines` says, each as wide as `width` says."""
        return _drawn(self, words, size)

    def _face(self, size: int) -> ImageFont.FreeTypeFont:
        if size not in self._faces:
            self._faces[size] = ImageFont.truetype(str(self.font.path), size, self.font.index)
        return self._faces[size]


@lru_cache(maxsize=256)
def _drawn(letters: BigLetters, words: str, size: int) -> tuple[str, ...]:
    width, height = letters.width(words, size), 2 * letters.lines(size)
    picture = Image.new("L", (width, height))
    ImageDraw.Draw(picture).text(
        (0, height // 2), words, fill=255, font=letters._face(size), anchor="lm"
    )
    ink = [value > _INK for value in picture.tobytes()]
    rows = [ink[top * width : (top + 1) * width] for top in range(height)]
    return tuple(
        "".join(_HALVES[up + 2 * low] for up, low in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )


def find_letters() -> BigLetters | None:
    """The letters of this machine, or None; it asks other programs, so never on the loop."""
    try:
        return BigLetters(find_fonts().regular)
    except (KioskError, OSError):
        return None
