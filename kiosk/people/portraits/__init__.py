"""Drawn portraits: people in hard hats for the demo site, made by this code and nothing else."""

from __future__ import annotations

from kiosk.people.portraits.traits import HatColour, Rgb

__all__ = ["SITE_RED", "HatColour", "Rgb", "draw_portrait"]

SITE_RED: Rgb = (200, 36, 40)
"""The accent of a site that has not chosen one."""


def draw_portrait(
    seed: int,
    size: tuple[int, int] = (480, 600),
    accent: Rgb = SITE_RED,
    *,
    hat: HatColour | None = None,
    woman: bool | None = None,
) -> bytes:
    """Draw one person and return the picture.

    Args:
        seed: Any integer; the same one gives the same bytes (with the same Pillow).
        size: Width and height in pixels; 4:5 is what it is composed for.
        accent: Colour of the emblem on the hat.
        hat: The hat's colour, which on a site tells the role; None lets the seed choose.
        woman: Whether to draw a woman; None lets the seed choose.

    Returns:
        A JPEG.
    """
    from io import BytesIO

    from kiosk.people.portraits.person import paint_person
    from kiosk.people.portraits.traits import choose_traits

    picture = paint_person(choose_traits(seed, hat, woman), accent).finished(size)
    out = BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()
