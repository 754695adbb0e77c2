"""Opens a photo from outside: looks at its header first, then decodes within bounds.

Pillow's defaults let a PNG of 21 kB take 842 MB, so nothing is decoded whose header was not
looked at, only the formats named here are tried, and what is decoded is made small at once.

No more than 25 megapixels are ever decoded. The header of most formats may say no more than that.
A JPEG's may say 120 million, because its decoder can leave out detail and gives a half, a quarter
or an eighth of the sides; how many pixels that will be is known before the first is decoded, and
it is no more than 25 million either: a strip of 60,000 x 1,900 that would have to be decoded in
full is refused. A progressive JPEG holds all of its coefficients in memory whatever is left out
(108 megapixels: 650 MB), so its header may say 25 million and no more.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.people.photo_colours import as_plain_rgb
from kiosk.people.photo_refusal import (
    LEAST_HEIGHT,
    LEAST_WIDTH,
    MOST_BYTES,
    MOST_JPEG_PIXELS,
    MOST_PIXELS,
    PhotoRefused,
)

if TYPE_CHECKING:
    from PIL import Image

_FORMATS = ("JPEG", "PNG", "WEBP")
_SHRINKING = ("JPEG", "MPO")
"""Formats whose decoder makes a picture small while it reads it, unless it is progressive."""
_WORKING_SIDE = 1200
"""A photo is reduced until its shorter side is just above this: twice the largest rendition."""
_ORIENTATION_TAG = 0x0112
_UPRIGHT = 1
_FIRST_LYING = 5
"""From this EXIF orientation on, width and height change places."""


@dataclass(frozen=True)
class OpenedPhoto:
    """A photo that has been decoded."""

    image: Image.Image
    """Upright, RGB in sRGB colours, opaque; reduced if the original is much larger than needed."""
    width: int
    """The upright original's width in pixels."""
    height: int
    """The upright original's height in pixels."""


def open_photo(data: bytes) -> OpenedPhoto:
    """Decodes one photo; of an animated one the first picture.

    Args:
        data: the file's bytes, of any origin.

    Raises:
        PhotoRefused: it is no photo, too large, too small, damaged or too costly to read.
    """
    if len(data) > MOST_BYTES:
        raise PhotoRefused("too_many_bytes")
    _limit_pillow()
    try:
        return _decode(_open_heif(data) if data[4:8] == b"ftyp" else _open_with_pillow(data))
    except PhotoRefused:
        raise
    except MemoryError as error:
        raise PhotoRefused("too_costly") from error
    except Exception as error:  # decoders meet hostile bytes: whatever they raise is an answer
        raise PhotoRefused("damaged") from error


def _limit_pillow() -> None:
    from PIL import Image

    # Pillow raises at twice this number, already in the header. Its warnings say nothing that the
    # answer does not, and would be written across the kiosk's screen.
    Image.MAX_IMAGE_PIXELS = MOST_JPEG_PIXELS // 2
    warnings.filterwarnings("ignore", module=r"PIL\.")


def _open_with_pillow(data: bytes) -> Image.Image:
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
    except UnidentifiedImageError as error:
        raise PhotoRefused("not_a_photo") from error
    except Image.DecompressionBombError as error:
        raise PhotoRefused("too_many_pixels") from error
    shrinks = image.format in _SHRINKING and not image.info.get("progressive")
    _check_size(image.size, MOST_JPEG_PIXELS if shrinks else MOST_PIXELS)
    return image


def _open_heif(data: bytes) -> Image.Image:
    import pi_heif

    if not pi_heif.is_supported(io.BytesIO(data)):
        raise PhotoRefused("not_a_photo")
    pi_heif.options.DECODE_THREADS = 1
    file = pi_heif.open_heif(io.BytesIO(data))
    photo = file[file.primary_index]
    _check_size(photo.size)
    image: Image.Image = photo.to_pillow()
    return image


def _check_size(size: tuple[int, int], most_pixels: int = MOST_PIXELS) -> None:
    width, height = size
    if width * height > most_pixels:
        raise PhotoRefused("too_many_pixels", width, height)
    if min(size) < LEAST_WIDTH or max(size) < LEAST_HEIGHT:
        raise PhotoRefused("too_small", width, height)


def _decode(image: Image.Image) -> OpenedPhoto:
    width, height = image.size
    image.draft(None, (_WORKING_SIDE, _WORKING_SIDE))
    if image.width * image.height > MOST_PIXELS:  # a strip: too narrow to leave any detail out
        raise PhotoRefused("too_many_pixels", width, height)
    image.load()
    orientation = _orientation(image)
    small = as_plain_rgb(image, factor=max(1, min(image.size) // _WORKING_SIDE))
    if orientation >= _FIRST_LYING:
        width, height = height, width
    return OpenedPhoto(image=_stood_up(small, orientation), width=width, height=height)


def _orientation(image: Image.Image) -> int:
    """EXIF 2.32, tag 274: 1 to 8; a photo without a readable one is taken as it lies."""
    try:
        value = image.getexif().get(_ORIENTATION_TAG, _UPRIGHT)
    except Exception:  # cameras write broken EXIF; the picture is no worse for it
        return _UPRIGHT
    return value if value in range(1, 9) else _UPRIGHT


def _stood_up(image: Image.Image, orientation: int) -> Image.Image:
    from PIL.Image import Transpose

    turns = (
        Transpose.FLIP_LEFT_RIGHT,
        Transpose.ROTATE_180,
        Transpose.FLIP_TOP_BOTTOM,
        Transpose.TRANSPOSE,
        Transpose.ROTATE_270,
        Transpose.TRANSVERSE,
        Transpose.ROTATE_90,
    )
    return image if orientation == _UPRIGHT else image.transpose(turns[orientation - 2])
