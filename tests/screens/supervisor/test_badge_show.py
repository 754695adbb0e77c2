"""A badge that is shown on the screen: only to a supervisor, and not for long."""

from pathlib import Path

import pytest

from kiosk.attendance.views import CheckedIn, Scan
from kiosk.services import Services
from screens.app import KioskApp
from screens.member.answer import AnswerScreen
from screens.public.board import BoardScreen
from screens.supervisor.badge_code import BadgeCode
from screens.supervisor.badge_show import ShowBadgeScreen
from screens.supervisor.badges import BadgesScreen
from tests.board_site import press, wait_until
from tests.builders import make_site, scan, uid_of
from tests.screens.supervisor.desk import at_the_desk


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, members=6)


def kinds(site: Services) -> list[tuple[str, str]]:
    """The kinds and payloads of the ledger's entries about badges, in order."""
    from db.connection import run_sql

    sql = "SELECT kind, payload FROM ledger_entry WHERE kind LIKE 'badge_%' ORDER BY seq"
    return [(kind, payload) for kind, payload in run_sql(sql)]


async def test_the_code_is_shown_and_entered(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        await desk.press("3")
        await desk.until_on(ShowBadgeScreen)
        await desk.until(lambda: bool(desk.app.screen.query(BadgeCode)))
        await desk.until_said("请本人现在用手机拍下")
        kind, payload = kinds(site)[-1]
        assert (kind, '"screen"' in payload) == ("badge_printed", True)
        assert str(uid_of("001")) in payload
        assert desk.app.screen.idle_s == 60  # type: ignore[attr-defined]
        await desk.press("f2")
        await desk.until_said("Photographthecode")
        await desk.pilot.resize_terminal(40, 20)
        await desk.until_said("Thewindowistoosmall")


async def test_a_shown_badge_is_closed_by_time_alone(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(ShowBadgeScreen(site.people.get_member("002")))
        await desk.until(lambda: bool(desk.app.screen.query(BadgeCode)))
        desk.app.touched_at -= 61
        await desk.until_on(BoardScreen)
        assert desk.app.supervisor is None


async def test_somebodys_scan_closes_a_shown_badge(site: Services) -> None:
    async with at_the_desk(site) as desk:
        shown = ShowBadgeScreen(site.people.get_member("002"))
        await desk.open(shown)
        await desk.until(lambda: bool(shown.query(BadgeCode)))
        await desk.app.scan(Scan(site.people.badge_code("003"), "wedge"))
        await desk.until_on(AnswerScreen)
        assert not desk.app.screen.query(BadgeCode)
        await desk.press("0")
        await desk.until_on(BoardScreen)
        await desk.until(lambda: desk.app.supervisor is None)
        await desk.until(lambda: not shown.is_attached)


async def test_nothing_is_shown_without_a_supervisor(site: Services) -> None:
    async with at_the_desk(site) as desk:
        desk.app.supervisor = None
        await desk.app.push_screen(ShowBadgeScreen(site.people.get_member("002")))
        await desk.until_on(BoardScreen)
    assert "badge_printed" not in [kind for kind, _payload in kinds(site)]


async def test_a_passer_by_reaches_none_of_it(site: Services) -> None:
    app = KioskApp(site, site.oversight.site())
    async with app.run_test() as pilot:
        await pilot.pause()
        await press(pilot, "full_stop", "2", "3", "4", "6", "7", "escape", "escape")
        await wait_until(pilot, lambda: isinstance(app.screen, BoardScreen))
        await press(pilot, "9", *"001", "enter", *"9999", "enter", "full_stop", "2", "enter")
        names = [type(screen).__name__ for screen in app.screen_stack]
        assert names == ["BoardScreen", "PinDialog"]
        assert app.supervisor is None
    assert isinstance(scan(site, "001"), CheckedIn)
