"""Players are real programs in a folder of their own on PATH."""

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic
from types import SimpleNamespace

import pytest

from kiosk.sounds.player import Player, run_program
from kiosk.sounds.tunes import TUNES, wave_of

PATIENT_S = 60.0
"""A slow machine's player is none that hangs, in seconds."""


class Programs:
    """A folder of players that write down what they were asked to play."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "calls"

    def add(self, name: str, then: str = "exit 0") -> None:
        program = self.folder / name
        program.write_text(f'#!/bin/sh\necho "$$ {name} $*" >> {self.log}\n{then}\n')
        program.chmod(0o755)

    @property
    def calls(self) -> list[str]:
        """Each call without its process number."""
        return [line.partition(" ")[2] for line in self._lines]

    @property
    def processes(self) -> list[int]:
        return [int(line.partition(" ")[0]) for line in self._lines]

    @property
    def _lines(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return Programs(folder)


@pytest.fixture
def tunes(tmp_path: Path) -> Path:
    return tmp_path / "home" / "sounds"


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def test_the_first_player_there_is_plays_the_tune(programs: Programs, tunes: Path) -> None:
    programs.add("paplay")
    programs.add("aplay")
    assert await Player(tunes, PATIENT_S).play("in")
    assert programs.calls == [f"paplay {tunes}/in.wav"]


async def test_alsas_player_is_asked_to_be_quiet_in_the_terminal(
    programs: Programs, tunes: Path
) -> None:
    programs.add("aplay")
    assert await Player(tunes, PATIENT_S).play("out")
    assert programs.calls == [f"aplay -q {tunes}/out.wav"]


async def test_without_a_player_nothing_is_heard(programs: Programs, tunes: Path) -> None:
    assert not await Player(tunes, PATIENT_S).play("in")
    assert programs.calls == []


async def test_the_player_that_works_is_remembered(programs: Programs, tunes: Path) -> None:
    programs.add("pw-play", "exit 1")
    programs.add("aplay")
    player = Player(tunes, PATIENT_S)
    assert await player.play("in")
    assert await player.play("out")
    names = [call.split()[0] for call in programs.calls]
    assert names == ["pw-play", "aplay", "aplay"]


async def test_a_player_that_hangs_is_killed_and_asked_last(
    programs: Programs, tunes: Path
) -> None:
    programs.add("pw-play", "exec /bin/sleep 60")
    programs.add("aplay")
    player = Player(tunes, patience_s=3)
    begun_s = monotonic()
    assert not await player.play("refused")
    assert monotonic() - begun_s < 30
    assert not is_running(programs.processes[0])
    player._patience_s = PATIENT_S
    assert await player.play("refused")
    assert [call.split()[0] for call in programs.calls] == ["pw-play", "aplay"]


async def test_a_player_that_can_not_be_started_is_as_good_as_none(
    programs: Programs, tunes: Path
) -> None:
    broken = programs.folder / "broken"
    broken.write_bytes(b"\x7fELF nonsense")
    broken.chmod(0o755)
    assert not await run_program([str(broken)])


async def test_a_player_that_even_killing_does_not_end_is_left_alone(
    programs: Programs, tunes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.add("pw-play", "exec /bin/sleep 20")
    monkeypatch.setattr("kiosk.sounds.player.DYING_S", 0.05)
    monkeypatch.setattr("asyncio.subprocess.Process.kill", lambda _process: None)
    begun_s = monotonic()
    assert not await Player(tunes, patience_s=0.2).play("in")
    assert monotonic() - begun_s < 15
    await asyncio.sleep(0)


async def test_a_player_gets_no_terminal(programs: Programs, tunes: Path) -> None:
    programs.add("aplay", "exec /bin/sleep 60")
    playing = asyncio.create_task(Player(tunes, PATIENT_S).play("in"))
    while not programs.processes:
        await asyncio.sleep(0.01)
    process = programs.processes[0]
    assert os.getsid(process) == process
    assert Path(f"/proc/{process}/fd/0").resolve() == Path("/dev/null")
    playing.cancel()
    with suppress(asyncio.CancelledError):
        await playing
    assert not is_running(process)


async def test_the_tunes_are_written_once(programs: Programs, tunes: Path) -> None:
    programs.add("aplay")
    player = Player(tunes, PATIENT_S)
    await player.play("in")
    assert {file.name for file in tunes.iterdir()} == {f"{tune}.wav" for tune in TUNES}
    assert (tunes / "lost.wav").read_bytes() == wave_of("lost")
    written_at = (tunes / "out.wav").stat().st_mtime_ns
    await player.play("out")
    assert (tunes / "out.wav").stat().st_mtime_ns == written_at


async def test_a_home_that_takes_no_tunes_makes_no_sound(programs: Programs, tunes: Path) -> None:
    programs.add("aplay")
    tunes.parent.mkdir()
    tunes.write_text("in the way")
    assert not await Player(tunes, PATIENT_S).play("in")
    assert programs.calls == []


@pytest.mark.parametrize("works", [True, False])
async def test_windows_plays_by_itself(
    tunes: Path, monkeypatch: pytest.MonkeyPatch, works: bool
) -> None:
    played: list[tuple[str, int]] = []

    def play(path: str, flags: int) -> None:
        played.append((path, flags))
        if not works:
            raise RuntimeError

    fake = SimpleNamespace(PlaySound=play, SND_FILENAME=1, SND_NODEFAULT=2)
    monkeypatch.setitem(sys.modules, "winsound", fake)
    monkeypatch.setattr(sys, "platform", "win32")
    assert await Player(tunes, PATIENT_S).play("in") is works
    assert played == [(str(tunes / "in.wav"), 3)]
