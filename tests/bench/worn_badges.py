"""Printed badges as a gate's camera meets them: turned, tilted, blurred, dark, dirty, painted over.

Everything follows from a seed. A picture is 640 x 480, the card about half as wide, so that one of
the code's squares is 4 to 7 pixels wide: a badge held at arm's length from a cheap camera.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.exports.badge_card import BAND, CARD_WIDTH, CODE_SIDE, MARGIN

Pixels = NDArray[np.uint8]
VIEW = (640, 480)
INKS = ((0, 0, 0), (255, 255, 255), (60, 90, 120), (40, 30, 190), (128, 128, 128))
"""Blue, green, red of what a badge gets covered with: soot, plaster, mud, paint, cement."""
MUD = (60, 90, 120)
MOST_DIRT = 0.03
"""The largest share of a code that specks of mud cover in `some_wear`."""
_SPECK = 0.02
_SMEARS = 3
_GROUNDS = ((70, 90, 80), (150, 150, 150), (40, 40, 45), (190, 200, 205))


@dataclass(frozen=True, slots=True)
class Wear:
    """What happened to a badge and its picture.

    Attributes:
        covered: The share of the code's area that is painted over, 0 to 1.
        dirt: The share of it that lies under specks of mud besides, 0 to 1; more than 0 brings
            smears as well, through which the code can be seen.
        size: Side of the largest stroke of paint, as a share of the code's; 0: one solid block.
        turn: Degrees, 0 to 360.
        tilt: How much of a side perspective takes away, as a share.
        blur: Pixels (sigma).
        light: What is left of the light, 0 to 1.
        noise: Levels (sigma).
        width: Of the card in the picture, in pixels.
    """

    covered: float
    dirt: float
    size: float
    turn: float
    tilt: float
    blur: float
    light: float
    noise: float
    width: float


def dice(seed: int) -> random.Random:
    """Chance that is the same every time."""
    return random.Random(seed)  # noqa: S311  # hides nothing


def some_wear(chance: random.Random, covered: float) -> Wear:
    """Any mixture of everything that happens at a gate.

    Args:
        chance: Decides.
        covered: The share of the code that paint and specks hide together; 0: specks alone, as
            many as there may be.
    """
    most_dirt = min(MOST_DIRT, covered / 2) if covered else MOST_DIRT
    dirt = chance.uniform(0, most_dirt)
    return Wear(
        covered=max(0.0, covered - dirt),
        dirt=dirt,
        size=chance.choice((0.0, 0.03, 0.06, 0.12, 0.25)),
        turn=chance.uniform(0, 360),
        tilt=chance.uniform(0, 0.12),
        blur=chance.uniform(0.3, 1.3),
        light=chance.uniform(0.25, 1),
        noise=chance.uniform(0, 5),
        width=chance.uniform(330, 440),
    )


def photographed(card: Pixels, wear: Wear, chance: random.Random) -> Pixels:
    """A picture of a worn card.

    Args:
        card: The card alone, as printed; blue, green, red.
        wear: What happened to it.
        chance: Where the paint went, and all else that is left to chance. The place, the light
            and the noise don't depend on how much paint there is.
    """
    worn = dirtied(painted(card, wear, dice(chance.getrandbits(32))), wear, chance.getrandbits(32))
    view = _held(worn, wear, chance)
    view = np.asarray(cv2.GaussianBlur(view, (0, 0), wear.blur), np.uint8)
    shade = np.linspace(1, chance.uniform(0.7, 1), VIEW[0], dtype=np.float32)[None, :, None]
    grain = np.random.default_rng(chance.getrandbits(32)).normal(0, wear.noise, view.shape)
    return np.clip(view * shade * wear.light + grain, 0, 255).astype(np.uint8)


def painted(card: Pixels, wear: Wear, chance: random.Random) -> Pixels:
    """The card with paint of one colour over exactly that share of its code."""
    worn = card.copy()
    code = _code_of(worn)
    paint = _covering(len(code), wear.covered, wear.size, chance)
    code[paint > 0] = chance.choice(INKS)
    return worn


def dirtied(card: Pixels, wear: Wear, seed: int) -> Pixels:
    """The card with specks of mud over that share of its code, and smears of it."""
    chance, worn = dice(seed), card.copy()
    if not wear.dirt:
        return worn
    code = _code_of(worn)
    side = len(code)
    code[_covering(side, wear.dirt, _SPECK, chance) > 0] = MUD
    for _smear in range(_SMEARS):
        ends = [(chance.randrange(side), chance.randrange(side)) for _end in "ab"]
        smear = np.zeros((side, side), np.uint8)
        cv2.line(smear, ends[0], ends[1], (1,), round(side * chance.uniform(0.03, 0.1)))
        thick = chance.uniform(0.1, 0.35)
        code[smear > 0] = (code[smear > 0] * (1 - thick) + np.array(MUD) * thick).astype(np.uint8)
    return worn


def _code_of(card: Pixels) -> Pixels:
    """The part of a card on which the code is printed, without its rim; a view."""
    per_mm = card.shape[1] / CARD_WIDTH
    side = round(CODE_SIDE * per_mm)
    left = round((CARD_WIDTH - MARGIN - CODE_SIDE) * per_mm)
    top = round((BAND + MARGIN) * per_mm)
    return card[top : top + side, left : left + side]


def _covering(side: int, share: float, size: float, chance: random.Random) -> Pixels:
    """1 where strokes cover a square: that share of it, to the pixel."""
    paint = np.zeros((side, side), np.uint8)
    left_px = round(share * side**2)
    for stroke in _strokes(side, share, size, chance):
        rows, columns = np.nonzero(stroke > paint)
        paint[rows[:left_px], columns[:left_px]] = 1  # of the last one only the upper part
        left_px -= len(rows)
        if left_px <= 0:
            break
    return paint


def _strokes(side: int, share: float, size: float, chance: random.Random) -> Iterator[Pixels]:
    if not size:
        edge = min(side, int(np.ceil(share**0.5 * side)))
        x, y = chance.randint(0, side - edge), chance.randint(0, side - edge)
        block = np.zeros((side, side), np.uint8)
        block[y : y + edge, x : x + edge] = 1
        yield block
    while size:
        axes = [max(1, round(side * size / 2 * chance.uniform(0.4, 1))) for _axis in "ab"]
        at = chance.randrange(side), chance.randrange(side)
        blot = np.zeros((side, side), np.uint8)
        cv2.ellipse(blot, at, axes, chance.uniform(0, 180), 0, 360, 1, -1)
        yield blot


def _held(card: Pixels, wear: Wear, chance: random.Random) -> Pixels:
    """The card before a ground, turned about the code and tilted."""
    height, width = card.shape[:2]
    scale = wear.width / width
    code = np.array([CARD_WIDTH - MARGIN - CODE_SIDE / 2, BAND + MARGIN + CODE_SIDE / 2])
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    middle = code * width / CARD_WIDTH
    angle = np.deg2rad(wear.turn)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    placed = (corners - middle) * scale @ turn.T
    tilts = [[chance.uniform(-1, 1) * wear.tilt for _axis in "xy"] for _corner in range(4)]
    placed = placed * (1 + np.array(tilts) / 2)
    centre = np.array(VIEW) / 2 + [chance.uniform(-60, 60), chance.uniform(-40, 40)]
    matrix = cv2.getPerspectiveTransform(corners, (placed + centre).astype(np.float32))
    ground = chance.choice(_GROUNDS)
    small = cv2.GaussianBlur(card, (0, 0), max(0.3, 0.35 / scale))
    return np.asarray(cv2.warpPerspective(small, matrix, VIEW, borderValue=ground), np.uint8)
