"""From an empty site to a key post that is held: a roster, and then the keys of a keypad alone."""

from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Static

from db.connection import run_sql
from kiosk.people.roster import import_roster
from kiosk.services import Services
from screens.app import KioskApp
from screens.dialogs.outcome import Stored
from screens.dialogs.pin import PinDialog
from screens.dialogs.step import Step
from screens.public.board import BoardScreen
from screens.public.coverage import CoverageScreen
from screens.supervisor.day import DayScreen
from screens.supervisor.menu import MenuScreen
from screens.supervisor.post_page import PostScreen
from screens.supervisor.posts import PostsScreen
from screens.widgets.coverage_strip import PostStrips
from screens.widgets.header import SiteHeader
from tests.board_site import wait_until
from tests.builders import NOON, make_site, scan, set_clock, uid_of
from tests.screens.gate import Gate, gate
from tests.screens.supervisor.desk import Desk

ROSTER = "工号,姓名,岗位\n001,王建国,\n002,李卫东,塔吊指挥\n"


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """A site with nobody but who came by the roster; 001 may open the supervisor's day."""
    services = make_site(tmp_path, members=0)
    roster = tmp_path / "roster.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    assert import_roster(services.context, roster).committed
    services.access.set_pin(uid_of("001"), "supervisor", "135790")
    return services


async def answer(desk: Desk, *keys: str) -> None:
    """Press keys, each as soon as another question than before is there."""
    for key in keys:
        step = desk.app.screen.query_one(Step)
        await desk.press(key)
        await desk.until(lambda step=step: desk.app.screen.query_one(Step) is not step)  # type: ignore[misc]


async def stored(desk: Desk) -> None:
    await desk.until(lambda: bool(desk.app.screen.query(Stored)))
    await answer(desk, "enter")


async def open_posts(at: Gate, desk: Desk) -> None:
    await desk.press("9")
    await desk.until_on(PinDialog)
    await desk.press(*"001", "enter", *"135790", "enter")
    await desk.until_on(DayScreen)
    await desk.press(".")
    await desk.until_on(MenuScreen)
    await desk.press("5")
    await desk.until_on(PostsScreen)


async def make_key_post(desk: Desk) -> None:
    """塔吊指挥 becomes a key post, due every day from 08:00 to 18:00, held by 001 as well."""
    await desk.until_said("塔吊指挥")
    await desk.press("1")
    await desk.until_said("哪个岗位不能空岗？")
    await answer(desk, "1", "1")
    await stored(desk)
    await desk.until_on(PostScreen)
    await answer(desk, "1", "7", "1")
    await desk.press(*"0800")
    await answer(desk, "enter")
    await desk.press(*"1800")
    await answer(desk, "enter")
    await stored(desk)
    await answer(desk, "0", "3", "9", "1")
    await stored(desk)
    await answer(desk, "0")


async def go_to_the_board(desk: Desk, app: KioskApp) -> None:
    for _each in range(4):
        await desk.press("0")
    await wait_until(desk.pilot, lambda: isinstance(app.screen, BoardScreen))


def header(app: KioskApp) -> str:
    return app.screen.query_one(SiteHeader).render_line(0).text


async def test_a_supervisor_goes_from_nothing_to_a_held_key_post(site: Services) -> None:
    async with gate(site, (120, 40)) as at:
        app, desk = at.app, Desk(at.pilot, at.app, site)
        await wait_until(at.pilot, lambda: isinstance(app.screen, BoardScreen))
        assert "关键岗" not in header(app)
        await open_posts(at, desk)
        await make_key_post(desk)
        (post,) = site.coverage.posts()
        assert [one.member.number for one in post.holders] == ["001", "002"]
        await go_to_the_board(desk, app)
        await wait_until(at.pilot, lambda: "关键岗 0/1 ▲1" in header(app))
        set_clock(site, NOON + timedelta(hours=1))
        scan(site, "002")
        await wait_until(at.pilot, lambda: "关键岗 1/1" in header(app) and "▲" not in header(app))
        set_clock(site, NOON + timedelta(hours=3))
        await desk.press("7")
        await desk.until_on(CoverageScreen)
        title = app.screen.query_one("#title", Static)
        await wait_until(at.pilot, lambda: "1 个中 1 个有人在岗" in str(title.content))
        strips = app.screen.query_one(PostStrips)
        drawn = "".join(strips.render_line(y).text for y in range(strips.size.height))
        assert "塔吊指挥" in drawn
        assert all(shape in drawn for shape in "╳█▁·")
    (today,) = site.oversight.day().coverage
    assert (today.empty_min, len(today.gaps)) == (60, 1)
    assert site.coverage.day(NOON.date() - timedelta(days=1)) == ()
    assert run_sql("SELECT count(*) FROM post_kind") == [(1,)]
