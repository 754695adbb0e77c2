"""Faces of people who are not on site, drawn in the grey of the ground."""

from collections.abc import Sequence
from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

Rgb = tuple[int, int, int]

_COLOUR_LEFT = 0.25
_TOWARDS_GROUND = 0.45


def dim(strips: Sequence[Strip], ground: Rgb) -> list[Strip]:
    """The same picture with little colour, stepped back towards the ground."""
    return [
        Strip(
            [Segment(text, _dim_style(style, ground)) for text, style, _ in strip],
            strip.cell_length,
        )
        for strip in strips
    ]


@lru_cache(maxsize=8192)
def _dim_style(style: Style | None, ground: Rgb) -> Style:
    if style is None:
        return Style()
    return Style.from_color(_dim_colour(style.color, ground), _dim_colour(style.bgcolor, ground))


def _dim_colour(colour: Color | None, ground: Rgb) -> Color | None:
    if colour is None or colour.triplet is None:
        return colour
    red, green, blue = colour.triplet
    grey = 0.299 * red + 0.587 * green + 0.114 * blue  # luma, ITU-R BT.601
    channels = (
        _mix(_mix(channel, grey, 1 - _COLOUR_LEFT), under, _TOWARDS_GROUND)
        for channel, under in zip((red, green, blue), ground, strict=True)
    )
    return Color.from_rgb(*channels)


def _mix(one: float, other: float, share: float) -> float:
    return one + (other - one) * share
