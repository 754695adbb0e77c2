"""A worn badge is read where a QR reader gives up, and never as another one."""

import random
from datetime import date
from functools import lru_cache
from uuid import UUID

import cv2
import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import KioskError
from kiosk.exports.badge_print import BadgePrint
from kiosk.exports.badge_sheet import make_badges_pdf
from kiosk.exports.preview import draw_page
from kiosk.exports.qr import qr_rows
from kiosk.people.codes import make_code
from kiosk.scanners.worn import layout
from kiosk.scanners.worn.geometry import Pixels
from kiosk.scanners.worn.place import find_hidden_places, find_places
from kiosk.scanners.worn.reader import read_badge, read_worn_badge
from kiosk.scanners.worn.soft import find_message
from tests.bench.worn_badges import Wear, dice, painted, photographed, some_wear
from tests.kiosk.exports.papers import missing_tool

CODE = make_code(b"worn", UUID(int=7))
SIZES = {"block": 0.0, "specks": 0.03, "dots": 0.06, "blots": 0.12, "pools": 0.25}


@lru_cache(maxsize=2)
def card(dpi: int) -> Pixels:
    """One printed badge; blue, green, red."""
    who = (UUID(int=7), "007", "王建国", "安全员", "第二支部", "塔吊指挥", True)
    badge = BadgePrint(*who, "北岸安置房项目", "临时支部", CODE, None, None)
    try:
        picture = draw_page(make_badges_pdf([badge], date(2026, 11, 22), "cards"), 0, dpi)
    except KioskError:
        missing_tool("fonts-noto-cjk")
    rgb = np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3)
    return np.ascontiguousarray(rgb[:, :, ::-1])


def wear(**said: float) -> Wear:
    usual = {
        **{"covered": 0.2, "dirt": 0.0, "size": 0.0, "turn": 0.0, "tilt": 0.0},
        **{"blur": 0.5, "light": 1.0, "noise": 0.0, "width": 400.0},
    }
    return Wear(**(usual | said))


def plainly_read(picture: Pixels) -> list[str]:
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return [code.text for code in zxingcpp.read_barcodes(grey, formats=formats)]


def test_the_squares_that_all_codes_share_are_where_the_standard_puts_them() -> None:
    known = layout.known_squares()
    for number in range(5):
        drawn = np.where(np.array(qr_rows(make_code(b"any", UUID(int=number)))), 1, -1)
        assert np.array_equal(drawn[known != 0], known[known != 0])
    assert len(set(layout.bit_places())) == layout.BITS


def values_of(code: str) -> list[float]:
    """The bits of an intact code, unmasked."""
    rows = qr_rows(code)
    for mask in range(8):
        bits = layout.format_bits(mask)
        if all(
            rows[y][x] == bool(bit)
            for places in layout.format_places()
            for bit, (y, x) in zip(bits, places, strict=True)
        ):
            return [
                1.0 if rows[y][x] != layout.is_masked(mask, y, x) else -1.0
                for y, x in layout.bit_places()
            ]
    raise AssertionError("no mask fits")


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=4, max_size=4), st.integers(0, 140), st.randoms(use_true_random=False))
def test_a_message_survives_40_percent_of_its_bits_covered(
    secret: bytes, covered: int, chance: random.Random
) -> None:
    code = make_code(secret, UUID(int=1))
    values = values_of(code)
    for place in chance.sample(range(layout.BITS), covered):
        values[place] = 0.0
    assert find_message(values) == code


def test_some_wrong_bits_are_borne_and_noise_is_nothing() -> None:
    chance, values = dice(3), values_of(CODE)
    for place in chance.sample(range(layout.BITS), 8):
        values[place] *= -1
    assert find_message(values) == CODE
    assert find_message([0.0] * layout.BITS) is None
    assert find_message([chance.uniform(-1, 1) for _bit in range(layout.BITS)]) is None


