"""Taking a member's photo with the camera."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from textual.pilot import Pilot
from textual.widgets import Static

from kiosk.errors import KioskError
from kiosk.scanners.camera import CameraSource, CameraTimes
from kiosk.services import Services
from screens.app import KioskApp
from screens.dialogs.take_photo import TakePhotoDialog
from screens.public.board import BoardScreen
from screens.widgets.viewfinder import LivePicture
from tests.board_site import wait_until
from tests.builders import make_site
from tests.camera_videos import SIZE, moving_badge, write_video

SLOW_TOO = CameraTimes(let_go=120, silence=60, picture=30, tick=0.02)
"""A camera that a slow machine has the time to open and to take a picture with."""


class Studio:
    """The dialog, its camera, what it answered and what was scanned meanwhile."""

    def __init__(self, pilot: Pilot[None], dialog: TakePhotoDialog, camera: CameraSource) -> None:
        self.pilot = pilot
        self.dialog = dialog
        self.camera = camera
        self.answers: list[bytes | None] = []
        self.scanned: list[str] = []

    @property
    def said(self) -> str:
        return "".join(str(words.content) for words in self.dialog.query(Static))

    async def until_said(self, words: str) -> None:
        await wait_until(self.pilot, lambda: words in self.said)

    async def press(self, key: str) -> None:
        await self.pilot.press(key)
        await self.pilot.pause()


@asynccontextmanager
async def studio(tmp_path: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Studio]:
    site: Services = make_site(tmp_path / "site")
    video = write_video(tmp_path / "face.avi", moving_badge(site.people.badge_code("001"), 400))
    camera = CameraSource("gate", str(video), times=SLOW_TOO)
    app = KioskApp(site, site.oversight.site())
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, BoardScreen))
        dialog = TakePhotoDialog(camera)
        at = Studio(pilot, dialog, camera)
        camera.start(at.scanned.append)
        await app.push_screen(dialog, at.answers.append)
        yield at
        await asyncio.to_thread(camera.stop)


async def test_take_look_use(tmp_path: Path) -> None:
    async with studio(tmp_path) as at:
        await at.until_said("请看镜头")
        await at.press("enter")
        await at.until_said("脸清楚")
        await at.press("enter")
        await wait_until(at.pilot, lambda: bool(at.answers))
        (jpeg,) = at.answers
        assert jpeg is not None
        assert Image.open(BytesIO(jpeg)).size == SIZE
        await wait_until(at.pilot, lambda: at.camera.worker_pid is None)
        assert at.scanned == []  # the badge on the person's chest checks nobody in


async def test_another_one_is_taken_after_a_bad_one(tmp_path: Path) -> None:
    async with studio(tmp_path, (80, 24)) as at:
        await at.until_said("请看镜头")
        await at.press("1")  # nothing to drop yet
        await at.press("enter")
        await at.until_said("脸清楚")
        await at.press("1")
        await at.until_said("请看镜头")
        assert at.answers == []
        await at.press("0")
        await wait_until(at.pilot, lambda: at.answers == [None])


async def test_the_taken_picture_stays_when_the_language_changes(tmp_path: Path) -> None:
    async with studio(tmp_path) as at:
        await at.until_said("请看镜头")
        await at.press("f2")
        await at.until_said("Look into the camera")
        await at.press("enter")
        await at.until_said("Is the face sharp")
        await wait_until(at.pilot, lambda: at.dialog.query_one(LivePicture).has_picture)
        await at.press("f2")
        await at.until_said("脸清楚")


async def test_enter_before_there_is_a_picture_takes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_dark = True
    latest_frame = CameraSource.latest_frame
    monkeypatch.setattr(
        CameraSource, "latest_frame", lambda camera: None if is_dark else latest_frame(camera)
    )
    async with studio(tmp_path) as at:
        await at.until_said("正在打开摄像头")
        await at.press("enter")
        assert not at.dialog._is_taking
        is_dark = False
        await at.until_said("请看镜头")


async def test_a_picture_that_fails_is_said_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_camera: CameraSource) -> bytes:
        raise KioskError("no_picture", "摄像头没有给出画面。")

    async with studio(tmp_path) as at:
        await at.until_said("请看镜头")
        with monkeypatch.context() as broken:
            broken.setattr(CameraSource, "take_picture", fail)
            await at.press("enter")
            await at.until_said("▲ 摄像头没有给出画面")
        await at.press("enter")
        await at.until_said("脸清楚")


async def test_a_picture_that_can_not_be_drawn_can_still_be_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with studio(tmp_path) as at:
        await at.until_said("请看镜头")
        monkeypatch.setattr(CameraSource, "take_picture", lambda _camera: b"no picture")
        await at.press("enter")
        await at.until_said("脸清楚")
        await at.press("1")
        await at.until_said("请看镜头")
