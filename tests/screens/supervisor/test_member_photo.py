"""A photo for a member: where it is fetched, what is refused, how it is cropped."""

from functools import partial
from pathlib import Path

import pytest

from kiosk.people.photo_frame import PhotoFrame
from kiosk.people.photo_intake import stand_upright
from kiosk.scanners.settings import SourceSetting, TerminalSettings, save_settings
from kiosk.services import Services
from screens.dialogs.take_photo import TakePhotoDialog
from screens.supervisor.crop_view import CropView
from screens.supervisor.cropping import cut_out, draw_photo
from screens.supervisor.member_errands import RefusePhotoErrand, RemovePhotoErrand
from screens.supervisor.member_leave import LetGoErrand, TakeBackErrand
from screens.supervisor.member_page import MemberPageScreen
from screens.supervisor.photo_choose import PhotoErrand
from screens.supervisor.photo_crop import CropDialog
from screens.widgets.photos import PhotoView
from screens.widgets.viewfinder import LivePicture
from tests.builders import uid_of
from tests.camera_videos import moving_badge, write_video
from tests.screens.supervisor.member_desk import (
    Desk,
    desk,
    make_members_site,
    photos_in,
    scene,
)
from tests.screens.supervisor.test_members import broken


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_members_site(tmp_path)
    folder = photos_in(services)
    (folder / "a.jpg").write_bytes(scene())
    (folder / "b.jpg").write_bytes(b"no photo at all")
    (folder / "相机").mkdir()
    (folder / "相机" / "c.png").write_bytes(scene(800, 1600))
    (folder / "空").mkdir()
    with (folder / "z.jpg").open("wb") as file:
        file.truncate(30 * 1024 * 1024)
    return services


async def open_errand(opened: Desk, number: str = "002") -> PhotoErrand:
    await opened.open(MemberPageScreen(uid_of(number)))
    await opened.until(lambda: number in opened.said("#member-title"))
    await opened.press("2")
    errand = await opened.until_on(PhotoErrand)
    await opened.until(lambda: opened.said("#question") == "照片从哪里来？")
    return errand


def is_titled(opened: Desk, number: str) -> bool:
    return number in opened.said("#member-title")


def tiles(opened: Desk) -> str:
    return " ".join(str(tile.render()) for tile in opened.app.screen.query(".tile-words"))


async def cropping(opened: Desk) -> CropDialog:
    dialog = await opened.until_on(CropDialog)
    await opened.until(lambda: dialog.query_one(CropView).is_drawn)
    await opened.until(lambda: dialog.query_one(PhotoView).photo is not None)
    return dialog


async def test_folders_are_walked_and_only_photos_shown(site: Services) -> None:
    async with desk(site, (80, 24)) as opened:
        errand = await open_errand(opened)
        assert "摄像头" not in tiles(opened)
        assert "…/" in tiles(opened)
        assert "/photos-in" in tiles(opened)
        await opened.press("1")
        await opened.asked("选哪张照片")
        said = tiles(opened)
        assert said.index("相机") < said.index("a.jpg")
        assert "太大" in said
        assert " kB" in said
        await opened.press("2")
        await opened.asked("这里没有照片")
        assert "U 盘" in opened.said("#question")
        assert "…/photos-in" in opened.said("#question")
        await opened.press("enter", "0")
        await opened.asked("选哪张照片")
        await opened.press("1")
        await opened.asked("文件夹里的")
        await opened.press("1")
        await cropping(opened)
        await opened.press("0")
        await opened.asked("文件夹里的")
        await opened.press("0", "0")
        await opened.asked("照片从哪里来")
        await opened.press("0")
        await opened.until_on(MemberPageScreen)
        assert errand._workshop._child is None


async def test_what_is_no_photo_is_refused_with_a_reason(site: Services) -> None:
    async with desk(site) as opened:
        await open_errand(opened)
        await opened.press("1")
        await opened.asked("选哪张照片")
        for key, words in (("4", "不是照片文件"), ("5", "25 MB")):
            await opened.press(key)
            await opened.until(lambda: opened.all_said(".outcome-words") != "")
            assert words in opened.all_said(".outcome-words")
            assert opened.all_said(".outcome-words").startswith(("b.jpg：", "z.jpg："))
            await opened.press("enter")
            await opened.asked("选哪张照片")


