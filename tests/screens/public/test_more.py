"""What else the kiosk shows: posts, teams, promises; opened by a key, in both languages."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from db.connection import run_sql
from kiosk.people.posts.views import PostChange
from kiosk.people.teams.views import NewTeam
from kiosk.recording import not_recorded
from kiosk.service.commitments import Commitments, NewCommitment
from kiosk.services import Services
from screens.public.board import BoardScreen
from screens.public.card import CardScreen
from screens.public.more import MoreScreen
from screens.public.post_faces import HolderFaces
from screens.public.post_list import PostListScreen
from screens.public.post_page import PostPageScreen
from screens.public.promises import PromisesScreen
from screens.public.team_list import TeamListScreen
from screens.public.team_page import TeamPageScreen
from screens.public.voice_list import VoiceListScreen
from screens.public.voice_look_up import LookUpScreen
from screens.public.wall_mode import WallModeScreen
from tests.board_site import make_board_site
from tests.builders import NOON, make_site, set_clock, uid_of
from tests.screens.public.voice_site import Worker, at_the_board

TODAY = NOON.date()


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_board_site(tmp_path, 14, photos=4)


def post_uid(site: Services, name: str) -> UUID:
    return site.coverage.post_named(name)


async def open_more(worker: Worker) -> None:
    await worker.press("full_stop")
    await worker.until_on(MoreScreen)
    await worker.until_said("想看什么？")


async def test_each_choice_opens_its_page_and_0_leads_back(site: Services) -> None:
    async with at_the_board(site) as worker:
        await open_more(worker)
        pages = (PostListScreen, TeamListScreen, PromisesScreen, VoiceListScreen)
        for key, page in enumerate(pages, 1):
            await worker.press(str(key))
            await worker.until_on(page)
            await worker.press("0")
            await worker.until_on(MoreScreen)
        await worker.press("6")
        await worker.until_on(LookUpScreen)
        await worker.press("escape")
        await worker.until_on(MoreScreen)
        await worker.press("5")
        await worker.until_on(WallModeScreen)
        await worker.press("x")
        await worker.until_on(BoardScreen)


def tell_of(site: Services, crane: UUID) -> None:
    """A post with a duty, a holder before, a promise and a service."""
    words = PostChange(
        duty="指挥起吊", standard="十分钟内到场", zone="A区", honour="vanguard", basis="person"
    )
    site.posts.set_post(crane, words)
    site.coverage.end(crane, uid_of("001"), until=TODAY - timedelta(days=1))
    site.coverage.assign(crane, uid_of("004"))
    promise = site.service.promise(
        uid_of("004"), NewCommitment(text="吊装全程旁站", rhythm="day", post_uid=crane)
    )
    site.service.log_service(
        uid_of("004"), 30, text="帮工友吊料", commitment_uid=promise.uid, for_whom="木工班"
    )
    run_sql("UPDATE holding SET until = '2026-11-19', since = '2026-11-01' WHERE until IS NOT NULL")


async def test_empty_posts_come_first_and_a_post_tells_its_whole_story(site: Services) -> None:
    crane = post_uid(site, "3号塔吊")
    tell_of(site, crane)
    async with at_the_board(site, (200, 60)) as worker:
        await worker.app.push_screen(PostListScreen())
        await worker.until_said("想看哪个岗位？")
        first, place = worker.words.index("▲空岗"), worker.words.index("3号塔吊")
        assert first < place < worker.words.index("宣传栏")
        assert "先锋岗" in worker.words
        await worker.app.push_screen(PostPageScreen(crane))
        await worker.until_said("指挥起吊")
        for said in (
            "十分钟内到场",
            "A区",
            "先锋岗",
            "因人设岗",
            "现在谁在岗",
            "●有人在岗",
            "吊装全程旁站",
            "每天",
            "帮工友吊料",
            "30分钟",
            "历任在岗人",
            "李建国2026-11-01–2026-11-19",
            "评价公示：5次起，每满5次更新",
        ):
            assert said in worker.words, said
        await worker.press("f2")
        await worker.until_said("Heldit")
        await worker.press("f2", "1")
        await worker.until_on(CardScreen)


async def test_a_post_that_nobody_holds_says_what_to_do(site: Services) -> None:
    post = post_uid(site, "宣传栏")
    site.coverage.end(post, uid_of("002"))
    async with at_the_board(site) as worker:
        await worker.app.push_screen(PostPageScreen(post))
        await worker.until_said("由督导安排在岗人")
        assert "暂缺" in worker.words
        assert not worker.app.screen.query_one(HolderFaces).display
        await worker.press("1", "plus")
        await worker.until_said("页")
        await worker.press("minus", "0")
        await worker.until_on(BoardScreen)


async def test_the_page_follows_the_record_and_says_what_workers_say(site: Services) -> None:
    crane = post_uid(site, "3号塔吊")
    async with at_the_board(site, (120, 40)) as worker:
        await worker.app.push_screen(PostPageScreen(crane))
        await worker.until_said("3号塔吊")
        for place in range(5):
            set_clock(site, NOON + timedelta(minutes=30 + 16 * place))
            site.ratings.give("member", 4, subject_uid=uid_of("001"))
        set_clock(site, NOON + timedelta(hours=3))
        site.ratings.empty_box()
        await worker.app.screen.record_changed()  # type: ignore[attr-defined]
        await worker.until_said("4.0")
        await worker.pilot.click(HolderFaces, offset=(3, 3))
        await worker.until_on(CardScreen)


async def test_a_post_that_can_not_be_read_is_told(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.app.push_screen(PostPageScreen(UUID(int=1)))
        await worker.until_said("没有这个岗位")


async def test_a_team_shows_its_goal_its_people_and_its_result(site: Services) -> None:
    raised = site.teams.raise_team(
        NewTeam("防台突击队", "加固脚手架", uid_of("003"), (uid_of("001"), uid_of("002")))
    )
    site.teams.leave_team(raised, uid_of("002"), until=TODAY - timedelta(days=1))
    async with at_the_board(site, (120, 40)) as worker:
        await worker.app.push_screen(TeamListScreen())
        await worker.until_said("防台突击队")
        assert "进行中" in worker.words
        await worker.press(*_key_of(worker, "防台突击队"))
        await worker.until_on(TeamPageScreen)
        await worker.until_said("加固脚手架")
        assert "队长" in worker.words
        assert "结束时写明成果" in worker.words
        site.teams.end_team(raised, "全部加固")
        await worker.app.screen.record_changed()  # type: ignore[attr-defined]
        await worker.until_said("全部加固")
        assert "已结束" in worker.words


def _key_of(worker: Worker, name: str) -> str:
    screen = worker.app.screen
    assert isinstance(screen, TeamListScreen)
    names = [choice.label for choice in screen._choices()]
    return str(names.index(name) + 1)


async def test_todays_promises_are_shown_with_what_became_of_them(site: Services) -> None:
    set_clock(site, NOON + timedelta(days=1))
    site.service.make_commitment(uid_of("002"), text="今天的承诺")
    async with at_the_board(site, (120, 40)) as worker:
        await worker.app.push_screen(PromisesScreen())
        await worker.until_said("已兑现0/1")
        assert "○今天的承诺" in worker.words
        assert "以前到期，还没有说结果▲每日巡查临边防护" in worker.words
        promise = site.service.list_due_today()[0]
        site.service.judge_commitment(promise.uid, "kept", uid_of("002"))
        await worker.app.screen.record_changed()  # type: ignore[attr-defined]
        await worker.until_said("已兑现1/1")
        assert "✓今天的承诺" in worker.words


async def test_lists_that_are_empty_say_how_to_begin(tmp_path: Path) -> None:
    site = make_site(tmp_path, 2)
    async with at_the_board(site) as worker:
        for page, words in (
            (PostListScreen(), "由督导设置"),
            (TeamListScreen(), "由督导组建"),
            (PromisesScreen(), "就能作出承诺"),
        ):
            await worker.app.push_screen(page)
            await worker.until_said(words)
            await worker.press("enter", "1")
            assert worker.app.screen is page


async def test_promises_that_can_not_be_read_are_told(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_desk: Commitments, _day: object = None) -> None:
        raise not_recorded("locked")

    async with at_the_board(site) as worker:
        monkeypatch.setattr(Commitments, "list_overdue", fail)
        await worker.app.push_screen(PromisesScreen())
        await worker.until(lambda: bool(worker.app.screen.query("Notice")))
