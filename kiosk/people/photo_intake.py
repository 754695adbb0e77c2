"""Takes a photo in: from a file of any origin to the three portraits the kiosk keeps.

    taken = take_photo(Path("001.heic").read_bytes())
    taken.renditions[PhotoSize.CARD]  # a JPEG of 160 x 200 pixels

Photos of a roster, which may be many and hostile, go through `kiosk.people.photo_workshop`: it
calls the same function in a child process with bounded memory and time.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.people.photo_opening import open_photo
from kiosk.people.photo_refusal import PhotoRefused
from kiosk.people.photo_sizes import PhotoSize

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["PhotoRefused", "PhotoSize", "TakenPhoto", "digest_photo", "take_photo"]

_QUALITY = 88
_RATIO = 4 / 5
_SPARED_ABOVE = 0.3
"""How much of what is cut from a tall photo is cut above the face; the rest is cut below."""
_REDUCING_GAP = 3.0
"""Pillow reduces quickly until this many times the size, then with care: looks the same."""


@dataclass(frozen=True)
class TakenPhoto:
    """A photo that was taken in."""

    sha256: str
    """Of the original file's bytes, 64 hexadecimal digits: tells whether a photo is a new one."""
    width: int
    """Of the upright original, in pixels."""
    height: int
    """Of the upright original, in pixels."""
    renditions: Mapping[PhotoSize, bytes]
    """For each size a JPEG in sRGB colours without metadata."""


def take_photo(data: bytes) -> TakenPhoto:
    """Makes the portraits of one photo: upright, cropped 4:5, face kept, metadata gone.

    Args:
        data: the photo file's bytes: JPEG, PNG, WebP or HEIC.

    Raises:
        PhotoRefused: it is no photo, too large, too small, damaged or too costly to read.
    """
    photo = open_photo(data)
    return TakenPhoto(
        sha256=digest_photo(data),
        width=photo.width,
        height=photo.height,
        renditions={size: _rendition(photo.image, size) for size in PhotoSize},
    )


def digest_photo(data: bytes) -> str:
    """The `sha256` that `take_photo` would give, without decoding anything."""
    return hashlib.sha256(data).hexdigest()


def _rendition(image: Image.Image, size: PhotoSize) -> bytes:
    from PIL.Image import Resampling

    portrait = image.resize(
        size.pixels, Resampling.LANCZOS, box=_portrait_box(image.size), reducing_gap=_REDUCING_GAP
    )
    portrait.info = {}
    file = io.BytesIO()
    portrait.save(file, "JPEG", quality=_QUALITY, optimize=True)
    return file.getvalue()


def _portrait_box(size: tuple[int, int]) -> tuple[float, float, float, float]:
    width, height = size
    if width > height * _RATIO:
        kept = height * _RATIO
        left = (width - kept) / 2
        return left, 0, left + kept, height
    kept = width / _RATIO
    top = (height - kept) * _SPARED_ABOVE
    return 0, top, width, top + kept