async def test_a_photo_may_wait_and_is_refused_with_a_reason(site: Services) -> None:
    async with desk(site) as opened:
        await open_errand(opened)
        await opened.press("1")
        await opened.asked("选哪张照片")
        await opened.press("3")
        await cropping(opened)
        await opened.press("enter")
        await opened.asked("现在就批准吗")
        await opened.press("f2")
        await opened.asked("approve it now?")
        await opened.press("f2", "2")
        page = await opened.until_on(MemberPageScreen)
        await opened.until(lambda: bool(page.query_one("#photo-waiting").display))
        assert site.people.get_member("002").photo != site.keeping.get_kept(page._uid).waiting_photo
        await opened.press("4")
        await opened.until_on(RefusePhotoErrand)
        await opened.asked("为什么不批准")
        await opened.press("9")
        await opened.until(lambda: bool(opened.app.screen.query("#words")))
        await opened.press("enter")
        await opened.asked("为什么不批准")
        await opened.press("3")
        await opened.until(lambda: site.keeping.get_kept(uid_of("002")).waiting_photo is None)
        await opened.press("enter")
        await opened.until_on(MemberPageScreen)
        await opened.press("5")
        await opened.until_on(RemovePhotoErrand)
        await opened.asked("为什么撤下")
        await opened.press("9")
        await opened.until(lambda: bool(opened.app.screen.query("#words")))
        await opened.press("旧", "enter")
        await opened.until(lambda: site.people.get_member("002").photo is None)
        await opened.press("enter")
        await opened.until_on(MemberPageScreen)
        await opened.until(lambda: "还没有照片" in opened.said("#caption-shown"))


