"""Lines cut by cells, and strips put on a canvas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from kiosk.text import cell_width, clean_line
from screens.widgets.lines import Canvas, line, spread, wrap

GROUND = Style(bgcolor="black")
PLAIN = Style()
texts = st.text(max_size=60).map(clean_line)


@given(st.lists(texts, max_size=4), st.integers(0, 50))
def test_a_line_is_as_wide_as_asked(parts: list[str], width: int) -> None:
    strip = line([(part, PLAIN) for part in parts], width, GROUND)
    assert sum(cell_width(segment.text) for segment in strip) == width


def test_a_line_is_cut_with_an_ellipsis_and_never_in_half_a_character() -> None:
    assert line([("党员突击队", PLAIN)], 6, GROUND).text == "党员… "


def test_a_part_takes_the_ground_behind_it() -> None:
    first = next(iter(line([("a", Style(color="red"))], 3, GROUND)))
    assert first.style is not None
    assert first.style.bgcolor == GROUND.bgcolor


def test_both_ends_are_shown_and_the_left_one_is_cut() -> None:
    assert spread([("3号塔吊", PLAIN)], [("王", PLAIN)], 12, GROUND).text == "3号塔吊   王"
    assert spread([("abcdef", PLAIN)], [("xy", PLAIN)], 5, GROUND).text == "ab…xy"


@given(texts, st.integers(2, 40), st.integers(1, 5))
def test_wrapped_lines_fit(text: str, width: int, most: int) -> None:
    lines = wrap(text, width, most)
    assert len(lines) <= most
    assert all(cell_width(part) <= width for part in lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("短", ["短"]),
        ("one two three", ["one two", "three"]),
        ("每日巡查临边防护设施", ["每日巡", "查临边…"]),
        ("abcdefghij", ["abcdefg", "hij"]),
    ],
)
def test_text_breaks_at_blanks_or_between_characters(text: str, lines: list[str]) -> None:
    assert wrap(text, 7, 2) == lines


def test_strips_stand_where_they_were_put() -> None:
    canvas = Canvas(6, 2, GROUND)
    canvas.put(3, 0, Strip([Segment("xy")]))
    canvas.put(0, 0, Strip([Segment("a")]))
    canvas.put(0, 7, Strip([Segment("outside")]))
    canvas.put(9, 1, Strip([Segment("outside")]))
    assert [strip.text for strip in canvas.lines()] == ["a  xy ", "      "]


def test_what_sticks_out_is_cut() -> None:
    canvas = Canvas(4, 1, GROUND)
    canvas.put(2, 0, Strip([Segment("wide")]))
    assert canvas.lines()[0].text == "  wi"


def test_no_line_ends_with_the_dot_that_parts_two_facts() -> None:
    assert wrap("●李工 · 先锋岗", 8, 2) == ["●李工", "先锋岗"]
    assert wrap("●李工 · 先锋岗", 20, 2) == ["●李工 · 先锋岗"]
