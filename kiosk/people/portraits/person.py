"""A whole person, painted in layers from the ground to the hat."""

from __future__ import annotations

from kiosk.people.portraits.body import draw_body
from kiosk.people.portraits.canvas import Canvas
from kiosk.people.portraits.face import draw_face
from kiosk.people.portraits.hat import draw_hat, draw_strap
from kiosk.people.portraits.head import draw_hair_behind, draw_head
from kiosk.people.portraits.traits import Rgb, Traits, light, mix


def paint_person(traits: Traits, accent: Rgb) -> Canvas:
    """Paint a person.

    Args:
        traits: What the person looks like.
        accent: Colour of the emblem on the hat.
    """
    ground = traits.ground
    canvas = Canvas(light(ground, 0.16), mix(ground, (40, 48, 58), 0.4), light(ground, 0.55))
    draw_hair_behind(canvas, traits)
    draw_body(canvas, traits)
    draw_head(canvas, traits)
    draw_face(canvas, traits)
    draw_strap(canvas, traits)
    draw_hat(canvas, traits, accent)
    return canvas