def test_what_is_no_digits_is_no_code() -> None:
    word = layout.with_parity((0b0001 << 10 | 34) << 114 | (1 << 114) - 1)
    values = [1.0 if word >> place & 1 else -1.0 for place in range(layout.BITS - 1, -1, -1)]
    assert find_message(values) is None
    other = layout.with_parity(1)
    wrong = [1.0 if other >> place & 1 else -1.0 for place in range(layout.BITS - 1, -1, -1)]
    assert find_message(wrong) is None


def test_an_intact_badge_is_read_as_ever() -> None:
    assert read_badge(card(150)) == CODE


@pytest.mark.parametrize("kind", SIZES)
def test_a_page_at_150_dpi_is_read_with_a_fifth_painted_over(kind: str) -> None:
    chance = dice(5)
    for _turn in range(3):
        picture = painted(card(150), wear(size=SIZES[kind]), chance)
        assert read_badge(picture) == CODE


@pytest.mark.parametrize("turn", [0, 37, 90, 163, 221, 300])
def test_it_is_read_turned_tilted_blurred_and_dark_as_well(turn: int) -> None:
    chance = dice(turn)
    worn = wear(covered=0.12, size=0.25, turn=turn, tilt=0.05, blur=1.0, light=0.5, noise=2)
    assert read_badge(photographed(card(600), worn, chance)) == CODE


def test_it_is_read_where_a_qr_reader_gives_up() -> None:
    chance = dice(8)
    pictures = [painted(card(150), wear(), chance) for _turn in range(5)]
    assert sum(plainly_read(picture) == [CODE] for picture in pictures) < 3
    assert all(read_badge(picture) == CODE for picture in pictures)


@pytest.mark.parametrize("seed", [1004, 1028, 1058, 1189])
def test_a_code_is_found_whose_edges_and_eyes_are_painted_over(seed: int) -> None:
    chance = dice(seed)
    assert read_badge(photographed(card(600), some_wear(chance, 0.2), chance)) == CODE


def test_paint_of_the_codes_own_colour_is_no_hindrance() -> None:
    for seed in (1005, 1213, 1281):
        chance = dice(seed)
        assert read_badge(photographed(card(600), some_wear(chance, 0.2), chance)) == CODE


def test_a_code_is_found_anywhere_without_any_outline() -> None:
    page = np.full((480, 640), 255, np.uint8)
    rows = np.kron(np.array(qr_rows(CODE)), np.ones((5, 5), np.uint8)) > 0
    page[100:225, 300:425][rows] = 0
    placed = find_hidden_places(page)[0]
    expected = np.array([[300, 100], [425, 100], [425, 225], [300, 225]])
    assert np.abs(placed.corners - expected).max() < 3


@pytest.mark.parametrize("level", [0, 128, 255])
def test_an_empty_picture_has_no_badge(level: int) -> None:
    assert read_badge(np.full((480, 640, 3), level, np.uint8)) is None


def test_noise_and_a_plain_square_have_no_badge() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (240, 320, 3)).astype(np.uint8)
    assert read_badge(noise) is None
    square = np.full((240, 320, 3), 255, np.uint8)
    square[60:180, 100:220] = 0
    assert read_badge(square) is None


def test_a_code_that_is_covered_for_the_most_part_is_not_guessed() -> None:
    chance = dice(2)
    picture = painted(card(150), wear(covered=0.7, size=0.06), chance)
    assert read_badge(picture) is None


def test_an_invented_code_of_right_shape_is_not_taken() -> None:
    """Right digits but wrong check digits: a worn foreign code is no badge of ours."""
    rows = np.kron(np.array(qr_rows("2" * 34)), np.ones((8, 8), np.uint8)) > 0
    page = np.full((300, 300, 3), 255, np.uint8)
    page[50:250, 50:250][rows] = 0
    assert read_worn_badge(page) is None


def test_the_place_is_found_to_a_fraction_of_a_square() -> None:
    page = np.full((300, 300), 255, np.uint8)
    rows = np.kron(np.array(qr_rows(CODE)), np.ones((8, 8), np.uint8)) > 0
    page[50:250, 50:250][rows] = 0
    placed = find_places(page, [])[0]
    expected = np.array([[50, 50], [250, 50], [250, 250], [50, 250]])
    assert np.abs(placed.corners - expected).max() < 3
