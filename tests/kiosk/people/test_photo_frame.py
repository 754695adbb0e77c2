"""The frame around a face: whatever is pressed, it is 4:5 and inside the photo."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.people.photo_frame import LEAST_SHARE, PhotoFrame

sides = st.integers(40, 12_000)
parts = st.floats(-3, 3)


@given(sides, sides, st.lists(st.tuples(st.sampled_from("msc"), parts, parts), max_size=12))
def test_a_frame_stays_whole_and_inside(
    width: int, height: int, presses: list[tuple[str, float, float]]
) -> None:
    frame = PhotoFrame.over(width, height)
    for kind, first, second in presses:
        if kind == "m":
            frame = frame.moved(first, second)
        elif kind == "s":
            frame = frame.sized(abs(first) + 0.01)
        else:
            frame = frame.centred(first, second)
    left, top, right, bottom = frame.box
    assert 0 <= left < right <= 1
    assert 0 <= top < bottom <= 1
    wide, tall = (right - left) * width, (bottom - top) * height
    assert abs(wide / tall - 0.8) < 1e-6


def test_it_begins_where_an_uncropped_photo_is_cut() -> None:
    assert PhotoFrame.over(800, 600).box == (0.2, 0.0, 0.8, 1.0)
    left, top, right, bottom = PhotoFrame.over(400, 1000).box
    assert (left, right) == (0.0, 1.0)
    assert (round(top, 3), round(bottom, 3)) == (0.15, 0.65)


def test_it_moves_by_its_own_height_and_stops_at_the_edge() -> None:
    frame = PhotoFrame.over(1000, 1000).sized(0.5)
    assert (frame.moved(0.1, 0.2).x, frame.moved(0.1, 0.2).y) == (550, 600)
    assert frame.moved(9, 0).box[2] == 1
    assert frame.moved(0, -9).box[1] == 0


def test_it_is_never_smaller_than_a_face_may_be() -> None:
    assert PhotoFrame.over(4000, 4000).sized(0.001).tall == 4000 * LEAST_SHARE
    assert PhotoFrame.over(300, 400).sized(0.001).tall == 50
    assert PhotoFrame.over(4000, 4000).sized(9).tall == 4000


def test_a_photo_smaller_than_the_smallest_frame_has_one_frame() -> None:
    frame = PhotoFrame.over(50, 40)
    assert frame.sized(0.1) == frame.sized(10) == frame