async def test_what_can_not_be_kept_is_said(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(site) as opened:
        await open_errand(opened)
        monkeypatch.setattr(type(site.keeping), "offer_photo", lambda *_, **__: broken())
        await opened.press("1")
        await opened.asked("选哪张照片")
        await opened.press("3")
        await cropping(opened)
        await opened.press("enter")
        await opened.until(lambda: bool(opened.app.screen.query(".not-recorded")))
        await opened.press("enter")
        await opened.asked("选哪张照片")


async def test_the_frame_follows_keys_and_touches(site: Services) -> None:
    whole = stand_upright(scene())
    async with desk(site, (80, 24)) as opened:
        answers: list[PhotoFrame | None] = []
        await opened.app.push_screen(CropDialog("王工", whole), answers.append)
        dialog = await cropping(opened)
        first = dialog._frame
        await opened.press("plus", "plus")
        small = first.sized(1 / 1.08).sized(1 / 1.08)
        assert dialog._frame == small
        keys = ("left", "right", "up", "down", "4", "6", "8", "2")
        for key in keys:
            before = dialog._frame
            await opened.press(key)
            assert (dialog._frame == before) == (key in {"up", "8"} and before.box[1] == 0)
        view = dialog.query_one(CropView)
        await opened.pilot.click(CropView, offset=(view.size.width // 2 + 12, 8))
        assert dialog._frame.x > small.x
        await opened.pilot.click(CropView, offset=(0, 0))
        assert dialog._frame.box[:2] == (0, 0)
        kept = dialog._frame
        await opened.press("f2")
        await opened.until(lambda: "face" in opened.said("#crop-title"))
        assert dialog._frame == kept
        await opened.press("minus", "5", "enter")
        await opened.until(lambda: bool(answers))
    assert answers == [kept.sized(1.08)]


async def test_the_frame_is_drawn_over_the_whole_photo(site: Services) -> None:
    async with desk(site, (200, 60)) as opened:
        await opened.app.push_screen(CropDialog("王工", stand_upright(scene(800, 1600))))
        dialog = await cropping(opened)
        view = dialog.query_one(CropView)
        rows = [view.render_line(y).text for y in range(view.size.height)]
        assert sum("┏" in row for row in rows) == 1
        assert sum("┗" in row for row in rows) == 1
        assert {len(row) for row in rows} == {view.size.width}
        await opened.press("0")
        await opened.until(lambda: not isinstance(opened.app.screen, CropDialog))


def test_a_photo_of_any_shape_is_drawn_whole() -> None:
    for width, height in ((1600, 100), (100, 1600), (640, 480)):
        whole = stand_upright(scene(width, height))
        drawn = draw_photo(whole.jpeg, 60, 20, is_fine=False)
        assert 1 <= drawn.width <= 60
        assert 1 <= drawn.height <= 20
        assert {len(row) for row in (*drawn.bright, *drawn.dim)} == {drawn.width}
        assert cut_out(whole.jpeg, PhotoFrame.over(width, height).box).startswith(b"\xff\xd8")


async def test_a_photo_is_taken_with_the_camera_where_there_is_one(
    site: Services, tmp_path: Path
) -> None:
    """A video file stands for the camera, all the way through its own process."""
    video = write_video(tmp_path / "face.avi", moving_badge(site.people.badge_code("001"), 400))
    setting = SourceSetting("camera", "camera", str(video))
    save_settings(site.context.home, TerminalSettings((setting,)))
    async with desk(site) as opened:
        await opened.until(lambda: bool(opened.app.devices.hub.sources))
        await open_errand(opened)
        assert "摄像头" in tiles(opened)
        await opened.press("1")
        await photograph(opened)
        await cropping(opened)
        await opened.press("0")
        await photograph(opened)
        await cropping(opened)
        await opened.press("enter")
        await opened.asked("现在就批准吗")
        await opened.press("0")
        await opened.until_on(MemberPageScreen)
        await opened.press("2")
        await opened.asked("照片从哪里来")
        await opened.press("1")
        await opened.until_on(TakePhotoDialog)
        await opened.press("0")
        await opened.asked("照片从哪里来")
    assert site.keeping.get_kept(uid_of("002")).waiting_photo


async def photograph(opened: Desk) -> None:
    dialog = await opened.until_on(TakePhotoDialog)
    await opened.until(lambda: dialog.query_one(LivePicture).has_picture)
    await opened.press("enter")
    await opened.until(lambda: dialog._jpeg is not None)
    await opened.press("enter")


async def test_leaving_can_be_left(site: Services) -> None:
    async with desk(site) as opened:
        await opened.open(MemberPageScreen(uid_of("001")))
        await opened.until(lambda: "001" in opened.said("#member-title"))
        await opened.press("6")
        await opened.until_on(LetGoErrand)
        await opened.asked("为什么离场")
        await opened.press("1")
        await opened.asked("确定让")
        assert "3号塔吊" in opened.all_said(".confirm-line")
        await opened.press("0")
        await opened.asked("为什么离场")
        await opened.press("1")
        await opened.asked("确定让")
        await opened.press("1")
        await opened.until_on(MemberPageScreen)
        await opened.open(MemberPageScreen(uid_of("013")))
        await opened.until(lambda: "013" in opened.said("#member-title"))
        await opened.press("6")
        await opened.until_on(TakeBackErrand)
        await opened.asked("返场")
        await opened.press("f2", "1")
        await opened.until_on(MemberPageScreen)
    assert site.keeping.get_kept(uid_of("001")).left_at is None
    assert site.keeping.get_kept(uid_of("013")).left_at is not None


async def test_two_blind_enters_let_nobody_go(site: Services) -> None:
    async with desk(site) as opened:
        await opened.open(MemberPageScreen(uid_of("001")))
        await opened.until(lambda: "001" in opened.said("#member-title"))
        for key in ("6", "enter", "enter", "enter"):
            await opened.press(key)
            await opened.pilot.pause(0.3)
        await opened.until_on(MemberPageScreen)
    assert site.keeping.get_kept(uid_of("001")).left_at is None


async def test_what_becomes_of_the_badge_is_said_as_it_is(site: Services) -> None:
    site.badges.reissue(uid_of("002"))
    site.badges.reissue(uid_of("003"))
    site.badges.record_printed([uid_of("003")], "file")
    site.badges.reissue(uid_of("004"))
    site.badges.revoke(uid_of("004"), "遗失")
    async with desk(site) as opened:
        for number, words in (
            ("002", "还没有打印过"),
            ("003", "请收回"),
            ("004", "没有有效胸牌"),
        ):
            await opened.open(MemberPageScreen(uid_of(number)))
            await opened.until(partial(is_titled, opened, number))
            await opened.press("6")
            await opened.asked("为什么离场")
            await opened.press("1")
            await opened.asked("确定让")
            assert words in opened.all_said(".confirm-line")
            await opened.press("1")
            await opened.until_on(MemberPageScreen)


async def test_the_limits_of_the_frame_are_said(site: Services) -> None:
    async with desk(site, (80, 24)) as opened:
        await opened.app.push_screen(CropDialog("王工", stand_upright(scene())))
        dialog = await cropping(opened)
        first = dialog._frame
        await opened.press("minus")
        assert "不能再缩小" in opened.said("#crop-hint")
        await opened.press("up")
        assert "边缘" in opened.said("#crop-hint")
        await opened.press("plus")
        assert opened.said("#crop-hint") == "公示效果"
        assert dialog._frame.tall < first.tall
        dialog._frame = dialog._frame.sized(0.001)
        await opened.press("plus")
        assert "不能再放大" in opened.said("#crop-hint")
        await opened.press("f2")
        await opened.until(lambda: "On the board" in opened.said("#crop-hint"))
