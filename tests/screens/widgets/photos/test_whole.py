"""A photo that is evidence is shown whole, whatever its shape."""

from io import BytesIO

import pytest
from PIL import Image

from screens.widgets.photos import whole
from screens.widgets.photos.picture import load_picture
from screens.widgets.photos.whole import whole_in_a_square

GROUND = (1, 2, 3)


def photo(size: tuple[int, int]) -> bytes:
    """Red at one end of its longer side, blue at the other."""
    picture, (width, height) = Image.new("RGB", size, "red"), size
    half = (width // 2, 0, width, height) if width > height else (0, height // 2, width, height)
    picture.paste((0, 0, 255), half)
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize("size", [(160, 40), (160, 120), (40, 160)])
def test_both_ends_are_seen_where_a_square_is_shown(size: tuple[int, int]) -> None:
    shown = load_picture(whole_in_a_square(photo(size), GROUND), (160, 160), 1.0)
    assert shown is not None
    is_wide = size[0] > size[1]
    ends = [(2, 80), (157, 80)] if is_wide else [(80, 2), (80, 157)]
    assert [shown.getpixel(end) for end in ends] == [(255, 0, 0), (0, 0, 255)]
    assert shown.getpixel((80, 2) if is_wide else (2, 80)) == GROUND


def test_what_is_no_picture_stays_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert whole_in_a_square(b"no photo", GROUND) == b"no photo"
    monkeypatch.setattr(whole, "MAX_PIXELS", 10)
    assert whole_in_a_square(photo((40, 40)), GROUND) == photo((40, 40))
