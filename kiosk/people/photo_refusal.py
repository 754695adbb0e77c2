"""Why a photo is not taken, as a code for programs and a sentence for people."""

from collections.abc import Callable

from kiosk.errors import RefusedError
from kiosk.i18n import _

MOST_BYTES = 25 * 1024 * 1024
"""The largest photo file that is looked at, in bytes."""
MOST_JPEG_PIXELS = 120_000_000
"""The most the header of a JPEG that is not progressive may say: a 108-megapixel phone. Such a file
is not decoded in full, but at a half, a quarter or an eighth of its sides, and only where that is
within `MOST_PIXELS`."""
MOST_PIXELS = 25_000_000
"""The most pixels that are ever decoded of a photo: a phone's 24 megapixels fit."""
LEAST_WIDTH = 40
"""The narrowest photo from which a face can be seen, in pixels."""
LEAST_HEIGHT = 50
"""The lowest photo from which a face can be seen, in pixels."""


class PhotoRefused(RefusedError):
    """A photo that is not taken.

    Attributes:
        code: `not_a_photo`, `too_many_bytes`, `too_many_pixels`, `too_small`, `damaged`
            or `too_costly` (it took more time or memory than a photo may).
        sentence: the reason and what to do, in the language of the moment.
        width: the photo's width in pixels; 0 where it is not known or does not matter.
        height: likewise its height.
    """

    def __init__(self, code: str, width: int = 0, height: int = 0) -> None:
        """Refuses with one of the codes above.

        Raises:
            KeyError: there is no such code.
        """
        sentence = _SENTENCES[code]().format(
            width=width,
            height=height,
            megabytes=MOST_BYTES // 1024 // 1024,
            megapixels=MOST_PIXELS // 1_000_000,
            jpeg_megapixels=MOST_JPEG_PIXELS // 1_000_000,
            least_width=LEAST_WIDTH,
            least_height=LEAST_HEIGHT,
        )
        super().__init__(code, sentence)
        self.width = width
        self.height = height


_SENTENCES: dict[str, Callable[[], str]] = {
    "not_a_photo": lambda: _("It is not a photo: use JPEG, PNG, WebP or HEIC."),
    "too_many_bytes": lambda: _("The photo file is larger than {megabytes} MB: save it smaller."),
    "too_many_pixels": lambda: _(
        "The photo has too many pixels: save it smaller. At most {megapixels} megapixels;"
        " {jpeg_megapixels} for a JPEG that is not progressive."
    ),
    "too_small": lambda: _(
        "The photo has only {width} x {height} pixels:"
        " use one of at least {least_width} x {least_height}."
    ),
    "damaged": lambda: _("The photo file is damaged or cut off: copy it again."),
    "too_costly": lambda: _(
        "Reading the photo takes too much time or memory: save it again as JPEG."
    ),
}
