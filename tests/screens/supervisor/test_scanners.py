"""The scanners' screen: what is used, what could be, how it sounds; and the test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.attendance.views import Scan, ScanResult
from kiosk.commands.scanner_finds import Find
from kiosk.recording import not_recorded
from kiosk.scanners.settings import (
    SourceSetting,
    TerminalSettings,
    load_settings,
    save_settings,
)
from kiosk.scanners.usb import UsbId
from kiosk.services import Services
from kiosk.sounds.tunes import tune_of
from screens import devices
from screens.app import KioskApp
from screens.public.board import BoardScreen
from screens.sounding import Sounding
from screens.supervisor import scanner_test, scanners
from screens.supervisor.base import SupervisorScreen
from screens.supervisor.day import DayScreen
from screens.supervisor.scanner_lines import setting_of
from screens.supervisor.scanner_take import TakeInputDialog
from screens.supervisor.scanner_test import ScannerTestScreen
from screens.supervisor.scanners import ScannersScreen
from screens.widgets.notice import Notice
from tests.board_site import press, wait_until
from tests.builders import NOON, make_site, set_clock
from tests.kiosk.scanners.fakes import FakeSource
from tests.screens.supervisor.desk import Desk, at_the_desk

SERIAL = Find("serial", "/dev/ttyACM0", "0c2e:0901:77", "Honeywell", UsbId(0x0C2E, 0x0901, "77"))
TYPING = Find("evdev", "/dev/input/event5", "/dev/input/by-id/usb-scan", "Newland HID")
CAMERA = Find("camera", "/dev/video0", "/dev/video0", "")
FRONT = SourceSetting("前门枪", "serial", "/dev/ttyACM7")


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


class Plugs:
    """What is plugged in, and the sources that were made."""

    def __init__(self) -> None:
        self.found: list[Find] = []
        self.sources: dict[str, FakeSource] = {}

    def make(self, settings: TerminalSettings) -> tuple[FakeSource, ...]:
        made = tuple(FakeSource(one.name, one.kind) for one in settings.sources)
        for source in made:
            source.status = replace(source.status, since=NOON)
        self.sources = {source.status.name: source for source in made}
        return made


@pytest.fixture
def plugs(monkeypatch: pytest.MonkeyPatch) -> Plugs:
    plugs = Plugs()
    monkeypatch.setattr(devices, "make_sources", plugs.make)
    monkeypatch.setattr(scanners, "find_all", lambda: plugs.found)
    monkeypatch.setattr(scanners, "LOOK_S", 0.2)
    monkeypatch.setattr(scanners, "BETWEEN_TUNES_S", 0.01)
    return plugs


@asynccontextmanager
async def looking(site: Services, plugs: Plugs, *used: SourceSetting) -> AsyncIterator[Desk]:
    save_settings(site.context.home, TerminalSettings(tuple(used)))
    async with at_the_desk(site) as desk:
        await desk.until(lambda: len(plugs.sources) == len(used))
        await desk.open(ScannersScreen())
        yield desk


def kept(site: Services) -> TerminalSettings:
    return load_settings(site.context.home)


async def test_the_keyboard_is_always_ready_and_nothing_else_is_needed(
    site: Services, plugs: Plugs
) -> None:
    async with looking(site, plugs) as desk:
        assert "键盘扫码枪" in desk.seen()
        assert "就绪" in desk.seen().splitlines()[0]
        assert "不用设置" in desk.words


async def test_each_state_is_told_since_when_and_what_to_do(site: Services, plugs: Plugs) -> None:
    async with looking(site, plugs, FRONT) as desk:
        await desk.press("2")
        line = "".join(desk.seen().splitlines()[1].split())
        assert line.startswith("●前门枪串口12:00起正常")
        plugs.sources["前门枪"].fare("lost")
        await desk.until(lambda: "▲" in desk.seen().splitlines()[1])
        assert "12:00 起已断开" in desk.seen()
        await desk.until_said("请重新插好")
        set_clock(site, NOON + timedelta(days=1))
        await desk.until(lambda: "11月20日 周五 起已断开" in desk.seen())
        plugs.sources["前门枪"].fare("idle")
        await desk.until(lambda: "○" in desk.seen().splitlines()[1])
        await desk.press("f2")
        await desk.until(lambda: "at rest since" in desk.seen())
        assert desk.list.chosen is not None
        assert desk.list.chosen.key == "source 前门枪"
        await desk.press("f2")


async def test_a_found_scanner_is_taken_into_use_by_one_key(site: Services, plugs: Plugs) -> None:
    plugs.found = [SERIAL]
    async with looking(site, plugs) as desk:
        await desk.until(lambda: "Honeywell" in desk.seen())
        await desk.press("2")
        await desk.until_said("按3启用")
        await desk.press("3")
        await desk.until(lambda: "Honeywell" in plugs.sources)
        await desk.until(lambda: "未启用" not in desk.seen())
        assert "正常" in desk.seen()
        await desk.until(lambda: bool(desk.app.screen.query(Notice)))
    assert kept(site).sources == (SourceSetting("Honeywell", "serial", "0c2e:0901:77"),)
    assert plugs.sources["Honeywell"].stops == 1


async def test_a_keyboard_is_asked_about_before_it_is_taken(site: Services, plugs: Plugs) -> None:
    plugs.found = [TYPING]
    async with looking(site, plugs) as desk:
        await desk.until(lambda: "Newland" in desk.seen())
        await desk.press("2", "3")
        await desk.until(lambda: isinstance(desk.app.screen, TakeInputDialog))
        await desk.pilot.pause(0.1)
        await desk.press("f2", "f2", "enter")
        await desk.until_on(ScannersScreen)
        assert kept(site).sources == ()
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, TakeInputDialog))
        await desk.press("x", "0")
        await desk.until_on(ScannersScreen)
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, TakeInputDialog))
        await desk.press("1")
        await desk.until_on(ScannersScreen)
        assert kept(site).sources == ()
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, TakeInputDialog))
        await desk.press("9")
        await desk.until(lambda: "Newland HID" in plugs.sources)
        await desk.until_on(ScannersScreen)
    assert [one.kind for one in kept(site).sources] == ["evdev"]


async def test_a_scanner_is_removed_and_let_go_of(site: Services, plugs: Plugs) -> None:
    async with looking(site, plugs, FRONT) as desk:
        source = plugs.sources["前门枪"]
        await desk.press("4", "3")
        assert kept(site).sources == (FRONT,)
        await desk.press("2", "4")
        await desk.until(lambda: "前门枪" not in desk.seen())
        assert source.stops == 1
    assert kept(site).sources == ()


async def test_what_is_used_already_is_not_offered(site: Services, plugs: Plugs) -> None:
    plugs.found = [SERIAL, TYPING, CAMERA]
    by_usb = SourceSetting("a", "serial", "0c2e:0901")
    by_link = SourceSetting("b", "evdev", "/dev/input/by-id/usb-scan")
    async with looking(site, plugs, by_usb, by_link) as desk:
        await desk.until(lambda: "video0" in desk.seen())
        assert "ttyACM0" not in desk.seen()
        assert "event5" not in desk.seen()


async def test_more_than_eight_are_refused(site: Services, plugs: Plugs) -> None:
    plugs.found = [SERIAL]
    eight = [SourceSetting(f"n{place}", "serial", f"COM{place}") for place in range(8)]
    async with looking(site, plugs, *eight) as desk:
        screen = desk.app.screen
        assert isinstance(screen, ScannersScreen)
        await desk.until(lambda: bool(screen._found))
        desk.list.choose("found /dev/ttyACM0")
        await desk.press("3")
        await desk.until(lambda: bool(screen.query(Notice)))
    assert len(kept(site).sources) == 8


async def test_the_sound_is_chosen_and_tried(
    site: Services, plugs: Plugs, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []

    async def play(_sounding: object, result: ScanResult) -> None:
        heard.append(tune_of(result))

    monkeypatch.setattr(Sounding, "play", play)
    async with looking(site, plugs) as desk:
        await desk.press("2", "2", "enter")
        await desk.until(lambda: heard == ["in", "out", "refused"])
        assert kept(site).sound == "short"
        await desk.press("6")
        await desk.until(lambda: heard == ["in", "out", "refused"] * 2)
    assert site.attendance.on_site() == []


async def test_settings_that_cannot_be_kept_are_told(
    site: Services, plugs: Plugs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_told: object) -> None:
        raise not_recorded("full")

    async with looking(site, plugs) as desk:
        monkeypatch.setattr(devices, "save_settings", full)
        await desk.press("2", "2", "2", "enter")
        await desk.until(lambda: bool(desk.app.screen.query(Notice)))
        assert desk.app.devices.settings.sound == "bell"


def test_names_of_taken_scanners_are_their_own() -> None:
    first = setting_of(SERIAL, [])
    second = setting_of(SERIAL, [first.name])
    assert (first.name, second.name) == ("Honeywell", "Honeywell 2")
    assert setting_of(CAMERA, []).name == "摄像头"
    assert len(setting_of(replace(SERIAL, words="x" * 90), ["x" * 40]).name) <= 40


# The test of the scanners


async def test_a_test_shows_everything_and_decides_nothing(site: Services, plugs: Plugs) -> None:
    code = site.people.badge_code("002")
    async with looking(site, plugs, FRONT) as desk:
        await desk.press("1")
        await desk.until_on(ScannerTestScreen)
        assert "扫码不签到、不签退" in desk.words
        plugs.sources["前门枪"].deliver(code)
        await desk.until_said("✓有效·张工002002")
        assert "前门枪" in desk.words
        assert code not in desk.words
        await desk.app._scan_key(Scan(code, "wedge"))
        await desk.until_said("属于重复扫码")
        assert "键盘扫码枪" in desk.words
        plugs.sources["前门枪"].deliver("12345")
        await desk.until_said("✕不是胸牌码")
        await desk.press("f2")
        await desk.until_said("nobodyischeckedinorout")
        await desk.press("f2", "0")
        await desk.until_on(ScannersScreen)
        assert site.attendance.on_site() == []
        plugs.sources["前门枪"].deliver(site.people.badge_code("003"))
        await desk.until(lambda: [one.number for one in site.attendance.on_site()] == ["003"])


async def test_a_test_ends_by_itself(
    site: Services, plugs: Plugs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner_test, "LONGEST_S", 0.5)
    async with looking(site, plugs, FRONT) as desk:
        await desk.app.push_screen(ScannerTestScreen())
        await desk.until_on(ScannersScreen)
        plugs.sources["前门枪"].deliver(site.people.badge_code("003"))
        await desk.until(lambda: len(site.attendance.on_site()) == 1)


async def test_a_test_that_is_covered_lets_scans_be_decided(site: Services, plugs: Plugs) -> None:
    async with looking(site, plugs, FRONT) as desk:
        await desk.open(ScannerTestScreen())
        await desk.app.push_screen(SupervisorScreen())
        await desk.pilot.pause(0.1)
        plugs.sources["前门枪"].deliver(site.people.badge_code("003"))
        await desk.until(lambda: len(site.attendance.on_site()) == 1)


async def test_a_scan_that_came_past_the_hub_is_shown_too(
    site: Services, plugs: Plugs, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with looking(site, plugs) as desk:
        screen = ScannerTestScreen()
        await desk.open(screen)
        screen.arrived(Scan(site.people.badge_code("002"), "paste"))
        await desk.until_said("✓有效·张工002002")
        assert "粘贴" in desk.words

        def broken(*_told: object) -> None:
            raise not_recorded("damaged")

        monkeypatch.setattr(scanner_test, "try_code", broken)
        screen.arrived(Scan("全角", "paste"))
        await desk.until(lambda: bool(screen.query(Notice)))


async def test_a_passer_by_reaches_no_scanner(site: Services, plugs: Plugs) -> None:
    app = KioskApp(site, site.oversight.site())
    async with app.run_test() as pilot:
        await pilot.pause()
        await press(pilot, "full_stop", "3", "escape", "escape")
        await wait_until(pilot, lambda: isinstance(app.screen, BoardScreen))
        await app.push_screen(ScannerTestScreen())
        await wait_until(pilot, lambda: isinstance(app.screen, BoardScreen))
        assert app.scanners._watcher is None
        assert DayScreen not in [type(screen) for screen in app.screen_stack]
        await pilot.pause(0.2)
