"""Where a photo goes in its box, and what is cut away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.widgets.photos.geometry import NARROWEST, WIDEST, Place, crop_box, place_photo

cells = st.integers(-2, 120)


@given(cells, cells, st.floats(1.5, 2.6))
def test_a_photo_stays_inside_its_box(width: int, height: int, aspect: float) -> None:
    place = place_photo(width, height, aspect)
    assert place.left >= 0
    assert place.top >= 0
    assert place.left + place.width <= max(0, width)
    assert place.top + place.height <= max(0, height)
    assert (place.width > 0) == (place.height > 0) == (width > 0 and height > 0)


@given(st.integers(8, 120), st.integers(4, 60))
def test_a_photo_keeps_the_shape_of_a_portrait(width: int, height: int) -> None:
    place = place_photo(width, height)
    slack = 1.5 / place.height
    assert NARROWEST - slack <= place.width / place.height / 2 <= WIDEST + slack


@pytest.mark.parametrize(
    ("box", "place"),
    [
        ((20, 12), Place(0, 0, 20, 12)),
        ((60, 10), Place(20, 0, 20, 10)),
        ((20, 30), Place(0, 7, 20, 15)),
        ((0, 9), Place(0, 0, 0, 0)),
        ((9, 0), Place(0, 0, 0, 0)),
    ],
)
def test_too_wide_and_too_tall_boxes_show_ground(box: tuple[int, int], place: Place) -> None:
    assert place_photo(*box) == place


def test_the_crop_is_central_in_width_and_high_in_height() -> None:
    assert crop_box((800, 600), 0.5) == (250, 0, 550, 600)
    left, top, right, bottom = crop_box((400, 800), 1.0)
    assert (left, right, bottom - top) == (0, 400, 400)
    assert 0 < top < 200
