"""An answer is heard: strokes of the bell, or a tune by a player that is a real program."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import pytest
from textual.pilot import Pilot

from db.connection import close_file
from kiosk.attendance.views import CheckedIn, NotRecorded, Refused, ScanResult
from kiosk.scanners.settings import Sound, TerminalSettings
from kiosk.services import Services
from screens.app import KioskApp
from screens.sounding import FOLDER, Sounding
from tests.bench.gate import kiosk_argv
from tests.bench.terminal import PtyProgram
from tests.board_site import wait_until
from tests.builders import FRIDAY, NOON, make_site, scan

BELL = b"\x07"
TITLES = re.compile(rb"\x1b\][^\x07\x1b]*\x07")
"""Commands to the terminal that end with the bell's byte and do not ring."""

LOST = NotRecorded("full", NOON)
REFUSED = Refused("unknown_code", NOON, FRIDAY, None)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, debounce_s=0)


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the players on PATH write down what they play; none is there yet."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder / "calls"


def add_player(calls: Path, then: str = "exit 0") -> None:
    program = calls.parent / "aplay"
    program.write_text(f'#!/bin/sh\necho "${{2##*/}}" >> {calls}\n{then}\n')
    program.chmod(0o755)


def played(calls: Path) -> list[str]:
    return calls.read_text().split() if calls.exists() else []


class Ear:
    """What is heard of the app."""

    def __init__(self, pilot: Pilot[None], app: KioskApp, sound: Sound) -> None:
        self.pilot = pilot
        self.app = app
        self.sounding = Sounding(app, TerminalSettings(sound=sound))
        self.sounding._player._patience_s = 60  # a slow machine's player is none that hangs
        self.strokes: list[float] = []

    async def hear(self, *results: ScanResult) -> None:
        for result in results:
            await self.sounding.play(result)
        await self.silence()

    async def silence(self) -> None:
        await wait_until(self.pilot, lambda: not self.sounding._is_sounding)


@asynccontextmanager
async def ear(
    services: Services, monkeypatch: pytest.MonkeyPatch, sound: Sound
) -> AsyncIterator[Ear]:
    monkeypatch.setattr("screens.sounding.BREATH_S", 0.02)
    app = KioskApp(services, services.oversight.site())
    async with app.run_test() as pilot:
        await pilot.pause()
        listening = Ear(pilot, app, sound)
        monkeypatch.setattr(app, "bell", lambda: listening.strokes.append(monotonic()))
        yield listening


def checked_in(services: Services) -> ScanResult:
    result = scan(services, "001")
    assert isinstance(result, CheckedIn)
    return result


