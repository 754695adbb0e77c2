"""The members' list: who waits first, who left last, found by what somebody types."""

from pathlib import Path

import pytest
from textual.widgets import Input

from kiosk.i18n import _
from kiosk.people.photo_intake import take_photo
from kiosk.people.portraits import draw_portrait
from kiosk.recording import not_recorded
from kiosk.services import Services
from screens.supervisor.day import DayScreen
from screens.supervisor.day_list import StoryList
from screens.supervisor.member_form import MemberFormScreen
from screens.supervisor.member_page import MemberPageScreen
from screens.supervisor.members import MembersScreen
from screens.widgets.photos import PhotoView
from tests.builders import uid_of
from tests.screens.supervisor.member_desk import PHONE, Desk, desk, make_members_site


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_members_site(tmp_path)


def lines(opened: Desk) -> list[str]:
    story = opened.app.screen.query_one(StoryList)
    texts = [story.render_line(y).text.strip() for y in range(story.size.height)]
    return [text for text in texts if text]


async def test_what_waits_stands_first_and_who_left_last(site: Services) -> None:
    async with desk(site) as opened:
        said = lines(opened)
        assert said[0] == "▲ 照片等待批准 · 1"
        assert said[1].startswith("005")
        assert "▲ 换新照片" in said[1]
        assert said[2] == "其他成员 · 12"
        assert opened.said("#members-title").startswith("成员 13 ")
        assert said[-2] == "已离场 · 1"
        assert "2026-11-20 离场" in said[-1]
        assert "无照片" in next(line for line in said if line.startswith("006"))
        assert PHONE not in "".join(said)
        assert "▲ 1 张照片等待批准" in opened.said("#members-title")


async def test_keys_of_a_keypad_move_and_open(site: Services) -> None:
    async with desk(site) as opened:
        await opened.press("2", "2", "8", "enter")
        page = await opened.until_on(MemberPageScreen)
        await opened.until(lambda: "001" in opened.said("#member-title"))
        await opened.press("0")
        await opened.until_on(MembersScreen)
        await opened.press("+", "enter")
        await opened.until_on(MemberPageScreen)
        await opened.until(lambda: "013" in opened.said("#member-title"))
        assert page is not opened.app.screen


async def test_finding_by_number_name_and_initials(site: Services) -> None:
    async with desk(site) as opened:
        for words, number in (("007", "007"), ("刘", "003"), ("g011", "011")):
            await opened.press("slash")
            field = opened.app.screen.query_one(Input)
            field.value = words
            await opened.until(lambda: len(lines(opened)) == 2)
            assert lines(opened)[1].startswith(number)
            await opened.press("escape")
            await opened.until(lambda: len(lines(opened)) > 9)
        await opened.press("slash", "0", "0", "7", "enter", "enter")
        await opened.until_on(MemberPageScreen)
        await opened.until(lambda: "007" in opened.said("#member-title"))
        assert "/" not in opened.said("#member-title")


async def test_nobody_of_that_name_is_said_with_the_way_back(site: Services) -> None:
    async with desk(site) as opened:
        await opened.press("slash", "z", "z", "z", "down")
        assert "Esc" in opened.said("#members-empty")
        await opened.press("enter")
        assert isinstance(opened.app.screen, MembersScreen)
        assert _("Everybody") in opened.keys
        await opened.press("0")
        await opened.until(lambda: len(lines(opened)) > 9)
        await opened.press("0")
        await opened.until_on(DayScreen)


async def test_the_face_of_the_chosen_one_stands_beside_the_list(site: Services) -> None:
    async with desk(site) as opened:
        await opened.until(lambda: opened.said("#preview-name").startswith("005"))
        waiting = site.keeping.get_kept(uid_of("005")).waiting_photo
        assert opened.app.screen.query_one(PhotoView).photo_key == waiting
        assert opened.said("#preview-state") == "▲ 等待批准"
        await opened.press("2")
        await opened.until(lambda: opened.said("#preview-name").startswith("001"))
        assert opened.said("#preview-state") == "公示中"


