"""How many cards of what size a wall of any size shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.widgets.board.layout import FACE_ASPECT, FRAME, WallLayout, lay_out
from screens.widgets.board.left_side import CODE_HEIGHT, CODE_WIDTH, lay_out_left


@pytest.mark.parametrize(
    ("width", "height", "columns", "rows"),
    [(78, 19, 4, 1), (84, 33, 4, 2), (116, 38, 5, 2), (156, 53, 7, 3)],
)
def test_the_usual_screens_show_so_many_cards(
    width: int, height: int, columns: int, rows: int
) -> None:
    layout = lay_out(width, height)
    assert (layout.columns, layout.rows) == (columns, rows)
    assert layout.cards == columns * rows


@given(st.integers(20, 400), st.integers(9, 200))
def test_cards_stay_on_the_wall_and_keep_their_shape(width: int, height: int) -> None:
    layout = lay_out(width, height)
    x, y = layout.place_of(layout.cards - 1)
    assert x + layout.face_width + FRAME <= width
    assert y + layout.height + FRAME <= height
    if layout.face_height:
        assert abs(layout.face_width - layout.face_height * FACE_ASPECT) <= 1


@given(st.integers(0, 19), st.integers(0, 9))
def test_a_wall_without_room_still_has_a_layout(width: int, height: int) -> None:
    layout = lay_out(width, height)
    assert layout.cards >= 1
    assert layout.face_width >= 1


@given(st.integers(20, 400), st.integers(9, 200), st.data())
def test_a_touch_on_a_card_finds_it(width: int, height: int, data: st.DataObject) -> None:
    layout = lay_out(width, height)
    index = data.draw(st.integers(0, layout.cards - 1))
    x, y = layout.place_of(index)
    down = data.draw(st.integers(0, layout.height - 1))
    right = data.draw(st.integers(0, layout.face_width - 1))
    assert layout.card_at(x + right, y + down) == index


def test_a_touch_beyond_the_cards_finds_none() -> None:
    layout = WallLayout(2, 1, 16, 10, 18, 15)
    assert layout.card_at(60, 3) is None
    assert layout.card_at(3, 40) is None


@pytest.mark.parametrize("size", [(76, 18), (116, 32), (196, 51)])
def test_face_and_code_fit_beside_the_story(size: tuple[int, int]) -> None:
    side = lay_out_left(*size, with_code=True)
    assert side.width >= CODE_WIDTH
    assert side.width <= size[0] // 2
    used = side.face_height + (CODE_HEIGHT + 1 if side.has_both else 0)
    assert used <= size[1]


def test_on_a_low_screen_the_code_takes_the_place_of_the_face() -> None:
    assert not lay_out_left(76, 18, with_code=True).has_both
    assert lay_out_left(116, 32, with_code=True).has_both


def test_without_a_code_the_face_takes_the_whole_side() -> None:
    side = lay_out_left(116, 32, with_code=False)
    assert side.width == side.face_width
    assert not side.has_both
