"""After a new member is kept, and before a new branch is made."""

from pathlib import Path

import pytest
from textual.widgets import Input

from kiosk.services import Services
from screens.supervisor.badge_print import PrintScreen
from screens.supervisor.leaving_form import AddedDialog, NewBranchDialog
from screens.supervisor.member_form import MemberFormScreen
from screens.supervisor.member_page import MemberPageScreen
from screens.supervisor.photo_choose import PhotoErrand
from tests.builders import uid_of
from tests.screens.supervisor.member_desk import Desk, desk, make_members_site


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_members_site(tmp_path)


async def write_new(opened: Desk, **values: str) -> None:
    await opened.until_on(MemberFormScreen)
    for name, value in values.items():
        opened.app.screen.query_one(f"#{name}", Input).value = value
    await opened.press("f4")


async def test_one_step_leads_to_the_next(site: Services) -> None:
    async with desk(site, (80, 24)) as opened:
        await opened.press("1")
        await write_new(opened, name="赵新")
        await opened.until_on(AddedDialog)
        await opened.press("1")
        await opened.until_on(PhotoErrand)
        await opened.asked("照片从哪里来")
        await opened.press("0")
        await opened.until_on(AddedDialog)
        await opened.press("2")
        await opened.until_on(PrintScreen)
        await opened.press("0")
        await opened.until_on(AddedDialog)
        await opened.press("3")
        form = await opened.until_on(MemberFormScreen)
        assert form.query_one("#number", Input).value == "016"
        await write_new(opened, name="钱新")
        await opened.until_on(AddedDialog)
        await opened.press("4")
        page = await opened.until_on(MemberPageScreen)
        await opened.app.tell_screens()
        await opened.pilot.pause(0.3)
        assert opened.app.screen is page
    assert site.people.get_member("016").name == "钱新"


async def test_a_new_branch_is_asked_about(site: Services) -> None:
    async with desk(site, (80, 24)) as opened:
        await opened.press("1")
        await write_new(opened, name="赵新", branch="第2支布")
        await opened.until_on(NewBranchDialog)
        assert "第2支布" in opened.said("#leaving-title")
        await opened.press("2")
        form = await opened.until_on(MemberFormScreen)
        assert form.focused is not None
        assert form.focused.id == "branch"
        await write_new(opened, branch="第2支部")
        await opened.until_on(AddedDialog)
        await opened.press("3")
        await write_new(opened, name="钱新", branch="远方支部")
        await opened.until_on(NewBranchDialog)
        await opened.press("1")
        await opened.until_on(AddedDialog)
    assert site.people.get_member("015").branch == "第2支部"
    assert site.people.get_member("016").branch == "远方支部"


async def test_a_phone_number_looks_like_one(site: Services) -> None:
    async with desk(site) as opened:
        await opened.press("1")
        await write_new(opened, name="赵新", phone="老王手机")
        await opened.until(lambda: "5 到 20 位" in opened.said("#phone-wrong"))
        await write_new(opened, phone="")
        await opened.until_on(AddedDialog)
    assert site.keeping.get_kept(uid_of("015")).phone == ""


async def test_enter_is_named_by_what_it_does(site: Services) -> None:
    async with desk(site) as opened:
        await opened.press("1")
        form = await opened.until_on(MemberFormScreen)
        await opened.until(lambda: "Enter 下一项" in opened.keys)
        form.query_one("#save").focus()
        await opened.until(lambda: "Enter 保存" in opened.keys)
        assert str(form.query_one("#save").render()).startswith("Enter")
        form.query_one("#name").focus()
        await opened.until(lambda: str(form.query_one("#save").render()).startswith("F4"))