async def test_on_a_narrow_screen_there_is_the_list_alone(site: Services) -> None:
    async with desk(site, (80, 24)) as opened:
        assert not opened.app.screen.query_one("#members-preview").display
        assert lines(opened)[1].startswith("005")


async def test_a_second_touch_opens(site: Services) -> None:
    async with desk(site) as opened:
        await opened.pilot.click(StoryList, offset=(4, 1), times=2)
        await opened.until_on(MemberPageScreen)


async def test_the_language_changes_and_the_reader_stays(site: Services) -> None:
    async with desk(site) as opened:
        await opened.press("2", "2", "f2")
        await opened.until(lambda: lines(opened)[0] == "▲ Photo waits for approval · 1")
        await opened.press("enter")
        await opened.until_on(MemberPageScreen)
        await opened.until(lambda: "002" in opened.said("#member-title"))


async def test_a_change_of_the_record_is_shown(site: Services) -> None:
    async with desk(site) as opened:
        site.keeping.let_go(uid_of("012"), "合同到期")
        await opened.app.tell_screens()
        await opened.until(lambda: "已离场 · 2" in lines(opened))


async def test_an_unreadable_record_is_said(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(site) as opened:
        monkeypatch.setattr(type(site.keeping), "list_kept", broken)
        monkeypatch.setattr(type(site.people), "find_photo", broken)
        await opened.app.tell_screens()
        await opened.until(lambda: "磁盘" in opened.told)
        await opened.press("2", "2")
        await opened.until(lambda: opened.said("#preview-name").startswith("002"))
        assert opened.app.screen.query_one(PhotoView).photo is None


def broken(*_: object) -> None:
    raise not_recorded("broken")


async def test_an_empty_filter_goes_away_with_enter(site: Services) -> None:
    async with desk(site) as opened:
        await opened.press("slash")
        await opened.until(lambda: opened.app.screen.query_one(Input).has_focus)
        await opened.press("enter")
        await opened.until(lambda: not opened.app.screen.query_one(Input).display)


async def test_adding_opens_the_form(site: Services) -> None:
    async with desk(site) as opened:
        await opened.press("1")
        await opened.until_on(MemberFormScreen)


async def test_a_list_without_anybody_says_what_to_do(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(site) as opened:
        monkeypatch.setattr(type(site.keeping), "list_kept", lambda self: [])
        await opened.app.tell_screens()
        await opened.until(lambda: "按 1" in opened.said("#members-empty"))
        assert opened.app.screen.query_one("#members-preview").visible is False


async def test_one_key_leads_to_the_photos_that_wait(site: Services) -> None:
    async with desk(site, (80, 24)) as opened:
        assert "待批准" in opened.keys
        await opened.press("slash", "0", "0", "7", "enter", "3")
        await opened.until(lambda: len(lines(opened)) > 9)
        await opened.press("+", "3")
        await opened.until(lambda: lines(opened)[0] == "▲ 照片等待批准 · 1")
        await opened.press("enter")
        await opened.until_on(MemberPageScreen)
        await opened.until(lambda: "005" in opened.said("#member-title"))


async def test_a_photo_that_came_meanwhile_is_shown_first(site: Services) -> None:
    async with desk(site, (80, 24)) as opened:
        await opened.press("+", "+")
        site.keeping.offer_photo(uid_of("009"), take_photo(draw_portrait(8, (480, 600))))
        await opened.app.tell_screens()
        await opened.until(lambda: lines(opened)[0] == "▲ 照片等待批准 · 2")


async def test_nothing_waits_so_there_is_one_heading_and_no_key(site: Services) -> None:
    site.keeping.approve_photo(uid_of("005"))
    async with desk(site) as opened:
        assert opened.said("#members-title") == "成员 13"
        assert lines(opened)[0].startswith("001")
        assert "待批准" not in opened.keys
        await opened.press("3")
        assert isinstance(opened.app.screen, MembersScreen)
