"""Looks for a code everywhere, at every turn and size, where nothing square stands out.

Paint that runs over an edge or an eye of a code leaves no outline to begin with. What all badges'
codes share is then compared with the whole picture, made small; a fraction of a second.
"""

from collections.abc import Iterator
from functools import lru_cache

import cv2
import numpy as np

from kiosk.scanners.worn.geometry import Pixels, Reals
from kiosk.scanners.worn.layout import SIDE, known_squares

_SQUARE_PX = 1.7
"""Side of a code's square in the small picture: the least at which an eye can be told."""
_SMALL = SIDE * _SQUARE_PX
_SIZES = tuple(90 * 1.1**step for step in range(12))
"""Sides of codes in a picture of 480 lines, in pixels; larger pictures are scaled to that."""
_LINES = 480
_TURNS = 72
_PEAKS = 2
"""Taken of each turn and size before the best of all are chosen."""
_MOST = 24
"""Starts that are given out."""
_SOFTNESS = 0.6
_LEAST_SPREAD = 6.0

_Peak = tuple[float, Reals]


def sweep(grey: Pixels) -> list[Reals]:
    """Corners at which the known squares fit roughly, best first."""
    scale = _LINES / min(grey.shape)
    peaks = [peak for size in _SIZES for peak in _peaks(grey, _SMALL / size * scale)]
    best = sorted(peaks, key=lambda peak: -peak[0])[:_MOST]
    return [corners for _value, corners in best]


def _peaks(grey: Pixels, scale: float) -> Iterator[_Peak]:
    """The places at one size, in the picture's own pixels."""
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    contrast = _contrast(np.asarray(small, np.float32))
    for turn in range(_TURNS):
        pattern, corners = _pattern(turn)
        found = np.asarray(cv2.matchTemplate(contrast, pattern, cv2.TM_CCORR), np.float32)
        for _peak in range(_PEAKS):
            _low, value, _where, (x, y) = cv2.minMaxLoc(found)
            corners_here = (corners + np.array([x, y])) / scale
            yield float(value), np.asarray(corners_here, np.float32)
            cv2.circle(found, (x, y), 3, (-1e9,), -1)


def _contrast(small: Reals) -> Reals:
    """Darker than round about is more than 0, whatever the light."""
    reach = (round(_SMALL) | 1,) * 2
    mean = cv2.blur(small, reach)
    spread = np.sqrt(np.maximum(cv2.blur(small * small, reach) - mean * mean, 0))
    return np.asarray(np.clip((mean - small) / (spread + _LEAST_SPREAD), -1.2, 1.2), np.float32)


@lru_cache(maxsize=_TURNS)
def _pattern(turn: int) -> tuple[Reals, Reals]:
    """The known squares turned, and where the code's corners lie in that."""
    edge = int(np.ceil(_SMALL * 2**0.5)) | 1
    angle = 2 * np.pi * turn / _TURNS
    axes = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    axes *= _SQUARE_PX
    shift = np.full(2, edge / 2) - axes @ np.full(2, SIDE / 2)
    known = known_squares().astype(np.float32)
    fine = np.kron(known, np.ones((4, 4), np.float32))
    matrix = np.column_stack([axes / 4, shift - 0.5 + axes @ np.full(2, 0.125)])
    turned = cv2.warpAffine(fine, matrix, (edge, edge), flags=cv2.INTER_AREA)
    turned = cv2.GaussianBlur(turned, (0, 0), _SOFTNESS)
    corners = np.array([[0, 0], [SIDE, 0], [SIDE, SIDE], [0, SIDE]]) @ axes.T + shift
    return np.asarray(turned / np.abs(turned).sum(), np.float32), corners.astype(np.float32)
