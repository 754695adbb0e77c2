"""A camera without its libraries, and with ones that do not load."""

import os
import subprocess
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from kiosk.scanners import camera_faults
from kiosk.scanners.camera import CameraTimes
from tests.kiosk.scanners.cameras import Make, keep_aiming_until, until_state


def test_without_the_libraries_it_says_what_to_install(
    make: Make, badge_video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_faults, "LIBRARIES", ("no_such_library",))
    source, _read = make(badge_video)
    source.aim()
    until_state(source, "no_library")
    assert "make devices" in source.status.detail
    assert source.worker_pid is None
    monkeypatch.undo()
    until_state(source, "working")


@pytest.fixture
def broken_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package that is found but does not load, in the child only; notes each try in a file."""
    tries = tmp_path / "tries"
    package = tmp_path / "shadow" / "zxingcpp.py"
    package.parent.mkdir()
    package.write_text(
        f"open({str(tries)!r}, 'a').write('x')\nraise ImportError('libGL.so.1: cannot open')\n"
    )
    tries.touch()
    real = subprocess.Popen

    def shadowed(command: list[str], **said: Any) -> subprocess.Popen[bytes]:
        said["env"]["PYTHONPATH"] = f"{package.parent}{os.pathsep}{said['env']['PYTHONPATH']}"
        return real(command, **said)

    monkeypatch.setattr("kiosk.scanners.camera_child.subprocess.Popen", shadowed)
    return tries


def test_libraries_that_do_not_load_are_said_and_not_tried_in_a_storm(
    make: Make, badge_video: Path, broken_library: Path
) -> None:
    source, _read = make(badge_video, CameraTimes(again=0.05, tick=0.02))
    source.aim()
    until_state(source, "no_library")
    assert "zxing-cpp" in source.status.detail
    assert "make devices" not in source.status.detail
    until_s = monotonic() + 3
    while monotonic() < until_s:
        source.rest()
        source.aim()
        assert source.status.state == "no_library"
        sleep(0.05)
    assert broken_library.read_text() == "x"


def test_libraries_that_load_again_are_found_after_a_while(
    make: Make, badge_video: Path, broken_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, _read = make(badge_video, CameraTimes(again=0.05, mended=0.2, tick=0.02))
    source.aim()
    until_state(source, "no_library")
    monkeypatch.undo()
    keep_aiming_until(source, lambda: source.status.state == "working")
    assert source.status.detail == ""
