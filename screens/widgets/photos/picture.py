"""From a photo's bytes to a small picture of the wanted shape, or a figure in its stead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.widgets.photos.geometry import crop_box

if TYPE_CHECKING:
    from PIL import Image

    from screens.widgets.photos.port import Rgb

FORMATS = ("JPEG", "PNG", "WEBP")
"""What the store keeps; no other decoder is given a chance at the bytes."""

MAX_PIXELS = 40_000_000
"""A larger photo is not decoded: its pixels would take more than 120 MB."""


def load_picture(photo: bytes | None, size: tuple[int, int], aspect: float) -> Image.Image | None:
    """Decode a photo and crop it to a shape.

    Args:
        photo: A picture's bytes, or None.
        size: Width and height to scale to; the pixels need not be square.
        aspect: Width by height of the part to show, as it will look.

    Returns:
        An RGB picture of that size, or None when there is nothing that can be decoded.
    """
    if not photo:
        return None
    from PIL import Image

    try:
        picture = _decode(photo, size)
        if picture is None:
            return None
        box = crop_box(picture.size, aspect)
        return picture.resize(size, Image.Resampling.BICUBIC, box=box, reducing_gap=2.0)
    except Exception:  # Pillow's decoders raise nearly anything on bytes that are no picture
        return None


def _decode(photo: bytes, size: tuple[int, int]) -> Image.Image | None:
    from io import BytesIO

    from PIL import Image

    picture = Image.open(BytesIO(photo), formats=FORMATS)
    if picture.width * picture.height > MAX_PIXELS:
        return None
    picture.draft("RGB", size)  # lets the JPEG decoder skip detail that no cell could show
    return picture.convert("RGB")


def draw_figure(size: tuple[int, int], ground: Rgb) -> Image.Image:
    """Draw the figure in a hard hat that stands for a missing photo.

    Args:
        size: Width and height; the pixels need not be square.
        ground: The colour behind; the figure is a quiet step away from it.
    """
    from PIL import Image, ImageDraw

    light = sum(ground) < 3 * 128
    plate, figure = _step(ground, 16 if light else -14), _step(ground, 58 if light else -52)
    hat = _step(ground, 92 if light else -86)
    picture = Image.new("RGB", (240, 300), plate)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((24, 232, 216, 420), fill=figure)
    draw.rectangle((98, 200, 142, 252), fill=figure)
    draw.ellipse((72, 92, 168, 226), fill=figure)
    draw.pieslice((58, 34, 182, 206), 180, 360, fill=hat)
    draw.rounded_rectangle((42, 116, 198, 134), 8, fill=hat)
    return picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _step(colour: Rgb, by: int) -> Rgb:
    r, g, b = (min(255, max(0, channel + by)) for channel in colour)
    return r, g, b
