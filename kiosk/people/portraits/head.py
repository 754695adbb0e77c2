"""Head, ears and hair."""

from __future__ import annotations

from kiosk.people.portraits.canvas import Canvas, Point, oval, smooth
from kiosk.people.portraits.traits import Traits, light, mix, shadow


def head_outline(traits: Traits) -> list[Point]:
    """Return the outline of the face from under the hat down to the chin."""
    cheek, jaw, chin = traits.cheek, traits.jaw, traits.chin
    right = [
        (240 + cheek - 10, 190),
        (240 + cheek, 290),
        (240 + cheek - 4, 340),
        (240 + jaw, 404),
        (240 + jaw * 0.56, chin - 14),
    ]
    left = [(480 - x, y) for x, y in reversed(right)]
    return smooth([*right, (240, chin), *left, (240, 160)])


def draw_hair_behind(canvas: Canvas, traits: Traits) -> None:
    """Draw the hair that hangs behind the neck; nothing for short hair."""
    if traits.hair == "ponytail":
        tail = [(330, 330), (372, 372), (384, 440), (362, 520), (338, 556), (330, 480), (318, 400)]
        canvas.shape(smooth(tail), traits.hair_colour)
        canvas.shape(
            smooth([(134, 230), (346, 230), (338, 330), (300, 390), (180, 390), (142, 330)]),
            traits.hair_colour,
        )
    elif traits.hair in {"bob", "long"}:
        low = 452 if traits.hair == "bob" else 566
        side = [(360, 230), (372, 330), (366, low - 60), (350, low), (300, low + 6)]
        mirrored = [(480 - x, y) for x, y in reversed(side)]
        canvas.shape(smooth([*side, *mirrored, (240, 220)]), traits.hair_colour)


def draw_head(canvas: Canvas, traits: Traits) -> None:
    """Draw ears and face with light from the left and the hat's shade on the forehead."""
    if traits.hair not in {"bob", "long"}:
        _ears(canvas, traits)
    outline = head_outline(traits)
    skin = traits.skin
    canvas.shape(outline, skin)
    far = 240 + traits.cheek
    canvas.soft(
        [(far - 34, 230), (far + 40, 230), (far + 40, 480), (260, 490), (far - 60, 420)],
        shadow(skin, 0.42),
        0.6,
        22,
        outline,
    )
    canvas.soft(
        [(100, 220), (380, 220), (380, 272), (240, 264), (100, 272)],
        shadow(skin, 0.6),
        0.7,
        11,
        outline,
    )
    canvas.soft(oval(184 + traits.turn, 352, 32, 36), light(skin, 0.5), 0.55, 18, outline)
    blush = mix(skin, (226, 92, 84), 0.5)
    for side in (-1, 1):
        canvas.soft(
            oval(240 + traits.turn + side * 64, 374, 26, 18),
            blush,
            0.55 if traits.woman else 0.4,
            12,
            outline,
        )
    _sideburns(canvas, traits)


def _ears(canvas: Canvas, traits: Traits) -> None:
    for side in (-1, 1):
        x = 240 + side * (traits.cheek + 6)
        skin = traits.skin if side < 0 else shadow(traits.skin, 0.2)
        canvas.shape(oval(x, 326, 17, 33), skin)
        canvas.shape(oval(x + side * 3, 326, 8, 20), shadow(skin, 0.2))


def _sideburns(canvas: Canvas, traits: Traits) -> None:
    low = {"cropped": 292, "short": 318, "ponytail": 306, "bob": 432, "long": 452}[traits.hair]
    depth = {"cropped": 12, "short": 17, "ponytail": 24, "bob": 24, "long": 22}[traits.hair]
    colour = traits.hair_colour
    for side in (-1, 1):
        edge = traits.cheek + (18 if traits.hair in {"bob", "long"} else 2)
        lock = [
            (edge - depth - 16, 226),
            (edge, 226),
            (edge + 1, (226 + low) / 2),
            (edge - 5, low),
            (edge - depth, (250 + low) / 2),
        ]
        canvas.shape(
            smooth([(240 + side * x, y) for x, y in lock], steps=6),
            colour if side > 0 else light(colour, 0.09),
        )
