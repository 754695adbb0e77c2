"""Shoulders, clothes and neck."""

from __future__ import annotations

from kiosk.people.portraits.canvas import Canvas, Point, smooth
from kiosk.people.portraits.traits import Rgb, Traits, light, mix, shadow

SILVER: Rgb = (226, 228, 222)
VEST_COLOURS: dict[str, Rgb] = {"vest_orange": (246, 104, 34), "vest_lime": (196, 222, 48)}
JACKETS: tuple[Rgb, ...] = ((46, 66, 98), (62, 78, 88), (70, 84, 66))
SHIRTS: tuple[Rgb, ...] = ((222, 228, 234), (150, 176, 204), (206, 196, 176))


def shoulders(half_width: float) -> list[Point]:
    """Return the outline of the shoulders, running out of the frame at the bottom."""
    right = [
        (240 + 44, 478),
        (240 + 96, 500),
        (240 + half_width - 16, 528),
        (240 + half_width + 8, 612),
    ]
    left = [(480 - x, y) for x, y in reversed(right)]
    return smooth([*right, (240, 640), *left, (240, 470)])


def draw_body(canvas: Canvas, traits: Traits) -> None:
    """Draw the clothes first, the neck into them, and the collar in front."""
    outline = shoulders(180 if traits.woman else 202)
    under = _under_colour(traits)
    canvas.shape(outline, under)
    canvas.soft(_right_half(), shadow(under, 0.55), 0.6, 40, outline)
    if traits.clothes in VEST_COLOURS:
        _vest(canvas, outline, VEST_COLOURS[traits.clothes])
    canvas.stroke([(240, 556), (241, 640)], 4, shadow(under, 0.3))
    _neck(canvas, traits)
    _collar(canvas, under)


def _under_colour(traits: Traits) -> Rgb:
    palette = JACKETS if traits.clothes != "shirt" else SHIRTS
    return palette[round(traits.age) % len(palette)]


def _right_half() -> list[Point]:
    return [(330, 470), (520, 470), (520, 640), (360, 640)]


def _vest(canvas: Canvas, outline: list[Point], colour: Rgb) -> None:
    for side in (-1, 1):
        panel = [
            (240 + side * x, y)
            for x, y in ((62, 484), (132, 508), (150, 640), (14, 640), (26, 560))
        ]
        canvas.shape(panel, colour if side < 0 else mix(colour, shadow(colour), 0.55))
        stripe = [(240 + side * x, y) for x, y in ((84, 491), (112, 501), (124, 640), (90, 640))]
        canvas.shape(stripe, SILVER if side < 0 else shadow(SILVER, 0.18))
    canvas.soft(
        [(380, 480), (480, 480), (480, 640), (330, 640)], shadow(colour, 0.8), 0.3, 30, outline
    )


def _neck(canvas: Canvas, traits: Traits) -> None:
    half = 44 if traits.woman else 56
    neck = smooth(
        [
            (240 - half, 400),
            (240 + half, 400),
            (240 + half, 480),
            (240 + half + 12, 506),
            (240, 552),
            (240 - half - 12, 506),
            (240 - half, 480),
        ]
    )
    canvas.shape(neck, shadow(traits.skin, 0.14))
    chin_shade = [(150, 400), (330, 400), (330, 470), (250, traits.chin + 34), (180, 476)]
    canvas.soft(chin_shade, shadow(traits.skin, 0.5), 0.75, 12, neck)


def _collar(canvas: Canvas, colour: Rgb) -> None:
    for side in (-1, 1):
        flap = [
            (240 + side * x, y)
            for x, y in ((50, 470), (74, 482), (82, 508), (36, 566), (2, 540), (46, 510))
        ]
        canvas.shape(
            smooth(flap, steps=5), light(colour, 0.16) if side < 0 else shadow(colour, 0.1)
        )
