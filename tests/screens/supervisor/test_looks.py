"""How the day looks, in both languages and two sizes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Label

from kiosk.i18n import use_language
from kiosk.services import Services
from screens.app import KioskApp
from screens.supervisor.day import DayScreen
from tests.board_site import make_board_site, wait_until
from tests.screens.settling import settled

SnapCompare = Callable[..., bool]


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_board_site(tmp_path, 61)


async def open_promises(pilot: Pilot[None]) -> None:
    app = pilot.app
    assert isinstance(app, KioskApp)
    app.open_day(app.services.people.get_member("001"))
    await wait_until(pilot, lambda: isinstance(app.screen, DayScreen))
    await wait_until(pilot, lambda: bool(str(app.screen.query_one("#day-title", Label).content)))
    await settled(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["small", "middle"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_day_looks_as_it_was_last_looked_at(
    snap_compare: SnapCompare,
    site: Services,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    language: str,
) -> None:
    monkeypatch.setattr(KioskApp, "idle_left_s", 30.0)
    use_language(language)
    app = KioskApp(site, site.oversight.site())
    assert snap_compare(app, terminal_size=size, run_before=open_promises)
