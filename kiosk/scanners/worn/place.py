"""Four corners at which the squares that every badge's code has fit best."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.scanners.worn.geometry import Pixels, Reals, levels, sampled, side_of, through
from kiosk.scanners.worn.layout import SIDE, known_squares
from kiosk.scanners.worn.squares import find_squares
from kiosk.scanners.worn.sweep import sweep

_COARSE, _FINE = (1.6, 0.8), (0.4, 0.2, 0.1)
"""By how much corners are shifted, in squares of the code: of all starts, of the best of them."""
_MOST_STARTS = 30
_MOST_PLACES = 8
_MOST_SQUARES = 40
_LEAST_GAIN = 1e-4
SURE = 0.65
"""A score that hardly another place will beat."""


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
    return _best(grey, _apart([*hints, *find_squares(grey)]))


def find_hidden_places(grey: Pixels) -> list[Placed]:
    """The same where paint runs over the code's edges or eyes; takes half a second."""
    return _best(grey, sweep(grey))


def _best(grey: Pixels, starts: list[Reals]) -> list[Placed]:
    scored = []
    for start in starts:
        score = Scorer(grey, start)
        for turn in range(4):
            corners = np.roll(start, turn, axis=0)
            scored.append((score(corners), corners, score))
    scored.sort(key=lambda one: -one[0])
    rough = [
        (_climbed(score, Placed(corners, value), _COARSE), score)
        for value, corners, score in scored[:_MOST_STARTS]
    ]
    rough.sort(key=lambda one: -one[0].score)
    places: list[Placed] = []
    for start_place, score in rough[:_MOST_PLACES]:
        places.append(_turned(score, _climbed(score, start_place, _FINE)))
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


def _turned(score: Scorer, placed: Placed) -> Placed:
    """The same place begun at another corner where that fits better."""
    turns = [np.roll(placed.corners, turn, axis=0) for turn in (1, 2, 3)]
    value, best = max(((score(corners), turn) for turn, corners in enumerate(turns)))
    if value <= placed.score:
        return placed
    return _climbed(score, Placed(turns[best], value), _COARSE + _FINE)


def _climbed(score: Scorer, placed: Placed, steps: Iterable[float]) -> Placed:
    corners, value = placed.corners, placed.score
    square = side_of(corners) / SIDE
    for step in steps:
        better = True
        while better:
            better = False
            for change in _changes(corners, step * square):
                tried = corners + change
                found = score(tried)
                if found > value + _LEAST_GAIN:
                    corners, value, better = tried, found, True
    return Placed(corners, value)


def _changes(corners: Reals, step: float) -> Iterator[Reals]:
    """Turns and sizes of the whole; shifts of all corners, of each one, of each side."""
    spokes = corners - corners.mean(axis=0)
    spokes *= step / float(np.linalg.norm(spokes, axis=1).mean())
    around = np.stack([-spokes[:, 1], spokes[:, 0]], 1)
    yield from (spokes, -spokes, around, -around)
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
