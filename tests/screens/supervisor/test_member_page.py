"""A member's page: what is kept, both photos, and what can be done with one key."""

from pathlib import Path

import pytest

from db.connection import transaction
from kiosk.errors import RefusedError
from kiosk.services import Services
from screens.supervisor.badge_page import BadgePage
from screens.supervisor.member_form import MemberFormScreen
from screens.supervisor.member_page import MemberPageScreen
from screens.supervisor.members import MembersScreen
from screens.widgets.photos import PhotoView
from tests.builders import add_post, uid_of
from tests.screens.supervisor.member_desk import PHONE, Desk, desk, make_members_site
from tests.screens.supervisor.test_members import broken


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_members_site(tmp_path)


async def open_page(opened: Desk, number: str) -> MemberPageScreen:
    await opened.open(MemberPageScreen(uid_of(number)))
    page = await opened.until_on(MemberPageScreen)
    await opened.until(lambda: number in opened.said("#member-title"))
    return page


async def test_all_that_is_kept_is_said(site: Services) -> None:
    with transaction():
        add_post("安全巡查", "001")
    site.badges.record_printed([uid_of("001")], "file")
    site.badges.reissue(uid_of("001"))
    async with desk(site) as opened:
        await open_page(opened, "001")
        for words in ("● 在场，12:00 签到", PHONE, "党员", "第2支部", "随终端", "2026-11-20"):
            assert words in opened.facts
        assert "3号塔吊 · A区\n" in opened.facts
        assert "安全巡查 · A区" in opened.facts
        assert "✓ 有效 · 2026-11-20 发放\n" in opened.facts
        assert "✕ 已作废 · 2026-11-20 发放 · 已补办新牌" in opened.facts
        assert opened.said("#caption-shown") == "公示中"
        assert not opened.app.screen.query_one("#photo-waiting").display
        assert "批准" not in opened.keys
        await opened.press("f2")
        await opened.until(lambda: "● on site since 12:00" in opened.facts)


async def test_a_waiting_photo_is_approved_with_one_key(site: Services) -> None:
    async with desk(site) as opened:
        page = await open_page(opened, "005")
        kept = site.keeping.get_kept(uid_of("005"))
        shown, waiting = page.query(PhotoView)
        assert (shown.photo_key, waiting.photo_key) == (kept.photo, kept.waiting_photo)
        assert opened.said("#caption-waiting") == "▲ 等待批准"
        await opened.press("3")
        await opened.until(lambda: "已批准" in opened.told)
        await opened.until(lambda: not page.query_one("#photo-waiting").display)
        assert site.people.get_member("005").photo == kept.waiting_photo
        await opened.press("3", "4")
        assert opened.app.screen is page


async def test_turning_from_member_to_member(site: Services) -> None:
    async with desk(site) as opened:
        await opened.press("enter")
        await opened.until_on(MemberPageScreen)
        for key, number in (("+", "001"), ("+", "002"), ("-", "001"), ("-", "005"), ("-", "013")):
            await opened.press(key)
            await opened.until(lambda: "/14" in opened.said("#member-title"))
            await opened.pilot.pause(0.2)
            assert number in opened.said("#member-title")
        assert opened.said("#caption-shown") == "还没有照片"
        assert "调往其他工地" in opened.facts
        assert "返场" in opened.keys
        await opened.press("pageup", "pagedown", "0")
        await opened.until_on(MembersScreen)


def settled_already(*_args: object, **_more: object) -> None:
    raise RefusedError("no_photo", "别人已经处理了。")


async def test_what_can_not_be_approved_says_why(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(site) as opened:
        await open_page(opened, "005")
        # As when somebody else was quicker: the page may hear of that before or after the key.
        monkeypatch.setattr(type(site.keeping), "approve_photo", settled_already)
        await opened.press("3")
        await opened.until(lambda: "别人" in opened.told)
        monkeypatch.setattr(type(site.keeping), "get_kept", broken)
        await opened.app.tell_screens()
        await opened.until(lambda: "磁盘" in opened.told)


async def test_changing_opens_the_form(site: Services) -> None:
    async with desk(site) as opened:
        await open_page(opened, "002")
        await opened.press("1")
        form = await opened.until_on(MemberFormScreen)
        assert form is opened.app.screen


async def test_the_keys_of_a_quick_hand_wait_until_it_is_read(site: Services) -> None:
    async with desk(site) as opened:
        page = await open_page(opened, "002")
        page._file = None
        await opened.press("3", "1")
        page._read()
        await opened.until_on(MemberFormScreen)


async def test_the_badge_is_one_key_away(site: Services) -> None:
    async with desk(site) as opened:
        await open_page(opened, "002")
        assert "胸牌" in opened.keys
        await opened.press("7")
        await opened.until_on(BadgePage)


async def test_before_it_is_read_nothing_can_be_done(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(site, (80, 24)) as opened:
        monkeypatch.setattr(type(site.keeping), "get_kept", broken)
        page = MemberPageScreen(uid_of("001"))
        await opened.open(page)
        await opened.press("1", "2", "3", "6")
        assert opened.app.screen is page
        assert opened.said("#member-title") == ""


async def test_who_left_can_only_be_taken_back(site: Services) -> None:
    async with desk(site) as opened:
        page = await open_page(opened, "013")
        assert opened.keys.split() == ["6", "返场", "0", "返回", "F2", "中文", "/", "EN"]
        await opened.press("1", "2", "5", "7")
        assert opened.app.screen is page


async def test_the_way_back_is_seen_on_a_narrow_screen(site: Services) -> None:
    async with desk(site, (80, 24)) as opened:
        await opened.press("f2")
        await open_page(opened, "005")
        await opened.until(lambda: "0 Back" in " ".join(opened.keys.split()))
        assert "Take down" not in opened.keys
        await opened.press("5")
        await opened.until(lambda: "taken off" in opened.said("#question"))
