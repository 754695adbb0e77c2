"""One member from the first day to the last and back, and what nobody else gets to see."""

from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from kiosk.attendance.views import CheckedIn, Refused, Scan
from kiosk.people.photo_intake import take_photo
from kiosk.services import Services
from screens.public.board import BoardScreen
from screens.public.card import CardScreen
from screens.supervisor.crop_view import CropView
from screens.supervisor.leaving_form import AddedDialog
from screens.supervisor.member_form import MemberFormScreen
from screens.supervisor.member_leave import LetGoErrand, TakeBackErrand
from screens.supervisor.member_page import MemberPageScreen
from screens.supervisor.photo_choose import PhotoErrand
from screens.supervisor.photo_crop import CropDialog
from screens.widgets.board.story_view import StoryView
from screens.widgets.photos import PhotoView
from tests.builders import NOON, scan, set_clock, uid_of
from tests.screens.supervisor.member_desk import (
    PHONE,
    Desk,
    desk,
    make_members_site,
    photos_in,
    scene,
)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_members_site(tmp_path)
    (photos_in(services) / "新人.jpg").write_bytes(scene())
    return services


async def on_page(opened: Desk) -> MemberPageScreen:
    return await opened.until_on(MemberPageScreen)


async def add(opened: Desk) -> None:
    await opened.press("1")
    await opened.until_on(MemberFormScreen)
    for name, words in (("name", "赵新"), ("job", "电工"), ("phone", "13911112222")):
        opened.app.screen.query_one(f"#{name}", Input).value = words
    await opened.press("f4")
    await opened.until_on(AddedDialog)
    await opened.press("4")
    await on_page(opened)
    await opened.until(lambda: "赵新 · 015" in opened.said("#member-title"))


async def give_photo(opened: Desk) -> None:
    await opened.press("2")
    await opened.until_on(PhotoErrand)
    await opened.until(lambda: opened.said("#question") == "照片从哪里来？")
    await opened.press("1")
    await opened.until(lambda: opened.said("#question") == "选哪张照片？")
    await opened.press("1")
    await opened.until_on(CropDialog)
    await opened.until(lambda: opened.app.screen.query_one(CropView).is_drawn)
    await opened.press("right", "right", "plus", "enter")
    await opened.until(lambda: opened.said("#question").startswith("照片已保存"))


async def approve(opened: Desk, site: Services) -> str:
    waiting = site.keeping.get_kept(uid_of("015")).waiting_photo
    assert waiting is not None
    assert site.people.get_member("015").photo is None
    await opened.press("1")
    await opened.until(lambda: site.people.get_member("015").photo == waiting)
    await opened.press("enter")
    page = await on_page(opened)
    await opened.until(lambda: page.query_one(PhotoView).photo_key == waiting)
    return waiting


async def change_job(opened: Desk) -> None:
    await opened.press("1")
    await opened.until_on(MemberFormScreen)
    opened.app.screen.query_one("#job", Input).value = "班组长"
    await opened.press("f4")
    await on_page(opened)
    await opened.until(lambda: "班组长" in opened.facts)


async def let_go(opened: Desk, site: Services) -> None:
    await opened.press("6")
    await opened.until_on(LetGoErrand)
    await opened.asked("为什么离场")
    await opened.press("2")
    await opened.asked("调往其他工地")
    assert "结束本次在场" in opened.all_said(".confirm-line")
    await opened.press("9")
    await opened.until(lambda: site.keeping.get_kept(uid_of("015")).left_at is not None)
    await opened.press("enter")
    await on_page(opened)
    await opened.until(lambda: "调往其他工地" in opened.facts)


async def take_back(opened: Desk, site: Services) -> None:
    await opened.press("6")
    await opened.until_on(TakeBackErrand)
    await opened.asked("返场")
    await opened.press("9")
    await opened.until(lambda: site.keeping.get_kept(uid_of("015")).left_at is None)
    await opened.press("enter")
    await on_page(opened)
    await opened.until(lambda: "不在场" in opened.facts)


async def test_a_member_comes_changes_leaves_and_comes_back(site: Services) -> None:
    async with desk(site) as opened:
        await add(opened)
        uid, code = uid_of("015"), site.people.badge_code("015")
        assert isinstance(scan(site, "015"), CheckedIn)
        await give_photo(opened)
        photo = await approve(opened, site)
        assert all(site.people.find_photo(photo, size) for size in ("thumb", "card", "large"))
        await change_job(opened)
        await let_go(opened, site)
        assert uid not in [member.uid for member in site.people.list_members()]
        assert uid not in site.attendance.on_site_since(site.context.clock.now())
        set_clock(site, NOON + timedelta(hours=1))
        refused = site.attendance.scan(Scan(code, "wedge"))
        assert isinstance(refused, Refused)
        assert refused.reason == "member_left"
        await take_back(opened, site)
        set_clock(site, NOON + timedelta(hours=2))
        assert isinstance(scan(site, "015"), CheckedIn)
    names = [member.name for member in site.people.list_members() if member.photo == photo]
    assert names == ["赵新"]


async def test_no_phone_and_no_waiting_photo_outside_the_session(site: Services) -> None:
    """Every public screen is drawn whole and searched for the number; photos by their key."""
    photo = take_photo(scene())
    site.keeping.offer_photo(uid_of("002"), photo)
    before = site.people.get_member("002").photo
    async with desk(site) as opened:
        await opened.open(MemberPageScreen(uid_of("002")))
        await opened.until(lambda: PHONE in opened.facts)
        opened.app.go_home()
        await opened.until_on(BoardScreen)
        await opened.pilot.pause(0.3)
        assert PHONE not in painted(opened)
        assert opened.app.supervisor is None
        card = CardScreen(uid_of("002"))
        await opened.open(card)
        await opened.until(lambda: card.is_read)
        await opened.pilot.pause(0.2)
        assert card.query_one(StoryView)
        assert PHONE not in painted(opened)
        assert card.query_one(PhotoView).photo_key == before != photo.sha256
        assert PHONE not in repr(site.people.get_page(uid_of("002")))
        assert photo.sha256 not in repr(site.people.get_page(uid_of("002")))


def painted(opened: Desk) -> str:
    """All text of the screen as the terminal gets it."""
    screen = opened.app.screen
    update = screen._compositor.render_strips(screen.size)
    return "\n".join(strip.text for strip in update)
