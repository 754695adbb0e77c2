"""Four corners at which the squares that every badge's code has fit best."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.scanners.worn.geometry import Pixels, Reals, levels, sampled, side_of, through
from kiosk.scanners.worn.layout import SIDE, known_squares
from kiosk.scanners.worn.squares import find_squares

_STEPS = (1.6, 0.8, 0.4, 0.2, 0.1)
"""By how much corners are shifted, in squares of the code, coarse to fine."""
_MOST_STARTS = 14
_MOST_SQUARES = 40
_LEAST_GAIN = 1e-4
SURE = 0.7
"""A score that no other place will beat."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a code lies.

    Attributes:
        corners: 4 x 2, in pixels, from the code's own upper left corner, clockwise.
        score: How well the known squares fit, -1 to 1.
    """

    corners: Reals
    score: float


def find_places(grey: Pixels, hints: list[Reals]) -> list[Placed]:
    """Where a code could lie, whichever way it is turned, best first; empty without a square."""
    scored = []
    for start in _apart([*hints, *find_squares(grey)]):
        score = Scorer(grey, start)
        for turn in range(4):
            corners = np.roll(start, turn, axis=0)
            scored.append((score(corners), corners, score))
    scored.sort(key=lambda one: -one[0])
    places: list[Placed] = []
    for value, corners, score in scored[:_MOST_STARTS]:
        places.append(_climbed(score, corners, value))
        if places[-1].score > SURE:
            break
    return sorted(places, key=lambda place: -place.score)


def _apart(quads: Iterable[Reals]) -> list[Reals]:
    """Those that are not nearly the same as an earlier one, whatever corner they begin with."""
    kept: list[Reals] = []
    for quad in quads:
        near = 0.02 * side_of(quad)
        ways = [np.roll(quad, turn, axis=0) for turn in range(4)]
        if not any(np.abs(way - other).max() < near for way in ways for other in kept):
            kept.append(quad)
    return kept[:_MOST_SQUARES]


class Scorer:
    """Says how well known squares fit corners."""

    def __init__(self, grey: Pixels, quad: Reals) -> None:
        """Look at the picture round a code of about this place and size."""
        self._shift, part = _cut_out(grey, quad)
        smooth = cv2.GaussianBlur(part, (0, 0), max(0.6, 0.25 * side_of(quad) / SIDE))
        self._levels = levels(np.asarray(smooth, np.uint8), quad - self._shift)
        known = known_squares()
        ys, xs = np.nonzero(known)
        self._points = np.stack([xs + 0.5, ys + 0.5], 1).astype(np.float32)
        self._signs = known[ys, xs].astype(np.float32)

    def __call__(self, corners: Reals) -> float:
        """From -1 to 1."""
        found = sampled(self._levels, through(corners - self._shift, self._points))
        return float((found * self._signs).mean())


def _cut_out(grey: Pixels, quad: Reals) -> tuple[Reals, Pixels]:
    """The part of the picture in which such a code may lie, and where it begins."""
    more = 0.25 * side_of(quad)
    height, width = grey.shape
    left, top = np.clip(np.floor(quad.min(axis=0) - more), 0, (width - 2, height - 2))
    right, bottom = np.clip(np.ceil(quad.max(axis=0) + more), (left + 2, top + 2), (width, height))
    shift = np.array([left, top], np.float32)
    return shift, grey[int(top) : int(bottom), int(left) : int(right)]


def _climbed(score: Scorer, corners: Reals, value: float) -> Placed:
    square = side_of(corners) / SIDE
    for step in _STEPS:
        better = True
        while better:
            better = False
            for change in _changes(step * square):
                tried = corners + change
                found = score(tried)
                if found > value + _LEAST_GAIN:
                    corners, value, better = tried, found, True
    return Placed(corners, value)


def _changes(step: float) -> Iterator[Reals]:
    """Shifts of all corners, of each one, of each side."""
    for axis in (0, 1):
        for sign in (-step, step):
            move = np.zeros((4, 2), np.float32)
            move[:, axis] = sign
            yield move
            for corner in range(4):
                single = np.zeros((4, 2), np.float32)
                single[corner, axis] = sign
                yield single
            for side in range(4):
                pair = np.zeros((4, 2), np.float32)
                pair[[side, (side + 1) % 4], axis] = sign
                yield pair
