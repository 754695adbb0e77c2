"""How the screens of badges and scanners look, in both languages and two sizes."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from rich.style import Style
from textual.pilot import Pilot
from textual.strip import Strip

from kiosk.commands.scanner_finds import Find
from kiosk.i18n import use_language
from kiosk.people.badges import Validity
from kiosk.scanners.port import Deliver, SourceKind, SourceState, SourceStatus
from kiosk.scanners.settings import SourceSetting, TerminalSettings, save_settings
from kiosk.services import Services
from screens import devices
from screens.app import KioskApp
from screens.dialogs.pick_list import PickList
from screens.supervisor import badge_paper, scanners
from screens.supervisor.badge_paper import PagePicture
from screens.supervisor.badge_print import PrintScreen
from screens.supervisor.badges import BadgesScreen
from screens.supervisor.day import DayScreen
from screens.supervisor.keypad_list import KeypadList
from screens.supervisor.scanners import ScannersScreen
from tests.board_site import make_board_site, press, wait_until
from tests.builders import NOON, uid_of
from tests.kiosk.scanners.fakes import FakeSource
from tests.screens.settling import settled

SnapCompare = Callable[..., bool]
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["small", "middle"])
LANGUAGES = pytest.mark.parametrize("language", ["zh_CN", "en"])
DAY = timedelta(days=1)
SOURCES = (
    SourceSetting("Gate 1", "serial", "COM7"),
    SourceSetting("Gate 2", "evdev", "x"),
    SourceSetting("Camera", "camera", "0"),
)
STATES: tuple[SourceState, ...] = ("working", "lost", "idle")
FOUND = [Find("serial", "/dev/ttyACM0", "0c2e:0901", "Honeywell 1900")]


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_board_site(tmp_path, 61)
    badges, today = services.badges, NOON.date()
    badges.set_validity(uid_of("002"), Validity(last=today + 30 * DAY))
    badges.set_validity(uid_of("003"), Validity(last=today - DAY))
    badges.set_validity(uid_of("005"), Validity(first=today + 3 * DAY))
    badges.revoke(uid_of("006"), "借给了别人")
    save_settings(services.context.home, TerminalSettings(SOURCES, "short"))
    return services


class StillSource(FakeSource):
    """A source that fares as a picture needs it."""

    def __init__(self, name: str, kind: SourceKind, state: SourceState) -> None:
        super().__init__(name, kind)
        self.status = SourceStatus(name, kind, state, NOON, f"/dev/{kind}")

    def start(self, deliver: Deliver) -> None:
        self.deliver = deliver


def make_fakes(settings: TerminalSettings) -> tuple[FakeSource, ...]:
    pairs = zip(settings.sources, STATES, strict=False)
    return tuple(StillSource(one.name, one.kind, state) for one, state in pairs)


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that differs from machine to machine or from second to second."""
    monkeypatch.setattr(KioskApp, "idle_left_s", 30.0)
    monkeypatch.setattr(devices, "make_sources", make_fakes)
    # the header speaks of a lost scanner two seconds later, which may be before or after this
    monkeypatch.setattr(devices.Devices, "_note", lambda _devices, _statuses: None)
    monkeypatch.setattr(scanners, "find_all", lambda: FOUND)
    monkeypatch.setattr(badge_paper, "page_strips", blank_page)


def blank_page(_paper: object, _page: int, cells: tuple[int, int], *, fine: bool) -> list[Strip]:
    width, height = cells
    return [Strip.blank(width, Style(bgcolor="white"))] * height


async def to_day(pilot: Pilot[None]) -> KioskApp:
    app = pilot.app
    assert isinstance(app, KioskApp)
    app.open_day(app.services.people.get_member("001"))
    await wait_until(pilot, lambda: isinstance(app.screen, DayScreen))
    await wait_until(pilot, lambda: len(app.scanners.sources) == len(SOURCES))
    return app


async def open_badges(pilot: Pilot[None]) -> None:
    app = await to_day(pilot)
    await app.push_screen(BadgesScreen())
    await wait_until(pilot, lambda: bool(app.screen.query_one(KeypadList).chosen))
    await press(pilot, "5", "5")
    await settled(pilot)


async def open_scanners(pilot: Pilot[None]) -> None:
    app = await to_day(pilot)
    await app.push_screen(ScannersScreen())
    screen = app.screen
    assert isinstance(screen, ScannersScreen)
    await wait_until(pilot, lambda: bool(screen._found))
    await press(pilot, "2", "2")
    await settled(pilot)


async def open_preview(pilot: Pilot[None]) -> None:
    app = await to_day(pilot)
    await app.push_screen(PrintScreen(app.services.people.list_members()[10:25]))
    await wait_until(pilot, lambda: bool(app.screen.query(PickList)))
    await press(pilot, "1")
    await wait_until(pilot, lambda: bool(app.screen.query(PagePicture)))
    await settled(pilot)
    await wait_until(pilot, lambda: app.screen.query_one(PagePicture).is_drawn)
    await pilot.pause()


@SIZES
@LANGUAGES
@pytest.mark.parametrize("opened", [open_badges, open_scanners, open_preview])
def test_they_look_as_they_were_last_looked_at(
    snap_compare: SnapCompare,
    site: Services,
    opened: Callable[[Pilot[None]], Awaitable[None]],
    size: tuple[int, int],
    language: str,
) -> None:
    use_language(language)
    app = KioskApp(site, site.oversight.site())
    assert snap_compare(app, terminal_size=size, run_before=opened)