async def test_the_bell_strikes_once_twice_and_three_times(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = [checked_in(site), scan(site, "001"), REFUSED, LOST]
    heard = []
    async with ear(site, monkeypatch, "bell") as at:
        for result in results:
            at.strokes.clear()
            await at.hear(result)
            heard.append(len(at.strokes))
        assert heard == [1, 2, 3, 6]
        assert min(b - a for a, b in zip(at.strokes, at.strokes[1:], strict=False)) > 0.1


async def test_off_is_silence(site: Services, monkeypatch: pytest.MonkeyPatch, calls: Path) -> None:
    add_player(calls)
    async with ear(site, monkeypatch, "off") as at:
        await at.hear(LOST)
        assert at.strokes == []
    assert played(calls) == []


async def test_a_player_plays_another_tune_for_each_answer(
    site: Services, monkeypatch: pytest.MonkeyPatch, calls: Path
) -> None:
    add_player(calls)
    results = [checked_in(site), scan(site, "001"), REFUSED, LOST]
    async with ear(site, monkeypatch, "short") as at:
        for result in results:
            await at.hear(result)
        assert at.strokes == []
    assert played(calls) == ["in.wav", "out.wav", "refused.wav", "lost.wav"]
    assert (site.context.home.folder / FOLDER / "in.wav").exists()


async def test_without_a_player_the_bell_rings(
    site: Services, monkeypatch: pytest.MonkeyPatch, calls: Path
) -> None:
    async with ear(site, monkeypatch, "short") as at:
        await at.hear(REFUSED)
        assert len(at.strokes) == 3
    assert played(calls) == []


async def test_a_player_that_failed_is_left_alone_for_a_while(
    site: Services, monkeypatch: pytest.MonkeyPatch, calls: Path
) -> None:
    add_player(calls, "exit 1")
    async with ear(site, monkeypatch, "short") as at:
        await at.hear(REFUSED)
        await at.hear(REFUSED)
        assert len(at.strokes) == 6
        assert played(calls) == ["refused.wav"]
        add_player(calls)
        at.sounding._failed_at_s -= 61
        await at.hear(REFUSED)
        await at.hear(REFUSED)
        assert len(at.strokes) == 6
    assert played(calls) == ["refused.wav"] * 3


async def test_the_answer_does_not_wait_for_its_sound(
    site: Services, monkeypatch: pytest.MonkeyPatch, calls: Path
) -> None:
    go_on = calls.with_name("go-on")
    add_player(calls, f"while [ ! -e {go_on} ]; do /bin/sleep 0.05; done")
    result = checked_in(site)
    async with ear(site, monkeypatch, "short") as at:
        await at.sounding.play(result)
        await wait_until(at.pilot, lambda: played(calls) == ["in.wav"])
        assert at.sounding._is_sounding
        go_on.touch()
        await at.silence()
        assert at.strokes == []


async def test_a_crowd_hears_one_sound_at_a_time_and_the_newest_last(
    site: Services, monkeypatch: pytest.MonkeyPatch, calls: Path
) -> None:
    add_player(calls, f"echo begin >> {calls}; /bin/sleep 0.1; echo end >> {calls}")
    result = checked_in(site)
    async with ear(site, monkeypatch, "short") as at:
        for _scan in range(50):
            await at.sounding.play(result)
            await asyncio.sleep(0)
        await at.hear(REFUSED)
    lines = played(calls)
    assert lines[1::3] == ["begin"] * (len(lines) // 3)
    assert lines[2::3] == ["end"] * (len(lines) // 3)
    assert lines[-3] == "refused.wav"
    assert len(lines) // 3 < 25


async def test_what_was_not_recorded_is_heard_whoever_comes_next(
    site: Services, monkeypatch: pytest.MonkeyPatch, calls: Path
) -> None:
    add_player(calls)
    result = checked_in(site)
    async with ear(site, monkeypatch, "short") as at:
        await at.hear(REFUSED, LOST, result)
    assert "lost.wav" in played(calls)


async def test_a_sound_that_fails_in_the_program_costs_only_itself(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with ear(site, monkeypatch, "bell") as at:
        with monkeypatch.context() as broken:
            broken.setattr(at.app, "bell", lambda: 1 / 0)
            await at.hear(REFUSED)
        await at.hear(REFUSED)
        assert len(at.strokes) == 3
        assert at.app.is_running
    log = (site.context.home.folder / "log" / "crash.log").read_text()
    assert "ZeroDivisionError" in log


class Listened(PtyProgram):
    """The kiosk on a pty, with an ear for the bell."""

    def __init__(self, home: Path) -> None:
        super().__init__(kiosk_argv(home), (80, 24), {"LC_ALL": "C.UTF-8"})
        self.wait_for(b"0/3")
        self.drain(0.5)

    def strokes(self, code: str) -> int:
        """Strokes after a scan, until it has been silent for a while."""
        self.send(f"{code}\r".encode())
        count, silent_at_s = 0, monotonic() + 30
        while monotonic() < silent_at_s:
            self.read(0.1)
            rung = TITLES.sub(b"", self.seen).count(BELL)
            if rung > count:
                count, silent_at_s = rung, monotonic() + 2.5
        self.seen = b""
        return count


def test_the_kiosk_rings_on_its_terminal(site: Services) -> None:
    code = site.people.badge_code("001")
    home = site.context.home.folder
    close_file()
    kiosk = Listened(home)
    try:
        assert [kiosk.strokes(text) for text in (code, code, "12" * 17)] == [1, 2, 3]
    finally:
        kiosk.close()
