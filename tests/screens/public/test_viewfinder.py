"""Aiming with the camera: a video through the real camera path, the hub and the kiosk."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import pytest
from textual.widgets import Static

from kiosk.attendance.views import Scan
from kiosk.scanners.camera import CameraSource, CameraTimes
from kiosk.scanners.hub import ScannerHub
from kiosk.services import Services
from screens.member.answer import AnswerScreen
from screens.public.board import BoardScreen
from screens.public.viewfinder import ViewfinderScreen
from screens.widgets.viewfinder import LivePicture
from tests.board_site import wait_until
from tests.builders import make_site
from tests.camera_videos import moving_badge, scene, write_video
from tests.screens.gate import Gate, gate

SLOW_TOO = CameraTimes(let_go=120, silence=60, tick=0.02)
"""A camera that a slow machine has the time to open and to look through."""


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


@pytest.fixture
def cameras() -> Iterator[list[CameraSource]]:
    """Cameras to stop afterwards."""
    made: list[CameraSource] = []
    yield made
    for camera in made:
        camera.stop()


@asynccontextmanager
async def aiming(
    site: Services, cameras: list[CameraSource], video: Path, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[Gate, ViewfinderScreen]]:
    import asyncio

    async with gate(site, size) as at:
        loop = asyncio.get_running_loop()

        def take(scan: Scan) -> None:
            asyncio.run_coroutine_threadsafe(at.app.scan(scan), loop)

        camera = CameraSource("gate", str(video), times=SLOW_TOO)
        cameras.append(camera)
        hub = ScannerHub((camera,), take, lambda: 5.0)
        hub.start()
        screen = ViewfinderScreen(camera)
        screen.idle_s = 600
        await at.app.push_screen(screen)
        yield at, screen
        await asyncio.to_thread(hub.stop)


def said(screen: ViewfinderScreen) -> str:
    return "".join(str(words.content) for words in screen.query(Static))


async def until_live(at: Gate, screen: ViewfinderScreen) -> None:
    await wait_until(at.pilot, lambda: screen.query_one(LivePicture).has_picture)


async def test_a_badge_held_into_the_frame_checks_in_and_the_frame_is_back(
    site: Services, cameras: list[CameraSource], tmp_path: Path
) -> None:
    video = write_video(tmp_path / "badge.avi", moving_badge(site.people.badge_code("001"), 300))
    async with aiming(site, cameras, video) as (at, screen):
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, AnswerScreen))
        await at.until_word("签到")
        assert cameras[0].is_aimed  # the next in the queue is read meanwhile
        at.app.run_worker(at.app.ways.leave_answer())
        await wait_until(at.pilot, lambda: at.app.screen is screen)
        await until_live(at, screen)
        await wait_until(at.pilot, lambda: "可以扫码" in said(screen))


async def test_the_picture_lives_and_has_a_frame_to_aim_at(
    site: Services, cameras: list[CameraSource], tmp_path: Path
) -> None:
    video = write_video(tmp_path / "face.avi", [scene(face=1), scene(face=2)] * 200, rate=5)
    async with aiming(site, cameras, video) as (at, screen):
        await until_live(at, screen)
        picture = screen.query_one(LivePicture)
        before = picture.shown
        await wait_until(at.pilot, lambda: picture.shown > before + 3)
        assert picture.size.width == 88
        symbols = "".join(picture.render_line(y).text for y in range(picture.size.height))
        assert "▛▀" in symbols


async def test_zero_goes_back_and_lets_go_of_the_camera(
    site: Services, cameras: list[CameraSource], tmp_path: Path
) -> None:
    video = write_video(tmp_path / "face.avi", [scene()] * 400, rate=5)
    async with aiming(site, cameras, video, (80, 24)) as (at, screen):
        await until_live(at, screen)
        await at.pilot.press("0")
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, BoardScreen))
        await wait_until(at.pilot, lambda: cameras[0].worker_pid is None)


async def test_a_key_or_a_touch_keeps_the_camera_open(
    site: Services, cameras: list[CameraSource], tmp_path: Path
) -> None:
    video = write_video(tmp_path / "face.avi", [scene()] * 400, rate=5)
    async with aiming(site, cameras, video) as (at, screen):
        await until_live(at, screen)
        camera = cameras[0]
        for keep in (at.pilot.press("x"), at.pilot.click("#what")):
            camera._aimed_until = monotonic() + 9
            await keep
            await wait_until(at.pilot, lambda: camera.left_s > 20)


async def test_a_camera_that_is_not_there_is_said_to_be_out_of_order(
    site: Services, cameras: list[CameraSource], tmp_path: Path
) -> None:
    async with aiming(site, cameras, tmp_path / "nothing") as (at, screen):
        await wait_until(at.pilot, lambda: "▲ 摄像头故障。没有接上" in said(screen))
        assert not screen.query_one(LivePicture).has_picture
        write_video(tmp_path / "new.avi", [scene()] * 400, rate=5).rename(tmp_path / "nothing")
        await until_live(at, screen)
        await wait_until(at.pilot, lambda: "● 可以扫码" in said(screen))


async def test_the_other_language_is_spoken_at_once(
    site: Services, cameras: list[CameraSource], tmp_path: Path
) -> None:
    video = write_video(tmp_path / "face.avi", [scene()] * 400, rate=5)
    async with aiming(site, cameras, video) as (at, screen):
        await until_live(at, screen)
        await at.pilot.press("f2")
        await wait_until(at.pilot, lambda: "Hold your badge" in said(screen))
        await until_live(at, screen)
        await wait_until(at.pilot, lambda: "● Ready" in said(screen))
        await at.pilot.press("f2")
