"""Reads a badge's code, worn or not."""

from collections.abc import Iterable, Iterator
from functools import partial

import cv2
import numpy as np
import zxingcpp

from kiosk.people.codes import BadCode, token_of
from kiosk.scanners.worn.geometry import Pixels, Reals
from kiosk.scanners.worn.layout import bit_places, format_bits, format_places, is_masked
from kiosk.scanners.worn.place import Placed, find_hidden_places, find_places
from kiosk.scanners.worn.soft import ROUNDS, find_message
from kiosk.scanners.worn.weighing import Doubt, weigh

LEAST_SCORE = 0.45
"""How well the known squares must fit before bits are looked at, 0 to 1."""
CERTAIN_SCORE = 0.6
"""Above this it is a code for certain, and no other one is looked for."""
_MOST_PLACES = 4
_QUICK_ROUNDS, _BEST_PLACES, _BEST_ATTEMPTS = 2, 2, 3
"""Nearly every code that can be read shows at once; the best places alone get a longer look."""
_Attempt = tuple[int, Doubt]
_ATTEMPTS: tuple[_Attempt, ...] = (
    (0, Doubt(3, 0.3)),
    (0, Doubt(3, 0.8, paint=1)),
    (0, Doubt(3, 0.8, paint=-1)),
    (0, Doubt(2, 0.3)),
    (0, Doubt(3, 0.1)),
    (1, Doubt(3, 0.3)),
)
"""Which of the likeliest masks to take, and what to doubt."""


def read_badge(picture: Pixels) -> str | None:
    """The code of the badge in a picture, or None.

    Args:
        picture: In three colours, in any order; one badge at least 100 pixels wide.
    """
    found = _read_codes(picture)
    intact = next((code.text for code in found if code.valid), None)
    return intact or read_worn_badge(picture, [_corners(code) for code in found])


def read_worn_badge(picture: Pixels, hints: list[Reals] | None = None) -> str | None:
    """The code of a badge that a QR reader can't make out, or None; takes up to two seconds.

    Args:
        picture: In three colours, in any order.
        hints: Corners at which a reader saw a code without reading it.
    """
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    tried: list[Placed] = []
    for find in (partial(find_places, grey, hints or []), partial(find_hidden_places, grey)):
        places = [place for place in find() if place.score >= LEAST_SCORE][:_MOST_PLACES]
        for place in places:
            if code := _read_at(picture, grey, place, _ATTEMPTS, _QUICK_ROUNDS):
                return code
        tried += places
        if tried and tried[0].score > CERTAIN_SCORE:
            break
    best = sorted(tried, key=lambda place: -place.score)[:_BEST_PLACES]
    codes = (_read_at(picture, grey, place, _ATTEMPTS[:_BEST_ATTEMPTS], ROUNDS) for place in best)
    return next((code for code in codes if code is not None), None)


def _read_at(
    picture: Pixels, grey: Pixels, placed: Placed, attempts: Iterable[_Attempt], rounds: int
) -> str | None:
    for nth, doubt in attempts:
        values = weigh(picture, grey, placed, doubt)
        code = find_message(_bits(values, _masks(values)[nth]), rounds)
        if code is not None and _is_ours(code):
            return code
    return None


def _read_codes(picture: Pixels) -> list[zxingcpp.Barcode]:
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return zxingcpp.read_barcodes(grey, formats=formats, return_errors=True)


def _corners(code: zxingcpp.Barcode) -> Reals:
    place = code.position
    points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return np.array([[point.x, point.y] for point in points], np.float32)


def _masks(values: Reals) -> list[int]:
    """The masks, likeliest first, by both copies of the format."""

    def fit(mask: int) -> float:
        signs = [1 if bit else -1 for bit in format_bits(mask)]
        copies = format_places()
        return float(
            sum(
                sign * values[place]
                for places in copies
                for sign, place in zip(signs, places, strict=True)
            )
        )

    return sorted(range(8), key=fit, reverse=True)


def _bits(values: Reals, mask: int) -> list[float]:
    def unmasked() -> Iterator[float]:
        for y, x in bit_places():
            value = float(values[y, x])
            yield -value if is_masked(mask, y, x) else value

    return list(unmasked())


def _is_ours(code: str) -> bool:
    try:
        token_of(code)
    except BadCode:
        return False
    return True
