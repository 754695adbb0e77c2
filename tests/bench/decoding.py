"""How many worn badges are read: by the kiosk, and by zxing-cpp alone, off the same pictures."""

from collections.abc import Iterator
from dataclasses import dataclass
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
        ours: How many codes the kiosk read rightly.
        plain: How many zxing-cpp alone read rightly.
        wrong: How many codes the kiosk read that were not on the badge.
    """

    shown: int
    ours: int
    plain: int
    wrong: int


def decode_worn(pictures: int, *, painted: bool) -> Decoded:
    """Read pictures of printed badges.

    Args:
        pictures: How many.
        painted: Whether up to a fifth of each code is painted over, besides all else.
    """
    ours = plain = wrong = 0
    for code, picture in _pictures(pictures, painted):
        read = read_badge(picture)
        ours += read == code
        wrong += read not in (None, code)
        plain += _plainly_read(picture) == [code]
    return Decoded(pictures, ours, plain, wrong)


def _pictures(count: int, painted: bool) -> Iterator[tuple[str, Pixels]]:
    chance, cards = dice(SEED), _cards()
    for turn in range(count):
        code, card = cards[turn % BADGES]
        covered = chance.uniform(0.02, MOST_COVERED) if painted else 0.0
        yield code, photographed(card, some_wear(chance, covered), chance)


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
