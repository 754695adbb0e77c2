"""How surely each square of a code is black or white, when some of it may be painted over.

Paint betrays itself: by its colour, by an edge inside a square, by a level between black and white,
by patches of one colour larger than a masked code has, by wrong squares where all badges agree.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.scanners.worn.geometry import Pixels, Reals, levels, sampled, through
from kiosk.scanners.worn.layout import SIDE, known_squares
from kiosk.scanners.worn.place import Placed
from kiosk.scanners.worn.soft import SURE

_SAMPLES = 6
"""Looked at in each direction of a square, leaving out its rim."""
_RIM = 0.15
_COLOURFUL = 28
"""Levels between the strongest and the weakest of three colours that ink on paper hasn't."""
NEAR_WRONG = 0.5
_LESS = 0.1
"""Between squares of the paint's colour only this much of their differences is left."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What makes a square doubtful: to lie in a patch of one colour, or to have the paint's.

    Attributes:
        patch: The patch's side, in squares.
        trust: What is left of the weight of its squares, 0 to 1.
        paint: Whether the paint is taken to be black, 1, or white, -1; 0: not known. Squares of the
            other colour are then surely bare, and half of a code is enough to know all of it.
    """

    patch: int
    trust: float
    paint: int = 0


def weigh(picture: Pixels, grey: Pixels, placed: Placed, doubt: Doubt) -> Reals:
    """The squares of a code, row by row, from -1 (surely white) to +1 (surely black).

    Args:
        picture: In three colours.
        grey: The same without colours.
        placed: Where the code lies.
        doubt: What makes a square doubtful.
    """
    where = through(placed.corners, _sample_points())
    shape = (SIDE, SIDE, _SAMPLES**2)
    found = sampled(levels(grey, placed.corners), where).reshape(shape)
    colour = sampled(_colours(picture), where).reshape(shape)
    bare = (colour <= np.median(colour) + _COLOURFUL).astype(np.float32)
    count = bare.sum(-1)
    held = np.maximum(count, 1)
    mean = (found * bare).sum(-1) / held
    spread = np.sqrt((((found - mean[..., None]) ** 2) * bare).sum(-1) / held)
    weight = np.clip(np.abs(mean) * 1.3 - 0.15, 0, 1)
    weight *= np.clip(1.25 - 1.5 * spread, 0.05, 1)
    weight *= np.clip(count / _SAMPLES**2 * 1.6, 0, 1)
    return _doubted(np.sign(mean), weight, doubt)


def _sample_points() -> Reals:
    within = (np.arange(_SAMPLES) + 0.5) / _SAMPLES * (1 - 2 * _RIM) + _RIM
    y, x, dy, dx = np.meshgrid(np.arange(SIDE), np.arange(SIDE), within, within, indexing="ij")
    return np.stack([x + dx, y + dy], -1).reshape(-1, 2).astype(np.float32)


def _colours(picture: Pixels) -> Reals:
    return np.asarray(picture.max(axis=2).astype(np.float32) - picture.min(axis=2), np.float32)


def _doubted(signs: Reals, weight: Reals, doubt: Doubt) -> Reals:
    known = known_squares()
    wrong = ((known != 0) & (signs != known)).astype(np.uint8)
    near = cv2.dilate(wrong, np.ones((3, 3), np.uint8)) > 0
    weight = np.where(_in_patches(signs, doubt.patch), weight * doubt.trust, weight)
    weight = np.where(near, weight * NEAR_WRONG, weight)
    if doubt.paint:
        weight = np.where(signs == doubt.paint, np.minimum(weight, SURE + _LESS * weight), weight)
    return np.asarray(np.where(known != 0, known, signs * weight), np.float32)


def _in_patches(signs: Reals, side: int) -> np.typing.NDArray[np.bool_]:
    """Squares in square patches of one colour that are no part of the eyes."""
    known, patchy = known_squares(), np.zeros((SIDE, SIDE), bool)
    for y in range(SIDE - side + 1):
        for x in range(SIDE - side + 1):
            part = np.s_[y : y + side, x : x + side]
            if abs(signs[part].sum()) == side**2 and (known[part] != signs[part]).any():
                patchy[part] = True
    return patchy
