"""Words in letters of several lines, from the font that paper is set in."""

import pytest

from kiosk.errors import KioskError
from screens.widgets import big_letters
from screens.widgets.big_letters import SIZES, BigLetters, find_letters


@pytest.fixture
def letters() -> BigLetters:
    found = find_letters()
    assert found is not None, "install fonts-noto-cjk"
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("words", ["每日巡查临边防护", "Mended a tool 12", "罕㐂"])
def test_every_line_is_as_wide_and_the_word_as_tall_as_was_said(
    letters: BigLetters, size: int, words: str
) -> None:
    rows = letters.draw(words, size)
    assert len(rows) == letters.lines(size)
    assert {len(row) for row in rows} == {letters.width(words, size)}
    assert set("".join(rows)) <= set(" ▀▄█")
    assert any(row.strip() for row in rows)


def test_the_largest_size_that_fits_is_taken(letters: BigLetters) -> None:
    for size in SIZES:
        assert letters.size_of("一二三四", letters.width("一二三四", size)) == size
    assert letters.size_of("一二三四", letters.width("一二三四", SIZES[-1]) - 1) is None


def test_what_does_not_fit_is_split_and_cut_with_an_ellipsis(letters: BigLetters) -> None:
    width = letters.width("一二三四五", 12)
    assert letters.split("一二三", width, 12, 2) == ["一二三"]
    assert letters.split("一二三四五六七", width, 12, 2) == ["一二三四五", "六七"]
    told = letters.split("一二三四五六七八九十百千", width, 12, 2)
    assert told[0] == "一二三四五"
    assert told[1].endswith("…")
    assert all(letters.width(row, 12) <= width for row in told)


def test_a_machine_without_a_font_has_no_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise KioskError("no_font", "none")

    monkeypatch.setattr(big_letters, "find_fonts", none)
    assert find_letters() is None
