"""Makes any of Pillow's picture modes plain: small, opaque, RGB in sRGB colours."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

_GROUND = (238, 238, 238)
"""What shows through a transparent photo: the neutral ground of the board's portraits."""
_MODES_WITH_PROFILE = ("RGB", "CMYK", "L")
_SIXTEEN_TO_EIGHT_BITS = 1 / 256


def as_plain_rgb(image: Image.Image, factor: int) -> Image.Image:
    """Reduces a picture by a whole factor and makes its colours plain.

    It is reduced first, because every change of mode copies the whole picture.

    Args:
        image: of any mode that JPEG, PNG, WebP or HEIF have.
        factor: 1 keeps the size, 2 halves both sides, and so on.
    """
    reduced = _reducible(image).reduce(factor)
    return _with_profile(_opaque(reduced), image.info.get("icc_profile"))


def _reducible(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        # Pillow clips when it goes from 16 to 8 bits by itself.
        wide = image.convert("I")
        return wide.point(lambda value: value * _SIXTEEN_TO_EIGHT_BITS).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("RGB") if image.mode in ("1", "P") else image


def _opaque(image: Image.Image) -> Image.Image:
    from PIL import Image

    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, _GROUND)
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _with_profile(image: Image.Image, profile: bytes | None) -> Image.Image:
    from PIL import ImageCms

    if profile and image.mode in _MODES_WITH_PROFILE:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            changed = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            changed = None  # a broken profile: the colours as they stand are near enough
        if changed is not None:
            return changed
    return image.convert("RGB")
