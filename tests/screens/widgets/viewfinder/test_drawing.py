"""The live picture as lines of cells."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from rich.segment import Segment
from textual.strip import Strip

from kiosk.scanners.camera_wire import Frame
from screens.widgets.viewfinder.drawing import (
    CORNERS,
    LiveLook,
    aim_box,
    draw_live,
    picture_box,
    still_frame,
)
from screens.widgets.viewfinder.layout import MOST_COLUMNS, live_size

INK = (216, 65, 47)
MIRRORED = LiveLook("square", INK, (20, 23, 28), is_fine=True, is_mirrored=True)
TRUE = MIRRORED._replace(is_mirrored=False)


def halves() -> Frame:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (160, 120), (200, 20, 20))
    picture.paste((20, 20, 200), (80, 0, 160, 120))
    return Frame(160, 120, picture.tobytes())


def ground_at(strip: Strip, x: int) -> tuple[int, int, int]:
    (segment,) = [one for one in strip.crop(x, x + 1) if one.text]
    assert segment.style is not None
    assert segment.style.bgcolor is not None
    triplet = segment.style.bgcolor.triplet
    assert triplet is not None
    return triplet.red, triplet.green, triplet.blue


@given(st.integers(0, 90), st.integers(0, 40), st.integers(1, 160), st.integers(1, 120))
def test_every_size_is_filled_exactly(width: int, height: int, across: int, down: int) -> None:
    strips = draw_live(Frame(across, down, bytes(3 * across * down)), width, height, MIRRORED)
    assert [strip.cell_length for strip in strips] == [width] * height


def test_it_is_mirrored_for_aiming_and_true_once_taken() -> None:
    mirrored, true = (draw_live(halves(), 80, 30, look)[15] for look in (MIRRORED, TRUE))
    assert ground_at(mirrored, 5)[2] > ground_at(mirrored, 5)[0]
    assert ground_at(mirrored, 74)[0] > ground_at(mirrored, 74)[2]
    assert ground_at(true, 5)[0] > ground_at(true, 5)[2]


def test_outside_the_frame_it_is_darker() -> None:
    lines = draw_live(halves(), 80, 30, TRUE)
    assert sum(ground_at(lines[15], 2)) < 0.7 * sum(ground_at(lines[15], 30))


@pytest.mark.parametrize("aim", ["square", "portrait"])
def test_the_frame_has_four_corners_in_the_accent(aim: str) -> None:
    look = MIRRORED._replace(aim="portrait" if aim == "portrait" else "square")
    lines = draw_live(halves(), 80, 30, look)
    drawn = [
        segment
        for strip in lines
        for segment in strip
        if segment.style is not None
        and segment.style.color is not None
        and segment.style.color.triplet == INK
    ]
    text = "".join(segment.text for segment in drawn)
    assert all(corner in text for corner in ("▛", "▜", "▙", "▟"))
    assert len(CORNERS) == 4


def test_a_portrait_is_aimed_at_in_the_shape_of_a_photo() -> None:
    box = aim_box(80, 30, "portrait")
    assert box.width / (2 * box.height) == pytest.approx(0.8, abs=0.05)
    assert aim_box(80, 30, "square").width == 2 * aim_box(80, 30, "square").height


def test_a_wide_widget_keeps_the_whole_picture_in_its_middle() -> None:
    box = picture_box(halves(), 200, 30)
    assert (box.width, box.height) == (80, 30)
    assert box.left == 60


def test_half_blocks_are_enough_for_the_console() -> None:
    look = TRUE._replace(is_fine=False)
    symbols = {symbol for strip in draw_live(halves(), 81, 31, look) for symbol in text_of(strip)}
    assert symbols <= set(" ▄▀▛▜▙▟▌▐")


def text_of(strip: Strip) -> str:
    return "".join(segment.text for segment in strip if isinstance(segment, Segment))


def test_a_picture_that_was_taken_is_made_small() -> None:
    data = BytesIO()
    Image.new("RGB", (640, 480), (10, 200, 10)).save(data, "JPEG")
    still = still_frame(data.getvalue())
    assert still is not None
    assert (still.width, still.height) == (320, 240)
    assert still_frame(b"no picture") is None


@pytest.mark.parametrize(("size", "picture"), [((76, 17), (45, 17)), ((116, 33), (88, 33))])
def test_the_words_have_room_beside_the_picture(
    size: tuple[int, int], picture: tuple[int, int]
) -> None:
    assert live_size(*size) == picture


def test_very_large_and_very_small_screens_have_a_picture() -> None:
    assert live_size(400, 100)[0] == MOST_COLUMNS
    assert live_size(10, 3) == (1, 1)
