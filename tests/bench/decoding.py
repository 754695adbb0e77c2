"""How many worn badges the kiosk reads, beside how many clean ones zxing-cpp alone reads.

"The clean layout" is taken to be the same printed card in the same picture (size, turn, tilt, blur,
light, noise and ground drawn by the same dice), with nothing painted on it and no dirt: what a QR
reader would make of that very moment had the badge been kept clean. The other readings are easier
or harder for reasons that have nothing to do with wear: a page straight from the printer is always
read, so that "as good" would only mean 100 %, and the worn picture itself is no clean layout.
"""

from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from datetime import date
from uuid import UUID

import cv2
import numpy as np
import zxingcpp

from kiosk.exports.badge_print import BadgePrint
from kiosk.exports.badge_sheet import make_badges_pdf
from kiosk.exports.preview import draw_page
from kiosk.people.codes import make_code
from kiosk.people.portraits import draw_portrait
from kiosk.scanners.worn.reader import read_badge
from tests.bench.worn_badges import Pixels, dice, photographed, some_wear

SEED = 20261122
BADGES = 10
DPI = 600
MOST_COVERED = 0.2


@dataclass(frozen=True, slots=True)
class Decoded:
    """How many badges of so many were read.

    Attributes:
        shown: How many pictures there were.
        ours: How many codes the kiosk read rightly off the worn badges.
        plain: How many of these zxing-cpp alone read rightly.
        clean: How many zxing-cpp alone read rightly off the clean layout.
        wrong: How many codes the kiosk read that were not on the badge.
    """

    shown: int
    ours: int
    plain: int
    clean: int
    wrong: int

    def __add__(self, other: "Decoded") -> "Decoded":
        """Both together."""
        sums = (a + b for a, b in zip(astuple(self), astuple(other), strict=True))
        return Decoded(*sums)


def decode_worn(pictures: int, *, painted: bool, seed: int = SEED) -> Decoded:
    """Read pictures of printed badges, all of them with dirt.

    Args:
        pictures: How many.
        painted: Whether paint and dirt together hide up to a fifth of each code.
        seed: Of all that is left to chance.
    """
    ours = plain = clean = wrong = 0
    for code, picture, kept_clean in _pictures(pictures, painted, seed):
        read = read_badge(picture)
        ours += read == code
        wrong += read not in (None, code)
        plain += _plainly_read(picture) == [code]
        clean += _plainly_read(kept_clean) == [code]
    return Decoded(pictures, ours, plain, clean, wrong)


def _pictures(count: int, painted: bool, seed: int) -> Iterator[tuple[str, Pixels, Pixels]]:
    """Codes with the worn badge's picture and the clean one's."""
    chance, cards = dice(seed + painted), _cards()
    for turn in range(count):
        code, card = cards[turn % BADGES]
        covered = chance.uniform(0.02, MOST_COVERED) if painted else 0.0
        wear, view = some_wear(chance, covered), chance.getrandbits(32)
        clean = replace(wear, covered=0.0, dirt=0.0)
        yield code, photographed(card, wear, dice(view)), photographed(card, clean, dice(view))


def _cards() -> list[tuple[str, Pixels]]:
    badges = [_badge(place) for place in range(1, BADGES + 1)]
    pdf = make_badges_pdf(badges, date(2026, 11, 22), "cards")
    return [(badge.code, _drawn(pdf, place)) for place, badge in enumerate(badges)]


def _badge(place: int) -> BadgePrint:
    uid, key = UUID(int=place), bool(place % 2)
    site = ("北岸安置房项目", "临时支部")
    post = "塔吊指挥" if place % 3 else ""
    name, number = f"王建{place}", f"{place:03}"
    who = (uid, number, name, "安全员", "第二支部", post, key)
    return BadgePrint(*who, *site, make_code(b"bench", uid), draw_portrait(place), None)


def _drawn(pdf: bytes, page: int) -> Pixels:
    picture = draw_page(pdf, page, DPI)
    rgb = np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3)
    return np.ascontiguousarray(rgb[:, :, ::-1])


def _plainly_read(picture: Pixels) -> list[str]:
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return [code.text for code in zxingcpp.read_barcodes(grey, formats=formats)]
