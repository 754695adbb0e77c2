"""A page as pixels, of bounded size."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from kiosk.exports.badge_print import BadgePrint
from kiosk.exports.badge_sheet import make_badges_pdf
from kiosk.exports.preview import MOST_PIXELS, draw_page
from tests.kiosk.exports.papers import DAY

Make = Callable[..., BadgePrint]


def test_a_page_becomes_a_picture_of_its_shape(make: Make) -> None:
    pdf = make_badges_pdf([make(1), make(2)], DAY, "cards")
    picture = draw_page(pdf, 1, 150)
    assert picture.pages == 2
    assert picture.width / picture.height == pytest.approx(85.6 / 54, abs=0.01)
    assert picture.width == pytest.approx(85.6 / 25.4 * 150, abs=1)
    assert len(picture.rgb) == picture.width * picture.height * 3
    with Image.open(BytesIO(picture.png())) as opened:
        assert (opened.size, opened.tobytes()) == ((picture.width, picture.height), picture.rgb)


def test_however_fine_it_is_asked_for_it_stays_bounded(make: Make) -> None:
    picture = draw_page(make_badges_pdf([make()], DAY), 0, 100_000)
    assert picture.width * picture.height <= MOST_PIXELS * 1.01


def test_there_is_no_other_page(make: Make) -> None:
    pdf = make_badges_pdf([make()], DAY)
    for page in (-1, 1):
        with pytest.raises(LookupError):
            draw_page(pdf, page)
