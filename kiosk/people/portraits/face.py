"""Eyes, brows, nose, mouth, glasses, beard and the folds of age."""

from __future__ import annotations

from kiosk.people.portraits.canvas import Canvas, Point, oval, smooth
from kiosk.people.portraits.head import head_outline
from kiosk.people.portraits.traits import Rgb, Traits, light, mix, shadow

EYE_Y = 318.0
NOSE_Y = 372.0
MOUTH_Y = 414.0
FIRST_FOLDS = 46.0
DARK: Rgb = (38, 26, 28)
FRAME_COLOUR: Rgb = (44, 46, 54)


def draw_face(canvas: Canvas, traits: Traits) -> None:
    """Draw the features in the order in which they cover one another."""
    middle = 240 + traits.turn
    if traits.has_stubble:
        _stubble(canvas, traits, middle)
    _folds(canvas, traits, middle)
    _nose(canvas, traits, middle)
    _mouth(canvas, traits, middle)
    for side in (-1, 1):
        _eye(canvas, traits, middle + side * traits.eye_gap, side)
        _brow(canvas, traits, middle + side * traits.eye_gap, side)
    if traits.glasses != "none":
        _glasses(canvas, traits, middle)


def _eye(canvas: Canvas, traits: Traits, x: float, side: int) -> None:
    half, tall = traits.eye_size, traits.eye_size * (0.62 if traits.woman else 0.54)
    outer = side * half
    white = smooth(
        [
            (x - outer, EYE_Y + 4),
            (x - outer * 0.3, EYE_Y - tall),
            (x + outer * 0.5, EYE_Y - tall * 0.8),
            (x + outer, EYE_Y + 1),
            (x + outer * 0.2, EYE_Y + tall * 0.8),
        ],
        steps=6,
    )
    canvas.soft(oval(x, EYE_Y - 4, half + 6, tall + 8), shadow(traits.skin, 0.4), 0.45, 7)
    canvas.shape(white, (250, 248, 244))
    gaze = x + traits.turn * 0.25
    canvas.shape(oval(gaze, EYE_Y - 1, tall + 1.5, tall + 1.5), (62, 40, 32))
    canvas.shape(oval(gaze, EYE_Y - 1, tall * 0.6, tall * 0.6), (20, 15, 17))
    canvas.shape(oval(gaze - 5, EYE_Y - 6, 3.6, 3.6), (255, 255, 255))
    lid: list[Point] = [
        (x - outer * 1.04, EYE_Y + 4),
        (x - outer * 0.3, EYE_Y - tall - 1),
        (x + outer * 0.5, EYE_Y - tall * 0.84),
        (x + outer * 1.12, EYE_Y - (3 if traits.woman else -1)),
    ]
    canvas.stroke(smooth(lid, closed=False, steps=6), 6.5 if traits.woman else 5, DARK)


def _brow(canvas: Canvas, traits: Traits, x: float, side: int) -> None:
    half, y = traits.eye_size + 8, EYE_Y - (34 if traits.woman else 30)
    thick = 5 if traits.woman else 9
    brow = smooth(
        [
            (x - side * half, y + 1 - thick / 2),
            (x + side * half * 0.1, y - 8 - thick / 2),
            (x + side * half, y + traits.brow_tilt),
            (x + side * half * 0.1, y - 7 + thick / 2),
            (x - side * half, y + 1 + thick / 2),
        ],
        steps=6,
    )
    canvas.shape(brow, mix(traits.hair_colour, DARK, 0.35))


def _nose(canvas: Canvas, traits: Traits, x: float) -> None:
    skin, half = traits.skin, traits.nose
    canvas.soft(
        [(x + 3, EYE_Y + 4), (x + half + 6, NOSE_Y + 2), (x + 2, NOSE_Y + 8)],
        shadow(skin, 0.5),
        0.6,
        6,
    )
    canvas.soft(oval(x - 3, NOSE_Y - 12, 7, 12), light(skin, 0.6), 0.6, 5)
    base = [
        (x - half, NOSE_Y - 2),
        (x - half * 0.6, NOSE_Y + 7),
        (x, NOSE_Y + 9),
        (x + half * 0.6, NOSE_Y + 7),
        (x + half, NOSE_Y - 2),
    ]
    canvas.stroke(smooth(base, closed=False, steps=5), 4.5, shadow(skin, 0.45))


