"""Levels and places: from the squares of a code to the pixels of a picture and back."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.scanners.worn.layout import SIDE

Pixels = NDArray[np.uint8]
Reals = NDArray[np.float32]
"""Corners are 4 x 2 of these, in pixels, from the code's own upper left one, clockwise."""
_LEAST_SPAN = 12.0
"""Levels between black and white below which there is only noise."""


def side_of(corners: Reals) -> float:
    """The mean length of the sides, in pixels."""
    return float(np.linalg.norm(corners - np.roll(corners, 1, axis=0), axis=1).mean())


def levels(grey: Pixels, corners: Reals) -> Reals:
    """+1 for the darkest and -1 for the lightest of a code, over the whole picture."""
    inside = np.zeros(grey.shape, np.uint8)
    cv2.fillConvexPoly(inside, corners.astype(np.int32), (1,))
    held = grey[inside > 0]
    dark, light = np.percentile(held, (6, 94)) if held.size else (0, 255)
    span = max(float(light - dark), _LEAST_SPAN)
    return np.asarray(np.clip(1 - 2 * (grey - np.float32(dark)) / span, -1, 1), np.float32)


def through(corners: Reals, points: Reals) -> Reals:
    """Points given in squares of a code, as pixels of the picture."""
    square = np.array([[0, 0], [SIDE, 0], [SIDE, SIDE], [0, SIDE]], np.float32)
    matrix = cv2.getPerspectiveTransform(square, corners.astype(np.float32))
    return np.asarray(cv2.perspectiveTransform(points[None], matrix)[0], np.float32)


def sampled(picture: Reals, points: Reals) -> Reals:
    """The picture at points; what lies outside counts as undecided, 0."""
    x, y = np.ascontiguousarray(points.T[:, None])
    found = cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(found[0], np.float32)
