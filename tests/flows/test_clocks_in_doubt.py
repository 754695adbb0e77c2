"""A clock in doubt, through the screens: a supervisor says that it is right, or what was true."""

from datetime import timedelta
from pathlib import Path

import pytest

from db import presence as records
from kiosk.attendance.waiting import list_waiting
from kiosk.clock_watch import ClockWatch
from kiosk.services import Services
from screens.supervisor.corrections import CorrectionsScreen
from screens.supervisor.day import DayScreen
from screens.supervisor.day_list import StoryList
from screens.widgets.header import SiteHeader
from tests.board_site import press, wait_until
from tests.builders import NOON, make_site, scan, set_clock, uid_of
from tests.flows.test_presence_tells_the_truth import choose, stored, until_asked
from tests.screens.gate import Gate, gate


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


def jump(site: Services) -> None:
    """Ten minutes that did not pass."""
    site.context.watch = ClockWatch(site.context.clock, lambda: 0.0)
    set_clock(site, NOON + timedelta(minutes=10))


async def open_day(at: Gate, site: Services) -> None:
    at.app.open_day(site.people.get_member("003"))
    await wait_until(at.pilot, lambda: isinstance(at.app.screen, DayScreen))


async def test_one_key_ends_the_doubt_about_a_jump(site: Services) -> None:
    jump(site)
    async with gate(site, (120, 40)) as at:
        await wait_until(at.pilot, lambda: site.context.has_jumped)
        await open_day(at, site)
        screen = CorrectionsScreen()
        await at.app.push_screen(screen)
        await wait_until(at.pilot, lambda: screen.query_one(StoryList).chosen is not None)
        header = screen.query_one(SiteHeader)
        await wait_until(at.pilot, lambda: "时钟存疑" in header.render_line(0).text)
        await press(at.pilot, "enter")
        await wait_until(at.pilot, lambda: not screen.query_one(StoryList).display)
        await wait_until(at.pilot, lambda: "时钟存疑" not in header.render_line(0).text)
    assert not site.context.has_jumped


async def test_the_day_tells_of_a_jump_and_enter_settles_it_there(site: Services) -> None:
    jump(site)
    async with gate(site, (120, 40)) as at:
        await wait_until(at.pilot, lambda: site.context.has_jumped)
        await open_day(at, site)
        await press(at.pilot, "6")
        await wait_until(at.pilot, lambda: at.app.screen.query_one(StoryList).chosen is not None)
        await press(at.pilot, "enter")
        await wait_until(at.pilot, lambda: not site.context.has_jumped)


async def test_who_came_by_a_dead_clock_is_given_their_true_time(site: Services) -> None:
    scan(site, "001")
    set_clock(site, NOON - timedelta(days=2500))
    scan(site, "002")
    set_clock(site, NOON + timedelta(hours=5))
    async with gate(site) as at:
        await open_day(at, site)
        screen = CorrectionsScreen()
        await at.app.push_screen(screen)
        await wait_until(at.pilot, lambda: screen.query_one(StoryList).chosen is not None)
        await press(at.pilot, "enter")
        await until_asked(at)
        await choose(at, "2")
        await press(at.pilot, "1", "3", "0", "0")
        await choose(at, "enter", "2")
        await stored(at)
    (stay,) = records.list_all_presences(uid_of("002"))
    assert (stay.in_at, stay.clock) == (NOON + timedelta(hours=1), "ok")
    assert list_waiting(site.context) == ()
