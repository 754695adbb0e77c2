"""The board's filters and its search, by key and by touch."""

from pathlib import Path

import pytest
from textual.widgets import Input

from db.connection import transaction
from kiosk import i18n
from kiosk.attendance.views import Scan
from kiosk.people.filters import EVERYBODY, Filter
from kiosk.people.initials import initials_of
from kiosk.services import Services
from screens.member.answer import AnswerScreen
from screens.public.board import BoardScreen
from screens.public.card import CardScreen
from screens.public.pick import PickDialog
from screens.widgets.board.bar import FilterBar, Pages, Shown
from screens.widgets.board.pick_grid import PickGrid
from screens.widgets.board.wall import Wall
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar
from tests.board_site import make_board_site, press, wait_until
from tests.builders import add_member, make_site
from tests.screens.public.reading import OpenBoard, leave_alone, numbers, text_of


async def test_2_leaves_those_on_site_and_1_shows_everybody_again(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (pilot, board):
        await press(pilot, "2")
        assert numbers(board) == [f"{place:03}" for place in range(1, 24, 3)]
        assert "此刻在场  10 人" in text_of(board, Shown)
        assert "✕ [1] 看全体" in text_of(board, Shown)
        await press(pilot, "1")
        assert len(numbers(board)) == 8
        assert "✕" not in text_of(board, Shown)


async def test_a_filter_is_dropped_by_touch_and_by_escape(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (pilot, board):
        await press(pilot, "2")
        await pilot.click(Shown)
        assert board.shown_filter == EVERYBODY
        await press(pilot, "2", "escape")
        assert board.shown_filter == EVERYBODY
        await pilot.click(Shown)
        assert board.shown_filter == EVERYBODY


@pytest.mark.parametrize(
    ("key", "kind", "name"),
    [("3", "post", "3号塔吊"), ("4", "branch", "第1支部"), ("5", "team", "防汛突击队")],
)
async def test_a_post_branch_or_team_is_picked_by_its_digit(
    site: Services, open_board: OpenBoard, key: str, kind: str, name: str
) -> None:
    async with open_board(site) as (pilot, board):
        await press(pilot, key)
        assert isinstance(pilot.app.screen, PickDialog)
        await press(pilot, "1")
        await pilot.pause()
        assert board.shown_filter == Filter(kind, name)
        assert name in text_of(board, Shown)
        assert numbers(board)


async def test_picking_can_be_left_and_nothing_changes(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (pilot, board):
        for key in ("escape", "0"):
            await press(pilot, "3", key)
            await pilot.pause()
            assert pilot.app.screen is board
            assert board.shown_filter == EVERYBODY


async def test_picking_keeps_the_frame(site: Services, open_board: OpenBoard) -> None:
    async with open_board(site, (80, 24)) as (pilot, _board):
        await press(pilot, "3")
        await pilot.pause()
        dialog = pilot.app.screen
        header = dialog.query_one(SiteHeader)
        await wait_until(pilot, lambda: "北岸安置房项目" in header.render_line(0).text)
        grid = dialog.query_one(PickGrid)
        told = "".join(grid.render_line(y).text for y in range(grid.size.height))
        assert "[" not in told
        assert "  1  3号塔吊" in told


async def test_a_choice_is_touched(site: Services, open_board: OpenBoard) -> None:
    async with open_board(site) as (pilot, board):
        await press(pilot, "4")
        grid = pilot.app.screen.query_one(PickGrid)
        await wait_until(pilot, lambda: grid.size.height > 0)
        await pilot.click(PickGrid, offset=(45, 3))
        await pilot.pause()
        assert board.shown_filter == Filter("branch", "第2支部")


async def test_many_choices_stand_on_pages(tmp_path: Path, open_board: OpenBoard) -> None:
    services = make_board_site(tmp_path, 30)
    with transaction():
        from tests.builders import add_post

        for place in range(4):
            add_post(f"附加岗{place}", "010")
    async with open_board(services) as (pilot, board):
        await press(pilot, "3")
        grid = pilot.app.screen.query_one(PickGrid)
        assert grid.pages == 2
        dialog = pilot.app.screen
        await wait_until(pilot, lambda: "第 1/2 页" in dialog.query_one(Pages).render_line(0).text)
        await pilot.click(Pages, offset=(29, 0))
        assert "第 2/2 页" in dialog.query_one(Pages).render_line(0).text
        await press(pilot, "f2")
        await wait_until(
            pilot, lambda: "Page 2 of 2" in dialog.query_one(Pages).render_line(0).text
        )
        assert "seconds" in dialog.query_one(Countdown).render_line(0).text
        await press(pilot, "9")
        assert isinstance(pilot.app.screen, PickDialog)
        await press(pilot, "3")
        await pilot.pause()
        assert board.shown_filter.kind == "post"
        assert numbers(board)


async def test_search_narrows_live_and_escape_clears(site: Services, open_board: OpenBoard) -> None:
    async with open_board(site) as (pilot, board):
        await press(pilot, "slash", "0", "2")
        assert board.query_one(Input).has_focus
        assert set(numbers(board)) == {"002", "020", "021", "022", "023", "024", "025", "026"}
        await press(pilot, "8")
        assert numbers(board) == ["028"]
        await press(pilot, "escape")
        assert not board.query_one(FilterBar).is_searching
        assert numbers(board)[0] == "001"
        assert board.query_one(Input).value == ""


async def test_a_number_pad_alone_corrects_and_closes_the_search(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (pilot, board):
        await press(pilot, "slash")
        await wait_until(pilot, lambda: "Enter 关闭" in bar(board))
        assert "Esc" not in bar(board)
        await press(pilot, "0", "2", "8", "full_stop")
        assert board.query_one(Input).value == "02"
        await wait_until(pilot, lambda: ". 删除" in bar(board))
        await press(pilot, "full_stop", "full_stop", "enter")
        assert not board.query_one(FilterBar).is_searching


def bar(board: BoardScreen) -> str:
    keys = board.query_one(KeyBar)
    return "".join(keys.render_line(y).text for y in range(keys.size.height))


async def test_one_result_is_opened_by_enter(site: Services, open_board: OpenBoard) -> None:
    async with open_board(site) as (pilot, _board):
        await press(pilot, "slash", "0", "2", "8", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, CardScreen)


async def test_enter_goes_from_several_results_to_the_first(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (pilot, board):
        await press(pilot, "slash", "0", "2", "enter")
        await pilot.pause()
        wall = board.query_one(Wall)
        assert wall.has_focus
        assert wall.chosen is not None
        assert wall.chosen.number == "002"


async def test_a_search_ends_with_the_scan_of_whoever_made_it(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (pilot, board):
        await press(pilot, "slash", "0", "2", "enter", "0")
        assert board.query_one(Wall).has_focus
        await board.kiosk.scan(Scan(site.people.badge_code("029"), "wedge"))
        await wait_until(pilot, lambda: isinstance(pilot.app.screen, AnswerScreen))
        await board.kiosk.ways.leave_answer()
        await wait_until(pilot, lambda: pilot.app.screen is board)
        assert not board.query_one(FilterBar).is_searching
        assert board.query_one(Input).value == ""
        assert len(numbers(board)) == 8
        await wait_until(pilot, lambda: board.query_one(Wall).has_focus)


async def test_somebody_elses_scan_leaves_the_words_of_who_is_typing(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (pilot, board):
        await press(pilot, "slash", "0", "2")
        await board.kiosk.scan(Scan(site.people.badge_code("029"), "wedge"))
        await wait_until(pilot, lambda: isinstance(pilot.app.screen, AnswerScreen))
        await board.kiosk.ways.leave_answer()
        await wait_until(pilot, lambda: pilot.app.screen is board)
        assert board.query_one(Input).value == "02"
        assert board.query_one(Input).has_focus


async def test_a_search_ends_when_the_card_it_led_to_was_left_alone(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (pilot, board):
        await press(pilot, "slash", "0", "2", "8", "enter")
        await wait_until(pilot, lambda: isinstance(pilot.app.screen, CardScreen))
        board.kiosk.go_home()
        await wait_until(pilot, lambda: pilot.app.screen is board)
        assert not board.query_one(FilterBar).is_searching
        assert len(numbers(board)) == 8


async def test_back_from_a_card_the_results_still_stand(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (pilot, board):
        await press(pilot, "slash", "0", "2", "enter", "enter")
        await wait_until(pilot, lambda: isinstance(pilot.app.screen, CardScreen))
        await press(pilot, "0")
        await wait_until(pilot, lambda: pilot.app.screen is board)
        assert numbers(board)[0] == "002"
        assert board.query_one(FilterBar).is_searching


async def test_a_search_that_is_left_alone_ends(site: Services, open_board: OpenBoard) -> None:
    async with open_board(site) as (pilot, board):
        await press(pilot, "slash", "0", "2")
        leave_alone(board, 1)
        board.tick()
        assert not board.query_one(FilterBar).is_searching
        assert len(numbers(board)) == 8


async def test_what_is_typed_into_a_search_that_stands_takes_its_place(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (pilot, board):
        await press(pilot, "slash", "0", "2", "enter", "slash", "0", "1", "6")
        assert board.query_one(Input).value == "016"
        assert numbers(board) == ["016"]


async def test_where_nobody_is_found_the_keys_stay_in_the_field(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (pilot, board):
        await press(pilot, "slash", "9", "9", "enter")
        assert board.query_one(Input).has_focus
        await press(pilot, "0", "2", "8")
        assert pilot.app.screen is board
        assert board.query_one(Input).value == "028"
        assert numbers(board) == ["028"]


async def test_the_keys_are_those_of_the_field_while_it_is_open(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (pilot, board):

        def keys() -> str:
            bar = board.query_one(KeyBar)
            return "".join(bar.render_line(y).text for y in range(bar.size.height))

        await press(pilot, "slash")
        assert keys().split() == ["Enter", "关闭"]
        await press(pilot, "0", "2")
        assert keys().split() == ["Enter", "打开", ".", "删除", "Esc", "清除"]
        await press(pilot, "escape")
        assert "1 全体" in keys()
        await press(pilot, "slash", "enter")
        assert not board.query_one(FilterBar).is_searching
        assert board.query_one(Wall).has_focus
        assert "1 全体" in keys()


async def test_a_name_is_found_by_its_pinyin(site: Services, open_board: OpenBoard) -> None:
    with transaction():
        add_member("099", name="罗春生", initials=initials_of("罗春生"))
    async with open_board(site) as (pilot, board):
        await press(pilot, "slash", "l", "u", "o")
        assert numbers(board) == ["099"]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_nobody_found_says_what_to_do(
    site: Services, open_board: OpenBoard, language: str
) -> None:
    i18n.use_language(language)
    async with open_board(site) as (pilot, board):
        await press(pilot, "slash", "x", "x", "x")
        said = text_of(board, Wall)
        assert "Esc" in said
        assert numbers(board) == []
        await press(pilot, "enter", "down")
        assert pilot.app.screen is board


async def test_nobody_on_site_and_nobody_at_all_say_so(
    tmp_path: Path, open_board: OpenBoard
) -> None:
    services = make_site(tmp_path, 0)
    async with open_board(services) as (pilot, board):
        assert "请先导入成员名单" in text_of(board, Wall)
        with transaction():
            add_member("001")
        await board.record_changed()
        await wait_until(pilot, lambda: numbers(board) == ["001"])
        await press(pilot, "2")
        assert "请扫胸牌签到" in text_of(board, Wall)
