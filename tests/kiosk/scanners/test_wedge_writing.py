"""Words that an input method gives up half-written, and scans, while a field has the focus."""

import re
from string import ascii_letters, digits

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kiosk.scanners.burst import MAX_LENGTH, TERMINATOR_S
from kiosk.scanners.wedge import SLACK_S
from tests.kiosk.scanners.test_wedge import CODE, OTHER, SCAN, Desk, typed

WAIT_S = TERMINATOR_S + SLACK_S
"""After which no terminator can follow any more."""


@pytest.fixture
def desk() -> Desk:
    return Desk(is_writing=True)


@pytest.mark.parametrize("word", ["zhongguo", "xian'gang", "Zhang San feng", "beijingshi" * 6])
def test_a_half_written_word_lands_in_the_field(desk: Desk, word: str) -> None:
    desk.keys(word).wait(WAIT_S - 0.001)
    assert desk.log == []
    assert desk.wait(0.002).log == typed(word)


def test_where_nobody_writes_letters_are_a_scan(desk: Desk) -> None:
    desk.is_writing = False
    assert desk.keys("zhongguo").rest() == ["scan zhongguo"]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\t"])
def test_letters_with_a_terminator_are_a_scan(desk: Desk, end: str) -> None:
    assert desk.keys(f"zhongguo{end}").rest() == ["scan zhongguo"]


def test_enter_behind_a_half_written_word_is_a_key(desk: Desk) -> None:
    assert desk.keys("zhongguo").wait(0.2).keys("\r").rest() == typed("zhongguo\r")


@pytest.mark.parametrize("key", ["backspace", "left", "escape"])
def test_a_command_behind_a_half_written_word_comes_behind_it(desk: Desk, key: str) -> None:
    assert desk.keys("zhongguo").press(key).log == [*typed("zhongguo"), f"key <{key}>"]


def test_a_command_within_a_scan_does_not_cut_it(desk: Desk) -> None:
    desk.keys(CODE[:9]).press("up").keys(CODE[9:] + "\r")
    assert desk.rest() == ["key <up>", f"scan {CODE}"]


@pytest.mark.parametrize(
    "text", ["]C1ABCDEFG", "ABCDEFGH1", "HTTP://A.ORG", "ABCD-EFGH", "a.b.c.d.e"]
)
def test_letters_with_a_sign_or_digit_among_them_are_a_scan(desk: Desk, text: str) -> None:
    assert desk.keys(text).rest() == [f"scan {text}"]


@pytest.mark.parametrize("end", ["\r", ""])
@pytest.mark.parametrize("prefix", ["", "]Q3", "\\000026"])
def test_a_code_behind_letters_that_came_at_once_leaves_nothing_in_the_field(
    desk: Desk, prefix: str, end: str
) -> None:
    desk.keys(f"zhongguo{prefix}{CODE}{end}")
    assert desk.rest() == ["scan zhongguo", f"scan {prefix}{CODE}"]


def test_letters_without_end_are_no_word(desk: Desk) -> None:
    word = "ab" * MAX_LENGTH
    [said] = desk.keys(word).rest()
    assert said.startswith("scan abab")
    assert said.endswith("too long")


WORDS = st.text(f"{ascii_letters}' ", min_size=1, max_size=60)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.booleans(), WORDS, SCAN, st.floats(0, 0.05)), min_size=1, max_size=8))
def test_every_word_comes_back_in_order_and_every_scan_is_read(
    turns: list[tuple[bool, str, tuple[str, str], float]],
) -> None:
    desk, expected = Desk(is_writing=True), list[str]()
    for is_word, word, (code, end), gap_s in turns:
        if is_word:
            desk.keys(word)
            expected += typed(word)
        else:
            desk.keys(code + end, gap_s)
            expected.append(f"scan {code}")
        desk.wait(WAIT_S)
    assert desk.rest() == expected


@settings(max_examples=200, deadline=None)
@given(
    st.text(f"{ascii_letters}{digits}' -]\\", min_size=8, max_size=100),
    st.floats(0, 0.05),
    st.sampled_from(["\r", "\n", "\r\n", "\t", ""]),
)
def test_no_reading_leaves_a_digit_in_the_field(text: str, gap_s: float, end: str) -> None:
    assume(re.search(r"[0-9]", text) and len(set(text)) > 1 and not text.isspace())
    assert Desk(is_writing=True).keys(text + end, gap_s).rest() == [f"scan {text}"]


@settings(max_examples=100, deadline=None)
@given(st.text(f"{ascii_letters}' ", max_size=30), st.sampled_from([CODE, OTHER, f"]Q3{CODE}"]))
def test_a_code_touched_by_a_word_leaves_no_digit_in_the_field(word: str, code: str) -> None:
    said = Desk(is_writing=True).keys(word + code).rest()
    assert said[-1] == f"scan {code}"
    assert not any(re.search("[0-9]", line) for line in said[:-1])
