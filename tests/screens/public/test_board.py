"""The board: filters, search, pages, choosing and opening, by key and by touch."""

import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from db.connection import transaction
from kiosk import i18n
from kiosk.people.filters import EVERYBODY, Filter
from kiosk.services import Services
from screens.public.board import LEFT_ALONE_S, BoardScreen
from screens.public.card import CardScreen
from screens.public.pick import PickDialog
from screens.widgets.board.bar import FilterBar, Pages, Shown
from screens.widgets.board.panel import SidePanel
from screens.widgets.board.pick_grid import PickGrid
from screens.widgets.board.wall import Wall
from screens.widgets.header import SiteHeader
from tests.board_site import make_board_site, press, wait_until
from tests.builders import add_member, make_site, scan

OpenBoard = Callable[..., AbstractAsyncContextManager[tuple[Pilot[None], BoardScreen]]]


def leave_alone(board: BoardScreen, seconds: float) -> None:
    """As if nobody had touched anything for so long."""
    board.touched_at -= seconds + LEFT_ALONE_S
    board.turned_at = time.monotonic() - seconds
    board.kiosk.touched_at = board.touched_at


def numbers(board: BoardScreen) -> list[str]:
    return [member.number for member in board.query_one(Wall).shown]


def text_of(board: BoardScreen, kind: type[Wall | SidePanel | Shown | Pages]) -> str:
    widget = board.query_one(kind)
    return "\n".join(widget.render_line(y).text.rstrip() for y in range(widget.size.height))


