"""A text takes the largest size that fits; words stay whole as long as they can."""

import pytest

from kiosk.exports.fonts import find_fonts
from kiosk.exports.pages import Paper
from kiosk.exports.typesetting import ELLIPSIS, Fitted, Type
from tests.kiosk.exports.papers import DAY

ONE, TWO, THREE = Type(24, 12), Type(12, 6, lines=2), Type(8, 8, lines=3)
WIDTH_MM = 22.0


@pytest.fixture
def paper() -> Paper:
    return Paper(find_fonts(), "", DAY)


def fit(paper: Paper, text: str) -> Fitted:
    fitted = paper.fit(text, WIDTH_MM, ONE, TWO, THREE)
    assert all(paper.width(line, fitted.size_pt) <= WIDTH_MM for line in fitted.lines)
    return fitted


def test_a_short_name_is_as_large_as_can_be_and_a_longer_one_smaller(paper: Paper) -> None:
    assert fit(paper, "李梅").size_pt == 24
    assert 12 < fit(paper, "欧阳致远").size_pt < 24


def test_two_lines_are_about_equally_long(paper: Paper) -> None:
    assert fit(paper, "买买提·艾力江江").lines == ("买买提·", "艾力江江")


@pytest.mark.parametrize("text", ["每天 07:00-19:00、每天 19:00-07:00", "甲乙丙丁、戊己庚辛"])
def test_no_line_begins_with_a_mark(paper: Paper, text: str) -> None:
    for width in range(30, 60):
        lines = paper.fit(text, width, Type(12, 12, lines=9)).lines
        assert not any(line.startswith("、") for line in lines)


def test_words_are_broken_between_and_made_smaller_rather_than_torn(paper: Paper) -> None:
    fitted = fit(paper, "Alexandra Konstantinopoulou")
    assert fitted.lines == ("Alexandra", "Konstantinopoulou")


def test_a_word_too_long_for_any_size_is_torn(paper: Paper) -> None:
    fitted = fit(paper, "W" * 18)
    assert (fitted.kind, "".join(fitted.lines)) == (THREE, "W" * 18)


def test_what_fits_in_no_way_ends_in_an_ellipsis(paper: Paper) -> None:
    fitted = fit(paper, "某" * 60)
    assert len(fitted.lines) == 3
    assert fitted.lines[-1].endswith(ELLIPSIS)


def test_nothing_is_no_line(paper: Paper) -> None:
    assert fit(paper, "").lines == ()
