"""A form that was not saved when its session ended waits for its own supervisor, for a while."""

from pathlib import Path
from threading import Event
from uuid import UUID

import pytest
from textual.widgets import Input

from kiosk.errors import RefusedError
from kiosk.people.keeping import NewMember
from kiosk.services import Services
from screens.app import KioskApp
from screens.member.answer import AnswerScreen
from screens.public.board import BoardScreen
from screens.supervisor.day import DayScreen
from screens.supervisor.leaving_form import AddedDialog, DraftDialog, LeaveFormDialog
from screens.supervisor.member_form import MemberFormScreen
from screens.supervisor.member_page import MemberPageScreen
from tests.board_site import wait_until
from tests.builders import uid_of
from tests.screens.gate import Gate
from tests.screens.supervisor.member_desk import Desk, desk, make_members_site


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_members_site(tmp_path)


def is_kept(opened: Desk, number: str = "001") -> bool:
    """Whether a member's form waits for this supervisor."""
    draft = opened.app.services.drafts.find_at_desk(uid_of(number))
    return draft is not None and draft.errand == MemberFormScreen.form


def field(opened: Desk, name: str) -> Input:
    return opened.app.screen.query_one(f"#{name}", Input)


async def write_new(opened: Desk, name: str = "赵新") -> None:
    await opened.press("1")
    await opened.until_on(MemberFormScreen)
    field(opened, "name").value = name
    field(opened, "job").value = "电工"
    await opened.pilot.pause(0.1)


async def come_back(opened: Desk, number: str = "001") -> None:
    opened.app.open_day(opened.app.services.people.get_member(number))
    await opened.until(lambda: opened.app.current_mode == "day")


async def leave(opened: Desk) -> None:
    opened.app.go_home()
    await opened.until(lambda: opened.app.supervisor is None)


async def test_a_scan_in_the_middle_of_a_form_loses_nothing(site: Services) -> None:
    code = site.people.badge_code("003")
    async with desk(site, (80, 24)) as opened:
        await write_new(opened)
        await Gate(opened.pilot, opened.app).scan(code)
        await opened.until_on(AnswerScreen)
        assert opened.app.supervisor is None or opened.app.current_mode != "day"
        await opened.until(lambda: is_kept(opened))
        await come_back(opened)
        await opened.until_on(DraftDialog)
        assert opened.said("#leaving-title") == "上次没有保存的表单：赵新"
        site.keeping.add(NewMember("015", "别人"))
        await opened.press("1")
        await opened.until_on(MemberFormScreen)
        assert (field(opened, "name").value, field(opened, "job").value) == ("赵新", "电工")
        assert is_kept(opened)
        field(opened, "number").value = "016"
        await opened.press("f4")
        await opened.until_on(AddedDialog)
        assert not is_kept(opened)
    assert site.people.get_member("016").name == "赵新"


async def test_time_ends_the_session_and_keeps_the_form(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(site) as opened:
        await opened.open(MemberPageScreen(uid_of("002")))
        await opened.until(lambda: "002" in opened.said("#member-title"))
        await opened.press("1")
        await opened.until_on(MemberFormScreen)
        field(opened, "job").value = "班组长"
        await opened.pilot.pause(0.1)
        with monkeypatch.context() as late:
            late.setattr(KioskApp, "idle_left_s", 15.0)
            await opened.until(lambda: "15 秒后退出" in opened.said("#number-wrong"))
            assert opened.app.screen.query_one("#number-wrong").has_class("-ending")
        await opened.until(lambda: opened.said("#number-wrong") == "")
        opened.app.touched_at -= 61
        await opened.until_on(BoardScreen)
        await opened.until(lambda: opened.app.supervisor is None and is_kept(opened))
        await come_back(opened)
        await opened.until_on(DraftDialog)
        await opened.press("0")
        await opened.until_on(DayScreen)
        assert is_kept(opened)
        await leave(opened)
        await come_back(opened)
        await opened.until_on(DraftDialog)
        await opened.press("1")
        await opened.until_on(MemberFormScreen)
        assert opened.said("#form-title").endswith("· 002")
        assert field(opened, "job").value == "班组长"
        await opened.press("escape")
        await opened.until_on(LeaveFormDialog)
        await opened.press("2")
        await opened.until_on(DayScreen)
        await opened.until(lambda: not is_kept(opened))


async def test_another_supervisor_is_offered_nothing_and_a_draft_can_be_thrown_away(
    site: Services,
) -> None:
    async with desk(site) as opened:
        await write_new(opened, "")
        await leave(opened)
        await opened.until(lambda: is_kept(opened))
        await come_back(opened, "002")
        await opened.until_on(DayScreen)
        await opened.pilot.pause(0.5)
        assert isinstance(opened.app.screen, DayScreen)
        await leave(opened)
        await come_back(opened)
        await opened.until_on(DraftDialog)
        assert opened.said("#leaving-title") == "上次没有保存的表单：新增成员"
        await opened.press("2")
        await opened.until_on(DayScreen)
        await opened.until(lambda: not is_kept(opened))


async def test_an_untouched_form_leaves_no_draft(site: Services) -> None:
    async with desk(site) as opened:
        await opened.press("1")
        await opened.until_on(MemberFormScreen)
        await leave(opened)
        assert not is_kept(opened)


async def test_what_is_written_back_as_it_was_is_no_draft_any_more(site: Services) -> None:
    async with desk(site) as opened:
        await write_new(opened, "")
        await opened.until(lambda: is_kept(opened))
        field(opened, "job").value = ""
        await opened.until(lambda: not is_kept(opened))


class SlowStore:
    """A record that takes as long to add a member as the test wants, and fails where it says so."""

    def __init__(self, site: Services, monkeypatch: pytest.MonkeyPatch, *, fails: bool) -> None:
        self.begun, self.may_end = Event(), Event()
        add = site.keeping.add

        def add_slowly(_keeping: object, new: NewMember, by: UUID | None = None) -> UUID:
            self.begun.set()
            assert self.may_end.wait(60)
            if fails:
                raise RefusedError("number_taken", "x")
            return add(new, by)

        monkeypatch.setattr(type(site.keeping), "add", add_slowly)


@pytest.mark.parametrize("fails", [False, True])
async def test_what_is_being_stored_while_somebody_scans_is_no_draft_unless_it_fails(
    site: Services, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    slow = SlowStore(site, monkeypatch, fails=fails)
    async with desk(site, (80, 24)) as opened:
        await write_new(opened)
        form = opened.app.screen
        assert isinstance(form, MemberFormScreen)
        form._store()
        await wait_until(opened.pilot, slow.begun.is_set)
        opened.app.go_home()
        await wait_until(opened.pilot, lambda: isinstance(opened.app.screen, BoardScreen))
        await wait_until(opened.pilot, lambda: not form.is_running)
        slow.may_end.set()
        assert form._writing is not None
        await wait_until(opened.pilot, form._writing.done)
        await wait_until(opened.pilot, lambda: is_kept(opened) == fails)
        await opened.pilot.pause()
        assert is_kept(opened) == fails
    known = [kept.name for kept in site.keeping.list_kept()]
    assert ("赵新" in known) != fails
