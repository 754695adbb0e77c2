"""The 4:5 frame in which a face is cut out of a photo: always whole, always inside the photo."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from kiosk.people.photo_refusal import LEAST_HEIGHT, LEAST_WIDTH

RATIO = 4 / 5
"""Width by height of every portrait."""
LEAST_SHARE = 0.1
"""The smallest frame's height, as a part of the largest one's: a face far away in a group."""
SPARED_ABOVE = 0.3
"""How much of what is cut from a tall photo is cut above the face; the rest is cut below."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom as parts of the upright photo's sides, 0 to 1."""


@dataclass(frozen=True, slots=True)
class PhotoFrame:
    """A frame over an upright photo, measured in the photo's own pixels.

    Attributes:
        width: The photo's width.
        height: The photo's height.
        x: Where the frame's middle is, from the left.
        y: Where the frame's middle is, from the top.
        tall: The frame's height; its width is four fifths of it.
    """

    width: int
    height: int
    x: float
    y: float
    tall: float

    @classmethod
    def over(cls, width: int, height: int) -> Self:
        """The largest frame, where a photo is cut that nobody cropped by hand."""
        tall = _tallest(width, height)
        return cls(width, height, width / 2, (height - tall) * SPARED_ABOVE + tall / 2, tall)

    def moved(self, right: float, down: float) -> Self:
        """The frame moved by parts of its own height; it stops at the photo's edges."""
        return replace(self, x=self.x + right * self.tall, y=self.y + down * self.tall)._inside()

    def sized(self, factor: float) -> Self:
        """The frame made larger or smaller around its middle, as far as the photo allows."""
        return replace(self, tall=self.tall * factor)._inside()

    def centred(self, x: float, y: float) -> Self:
        """The frame around a point of the photo, given as parts of its sides."""
        return replace(self, x=x * self.width, y=y * self.height)._inside()

    @property
    def box(self) -> Box:
        """What the frame holds."""
        wide = self.tall * RATIO
        left, top = self.x - wide / 2, self.y - self.tall / 2
        return (
            max(0.0, left / self.width),
            max(0.0, top / self.height),
            min(1.0, (left + wide) / self.width),
            min(1.0, (top + self.tall) / self.height),
        )

    def _inside(self) -> Self:
        most = _tallest(self.width, self.height)
        least = max(most * LEAST_SHARE, LEAST_HEIGHT, LEAST_WIDTH / RATIO)
        tall = min(most, max(min(least, most), self.tall))
        half_wide, half_tall = tall * RATIO / 2, tall / 2
        x = min(self.width - half_wide, max(half_wide, self.x))
        y = min(self.height - half_tall, max(half_tall, self.y))
        return replace(self, x=x, y=y, tall=tall)


def _tallest(width: int, height: int) -> float:
    return min(float(height), width / RATIO)
