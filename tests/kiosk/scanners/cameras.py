"""What the tests of the camera share: how a source is waited for and aimed."""

import os
from collections.abc import Callable

from kiosk.scanners.camera import CameraSource, CameraTimes
from tests.camera_videos import wait_for

CODE = "1234567890123456789012345678901234"
QUICK = CameraTimes(again=0.05, again_at_rest=0.3, tick=0.02)

Make = Callable[..., tuple[CameraSource, list[str]]]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def until_state(source: CameraSource, state: str) -> None:
    wait_for(lambda: source.status.state == state)


def keep_aiming_until(source: CameraSource, is_so: Callable[[], object]) -> None:
    """Press keys as somebody does who waits for a slow camera."""

    def aim_again() -> object:
        source.aim()
        return is_so()

    wait_for(aim_again)
