"""The fair order of members and posts, for supervisors only."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.people.posts.views import PostLine
from kiosk.services import Services
from screens.supervisor.ranking import RankingScreen, rank_members, rank_posts
from screens.supervisor.ratings_list import RatingsScreen
from tests.builders import set_clock, uid_of
from tests.screens.public.voice_site import make_voice_site
from tests.screens.supervisor.desk import at_the_desk


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_voice_site(tmp_path)


def rate(site: Services, number: str, *stars: int) -> None:
    """So many ratings of a member, each in a quarter of an hour of its own."""
    for one in stars:
        site.ratings.give("member", one, subject_uid=uid_of(number))
        set_clock(site, site.context.clock.now() + timedelta(hours=1))
    site.ratings.empty_box()


def rate_three(site: Services) -> None:
    """001 five fives, 003 nearly so ten times, 007 five ones, 005 four ratings; all hold posts."""
    rate(site, "001", *[5] * 5)
    rate(site, "003", *[5] * 9, 4)
    rate(site, "005", *[5] * 4)
    rate(site, "007", *[1] * 5)


async def test_members_and_posts_stand_in_the_fair_order_from_five_ratings_on(
    site: Services,
) -> None:
    rate_three(site)
    members = rank_members(site)
    assert [one.words.split()[0] for one in members] == ["003", "001", "007"]
    assert members[0].rating.mean < members[1].rating.mean
    held = {post.name: [one.member.number for one in post.holders] for post in _posts(site)}
    posts = rank_posts(site)
    assert [held[one.words] for one in posts] == [["003"], ["001"], ["007"]]
    assert [one.score for one in posts] == [one.score for one in members]


def _posts(site: Services) -> tuple[PostLine, ...]:
    return site.posts.list_posts(state="held")


async def test_a_supervisor_finds_the_order_behind_the_ratings_in_both_languages(
    site: Services,
) -> None:
    rate_three(site)
    first = site.people.get_member("003").name
    async with at_the_desk(site) as desk:
        await desk.app.push_screen(RatingsScreen())
        await desk.until_said("没有暂不计的评价。")
        await desk.press("6")
        await desk.until_on(RankingScreen)
        await desk.until_said("按公平估计排序；只供督导看")
        await desk.until(lambda: f"1003{first}4.42" in "".join(desk.seen().split()))
        await desk.until_said("公平估计")
        await desk.press("x", "3")
        await desk.until_said("岗位·按公平估计")
        await desk.until_said(f"深基坑支护·{first}·4.9分")
        await desk.press("f2")
        await desk.until_said("Posts·byfairestimate")
        await desk.press("1", "0")
        await desk.until_on(RatingsScreen)


async def test_without_five_ratings_it_says_what_will_be_here(site: Services) -> None:
    rate(site, "001", 5, 5, 5, 5)
    async with at_the_desk(site) as desk:
        await desk.app.push_screen(RankingScreen())
        await desk.until_said("满五次评价的会列在这里")
        await desk.press("3")
        await desk.until_said("岗位")
        await desk.until_said("满五次评价的会列在这里")


async def test_the_columns_of_the_ranking_have_headings(site: Services) -> None:
    rate_three(site)
    async with at_the_desk(site) as desk:
        await desk.app.push_screen(RankingScreen())
        await desk.until(lambda: "对象公平估计平均分和次数" in "".join(desk.seen().split()))
        await desk.press("f2")
        await desk.until(lambda: "WhoorwhatEstimateMeanandcount" in "".join(desk.seen().split()))
