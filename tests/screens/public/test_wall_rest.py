"""A terminal that is so set shows the wall while nobody uses it, and goes back to it by itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kiosk.attendance.views import Scan
from kiosk.scanners.settings import TerminalSettings, save_settings
from kiosk.service.voices import VoiceWords
from kiosk.services import Services
from screens.app import KioskApp
from screens.member.answer import AnswerScreen
from screens.public.board import BoardScreen
from screens.public.more import MoreScreen
from screens.public.voice_loud import HazardLine
from screens.public.wall_mode import WallModeScreen
from screens.public.wall_rest import REST_AFTER_S
from tests.board_site import make_board_site
from tests.screens.public.voice_site import Worker, at_the_board


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_board_site(tmp_path, 14)


def rest_after(site: Services, seconds: int) -> None:
    save_settings(site.context.home, TerminalSettings(wall_after_s=seconds))


@asynccontextmanager
async def at_the_wall(site: Services) -> AsyncIterator[Worker]:
    """A terminal that rests on the wall, as it is when it was started."""
    app = KioskApp(site, site.oversight.site())
    async with app.run_test(size=(120, 40)) as pilot:
        worker = Worker(pilot, app)
        await worker.until_on(WallModeScreen)
        yield worker


def leave_alone(worker: Worker, seconds: float) -> None:
    """As if nobody had touched anything for so long."""
    worker.app.touched_at -= seconds


async def test_a_terminal_so_set_starts_with_the_wall_and_goes_back_to_it_after_a_key(
    site: Services,
) -> None:
    rest_after(site, 20)
    async with at_the_wall(site) as worker:
        await worker.press("x")
        await worker.until_on(BoardScreen)
        leave_alone(worker, 19)
        worker.app.rest.look()
        assert isinstance(worker.app.screen, BoardScreen)
        leave_alone(worker, 1)
        await worker.until_on(WallModeScreen)


async def test_after_a_scan_the_board_is_there_and_then_the_wall_again(site: Services) -> None:
    rest_after(site, 20)
    async with at_the_wall(site) as worker:
        await worker.app.scan(Scan(site.badges.code(site.people.get_member("002").uid, None), "x"))
        await worker.until_on(AnswerScreen)
        await worker.app.ways.leave_answer()
        await worker.until_on(BoardScreen)
        leave_alone(worker, 20)
        await worker.until_on(WallModeScreen)


async def test_only_a_board_that_is_left_alone_gives_way_to_the_wall(site: Services) -> None:
    rest_after(site, 20)
    async with at_the_wall(site) as worker:
        await worker.press("x")
        await worker.until_on(BoardScreen)
        await worker.app.push_screen(MoreScreen())
        await worker.until_on(MoreScreen)
        leave_alone(worker, 25)
        worker.app.rest.look()
        assert isinstance(worker.app.screen, MoreScreen)


async def test_without_a_setting_the_board_stays_unless_the_command_line_asks(
    site: Services,
) -> None:
    async with at_the_board(site) as worker:
        leave_alone(worker, 3600)
        worker.app.rest.look()
        assert isinstance(worker.app.screen, BoardScreen)
        worker.app.rest.is_asked_for = True
        assert worker.app.rest.after_s == REST_AFTER_S
        await worker.until_on(WallModeScreen)


async def test_a_hazard_is_loud_on_the_wall_at_once_and_touching_it_leads_to_the_board(
    site: Services,
) -> None:
    rest_after(site, 20)
    async with at_the_wall(site) as worker:
        site.voices.raise_voice("hazard", VoiceWords(None, "洞口没有盖板"))
        await worker.until_said("隐患1")
        assert isinstance(worker.app.screen, WallModeScreen)
        await worker.pilot.click(HazardLine)
        await worker.until_on(BoardScreen)
