"""Where in a picture a code could be: square patches of dark things, and corners' eyes."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.scanners.worn.geometry import Pixels, Reals
from kiosk.scanners.worn.layout import SIDE

Outline = NDArray[np.integer | np.floating]
"""As OpenCV gives it."""
_KERNELS = (0.02, 0.035, 0.055, 0.08)
"""What is closed up between dark things, as shares of the picture's shorter side."""
_LEAST_SIDE_PX = 50
_EYE = 7
"""Squares a side of a corner's eye."""
_ROUNDINGS = (0.03, 0.06, 0.1)
_FOUR = 4
_LEAST_CORE_PX = 4


def find_squares(grey: Pixels) -> Iterator[Reals]:
    """What looks like a square patch of dark things, or like a corner's eye with a code beside."""
    edge = min(grey.shape)
    soft = cv2.GaussianBlur(grey, (0, 0), 1.0)
    window = edge // 4 * 2 + 1
    local = cv2.adaptiveThreshold(
        soft, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, window, 12
    )
    _level, whole = cv2.threshold(soft, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    for dark in (local, whole):
        yield from _beside_eyes(np.asarray(dark, np.uint8))
    for dark in (local, whole):
        for share in _KERNELS:
            yield from _patches(np.asarray(dark, np.uint8), max(3, round(edge * share)))


def _patches(dark: Pixels, size: int) -> Iterator[Reals]:
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (size, size))
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, kernel)
    closed = cv2.morphologyEx(closed, cv2.MORPH_OPEN, kernel)
    outlines, _tree = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for outline in outlines:
        yield from _as_quads(outline, _LEAST_SIDE_PX)


def _beside_eyes(dark: Pixels) -> Iterator[Reals]:
    """The four squares that a code could be to which a corner's eye belongs."""
    outlines, tree = cv2.findContours(dark, cv2.RETR_TREE, cv2.CHAIN_APPROX_SIMPLE)
    for place, outline in enumerate(outlines):
        ring = tree[0][place][2]
        core = tree[0][ring][2] if ring >= 0 else -1
        if core < 0:
            continue
        areas = [cv2.contourArea(cv2.convexHull(one)) for one in (outline, outlines[core])]
        if not 3 * areas[1] < areas[0] < 12 * areas[1] or areas[1] < _LEAST_CORE_PX:
            continue
        for eye in list(_as_quads(outline, _LEAST_SIDE_PX * _EYE / SIDE))[-1:]:
            for turn in range(4):
                yield _grown(np.roll(eye, turn, axis=0))


def _grown(eye: Reals) -> Reals:
    """The whole code when the eye is in its first corner."""
    origin, along, down = eye[0], eye[1] - eye[0], eye[3] - eye[0]
    steps = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32) * SIDE / _EYE
    corners = origin + steps[:, :1] * along + steps[:, 1:] * down
    return np.asarray(corners, np.float32)


def _as_quads(outline: Outline, least: float) -> Iterator[Reals]:
    hull = cv2.convexHull(outline)
    (_c, (width, height), _a) = rect = cv2.minAreaRect(hull)
    if min(width, height) < least or min(width, height) < 0.6 * max(width, height):
        return
    if cv2.contourArea(hull) < 0.6 * width * height:
        return
    yield _clockwise(np.asarray(cv2.boxPoints(rect), np.float32))
    for share in _ROUNDINGS:
        corners = cv2.approxPolyDP(hull, share * cv2.arcLength(hull, True), True)
        if len(corners) == _FOUR:
            yield _clockwise(np.asarray(corners[:, 0], np.float32))
            return


def _clockwise(corners: Reals) -> Reals:
    middle = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    return corners[np.argsort(angles)]
