"""A supervisor's session ends with the supervisor."""

from pathlib import Path

import pytest

from kiosk.people.keeping import MemberChange
from kiosk.services import Services
from screens.dialogs.outcome import NotStored
from screens.public.board import BoardScreen
from screens.supervisor.member_page import MemberPageScreen
from tests.builders import uid_of
from tests.screens.supervisor.member_desk import Desk, desk, make_members_site


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_members_site(tmp_path)
    services.access.set_pin(uid_of("001"), "supervisor", "246810")
    return services


async def write_elsewhere(opened: Desk, site: Services) -> None:
    """Something is written that has nothing to do with the supervisor, and seen here."""
    before = opened.app.status.version
    await opened.app.write(site.keeping.change, uid_of("003"), MemberChange(job="电工"))
    await opened.until(lambda: opened.app.status.version != before)


@pytest.mark.parametrize("how", ["let go", "access ended"])
async def test_the_session_of_one_who_may_not_open_the_day_any_more_ends(
    site: Services, how: str
) -> None:
    site.access.set_pin(uid_of("002"), "supervisor", "135790")
    async with desk(site) as opened:
        await write_elsewhere(opened, site)
        assert not isinstance(opened.app.screen, BoardScreen)
        await opened.open(MemberPageScreen(uid_of("003")))
        if how == "let go":
            await opened.app.write(site.keeping.let_go, uid_of("001"), "x", uid_of("002"))
        else:
            await opened.app.write(site.access.end, uid_of("001"))
        await opened.until_on(BoardScreen)
        await opened.until(lambda: opened.app.supervisor is None)


async def test_the_only_supervisor_is_told_what_to_do_before_they_can_be_let_go(
    site: Services,
) -> None:
    async with desk(site) as opened:
        await opened.open(MemberPageScreen(uid_of("001")))
        await opened.until(lambda: "001" in opened.said("#member-title"))
        await opened.press("6")
        await opened.asked("为什么离场")
        await opened.press("1")
        await opened.asked("确定让")
        await opened.press("9")
        await opened.until(lambda: bool(opened.app.screen.query(NotStored)))
        error = opened.app.screen.query_one(NotStored)._error
        assert error.code == "last_supervisor"
        assert "members supervisor" in error.sentence
    assert site.keeping.get_kept(uid_of("001")).left_at is None
