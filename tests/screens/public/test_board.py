"""The board: what it shows, its pages, choosing and opening, by key and by touch."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk import i18n
from kiosk.service.entries import NewService
from kiosk.services import Services
from screens.public.card import CardScreen
from screens.widgets.board.bar import Pages, Shown
from screens.widgets.board.panel import SidePanel
from screens.widgets.board.wall import Wall
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar
from tests.board_site import press, wait_until
from tests.builders import make_site, scan, set_clock, uid_of
from tests.screens.public.reading import OpenBoard, leave_alone, numbers, text_of


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


async def test_a_small_board_still_tells_of_empty_key_posts_and_of_the_next_page(
    site: Services, open_board: OpenBoard
) -> None:
    for language in i18n.LANGUAGES:
        i18n.use_language(language)
        async with open_board(site, (80, 24)) as (pilot, board):
            header, bar = board.query_one(SiteHeader), board.query_one(KeyBar)
            await wait_until(pilot, lambda at=header: "3/7 ▲4" in at.render_line(0).text)  # type: ignore[misc]
            keys = bar.render_line(1).text
            assert " + " in keys
            assert {"zh_CN": " 8 集合点名 ", "en": " 8 Muster "}[language] in keys
            assert {"zh_CN": " 2 在场 ", "en": " 0 Voices "}[language] in keys
            assert "…" not in keys


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_empty_key_posts_are_loud_beside_the_invitation_to_scan(
    site: Services, open_board: OpenBoard, size: tuple[int, int]
) -> None:
    async with open_board(site, size) as (pilot, board):
        shown = board.query_one(Shown)
        loud = [one for one in shown.render_line(0) if "▲ 空岗 4 " in one.text]
        assert loud[0].style is not None
        assert loud[0].style.bgcolor == shown.look("loud").bgcolor
        assert ("动火审批、" in loud[0].text) is (size == (120, 40))
        assert "请扫胸牌签到" in text_of(board, Shown)
        await press(pilot, "2")
        assert "▲ 空岗 4" in text_of(board, Shown)


async def test_where_every_key_post_is_held_nothing_is_loud(
    site: Services, open_board: OpenBoard
) -> None:
    for post in site.coverage.now():
        for member in post.planned if post.is_empty else ():
            scan(site, member.number)
    async with open_board(site) as (_pilot, board):
        assert "▲" not in text_of(board, Shown)


async def test_more_commitments_than_there_is_room_for_are_counted(
    site: Services, open_board: OpenBoard
) -> None:
    for place in range(12):
        set_clock(site, site.context.clock.now() + timedelta(minutes=1))
        site.service.make_commitment(uid_of("002"), text=f"第{place}件事")
    async with open_board(site, (120, 30)) as (_pilot, board):
        panel = text_of(board, SidePanel)
        assert panel.index("第11件事") < panel.index("第10件事")
        assert "另有" in panel
        assert "第0件事" not in panel


@pytest.mark.parametrize(("language", "promise", "log"), [("zh_CN", "按1", "按2"), ("en", *"12")])
async def test_an_empty_panel_says_what_will_be_here_and_how_to_begin(
    tmp_path: Path, open_board: OpenBoard, language: str, promise: str, log: str
) -> None:
    site = make_site(tmp_path, 3)
    i18n.use_language(language)
    async with open_board(site, (120, 30)) as (_pilot, board):
        panel = "".join(text_of(board, SidePanel).split())
        how = {"zh_CN": "胸牌，", "en": "Scanyourbadge,thenpress"}[language]
        assert panel.count(how) == 2, panel
        assert panel.index(promise) < panel.index(log)


async def test_who_was_served_by_badge_stands_in_the_panel_as_on_the_cards(
    site: Services, open_board: OpenBoard
) -> None:
    served = NewService(5, text="送安全帽", served_uid=uid_of("004"))
    site.service.log(uid_of("002"), served)
    async with open_board(site) as (_pilot, board):
        assert "张小红 · 陈海燕" in text_of(board, SidePanel)


async def test_services_of_another_day_carry_it(site: Services, open_board: OpenBoard) -> None:
    set_clock(site, site.context.clock.now() + timedelta(days=1))
    async with open_board(site) as (_pilot, board):
        assert "昨 12:14" in text_of(board, SidePanel)


@pytest.mark.parametrize(("width", "is_there"), [(80, False), (99, False), (100, True)])
async def test_the_panel_needs_a_wide_screen(
    site: Services, open_board: OpenBoard, width: int, is_there: bool
) -> None:
    async with open_board(site, (width, 30)) as (_pilot, board):
        assert board.query_one(SidePanel).display is is_there


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
