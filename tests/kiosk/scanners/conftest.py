"""Videos that stand for a camera, and sources that look at them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.scanners.camera import CameraSource, CameraTimes
from tests.camera_videos import moving_badge, write_video
from tests.kiosk.scanners.cameras import CODE, QUICK, Make


@pytest.fixture(scope="session")
def badge_video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty seconds of a badge that moves."""
    path = tmp_path_factory.mktemp("camera") / "badge.avi"
    return write_video(path, moving_badge(CODE, 600))


@pytest.fixture(scope="session")
def short_video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Less than a second of a badge."""
    path = tmp_path_factory.mktemp("camera") / "short.avi"
    return write_video(path, moving_badge(CODE, 10))


@pytest.fixture
def make() -> Iterator[Make]:
    """Makes started sources with what they read; lets go of them afterwards."""
    made: list[CameraSource] = []

    def build(
        device: Path | str, times: CameraTimes = QUICK, *, always: bool = False
    ) -> tuple[CameraSource, list[str]]:
        read: list[str] = []
        source = CameraSource("gate", str(device), times=times, always=always)
        source.start(read.append)
        made.append(source)
        return source, read

    yield build
    for source in made:
        source.stop()
