"""Scanners beside the keyboard and the kiosk in front of them: one line of scans, one sound."""

import os
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.connection import run_sql
from kiosk.errors import KioskError
from kiosk.scanners.settings import SourceSetting, TerminalSettings, save_settings, settings_file
from kiosk.services import Services
from screens.modes import ANSWER
from screens.public.board import BoardScreen
from screens.public.viewfinder import ViewfinderScreen
from screens.widgets.header import SiteHeader
from screens.widgets.notice import Notice
from tests.board_site import make_board_site, wait_until
from tests.camera_videos import scene, write_video
from tests.screens.gate import Gate, gate


class Plug:
    """A serial scanner on a pty: plugged in, it has a port under a name that stays."""

    def __init__(self, folder: Path) -> None:
        self.port = folder / "ttyScanner"
        self._master = -1

    def plug_in(self) -> None:
        self._master, slave = os.openpty()
        tty.setraw(slave)
        self.port.unlink(missing_ok=True)
        self.port.symlink_to(os.ttyname(slave))
        os.close(slave)

    def pull_out(self) -> None:
        self.port.unlink(missing_ok=True)
        os.close(self._master)
        self._master = -1

    def read(self, code: str) -> None:
        os.write(self._master, f"{code}\r\n".encode())

    def close(self) -> None:
        if self._master >= 0:
            os.close(self._master)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_board_site(tmp_path / "site", 14)


@pytest.fixture
def plug(tmp_path: Path) -> Iterator[Plug]:
    plug = Plug(tmp_path)
    yield plug
    plug.close()


def set_up(site: Services, plug: Plug) -> None:
    setting = SourceSetting("东门", "serial", str(plug.port))
    save_settings(site.context.home, TerminalSettings((setting,), "off"))


def header(at: Gate) -> str:
    lines = at.app.screen.query_one(SiteHeader).draw(at.app.size.width, 1)
    return "".join(line.text for line in lines)


async def until_state(at: Gate, state: str) -> None:
    await wait_until(at.pilot, lambda: [s.state for s in at.app.scanners.statuses()] == [state])


async def test_a_plugged_in_scanner_checks_in(site: Services, plug: Plug) -> None:
    plug.plug_in()
    set_up(site, plug)
    async with gate(site) as at:
        await until_state(at, "working")
        plug.read(site.people.badge_code("002"))
        await at.until_mode(ANSWER)
        await at.until_word("签到")
    assert run_sql("SELECT source FROM punch ORDER BY seq DESC LIMIT 1") == [("serial",)]


async def test_one_badge_before_two_scanners_is_one_scan(site: Services, plug: Plug) -> None:
    plug.plug_in()
    set_up(site, plug)
    ((before,),) = run_sql("SELECT count(*) FROM punch")
    async with gate(site) as at:
        await until_state(at, "working")
        code = site.people.badge_code("002")
        plug.read(code)
        await at.until_word("签到")
        await at.scan(code)
        assert at.word == "签到"
    assert run_sql("SELECT count(*) FROM punch") == [(before + 1,)]


async def test_a_lost_scanner_is_told_on_the_board_and_comes_back(
    site: Services, plug: Plug
) -> None:
    plug.plug_in()
    set_up(site, plug)
    async with gate(site, (120, 40)) as at:
        await until_state(at, "working")
        await wait_until(at.pilot, lambda: "故障" not in header(at))
        plug.pull_out()
        await wait_until(at.pilot, lambda: "▲ 扫码枪“东门”故障" in header(at))
        plug.plug_in()
        await wait_until(at.pilot, lambda: "故障" not in header(at))
        plug.read(site.people.badge_code("002"))
        await at.until_mode(ANSWER)


@pytest.mark.parametrize(
    ("names", "size", "words"),
    [
        (("东门",), (80, 24), "▲ 扫码枪故障"),
        (("东" * 40,), (120, 40), f"▲ 扫码枪“{'东' * 7}… ”故障"),
        (("东门", "西门"), (120, 40), "▲ 2 把扫码枪故障"),
    ],
)
async def test_the_header_says_as_much_of_a_lost_scanner_as_there_is_room_for(
    site: Services, names: tuple[str, ...], size: tuple[int, int], words: str
) -> None:
    settings = tuple(SourceSetting(name, "serial", f"/dev/none-{name[0]}") for name in names)
    save_settings(site.context.home, TerminalSettings(settings, "off"))
    async with gate(site, size) as at:
        await wait_until(at.pilot, lambda: words in header(at))


async def test_broken_settings_are_told_and_the_keyboard_still_scans(site: Services) -> None:
    settings_file(site.context.home).write_text("{")
    async with gate(site) as at:
        await wait_until(at.pilot, lambda: bool(at.app.screen.query(Notice)))
        await at.scan(site.people.badge_code("002"))
        assert at.word == "签到"


async def test_settings_that_can_not_be_used_leave_those_before_in_force(
    site: Services, plug: Plug
) -> None:
    plug.plug_in()
    set_up(site, plug)
    async with gate(site) as at:
        await until_state(at, "working")
        nameless = SourceSetting("", "serial", "/dev/nothing")
        with pytest.raises(KioskError):
            await at.app.devices.change(TerminalSettings((nameless,)))
        await until_state(at, "working")
        await at.app.devices.change(TerminalSettings())
        assert at.app.scanners.statuses() == ()


async def test_nothing_is_decided_while_the_scanners_are_tested(site: Services, plug: Plug) -> None:
    plug.plug_in()
    set_up(site, plug)
    ((before,),) = run_sql("SELECT count(*) FROM punch")
    seen: list[str] = []
    async with gate(site) as at:
        await until_state(at, "working")
        with at.app.scanners.testing(lambda arrival: seen.append(arrival.name)):
            plug.read(site.people.badge_code("002"))
            await wait_until(at.pilot, lambda: len(seen) == 1)
            await at.scan(site.people.badge_code("005"))
        await wait_until(at.pilot, lambda: len(seen) == 2)
    assert sorted(seen) == ["wedge", "东门"]
    assert run_sql("SELECT count(*) FROM punch") == [(before,)]


async def test_the_board_offers_the_camera_only_where_there_is_one(
    site: Services, tmp_path: Path
) -> None:
    async with gate(site) as at:
        await at.pilot.press("6")
        await at.pilot.pause(0.2)
        assert isinstance(at.app.screen, BoardScreen)
        video = write_video(tmp_path / "gate.avi", [scene()] * 60)
        await at.app.devices.change(
            TerminalSettings((SourceSetting("门口", "camera", str(video)),), "off")
        )
        await at.pilot.press("6")
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, ViewfinderScreen))
        at.app.go_home()
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, BoardScreen))
