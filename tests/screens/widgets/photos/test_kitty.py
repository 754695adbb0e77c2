"""Photos through kitty graphics: well-formed words, numbered cells, a bounded store."""

from __future__ import annotations

import re
from base64 import b64decode
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageStat
from rich.cells import cell_len

from screens.widgets.photos import KittyRenderer
from screens.widgets.photos.kitty_protocol import DIACRITICS, LONGEST_SIDE, PLACEHOLDER

GROUND = (16, 20, 24)
COMMAND = re.compile(r"\x1b_G([^;\x1b]*)(?:;([A-Za-z0-9+/=]*))?\x1b\\")


class Terminal:
    """Collects what is written and reads it the way a terminal would."""

    def __init__(self) -> None:
        self.written = ""
        self.images: dict[int, tuple[dict[str, str], bytes]] = {}

    def write(self, text: str) -> None:
        self.written += text
        keys: dict[str, str] = {}
        payload = ""
        assert COMMAND.sub("", text) == ""
        for command in COMMAND.finditer(text):
            now = dict(pair.split("=") for pair in command[1].split(","))
            assert now["q"] == "2"
            if now.get("a") == "d":
                assert now["d"] == "I"
                del self.images[int(now["i"])]
                continue
            assert len(command[2]) <= 4096
            assert now["m"] == "0" or len(command[2]) % 4 == 0
            keys, payload = {**keys, **now}, payload + command[2]
            if now["m"] == "0":
                self.images[int(keys["i"])] = keys, b64decode(payload, validate=True)
                keys, payload = {}, ""
        assert not payload


@pytest.fixture
def terminal() -> Terminal:
    return Terminal()


def test_the_photo_is_handed_over_once_and_spread_over_its_cells(
    terminal: Terminal, jpeg: bytes
) -> None:
    renderer = KittyRenderer(terminal.write, (9, 18))
    first = renderer.render(jpeg, "a", 20, 12, GROUND)
    assert renderer.render(jpeg, "a", 20, 12, GROUND) is first
    [(keys, png)] = terminal.images.values()
    assert {key: keys[key] for key in "aUcrf"} == {
        "a": "T",
        "U": "1",
        "c": "20",
        "r": "12",
        "f": "100",
    }
    picture = Image.open(BytesIO(png))
    assert picture.format == "PNG"
    assert picture.size == (180, 216)
    left = ImageStat.Stat(picture.convert("RGB").crop((0, 0, 80, 216))).mean
    assert left[0] > 150 > left[2]


def test_every_cell_names_its_image_row_and_column(terminal: Terminal, jpeg: bytes) -> None:
    strips = KittyRenderer(terminal.write).render(jpeg, "a", 20, 12, GROUND)
    [image_id] = terminal.images
    for row, strip in enumerate(strips):
        [segment] = strip
        assert segment.style is not None
        assert segment.style.color is not None
        red, green, blue = segment.style.color.triplet or (0, 0, 0)
        assert red << 16 | green << 8 | blue == image_id
        cells = [PLACEHOLDER + DIACRITICS[row] + DIACRITICS[column] for column in range(20)]
        assert segment.text == "".join(cells)


def test_a_row_cut_by_scrolling_still_names_the_right_columns(
    terminal: Terminal, jpeg: bytes
) -> None:
    strip = KittyRenderer(terminal.write).render(jpeg, "a", 20, 12, GROUND)[2].crop(5, 7)
    expected = [PLACEHOLDER + DIACRITICS[2] + DIACRITICS[column] for column in (5, 6)]
    assert strip.text == "".join(expected)


@settings(max_examples=30, deadline=None)
@given(width=st.integers(0, 160), height=st.integers(0, 50), known=st.booleans())
def test_any_box_is_filled_exactly(jpeg: bytes, width: int, height: int, known: bool) -> None:
    terminal = Terminal()
    renderer = KittyRenderer(terminal.write)
    strips = renderer.render(jpeg if known else None, "k", width, height, GROUND)
    assert [cell_len(strip.text) for strip in strips] == [width] * height
    assert len(terminal.images) == int(width > 0 and height > 0)


def test_a_box_with_more_columns_than_can_be_numbered_is_drawn_in_blocks(
    terminal: Terminal, jpeg: bytes
) -> None:
    strips = KittyRenderer(terminal.write).render(jpeg, "k", LONGEST_SIDE + 1, 90, GROUND)
    assert not terminal.written
    assert [cell_len(strip.text) for strip in strips] == [LONGEST_SIDE + 1] * 90


def test_an_image_is_never_larger_than_a_stored_photo(terminal: Terminal, jpeg: bytes) -> None:
    KittyRenderer(terminal.write, (30, 60)).render(jpeg, "k", 60, 38, GROUND)
    [(_, png)] = terminal.images.values()
    width, height = Image.open(BytesIO(png)).size
    assert width <= 480
    assert height <= 600


@pytest.mark.parametrize("photo", [None, b"no picture"])
def test_a_missing_photo_is_a_figure(terminal: Terminal, photo: bytes | None) -> None:
    KittyRenderer(terminal.write).render(photo, "k", 20, 12, GROUND)
    [(_, png)] = terminal.images.values()
    assert len(set(Image.open(BytesIO(png)).convert("RGB").tobytes())) > 3


def test_the_terminal_keeps_only_the_images_used_last(terminal: Terminal, jpeg: bytes) -> None:
    renderer = KittyRenderer(terminal.write, kept=3)
    for key in "abcdefg":
        renderer.render(jpeg, "home", 4, 2, GROUND)
        renderer.render(jpeg, key, 4, 2, GROUND)
        assert len(terminal.images) <= 3
    before = terminal.written
    renderer.render(jpeg, "home", 4, 2, GROUND)
    assert terminal.written == before


def test_forgetting_empties_the_terminal_and_the_next_photo_is_sent_again(
    terminal: Terminal, jpeg: bytes
) -> None:
    renderer = KittyRenderer(terminal.write)
    for key in "abc":
        renderer.render(jpeg, key, 4, 2, GROUND)
    old = set(terminal.images)
    renderer.forget_all()
    assert not terminal.images
    renderer.render(jpeg, "a", 4, 2, GROUND)
    assert len(terminal.images) == 1
    assert not old & set(terminal.images)


def test_marks_take_no_room_and_are_all_different() -> None:
    assert len(set(DIACRITICS)) == len(DIACRITICS) >= 100
    assert all(cell_len(mark) == 0 for mark in DIACRITICS)
    assert cell_len(PLACEHOLDER) == 1
