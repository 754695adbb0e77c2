"""Teams raised, joined, left, led and ended by a supervisor with a keypad alone."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.people.teams.desk import Teams
from kiosk.people.teams.views import NewTeam, TeamView
from kiosk.recording import not_recorded
from kiosk.services import Services
from screens.supervisor.menu import MenuScreen
from screens.supervisor.team_new import NewTeamScreen
from screens.supervisor.team_story import TeamScreen
from screens.supervisor.teams import TeamsScreen
from screens.widgets.notice import Notice
from tests.builders import FRIDAY, make_site, uid_of
from tests.screens.supervisor.desk import at_the_desk
from tests.screens.supervisor.post_desk import PostDesk


@pytest.fixture
def site(tmp_path: Path) -> Services:
    made = make_site(tmp_path, 5)
    made.access.set_pin(uid_of("001"), "supervisor", "246810")
    return made


def flood(site: Services) -> TeamView:
    return site.teams.list_teams()[0]


def numbers(team: TeamView) -> list[str]:
    return [one.member.number for one in team.members]


async def test_a_team_is_raised_from_the_menu_by_keys_alone(site: Services) -> None:
    async with at_the_desk(site) as desk:
        post = PostDesk(desk)
        await desk.press(".")
        await desk.until_on(MenuScreen)
        await desk.press("plus")
        await desk.until_said("突击队")
        await desk.press("1")
        await desk.until_on(TeamsScreen)
        await desk.until_said("按1组建")
        await desk.press("enter", "1")
        await desk.until_on(NewTeamScreen)
        await desk.until_said("突击队叫什么？")
        await post.answer("1", "1", "2", "3")
        await post.stored()
        await desk.until_on(TeamsScreen)
        await desk.until_said("防汛突击队")
        team = flood(site)
        assert (team.name, team.goal) == ("防汛突击队", "基坑不积水，人员保安全")
        assert (numbers(team), team.until) == (["002"], FRIDAY + timedelta(days=3))
        await desk.press("f2")
        await desk.until_said("Goal:")
        await desk.press("f2", "8", "2", "x")
        assert "防汛突击队" in desk.seen()


async def test_a_team_has_a_name_of_its_own_and_may_be_open_or_end_on_any_day(
    site: Services,
) -> None:
    async with at_the_desk(site) as desk:
        post = PostDesk(desk)
        for keys, until in ((("9",), None), (("8",), FRIDAY + timedelta(days=41))):
            await desk.app.push_screen(NewTeamScreen(site.people.get_member("001"), print))
            await desk.until_said("突击队叫什么？")
            await post.answer("9")
            await desk.press(*("open" if until is None else "typed"))
            await post.answer("enter", "1", "1", *keys)
            if until is not None:
                await desk.press(*"1231")
                await post.answer("enter")
            await post.stored()
            await desk.until(lambda: not isinstance(desk.app.screen, NewTeamScreen))
            found = next(one for one in site.teams.list_teams() if one.until == until)
            assert found.name == ("open" if until is None else "typed")


async def test_going_back_raises_nothing(site: Services) -> None:
    async with at_the_desk(site) as desk:
        post = PostDesk(desk)
        await desk.app.push_screen(NewTeamScreen(site.people.get_member("001"), print))
        await desk.until_said("突击队叫什么？")
        await post.answer("9", "escape", "1", "1", "1", "8", "escape")
        await desk.press("0")
        await desk.until(lambda: not isinstance(desk.app.screen, NewTeamScreen))
        await desk.app.push_screen(NewTeamScreen(site.people.get_member("001"), print))
        await desk.until_said("突击队叫什么？")
        await desk.press("0")
        await desk.until(lambda: not isinstance(desk.app.screen, NewTeamScreen))
    assert site.teams.list_teams() == ()


async def test_people_join_lead_and_leave_and_the_team_ends_with_a_result(site: Services) -> None:
    site.teams.raise_team(NewTeam("防汛突击队", "排水", uid_of("001")))
    async with at_the_desk(site) as desk:
        post = PostDesk(desk)
        await desk.open(TeamsScreen())
        await desk.press("enter")
        await desk.until_on(TeamScreen)
        await desk.until_said("要改什么？")
        await post.answer("1", "9")
        await desk.press("4")
        await post.answer("enter")
        await post.stored()
        assert numbers(flood(site)) == ["001", "004"]
        await post.answer("3", "2")
        await post.stored()
        leader = flood(site).leader
        assert leader is not None
        assert leader.number == "004"
        await post.answer("2", "2", "0", "2", "2", "1")
        await post.stored()
        assert flood(site).members[1].until == FRIDAY
        await post.answer("2", "1", "2")
        await post.stored()
        await post.answer("4", "1", "2", "1", "1")
        await post.stored()
        await desk.until_said("突击队已经结束")
        await desk.press("0")
        await desk.until_on(TeamsScreen)
        await desk.until_said("成果：按期完成")
    assert flood(site).result == "按期完成"


async def test_a_team_without_members_says_so_and_a_refusal_is_told(site: Services) -> None:
    site.teams.raise_team(NewTeam("防汛突击队", "排水"))
    async with at_the_desk(site) as desk:
        post = PostDesk(desk)
        await desk.open(TeamsScreen())
        await desk.press("enter")
        await desk.until_said("要改什么？")
        await post.answer("2")
        await desk.until_said("还没有队员。请返回")
        await post.answer("0", "1")
        site.teams.join_team(flood(site).uid, uid_of("001"))
        await post.answer("1")
        await post.refused("已经编入")
        await desk.until_said("谁加入突击队？")


async def test_teams_that_can_not_be_read_are_told(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_desk: Teams) -> None:
        raise not_recorded("locked")

    monkeypatch.setattr(Teams, "list_teams", fail)
    async with at_the_desk(site) as desk:
        await desk.app.push_screen(TeamsScreen())
        await desk.until(lambda: bool(str(desk.app.screen.query_one(Notice).content)))


async def test_who_is_in_a_team_is_told_as_who_is_in_it_and_not_as_who_joins(
    site: Services,
) -> None:
    one = uid_of("001")
    site.teams.raise_team(NewTeam("抗台突击队", "塔吊降到安全高度", one), one)
    async with at_the_desk(site) as desk:
        await desk.app.push_screen(TeamScreen(site.people.get_member("001"), flood(site)))
        name = site.people.get_member("001").name
        await desk.until_said(f"现有：{name}")
        await desk.until_said(f"现任：{name}")
        await desk.press("f2")
        await desk.until_said(f"nowinit:{name}")
