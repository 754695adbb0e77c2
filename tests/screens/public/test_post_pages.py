"""From a list to a page and back: posts, teams and what a member says, by keys and touches."""

from pathlib import Path

import pytest

from kiosk.people.posts.views import PostChange
from kiosk.people.teams.desk import Teams
from kiosk.people.teams.views import NewTeam
from kiosk.recording import not_recorded
from kiosk.services import Services
from screens.public.board import BoardScreen
from screens.public.post_list import PostListScreen
from screens.public.post_page import PostPageScreen
from screens.public.team_list import TeamListScreen
from screens.public.team_page import TeamPageScreen
from screens.public.voice_kind import VoiceKindScreen
from screens.widgets.board.bar import Pages
from tests.board_site import make_board_site
from tests.builders import scan, uid_of
from tests.screens.public.voice_site import at_the_board


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_board_site(tmp_path, 14)


async def test_a_post_opens_by_its_key_and_the_list_is_read_again_behind_it(
    site: Services,
) -> None:
    async with at_the_board(site, (120, 40)) as worker:
        await worker.app.push_screen(PostListScreen())
        await worker.until_said("想看哪个岗位？")
        await worker.press("8")  # the one that is no key post stands last
        await worker.until_on(PostPageScreen)
        opened = worker.app.screen
        assert isinstance(opened, PostPageScreen)
        await worker.until(lambda: opened.is_read)
        post = opened._page.post
        assert post.name in worker.words
        site.posts.set_post(post.uid, PostChange(honour="model"))
        assert "示范岗" not in worker.words
        await worker.press("0")
        await worker.until_on(PostListScreen)
        await worker.until_said("示范岗")


async def test_a_team_opens_by_its_key_and_the_list_follows_the_record(site: Services) -> None:
    team = site.teams.raise_team(NewTeam("防台突击队", "加固脚手架", uid_of("003")))
    key = str([one.uid for one in site.teams.list_teams()].index(team) + 1)
    async with at_the_board(site, (120, 40)) as worker:
        await worker.app.push_screen(TeamListScreen())
        await worker.until_said("防台突击队")
        await worker.press(key)
        await worker.until_on(TeamPageScreen)
        await worker.until_said("加固脚手架")
        site.teams.join_team(team, uid_of("004"))
        await worker.press("0")
        await worker.until_on(TeamListScreen)
        await worker.until_said("2人")
        await worker.press(key)
        await worker.until_on(TeamPageScreen)
        await worker.until_said(site.people.get_member("004").name)


async def test_phone_numbers_of_a_post_and_a_team_are_masked_where_everybody_reads_them(
    site: Services,
) -> None:
    crane = site.coverage.post_named("3号塔吊")
    words = PostChange(duty="指挥，13812345678", standard="随叫随到，13912345678")
    site.posts.set_post(crane, words)
    goal = "加固脚手架，找13712345678"
    team = site.teams.raise_team(NewTeam("防台突击队", goal, uid_of("003")))
    async with at_the_board(site, (120, 40)) as worker:
        await worker.app.push_screen(PostPageScreen(crane))
        await worker.until_said("138********")
        await worker.until_said("139********")
        await worker.app.push_screen(TeamPageScreen(team))
        await worker.until_said("137********")
        assert "12345678" not in worker.words
    assert site.posts.page(crane).post.duty == "指挥，13812345678"  # whole for who sets it


async def test_a_touch_on_the_dots_turns_the_pages(site: Services) -> None:
    crane = site.coverage.post_named("3号塔吊")
    async with at_the_board(site) as worker:
        await worker.app.push_screen(PostPageScreen(crane))
        await worker.until_said("3号塔吊")
        dots = worker.app.screen.query_one(Pages)
        await worker.until(lambda: dots.pages > 1)
        await worker.pilot.click(Pages, offset=(29, 0))
        await worker.until(lambda: dots.page == 1)
        await worker.pilot.click(Pages, offset=(2, 0))
        await worker.until(lambda: dots.page == 0)


async def test_a_member_who_goes_back_chooses_another_kind_of_voice(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.app.push_screen(VoiceKindScreen(uid_of("001")))
        await worker.until_on(VoiceKindScreen)
        await worker.until_said("您要署名反映什么？")
        await worker.press("2")
        await worker.until_said("您需要什么帮助？")
        await worker.press("0")
        await worker.until_said("您要署名反映什么？")
        await worker.press("3")
        await worker.until_said("是什么问题？")
        await worker.press("0", "0")
        await worker.until_on(BoardScreen)
    assert site.voices.list_public().voices == ()


async def test_a_list_that_follows_the_record_keeps_each_key_for_what_it_stood_for(
    site: Services,
) -> None:
    async with at_the_board(site, (120, 40)) as worker:
        await worker.app.push_screen(PostListScreen())
        await worker.until_said("想看哪个岗位？")
        shown = worker.app.screen
        assert isinstance(shown, PostListScreen)
        keys = [choice.value for choice in shown._choices()]
        empty = next(one for one in site.coverage.now() if one.is_empty)
        (planned, *_rest) = empty.planned
        scan(site, planned.number)
        await worker.until(lambda: f"●{planned.name}" in worker.words)
        assert [choice.value for choice in shown._choices()] == keys


async def test_a_list_that_can_not_be_read_again_stays_as_it_was(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_desk: Teams) -> None:
        raise not_recorded("locked")

    async with at_the_board(site, (120, 40)) as worker:
        await worker.app.push_screen(TeamListScreen())
        await worker.until_said("防汛突击队")
        monkeypatch.setattr(Teams, "list_teams", fail)
        await worker.app.screen.record_changed()  # type: ignore[attr-defined]
        assert "防汛突击队" in worker.words
