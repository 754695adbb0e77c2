"""Words in block letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.text import cell_width
from screens.widgets.letters import SIZES, draw_number, draw_word, letters

WORDS = ("签到", "签退", "已签", "无效", "未记录", "IN", "OUT", "DONE", "NO", "FAILED", "WAIT")


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("width", [38, 58, 98, 196])
def test_every_word_of_the_answers_is_drawn(word: str, width: int) -> None:
    rows = draw_word(word, width, 40)
    assert len(rows) * 2 in SIZES or word == "FAILED"  # a failure has the whole width
    assert {cell_width(row) for row in rows} == {width}


def test_larger_screens_get_larger_letters() -> None:
    heights = [len(draw_word("签到", width, 40)) for width in (26, 40, 60, 100)]
    assert heights == [6, 8, 12, 20]


@pytest.mark.parametrize("word", ["✓ 已记录", "✓ STORED", "✓ 已提交", "✓ SENT"])
def test_what_is_stored_is_drawn(word: str) -> None:
    assert len(draw_word(word, 76, 8)) >= 6


def test_other_words_are_spaced() -> None:
    assert draw_word("你好", 11, 40) == ("   你 好   ",)


def test_letters_are_as_tall_as_their_size() -> None:
    assert all(len(bits) == size for (size, _c), (_width, bits) in letters().items())


@given(st.text(max_size=20), st.integers(1, 80), st.integers(0, 30))
def test_any_word_fits_its_box(word: str, width: int, height: int) -> None:
    rows = draw_word(word, width, height)
    assert len(rows) <= max(1, height)


@pytest.mark.parametrize(("height", "rows"), [(12, 8), (4, 3), (3, 3), (2, 1)])
def test_a_number_is_drawn_over_three_lines_where_block_letters_do_not_fit(
    height: int, rows: int
) -> None:
    drawn = draw_number("58", 30, height)
    assert len(drawn) == rows
    assert {cell_width(row) for row in drawn} == {30}


def test_what_is_no_number_or_too_long_stays_a_line() -> None:
    assert draw_number("已记录了", 12, 4) == draw_word("已记录了", 12, 4)
    assert len(draw_number("123456", 12, 4)) == 1
