"""A drawing surface with smooth outlines and soft shade, on top of Pillow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

    from kiosk.people.portraits.traits import Rgb

Point = tuple[float, float]
"""x and y in the frame's units, from the top left."""

FRAME = (480, 600)
"""Width and height of the frame all shapes are given in: 4:5."""

OVERSAMPLE = 2
"""Pixels drawn for each unit of the frame; averaged away at the end, which smooths the edges."""

ZOOM = 1.1
"""How much closer than drawn the picture is cropped: faces must read in a dozen cells."""

CENTRE = (240.0, 296.0)
"""The point of the frame that stays where it is when the picture is cropped."""

SOFT_GRAIN = 4
"""Soft shade is drawn this much coarser and then stretched: blurring the small picture is cheap."""


def smooth(points: Sequence[Point], closed: bool = True, steps: int = 10) -> list[Point]:
    """Return a Catmull-Rom curve through the points.

    Args:
        points: At least three points in order.
        closed: Whether the curve returns to its first point.
        steps: Points of the curve for each point given.
    """
    count = len(points)
    spans = count if closed else count - 1

    def at(index: int) -> Point:
        return points[index % count] if closed else points[min(max(index, 0), count - 1)]

    curve = [
        _between(at(i - 1), at(i), at(i + 1), at(i + 2), step / steps)
        for i in range(spans)
        for step in range(steps)
    ]
    return curve if closed else [*curve, points[-1]]


def _between(before: Point, start: Point, end: Point, after: Point, t: float) -> Point:
    def axis(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t**2
            + (3 * b - a - 3 * c + d) * t**3
        )

    return axis(before[0], start[0], end[0], after[0]), axis(before[1], start[1], end[1], after[1])


def oval(x: float, y: float, rx: float, ry: float) -> list[Point]:
    """Return an ellipse around a centre as points."""
    k = 0.7071
    corners = [(1, 0), (k, k), (0, 1), (-k, k), (-1, 0), (-k, -k), (0, -1), (k, -k)]
    return smooth([(x + rx * u, y + ry * v) for u, v in corners], steps=6)


class Canvas:
    """The frame of one portrait while it is drawn, in layers from the ground up."""

    def __init__(self, top: Rgb, bottom: Rgb, glow: Rgb) -> None:
        """Start with a ground that runs from one colour down to the other.

        Args:
            top: The ground at the upper edge.
            bottom: The ground at the lower edge.
            glow: The light behind the head.
        """
        from PIL import Image, ImageOps

        column = Image.new("RGB", (1, 2))
        column.putdata([top, bottom])
        width, height = FRAME
        ground = column.resize((width // 4, height // 4), Image.Resampling.BILINEAR)
        halo = ImageOps.invert(Image.radial_gradient("L")).resize((88, 112))
        ground.paste(glow, (0, 4), halo.point(lambda value: max(0, value - 76) * 0.85))
        size = (width * OVERSAMPLE, height * OVERSAMPLE)
        self.image: Image.Image = ground.resize(size, Image.Resampling.BILINEAR)
        """The picture so far, `OVERSAMPLE` pixels a unit."""

    def shape(self, outline: Sequence[Point], fill: Rgb) -> None:
        """Fill an outline."""
        from PIL import ImageDraw

        ImageDraw.Draw(self.image).polygon(_scaled(_cropped(outline), OVERSAMPLE), fill=fill)

    def stroke(self, points: Sequence[Point], width: float, fill: Rgb) -> None:
        """Draw a line with round ends along the points."""
        from PIL import ImageDraw

        draw = ImageDraw.Draw(self.image)
        scaled = _scaled(_cropped(points), OVERSAMPLE)
        thick = width * ZOOM * OVERSAMPLE
        draw.line(scaled, fill=fill, width=round(thick), joint="curve")
        radius = thick / 2
        for x, y in (scaled[0], scaled[-1]):
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)

    def soft(
        self,
        blob: Sequence[Point],
        fill: Rgb,
        strength: float,
        blur: float,
        within: Sequence[Point] | None = None,
    ) -> None:
        """Lay a soft-edged patch of colour: shade, light or blush.

        Args:
            blob: The patch's outline.
            fill: Its colour.
            strength: How opaque its middle is, 0-1.
            blur: How far its edge fades, in units.
            within: The outline outside of which nothing may be coloured, or None for anywhere.
        """
        from PIL import Image, ImageChops, ImageDraw, ImageFilter

        blob, within = _cropped(blob), _cropped(within) if within else None
        left, top, right, bottom = _bounds(within or blob, 0 if within else 2 * blur)
        if right <= left or bottom <= top:
            return
        size = (right - left, bottom - top)
        grain = SOFT_GRAIN / OVERSAMPLE
        pad = round(2 * blur / grain) + 1
        small = (round(size[0] / grain) + 2 * pad, round(size[1] / grain) + 2 * pad)
        mask = Image.new("L", small)
        moved = [(x - left + pad * grain, y - top + pad * grain) for x, y in blob]
        ImageDraw.Draw(mask).polygon(_scaled(moved, 1 / grain), fill=round(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(blur / grain))
        mask = mask.crop((pad, pad, small[0] - pad, small[1] - pad))
        mask = mask.resize((size[0] * OVERSAMPLE, size[1] * OVERSAMPLE), Image.Resampling.BILINEAR)
        if within is not None:
            clip = Image.new("L", mask.size)
            moved = [(x - left, y - top) for x, y in within]
            ImageDraw.Draw(clip).polygon(_scaled(moved, OVERSAMPLE), fill=255)
            mask = ImageChops.multiply(mask, clip)
        self.image.paste(fill, (left * OVERSAMPLE, top * OVERSAMPLE), mask)

    def finished(self, size: tuple[int, int]) -> Image.Image:
        """Return the picture at its final size in pixels, its edges smoothed."""
        from PIL import Image

        reduced = self.image.reduce(OVERSAMPLE)
        return reduced if reduced.size == size else reduced.resize(size, Image.Resampling.LANCZOS)


def _cropped(points: Sequence[Point]) -> list[Point]:
    (cx, cy) = CENTRE
    return [(cx + (x - cx) * ZOOM, cy + (y - cy) * ZOOM) for x, y in points]


def _scaled(points: Sequence[Point], factor: float) -> list[Point]:
    return [(x * factor, y * factor) for x, y in points]


def _bounds(points: Sequence[Point], margin: float) -> tuple[int, int, int, int]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (
        max(0, int(min(xs) - margin)),
        max(0, int(min(ys) - margin)),
        min(FRAME[0], int(max(xs) + margin) + 1),
        min(FRAME[1], int(max(ys) + margin) + 1),
    )