async def test_it_opens_on_everybody_with_those_on_site_first(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (_pilot, board):
        assert numbers(board) == [f"{place:03}" for place in range(1, 23, 3)]
        assert "全体  30 人" in text_of(board, Shown)
        assert "第 1/4 页 ▪▫▫▫" in text_of(board, Pages)


async def test_a_card_shows_light_name_job_key_post_and_branch(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (pilot, board):
        shown = text_of(board, Wall)
        assert "● 李建国" in shown
        await press(pilot, "plus")
        shown += text_of(board, Wall)
        assert "○ 张小红" in shown
        for words in ("安全员", "◆ 3号塔吊", "第2支部"):
            assert words in shown


async def test_no_phone_number_is_anywhere(site: Services, open_board: OpenBoard) -> None:
    async with open_board(site, (200, 60)) as (_pilot, board):
        assert "13800000000" not in text_of(board, Wall) + text_of(board, SidePanel)


async def test_the_panel_tells_posts_promises_and_services(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (_pilot, board):
        panel = text_of(board, SidePanel)
        assert "▲4  3/7" in panel
        assert "▲ 动火审批" in panel
        assert "● 3号塔吊" in panel
        assert "已兑现 2/4" in panel
        assert "12:14" in panel


@pytest.mark.parametrize(("width", "is_there"), [(80, False), (99, False), (100, True)])
async def test_the_panel_needs_a_wide_screen(
    site: Services, open_board: OpenBoard, width: int, is_there: bool
) -> None:
    async with open_board(site, (width, 30)) as (_pilot, board):
        assert board.query_one(SidePanel).display is is_there


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


async def test_a_choice_is_touched(site: Services, open_board: OpenBoard) -> None:
    async with open_board(site) as (pilot, board):
        await press(pilot, "4")
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
        await press(pilot, "plus", "9")
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


async def test_pages_turn_by_keys_wheel_and_touch(site: Services, open_board: OpenBoard) -> None:
    async with open_board(site) as (pilot, board):
        wall = board.query_one(Wall)
        for key, page in [("plus", 1), ("pagedown", 2), ("minus", 1), ("pageup", 0), ("minus", 3)]:
            await press(pilot, key)
            assert wall.page == page
        assert "第 4/4 页" in text_of(board, Pages)
        await pilot._post_mouse_events([_scroll_down()], Wall)
        assert wall.page == 0
        await pilot._post_mouse_events([_scroll_up()], Wall)
        assert wall.page == 3
        await pilot.click(Pages, offset=(29, 0))
        assert wall.page == 0
        await pilot.click(Pages, offset=(9, 0))
        assert wall.page == 3


async def test_arrows_move_the_choice_over_pages(site: Services, open_board: OpenBoard) -> None:
    async with open_board(site) as (pilot, board):
        wall = board.query_one(Wall)

        async def after(*keys: str) -> str:
            await press(pilot, *keys)
            return wall.chosen.number if wall.chosen else ""

        assert await after("down") == "001"
        assert await after("right") == "004"
        assert await after("down") == "016"
        assert await after("down") == "028"
        assert wall.page == 1
        assert await after("up", "left") == "013"
        assert wall.page == 0
        assert await after(*["left"] * 6) == "001"
        assert "▐" in text_of(board, Wall)
        assert await after("escape") == ""
        assert "▐" not in text_of(board, Wall)


async def test_enter_opens_the_chosen_card_and_back_returns_to_the_page(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (pilot, board):
        await press(pilot, "plus", "enter", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, CardScreen)
        await press(pilot, "0")
        await wait_until(pilot, lambda: pilot.app.screen is board)
        assert board.query_one(Wall).page == 1


async def test_a_touched_card_opens_and_a_touched_gap_does_not(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (pilot, board):
        wall = board.query_one(Wall)
        await press(pilot, "minus")
        await pilot.click(Wall, offset=(wall.size.width - 9, wall.size.height - 9))
        await pilot.pause()
        assert pilot.app.screen is board
        await press(pilot, "plus")
        await pilot.click(Wall, offset=(25, 5))
        await pilot.pause()
        assert isinstance(pilot.app.screen, CardScreen)
        assert wall.chosen is not None
        assert wall.chosen.number == "004"


async def test_pages_turn_by_themselves_only_when_nobody_touches(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (pilot, board):
        wall = board.query_one(Wall)
        leave_alone(board, 9)
        board.tick()
        assert wall.page == 0
        leave_alone(board, 11)
        board.tick()
        assert wall.page == 1
        await press(pilot, "down")
        board.tick()
        assert wall.page == 1
        assert wall.chosen is not None
        leave_alone(board, 60)
        board.tick()
        assert wall.page == 2
        assert wall.chosen is None


def _scroll_down() -> type:
    from textual.events import MouseScrollDown

    return MouseScrollDown


def _scroll_up() -> type:
    from textual.events import MouseScrollUp

    return MouseScrollUp


async def test_a_scan_elsewhere_changes_a_light_and_moves_nothing(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (pilot, board):
        await press(pilot, "plus", "down")
        wall = board.query_one(Wall)
        before = numbers(board)
        assert wall.shown[1].on_site_since is not None
        site.context.clock.set(site.context.clock.now().replace(hour=9))  # type: ignore[attr-defined]
        scan(site, before[1])
        await board.record_changed()
        await wait_until(pilot, lambda: wall.shown[1].on_site_since is None)
        assert numbers(board) == before
        assert wall.chosen is not None
        assert wall.chosen.number == before[0]


async def test_somebody_who_leaves_stays_listed_while_somebody_reads(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (pilot, board):
        await press(pilot, "2")
        before = numbers(board)
        site.context.clock.set(site.context.clock.now().replace(hour=9))  # type: ignore[attr-defined]
        scan(site, before[0])
        wall = board.query_one(Wall)
        await board.record_changed()
        await wait_until(pilot, lambda: wall.shown[0].on_site_since is None)
        assert numbers(board) == before
        leave_alone(board, 60)
        board.tick()
        assert before[0] not in numbers(board)


async def test_the_language_changes_and_the_page_stays(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site) as (pilot, board):
        await wait_until(pilot, lambda: board.kiosk.status.members == 30)
        await press(pilot, "plus", "down", "f2")
        await pilot.pause()
        assert "Page 2 of 4" in text_of(board, Pages)
        assert "Everybody  30 members" in text_of(board, Shown)
        assert "Key posts this shift" in text_of(board, SidePanel)
        assert "On site 10/30" in board.query_one(SiteHeader).render_line(0).text
        assert board.query_one(Wall).chosen is not None


async def test_the_day_is_behind_a_pin(site: Services, open_board: OpenBoard) -> None:
    from screens.dialogs.pin import PinDialog

    async with open_board(site) as (pilot, _board):
        await press(pilot, "9")
        await pilot.pause()
        assert isinstance(pilot.app.screen, PinDialog)


async def test_a_board_that_shrinks_still_shows_its_page(
    site: Services, open_board: OpenBoard
) -> None:
    async with open_board(site, (80, 24)) as (pilot, board):
        await press(pilot, "minus")
        assert board.query_one(Wall).page == 7
        await pilot.resize_terminal(200, 60)
        await pilot.pause()
        assert board.query_one(Wall).page == 1
        await pilot.resize_terminal(12, 6)
        await pilot.pause()
        assert len(numbers(board)) <= 1


async def test_a_record_that_can_not_be_read_is_said_and_the_board_stays(
    site: Services, open_board: OpenBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kiosk.errors import RefusedError
    from screens.widgets.notice import Notice

    def broken() -> list[object]:
        raise RefusedError("broken", "读不出来，请找值班负责人")

    async with open_board(site) as (pilot, board):
        before = numbers(board)
        monkeypatch.setattr(site.people, "list_members", broken)
        await board.record_changed()
        await wait_until(pilot, lambda: bool(pilot.app.screen.query(Notice)))
        assert numbers(board) == before