def _mouth(canvas: Canvas, traits: Traits, x: float) -> None:
    lips = mix(traits.skin, (188, 62, 66) if traits.woman else (158, 76, 70), 0.62)
    half = 40 if traits.mouth != "calm" else 34
    lift = {"smile": 9.0, "grin": 10.0, "calm": 4.0}[traits.mouth]
    corners = (x - half, MOUTH_Y - lift), (x + half, MOUTH_Y - lift)
    if traits.mouth == "grin":
        opened = smooth(
            [
                corners[0],
                (x, MOUTH_Y - lift + 7),
                corners[1],
                (x + 22, MOUTH_Y + 13),
                (x, MOUTH_Y + 17),
                (x - 22, MOUTH_Y + 13),
            ],
            steps=6,
        )
        canvas.shape(opened, (120, 38, 44))
        teeth = smooth(
            [
                (x - half + 7, MOUTH_Y - lift + 4),
                (x, MOUTH_Y - lift + 8),
                (x + half - 7, MOUTH_Y - lift + 4),
                (x, MOUTH_Y + 9),
            ],
            steps=6,
        )
        canvas.shape(teeth, (252, 250, 246))
        canvas.stroke(smooth([*opened[:1], (x, MOUTH_Y + 17), corners[1]], closed=False), 4, lips)
        return
    lower = smooth(
        [corners[0], (x, MOUTH_Y + 2), corners[1], (x + 18, MOUTH_Y + 12), (x - 18, MOUTH_Y + 12)],
        steps=6,
    )
    canvas.shape(lower, lips)
    canvas.stroke(
        smooth([corners[0], (x, MOUTH_Y + 2), corners[1]], closed=False, steps=8),
        5.5,
        shadow(lips, 0.55),
    )


def _glasses(canvas: Canvas, traits: Traits, middle: float) -> None:
    wide, tall = {"round": (36.0, 32.0), "square": (40.0, 28.0), "half": (39.0, 27.0)}[
        traits.glasses
    ]
    for side in (-1, 1):
        x = middle + side * traits.eye_gap
        lens = (
            oval(x, EYE_Y + 2, wide, tall)
            if traits.glasses == "round"
            else _box(x, EYE_Y + 2, wide, tall)
        )
        canvas.soft(
            [
                (x - wide, EYE_Y + 20),
                (x - 6, EYE_Y - tall),
                (x + 8, EYE_Y - tall),
                (x - wide + 14, EYE_Y + 28),
            ],
            (255, 255, 255),
            0.2,
            2,
            lens,
        )
        rim = lens if traits.glasses != "half" else [p for p in lens if p[1] < EYE_Y + 6]
        canvas.stroke([*rim, rim[0]] if traits.glasses != "half" else rim, 5, FRAME_COLOUR)
        canvas.stroke(
            [(x + side * wide, EYE_Y - 4), (240 + side * (traits.cheek + 2), EYE_Y - 10)],
            5,
            FRAME_COLOUR,
        )
    gap = traits.eye_gap - wide
    canvas.stroke(
        smooth([(middle - gap, EYE_Y), (middle, EYE_Y - 6), (middle + gap, EYE_Y)], closed=False),
        5,
        FRAME_COLOUR,
    )


def _box(x: float, y: float, wide: float, tall: float) -> list[Point]:
    k = 0.86
    return smooth(
        [
            (x - wide, y + tall * 0.3),
            (x - wide, y - tall * k),
            (x - wide * k, y - tall),
            (x + wide * k, y - tall),
            (x + wide, y - tall * k),
            (x + wide, y + tall * 0.3),
            (x + wide * 0.7, y + tall),
            (x - wide * 0.7, y + tall),
        ],
        steps=4,
    )


def _stubble(canvas: Canvas, traits: Traits, x: float) -> None:
    jaw = [(128, 366), (180, 392), (x, 388), (300, 392), (352, 366), (350, 500), (130, 500)]
    canvas.soft(jaw, mix(traits.hair_colour, traits.skin, 0.6), 0.45, 12, head_outline(traits))


def _folds(canvas: Canvas, traits: Traits, x: float) -> None:
    if traits.age < FIRST_FOLDS:
        return
    colour = mix(traits.skin, shadow(traits.skin, 0.4), min(0.8, (traits.age - 40) / 34))
    for side in (-1, 1):
        fold = [
            (x + side * (traits.nose + 6), NOSE_Y),
            (x + side * 44, NOSE_Y + 20),
            (x + side * 53, MOUTH_Y),
        ]
        canvas.stroke(smooth(fold, closed=False, steps=6), 3, colour)
        under = [
            (x + side * (traits.eye_gap - 18), EYE_Y + 22),
            (x + side * traits.eye_gap, EYE_Y + 27),
            (x + side * (traits.eye_gap + 18), EYE_Y + 22),
        ]
        canvas.stroke(smooth(under, closed=False, steps=6), 2.5, colour)
