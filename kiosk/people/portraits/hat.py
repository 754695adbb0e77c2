"""The hard hat: shell, ridges, brim, emblem and chin strap."""

from __future__ import annotations

from kiosk.people.portraits.canvas import Canvas, Point, oval, smooth
from kiosk.people.portraits.traits import Rgb, Traits, light, shadow

STRAP: Rgb = (74, 76, 84)
SHELL: list[Point] = [
    (240, 80),
    (312, 90),
    (362, 130),
    (384, 186),
    (386, 236),
    (312, 226),
    (240, 222),
    (168, 226),
    (94, 236),
    (96, 186),
    (118, 130),
    (168, 90),
]
BRIM: list[Point] = [
    (240, 216),
    (320, 222),
    (382, 236),
    (412, 258),
    (404, 270),
    (372, 266),
    (310, 256),
    (240, 253),
    (170, 256),
    (108, 266),
    (76, 270),
    (68, 258),
    (98, 236),
    (160, 222),
]


def draw_hat(canvas: Canvas, traits: Traits, accent: Rgb) -> None:
    """Draw the helmet over the finished head.

    Args:
        canvas: The portrait so far.
        traits: Whose helmet it is.
        accent: The emblem's colour: the site's accent.
    """
    shell = smooth(SHELL)
    canvas.shape(shell, traits.hat)
    canvas.soft(
        [(330, 40), (420, 60), (420, 260), (316, 250), (352, 160)],
        shadow(traits.hat, 0.6),
        0.6,
        24,
        shell,
    )
    canvas.soft(
        [(96, 226), (384, 226), (390, 246), (90, 246)], shadow(traits.hat, 0.7), 0.5, 9, shell
    )
    canvas.soft(oval(164, 138, 27, 34), light(traits.hat, 0.85), 0.75, 14, shell)
    _ridges(canvas, traits)
    _brim(canvas, traits.hat)
    _emblem(canvas, 240 + traits.turn * 0.7, accent)


def _ridges(canvas: Canvas, traits: Traits) -> None:
    offsets = (0.0,) if traits.ridges == 1 else (-58.0, 0.0, 58.0)
    for offset in offsets:
        x, half = 240 + offset + traits.turn * 0.7, 17 if offset == 0 else 8
        top = 78 if offset == 0 else 92
        lean = offset * 0.22
        rib = smooth(
            [
                (x - lean - half * 0.6, top + 6),
                (x - lean, top),
                (x - lean + half * 0.6, top + 6),
                (x + half, 150),
                (x + lean + half, 216),
                (x + lean - half, 216),
                (x - half, 150),
            ]
        )
        canvas.shape(rib, light(traits.hat, 0.38))
        edge = smooth(
            [(x - lean + half * 0.6, top + 6), (x + half, 150), (x + lean + half, 216)],
            closed=False,
        )
        canvas.stroke(edge, 4, shadow(traits.hat, 0.3))


def _brim(canvas: Canvas, colour: Rgb) -> None:
    brim = smooth(BRIM)
    canvas.shape(brim, light(colour, 0.16))
    canvas.soft(
        [(320, 210), (430, 220), (430, 280), (330, 280)], shadow(colour, 0.6), 0.55, 20, brim
    )
    under = smooth(
        [(72, 262), (108, 260), (170, 250), (240, 246), (310, 250), (372, 260), (408, 262)],
        closed=False,
    )
    canvas.stroke(under, 7, shadow(colour, 0.42))


def _emblem(canvas: Canvas, x: float, accent: Rgb) -> None:
    canvas.shape(oval(x, 184, 25, 25), (250, 250, 248))
    canvas.shape(oval(x, 184, 20, 20), accent)
    roof = [
        (x, 170),
        (x + 13, 183),
        (x + 9, 183),
        (x + 9, 195),
        (x - 9, 195),
        (x - 9, 183),
        (x - 13, 183),
    ]
    canvas.shape(roof, (250, 250, 248))


def draw_strap(canvas: Canvas, traits: Traits) -> None:
    """Draw the strap along the cheeks and under the chin, if it is done up."""
    if not traits.strap:
        return
    for side in (-1, 1):
        edge = 240 + side * (traits.cheek - 5)
        jaw = 240 + side * (traits.jaw + 2)
        line = [
            (edge, 250),
            (edge + side * 1, 330),
            (jaw, 408),
            (240 + side * 44, traits.chin - 3),
            (240, traits.chin + 8),
        ]
        canvas.stroke(smooth(line, closed=False), 5, STRAP)
    x, y = 240 + 40, traits.chin - 4
    canvas.shape([(x - 9, y - 5), (x + 9, y - 13), (x + 12, y - 2), (x - 5, y + 8)], (46, 47, 52))
