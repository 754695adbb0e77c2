"""The form: typed with a keyboard, an input method or a keypad; kept as a whole or not at all."""

from pathlib import Path

import pytest
from textual.widgets import Input

from kiosk.i18n import current_language
from kiosk.services import Services
from screens.member.answer import AnswerScreen
from screens.supervisor.form_parts import ChoiceRow, SaveRow
from screens.supervisor.leaving_form import AddedDialog, LeaveFormDialog
from screens.supervisor.member_form import MemberFormScreen
from screens.supervisor.member_page import MemberPageScreen
from screens.supervisor.members import MembersScreen
from screens.widgets.notice import Notice
from tests.board_site import press
from tests.builders import uid_of
from tests.screens.gate import Gate
from tests.screens.supervisor.member_desk import Desk, desk, make_members_site
from tests.screens.supervisor.test_members import broken


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_members_site(tmp_path)


def field(opened: Desk, name: str) -> Input:
    return opened.app.screen.query_one(f"#{name}", Input)


def is_at(opened: Desk, name: str) -> bool:
    focused = opened.app.focused
    return focused is not None and focused.id == name


async def open_change(opened: Desk, site: Services, number: str) -> MemberFormScreen:
    await opened.open(MemberPageScreen(uid_of(number)))
    await opened.until(lambda: number in opened.said("#member-title"))
    await opened.press("1")
    return await opened.until_on(MemberFormScreen)


async def test_a_member_is_added_with_the_next_number(site: Services) -> None:
    async with desk(site, (80, 24)) as opened:
        await opened.press("1")
        await opened.until_on(MemberFormScreen)
        assert field(opened, "number").value == "015"
        assert field(opened, "branch").placeholder == "临时支部"
        await opened.until(lambda: is_at(opened, "name"))
        await opened.press("新", "人", "enter")
        field(opened, "job").value = "电工"
        await opened.press("enter", "tab", *"13800", "down")
        assert is_at(opened, "standing")
        await opened.press("2", "9", "right", "left", "enter", "3", "enter", "enter")
        await opened.until_on(AddedDialog)
        await opened.until(lambda: "已保存" in told_anywhere(opened))
        assert opened.said("#leaving-title").startswith("新人 已保存")
        await opened.press("escape")
        await opened.until_on(MemberPageScreen)
        assert "新人 · 015" in opened.said("#member-title")
    kept = site.keeping.list_kept()[-1]
    assert (kept.number, kept.name, kept.job, kept.phone) == ("015", "新人", "电工", "13800")
    assert (kept.standing, kept.language, kept.branch) == ("probationary", "en", "临时支部")


def told_anywhere(opened: Desk) -> str:
    """The notices on every screen: which one was on top when it was stored is a matter of pace."""
    shown = (notice for screen in opened.app.screen_stack for notice in screen.query(Notice))
    return " ".join(str(notice.content) for notice in shown)


async def test_what_is_wrong_is_said_at_its_field(site: Services) -> None:
    async with desk(site, (80, 24)) as opened:
        await opened.press("1")
        await opened.until_on(MemberFormScreen)
        await opened.press("f4")
        await opened.until(lambda: opened.said("#name-wrong") == "▲ 请填写成员姓名。")
        assert is_at(opened, "name")
        await opened.press("王")
        assert opened.said("#name-wrong") == ""
        field(opened, "number").value = "001"
        await opened.press("f4")
        await opened.until(lambda: "001" in opened.said("#number-wrong"))
        assert is_at(opened, "number")
    assert len(site.keeping.list_kept()) == 14


async def test_a_change_is_kept_and_said(site: Services) -> None:
    async with desk(site) as opened:
        await open_change(opened, site, "002")
        assert is_at(opened, "number")
        field(opened, "job").value = "班组长"
        await opened.press("f4")
        await opened.until_on(MemberPageScreen)
        await opened.until(lambda: "班组长" in opened.facts)
    assert site.people.get_member("002").job == "班组长"


async def test_leaving_without_changes_asks_nothing(site: Services) -> None:
    async with desk(site) as opened:
        await open_change(opened, site, "002")
        await opened.press("escape")
        await opened.until_on(MemberPageScreen)


async def test_leaving_with_changes_asks(site: Services) -> None:
    async with desk(site, (80, 24)) as opened:
        await open_change(opened, site, "002")
        field(opened, "job").value = "班组长"
        for key in ("3", "0", "escape"):
            await opened.press("escape")
            await opened.until_on(LeaveFormDialog)
            await opened.press(key)
            await opened.until_on(MemberFormScreen)
            assert field(opened, "job").value == "班组长"
        await opened.press("escape")
        await opened.until_on(LeaveFormDialog)
        await opened.press("f2", "2")
        await opened.until_on(MemberPageScreen)
        assert site.people.get_member("002").job != "班组长"
        await opened.press("1")
        await opened.until_on(MemberFormScreen)
        field(opened, "job").value = "班组长"
        await opened.press("escape")
        await opened.until_on(LeaveFormDialog)
        await opened.press("1")
        await opened.until(lambda: site.people.get_member("002").job == "班组长")
        await opened.until_on(MemberPageScreen)


async def test_another_language_changes_nothing_that_was_typed(site: Services) -> None:
    async with desk(site) as opened:
        await open_change(opened, site, "002")
        field(opened, "job").value = "班组长"
        opened.app.screen.query_one("#language").focus()
        await opened.press("2", "f2")
        await opened.until(lambda: opened.said("#form-title").startswith("Change"))
        assert current_language() == "en"
        assert field(opened, "job").value == "班组长"
        assert is_at(opened, "language")
        assert opened.app.screen.query_one("#language", ChoiceRow).value == "zh_CN"
        field(opened, "job").focus()
        await opened.press("*", "0", "/")
        assert field(opened, "job").value == "班组长*0/"


async def test_everything_can_be_touched(site: Services) -> None:
    async with desk(site) as opened:
        await open_change(opened, site, "002")
        await opened.pilot.click("#standing", offset=(14, 0))
        row = opened.app.screen.query_one("#standing", ChoiceRow)
        assert row.value == "probationary"
        await opened.pilot.click("#standing", offset=(70, 0))
        assert row.value == "probationary"
        await opened.pilot.click(SaveRow)
        await opened.until_on(MemberPageScreen)
    assert site.people.get_member("002").standing == "probationary"


async def test_what_can_not_be_stored_is_said_and_the_form_stays(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(site) as opened:
        form = await open_change(opened, site, "002")
        field(opened, "job").value = "班组长"
        monkeypatch.setattr(type(site.keeping), "change", lambda *_, **__: broken())
        await opened.press("f4")
        await opened.until(lambda: "磁盘" in opened.told)
        assert opened.app.screen is form
        assert field(opened, "job").value == "班组长"


async def test_a_scan_leaves_no_digit_in_the_field(site: Services) -> None:
    code = site.people.badge_code("003")
    async with desk(site) as opened:
        form = await open_change(opened, site, "002")
        field(opened, "job").focus()
        await press(opened.pilot, "x")
        before = dict(form._values)
        await Gate(opened.pilot, opened.app).scan(code)
        await opened.until_on(AnswerScreen)
        assert form._values == before


async def test_a_second_store_while_the_first_runs_is_one(site: Services) -> None:
    async with desk(site) as opened:
        form = await open_change(opened, site, "002")
        form._is_storing = True
        await opened.press("f4", "escape")
        assert opened.app.screen is form
        form._is_storing = False
        await opened.press("escape")
        await opened.until(lambda: not isinstance(opened.app.screen, MemberFormScreen))
        assert not isinstance(opened.app.screen, MembersScreen)
