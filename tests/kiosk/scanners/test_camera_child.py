"""The camera's own process, from the kiosk's end."""

import os
from pathlib import Path

import pytest

from kiosk.scanners import camera_child
from kiosk.scanners import camera_wire as wire
from tests.camera_videos import moving_badge, wait_for, write_video


@pytest.fixture
def badge_video(tmp_path: Path) -> Path:
    return write_video(tmp_path / "badge.avi", moving_badge("7" * 34, 300))


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_process_that_speaks_nonsense_is_ended(badge_video: Path) -> None:
    def misunderstand(*_said: object) -> None:
        raise wire.WireError

    ended: list[bool] = []
    child = camera_child.CameraChild(str(badge_video), misunderstand, lambda: ended.append(True))
    wait_for(lambda: child.is_over)
    assert ended == [True]
    assert not is_alive(child.pid)
    child.ask(wire.LOOK)  # nobody there: no error either


def test_the_process_ends_with_the_kiosk(badge_video: Path) -> None:
    child = camera_child.CameraChild(str(badge_video), lambda *_said: None, lambda: None)
    pipe = child._process.stdin
    assert pipe is not None
    pipe.close()  # as the system does when the kiosk is gone, however it went
    wait_for(lambda: child.is_over)


def test_a_reader_may_end_its_own_process(badge_video: Path) -> None:
    spoke: list[camera_child.CameraChild] = []

    def end(who: camera_child.CameraChild, _kind: bytes, _rest: bytes) -> None:
        spoke.append(who)
        who.end()

    child = camera_child.CameraChild(str(badge_video), end, lambda: None)
    wait_for(lambda: child.is_over)
    assert set(spoke) == {child}
