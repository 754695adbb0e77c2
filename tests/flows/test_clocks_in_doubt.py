"""A clock in doubt, through the screens: a supervisor says that it is right, or what was true."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from db import presence as records
from kiosk.attendance.clock_confirming import confirm_clock
from kiosk.attendance.waiting import list_waiting
from kiosk.clock_watch import ClockWatch
from kiosk.services import Services
from screens.supervisor import clock_item
from screens.supervisor.corrections import CorrectionsScreen
from screens.supervisor.day import DayScreen
from screens.supervisor.day_list import StoryList
from screens.supervisor.settle import SettleScreen
from screens.widgets.header import SiteHeader
from tests.board_site import press, wait_until
from tests.builders import NOON, make_site, scan, set_clock, uid_of
from tests.flows.test_presence_tells_the_truth import choose, stored, until_asked
from tests.resting import plain_pause, until_keys_count
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


class Held:
    """A use case that takes until it is let go on."""

    def __init__(self, use_case: Callable[..., object]) -> None:
        self._use_case = use_case
        self.begun, self.goes_on = Event(), Event()

    def __call__(self, *args: object) -> object:
        self.begun.set()
        assert self.goes_on.wait(60)
        return self._use_case(*args)


async def open_waiting(at: Gate, site: Services, page: str) -> None:
    """What waits for a supervisor, on the day or on its own page, with a line chosen."""
    await open_day(at, site)
    if page == "day":
        await press(at.pilot, "6")
    else:
        screen = CorrectionsScreen()
        await at.app.push_screen(screen)
        await wait_until(at.pilot, lambda: at.app.screen is screen)
    await wait_until(at.pilot, lambda: at.app.screen.query_one(StoryList).chosen is not None)


async def enter_while_somebody_scans(at: Gate, site: Services, held: Held) -> None:
    await until_keys_count(at.pilot)
    await at.pilot.press("enter")
    await wait_until(at.pilot, held.begun.is_set)
    scan(site, "002")
    await at.app.tell_screens()
    await plain_pause(at.pilot, 0.05)
    held.goes_on.set()


@pytest.mark.parametrize("page", ["day", "corrections"])
async def test_the_word_about_the_clock_counts_while_somebody_scans(
    site: Services, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    jump(site)
    held, told = Held(confirm_clock), list[str]()
    monkeypatch.setattr(clock_item, "confirm_clock", held)
    async with gate(site, (120, 40)) as at:
        monkeypatch.setattr(at.app, "tell", lambda words, *_more: told.append(words))
        await wait_until(at.pilot, lambda: site.context.has_jumped)
        await open_waiting(at, site, page)
        await enter_while_somebody_scans(at, site, held)
        await wait_until(at.pilot, lambda: any("时钟" in words for words in told))
    assert not site.context.has_jumped


@pytest.mark.parametrize("page", ["day", "corrections"])
async def test_the_page_that_settles_opens_and_stays_while_somebody_scans(
    site: Services, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan(site, "001")
    set_clock(site, NOON - timedelta(days=2500))
    scan(site, "002")
    set_clock(site, NOON + timedelta(hours=5))
    async with gate(site) as at:
        await open_waiting(at, site, page)
        held = Held(site.people.get_member)
        monkeypatch.setattr(site.people, "get_member", held)
        await enter_while_somebody_scans(at, site, held)
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, SettleScreen))
        await until_asked(at)
        scan(site, "001")
        await at.app.tell_screens()
        await plain_pause(at.pilot, 0.05)
        await choose(at, "2")
        await press(at.pilot, "1", "3", "0", "0")
        await choose(at, "enter", "2")
        await stored(at)
    assert records.list_all_presences(uid_of("002"))[0].in_at == NOON + timedelta(hours=1)
