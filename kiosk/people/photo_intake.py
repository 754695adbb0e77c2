"""Takes a photo in: from a file of any origin to the three portraits the kiosk keeps.

    taken = take_photo(Path("001.heic").read_bytes())
    taken.renditions[PhotoSize.CARD]  # a JPEG of 160 x 200 pixels
    whole = stand_upright(data)  # to be cropped by hand
    taken = take_photo(data, PhotoFrame.over(whole.width, whole.height).box)

Photos of a roster or from a stick, which may be many and hostile, go through
`kiosk.people.photo_workshop`: it calls the same functions in a child process with bounded memory
and time.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.people.photo_frame import Box, PhotoFrame
from kiosk.people.photo_opening import open_photo
from kiosk.people.photo_refusal import PhotoRefused
from kiosk.people.photo_sizes import PhotoSize

if TYPE_CHECKING:
    from PIL import Image

__all__ = [
    "PhotoRefused",
    "PhotoSize",
    "TakenPhoto",
    "UprightPhoto",
    "digest_photo",
    "stand_upright",
    "take_photo",
]

UPRIGHT_SIDE = 1600
"""The longer side of a photo that is to be cropped by hand, in pixels, at most."""
_QUALITY = 88
_REDUCING_GAP = 3.0
"""Pillow reduces quickly until this many times the size, then with care: looks the same."""


@dataclass(frozen=True)
class TakenPhoto:
    """A photo that was taken in."""

    sha256: str
    """64 hexadecimal digits that tell whether a photo is a new one: of the original file's bytes,
    or, where it was cropped by hand, of the large rendition's, since one file may be cropped in
    many ways."""
    width: int
    """Of the upright original, in pixels."""
    height: int
    """Of the upright original, in pixels."""
    renditions: Mapping[PhotoSize, bytes]
    """For each size a JPEG in sRGB colours without metadata."""


@dataclass(frozen=True)
class UprightPhoto:
    """A whole photo, upright, to be looked at and cropped by hand."""

    jpeg: bytes
    """A JPEG of 1600 pixels at most on its longer side, in sRGB colours without metadata."""
    width: int
    """Of the upright original, in pixels."""
    height: int
    """Of the upright original, in pixels."""


def take_photo(data: bytes, box: Box | None = None) -> TakenPhoto:
    """Makes the portraits of one photo: upright, cropped 4:5, face kept, metadata gone.

    Args:
        data: the photo file's bytes: JPEG, PNG, WebP or HEIC.
        box: what to cut out, as `PhotoFrame.box` gives it; None: the middle, a little above.

    Raises:
        PhotoRefused: it is no photo, too large, too small, damaged or too costly to read.
    """
    photo = open_photo(data)
    part = _pixels(box or PhotoFrame.over(*photo.image.size).box, photo.image.size)
    renditions = {size: _rendition(photo.image, size, part) for size in PhotoSize}
    return TakenPhoto(
        sha256=digest_photo(renditions[PhotoSize.LARGE] if box else data),
        width=photo.width,
        height=photo.height,
        renditions=renditions,
    )


def stand_upright(data: bytes) -> UprightPhoto:
    """Makes a whole photo upright and small enough to be shown, metadata gone.

    Args:
        data: the photo file's bytes: JPEG, PNG, WebP or HEIC.

    Raises:
        PhotoRefused: as `take_photo`.
    """
    from PIL.Image import Resampling

    photo = open_photo(data)
    whole = photo.image
    whole.thumbnail((UPRIGHT_SIDE, UPRIGHT_SIDE), Resampling.LANCZOS, reducing_gap=_REDUCING_GAP)
    return UprightPhoto(_as_jpeg(whole), photo.width, photo.height)


def digest_photo(data: bytes) -> str:
    """The `sha256` that `take_photo` would give without a box, without decoding anything."""
    return hashlib.sha256(data).hexdigest()


def _rendition(image: Image.Image, size: PhotoSize, part: Box) -> bytes:
    from PIL.Image import Resampling

    return _as_jpeg(
        image.resize(size.pixels, Resampling.LANCZOS, box=part, reducing_gap=_REDUCING_GAP)
    )


def _as_jpeg(image: Image.Image) -> bytes:
    image.info = {}
    file = io.BytesIO()
    image.save(file, "JPEG", quality=_QUALITY, optimize=True)
    return file.getvalue()


def _pixels(box: Box, size: tuple[int, int]) -> Box:
    (width, height), (left, top, right, bottom) = size, box
    return left * width, top * height, right * width, bottom * height
