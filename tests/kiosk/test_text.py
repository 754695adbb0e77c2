"""Text from outside is harmless once it is inside."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.text import cell_width, clean_line, clean_text, fit


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("张三", "张三"),
        ("阿卜杜·热合曼", "阿卜杜·热合曼"),
        ("  张 \t 三 \r\n", "张 三"),
        ("\x1b[31m红\x1b[0m", "红"),
        ("\x1b]8;;http://x\x07链接\x1b]8;;\x1b\\", "链接"),
        ("a\x9b2Jb", "ab"),
        ("\x1bPq#0\x1b\\图", "图"),
        ("abc\u202egpj.exe", "abcgpj.exe"),
        ("\u200b\ufeff王", "王"),
        ("[@click=app.quit]王[/]", "[@click=app.quit]王[/]"),
        ("\ud800王", "王"),
        ("e\u0301", "é"),
        ("\x00\x07\x7f", ""),
    ],
)
def test_a_line_keeps_its_words_and_loses_what_rules_terminals(dirty: str, clean: str) -> None:
    assert clean_line(dirty) == clean


BLANK_LOOKING = [
    "\u3164",  # Hangul filler, a letter
    "\u115f\u1160",  # fillers of Hangul syllables
    "\uffa0",  # half-width Hangul filler
    "\u2800",  # a Braille pattern without a dot
    "\u034f\ufe0f\U000e0100",  # joiner of graphemes, selectors of variants
    "\u0301\u20dd",  # marks that stand on nothing
    "\u3000\u00a0\u2003",
    "\u17b4\u180b",
    "\U00013441\U0001d159",  # a blank hieroglyph, a note without a head
]


@pytest.mark.parametrize("blank", BLANK_LOOKING)
def test_what_looks_blank_is_no_word(blank: str) -> None:
    assert clean_line(blank * 3) == ""
    assert clean_text(f"{blank}\n {blank}") == ""
    assert clean_line(f"{blank}…") != ""


@pytest.mark.parametrize("blank", ["\u3164", "\u2800", "\uffa0"])
def test_what_looks_blank_is_a_blank_among_words(blank: str) -> None:
    assert clean_line(f"{blank}李{blank}{blank}明{blank}") == "李 明"
    assert clean_text(f"{blank}李\n{blank}明") == "李\n明"


def test_marks_and_variants_stay_on_what_they_stand_on() -> None:
    assert clean_line("葛\U000e0100e\u0323❤\ufe0f") == "葛\U000e0100ẹ❤\ufe0f"


def test_what_is_cut_to_marks_is_no_word_either() -> None:
    assert clean_line("\u0323" * 5 + "王", 5) == ""


def test_line_breaks_stay_in_a_text_and_go_from_a_line() -> None:
    assert clean_text("一 \r\n\n 二\x1b[2J") == "一\n\n二"
    assert clean_line("一\n二") == "一 二"


@given(st.text())
def test_a_clean_line_holds_no_control_and_stays_clean(text: str) -> None:
    clean = clean_line(text, 50)
    assert len(clean) <= 50
    assert not any(unicodedata.category(character).startswith("C") for character in clean)
    assert clean_line(clean, 50) == clean


def test_a_megabyte_is_not_read_to_its_end() -> None:
    assert clean_line("x" * 5_000_000 + "王", 10_000_000) == "x" * 20_000


@pytest.mark.parametrize(("text", "cells"), [("abc", 3), ("张三", 4), ("e\u0323", 1), ("", 0)])
def test_wide_characters_count_two_cells(text: str, cells: int) -> None:
    assert cell_width(text) == cells


@given(st.text(alphabet="ab张三，。é"), st.integers(0, 20))
def test_a_fitted_line_takes_exactly_its_cells(text: str, width: int) -> None:
    assert cell_width(fit(text, width)) == width


def test_a_cut_line_says_so() -> None:
    assert fit("张三李四", 5) == "张三…"
    assert fit("张三李四", 6) == "张三… "
    assert fit("张三", 6) == "张三  "
