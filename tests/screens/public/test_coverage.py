"""The screen of key posts: held or empty at a glance, for everybody."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from db.connection import run_sql, transaction
from kiosk.attendance.coverage.desk import Coverage
from kiosk.attendance.views import CheckedOut
from kiosk.recording import not_recorded
from kiosk.services import Services
from screens.app import KioskApp
from screens.public.board import BoardScreen
from screens.public.coverage import CoverageScreen
from screens.widgets.board.bar import Pages
from screens.widgets.board.panel import SidePanel
from screens.widgets.coverage_faces import PostFaces
from screens.widgets.coverage_strip import PostStrips
from screens.widgets.lines import Drawn
from tests.board_site import add_shift, make_board_site, press, wait_until
from tests.builders import NOON, add_post, scan, set_clock


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """Half past noon: seven key posts, four of them empty, one more that is not due."""
    services = make_board_site(tmp_path, 14, photos=14)
    with transaction():
        add_shift("夜班", 19 * 60, 7 * 60, "夜间值守", "002")
    return services


@asynccontextmanager
async def opened(
    services: Services, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[Pilot[None], CoverageScreen]]:
    app = KioskApp(services, services.oversight.site())
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, BoardScreen) and app.screen.is_read)
        await press(pilot, "7")
        await wait_until(
            pilot, lambda: isinstance(app.screen, CoverageScreen) and app.screen.is_read
        )
        screen = app.screen
        assert isinstance(screen, CoverageScreen)
        await pilot.pause(0.1)
        yield pilot, screen


def text(screen: Screen[Any], kind: type[Drawn]) -> str:
    widget = screen.query_one(kind)
    return "\n".join(widget.render_line(y).text.rstrip() for y in range(widget.size.height))


def title(screen: CoverageScreen) -> str:
    return str(screen.query_one("#title", Static).content)


async def test_empty_posts_are_loud_and_told_since_when(site: Services) -> None:
    async with opened(site) as (_pilot, screen):
        lines = text(screen, PostStrips).splitlines()
        assert "7 个中 3 个有人在岗" in title(screen)
        assert "▲ 空岗 4 个" in title(screen)
        assert lines[1].startswith("▲ ")
        assert " 空岗 自 04:00  应到 " in lines[2]
        strip = screen.query_one(PostStrips)
        loud = [one for one in strip.render_line(2) if "空岗" in one.text]
        assert loud[0].style is not None
        assert loud[0].style.bgcolor == strip.look("loud").bgcolor
        assert "○ 夜间值守" in text(screen, PostStrips)
        assert "未到时段" in text(screen, PostStrips)


async def test_who_holds_a_post_and_is_on_a_break_is_said_to_be(site: Services) -> None:
    held = next(one for one in site.coverage.now() if one.holders)
    number = held.holders[0].number
    set_clock(site, NOON + timedelta(minutes=5))
    left = scan(site, number)
    assert isinstance(left, CheckedOut)
    assert left.scan is not None
    site.afterthoughts.rest_instead(left.scan)
    async with opened(site) as (pilot, screen):
        assert f"{held.holders[0].name}（休息）" in text(screen, PostStrips)
        await press(pilot, "0")
        await wait_until(pilot, lambda: "（休息）" in text(pilot.app.screen, SidePanel))


async def test_hours_are_told_apart_by_shape_and_a_line_shows_now(site: Services) -> None:
    run_sql("PRAGMA foreign_keys = 0")
    posts = {one.name: one.uid for one in site.coverage.now()}
    site.coverage.set_least(posts["3号塔吊"], 2)
    set_clock(site, NOON + timedelta(hours=3))
    async with opened(site) as (_pilot, screen):
        shown = text(screen, PostStrips)
        for shape in "█╳▁·│▼◐":
            assert shape in shown
        assert "人手不足 1/2" in shown


async def test_the_faces_of_who_is_missing_are_shown_where_there_is_room(site: Services) -> None:
    async with opened(site) as (pilot, screen):
        faces = screen.query_one(PostFaces)
        await wait_until(pilot, lambda: bool(text(screen, PostFaces).splitlines()[4].strip()))
        assert faces.missing
        assert "▲ 应在岗而未在岗" in text(screen, PostFaces)
        assert len(faces.people) == 2
        assert faces.people[0][0].name in text(screen, PostFaces)
        await pilot.resize_terminal(80, 24)
        await pilot.pause(0.1)
        assert not faces.display or not faces.region.width


async def test_where_nobody_is_missing_those_at_their_posts_are_shown(tmp_path: Path) -> None:
    site = make_board_site(tmp_path, 14)
    for number in ("003", "005", "009", "011"):
        scan(site, number)
    async with opened(site) as (_pilot, screen):
        assert "▲" not in title(screen)
        assert "● 此刻在岗" in text(screen, PostFaces)


async def test_more_posts_than_there_is_room_for_take_pages(site: Services) -> None:
    with transaction():
        for place in range(40):
            add_post(f"岗{place:02}", "001")
    async with opened(site, (80, 24)) as (pilot, screen):
        dots, strips = screen.query_one(Pages), screen.query_one(PostStrips)
        assert dots.pages >= 3
        first = text(screen, PostStrips)
        await press(pilot, "plus")
        assert dots.page == 1
        assert text(screen, PostStrips) != first
        await press(pilot, "minus", "minus")
        assert dots.page == dots.pages - 1
        await pilot.click(Pages, offset=(29, 0))
        await wait_until(pilot, lambda: dots.page == 0)
        await pilot.resize_terminal(200, 60)
        await pilot.pause(0.1)
        assert dots.pages == 1
        assert strips.pages == 1


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_it_is_said_in_both_languages(site: Services, size: tuple[int, int]) -> None:
    async with opened(site, size) as (pilot, screen):
        assert "空岗" in text(screen, PostStrips)
        await press(pilot, "f2")
        await wait_until(pilot, lambda: "EMPTY since 04:00" in text(screen, PostStrips))
        assert "4 stand empty" in title(screen)
        assert "not due" in str(screen.query_one("#legend", Static).content)
        await press(pilot, "f2")


async def test_a_scan_elsewhere_shows_and_back_leads_to_the_board(site: Services) -> None:
    async with opened(site) as (pilot, screen):
        scan(site, "003")
        await screen.record_changed()
        await wait_until(pilot, lambda: "▲ 空岗 3 个" in title(screen))
        await press(pilot, "0")
        await wait_until(pilot, lambda: isinstance(pilot.app.screen, BoardScreen))


async def test_a_site_without_key_posts_says_what_to_do(site: Services) -> None:
    run_sql("UPDATE post SET kind = ''")
    async with opened(site) as (_pilot, screen):
        assert "关键岗" in text(screen, PostStrips)
        assert text(screen, PostFaces).strip() == ""


async def test_a_record_that_can_not_be_read_is_said(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(site) as (pilot, screen):

        def broken(_desk: Coverage) -> None:
            raise not_recorded("broken")

        told: list[str] = []
        monkeypatch.setattr(Coverage, "now", broken)
        monkeypatch.setattr(screen.kiosk, "tell", told.append)
        await screen.record_changed()
        await wait_until(pilot, lambda: bool(told))
        assert screen.is_read
