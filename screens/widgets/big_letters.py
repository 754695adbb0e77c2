"""Any words in letters of several lines, two pixels a cell, from the font that paper is set in.

For a screen that is read from three metres. Where this machine has no such font there is none.
"""

import re
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

_LIGHTS = re.compile("([●○])")
"""Lights are drawn as circles: in so few pixels the font's own ring falls to pieces."""


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
        return round(sum(self._length(part, size) for part in _LIGHTS.split(words))) + 1

    def _length(self, part: str, size: int) -> float:
        return size if _LIGHTS.match(part) else self._face(size).getlength(part)

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

    def _put(self, drawing: ImageDraw.ImageDraw, words: str, size: int) -> None:
        left, middle = 0.0, self.lines(size)
        for part in _LIGHTS.split(words):
            if _LIGHTS.match(part):
                self._put_light(drawing, (round(left), middle), size, is_on=part == "●")
            else:
                face = self._face(size)
                drawing.text((left, middle), part, fill=255, font=face, anchor="lm")
            left += self._length(part, size)

    def _put_light(
        self, drawing: ImageDraw.ImageDraw, at: tuple[int, int], size: int, *, is_on: bool
    ) -> None:
        (left, middle), across = at, 2 * (size // 3)
        top = middle - across // 2
        box = (left + 1, top, left + across, top + across - 1)
        drawing.ellipse(box, fill=255 if is_on else None, outline=255, width=2)

    def _face(self, size: int) -> ImageFont.FreeTypeFont:
        if size not in self._faces:
            self._faces[size] = ImageFont.truetype(str(self.font.path), size, self.font.index)
        return self._faces[size]


@lru_cache(maxsize=256)
def _drawn(letters: BigLetters, words: str, size: int) -> tuple[str, ...]:
    width, height = letters.width(words, size), 2 * letters.lines(size)
    picture = Image.new("L", (width, height))
    letters._put(ImageDraw.Draw(picture), words, size)
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
