"""What stands on a tile: nothing is cut without a sign, no line begins with a comma."""

import pytest
from textual.app import App, ComposeResult

from screens.dialogs.pick_list import Choice, Tile
from screens.dialogs.tile_words import TileWords, lay_out_words, shares_a_line


def test_what_does_not_fit_ends_in_a_sign() -> None:
    label, note = lay_out_words(
        "Check the work face first; no work while a hazard stands", "", 19, 2
    )
    assert (label[-1][-1], note) == ("…", [])


def test_no_line_begins_with_what_closes_and_none_is_one_lost_character() -> None:
    label, _note = lay_out_words("先查作业面有没有隐患、再开工", "", 20, 3)
    assert not any(line.startswith("、") for line in label)
    label, _note = lay_out_words("一二三四五六七八九", "", 16, 3)
    assert label == ["一二三四五六七", "八九"]
    for width in range(16, 34):
        label, _note = lay_out_words("进行中 · 11月20日 周五 起 · 4 人", "", width, 2)
        assert label[-1] != "人", width
    assert lay_out_words("一二三四五六七八九", "", 16, 2)[0][-1] == "八九"


def test_the_label_goes_before_its_note() -> None:
    label, note = lay_out_words("帮木工班把圆盘锯防护罩装好", "评：今天 17:13 · A区五层", 16, 3)
    assert (label, note) == (["帮木工班把圆盘锯", "防护罩装好"], ["评：今天 17:13 …"])


@pytest.mark.parametrize(
    ("height", "width", "shares"), [(3, 20, True), (4, 20, False), (3, 8, False), (1, 20, True)]
)
def test_label_and_note_share_the_middle_line_of_a_low_tile(
    height: int, width: int, shares: bool
) -> None:
    assert shares_a_line("求助", "有人来帮", width, height) == shares
    assert not shares_a_line("求助", "", width, height)


class _Shown(App[None]):
    CSS = """
    Tile { height: 3; width: 30; }
    .tile-key { width: 3; }
    .tile-words { width: 1fr; height: 100%; content-align: left middle; }
    """

    def compose(self) -> ComposeResult:
        yield Tile(0, "1", Choice("help", "求助", "有人来帮"))


async def test_a_tile_shows_its_lines_once_its_size_is_known() -> None:
    app = _Shown()
    async with app.run_test(size=(40, 5)) as pilot:
        await pilot.pause(0.1)
        words = app.query_one(TileWords)
        lines = [words.render_line(y).text.rstrip() for y in range(3)]
        assert lines == ["", "求助  有人来帮", ""]
