"""Ratings set aside and their words, ruled on by a supervisor."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.services import Services
from screens.supervisor import ratings_list
from screens.supervisor.menu import MenuScreen
from screens.supervisor.ratings_list import RatingsScreen
from screens.supervisor.ratings_ruling import RulingScreen
from tests.builders import set_clock, uid_of
from tests.screens.public.voice_site import make_voice_site
from tests.screens.supervisor.desk import at_the_desk
from tests.screens.supervisor.post_desk import PostDesk


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_voice_site(tmp_path)


def rate(site: Services) -> None:
    """Two of the site in one quarter of an hour, one of a member with a word; the box is empty."""
    site.ratings.give("site", 4)
    site.ratings.give("site", 1, word="太吵")
    site.ratings.give("member", 5, subject_uid=uid_of("002"), word="帮了大忙")
    set_clock(site, site.context.clock.now() + timedelta(hours=1))
    assert site.ratings.empty_box() == 3


async def test_an_empty_list_says_what_will_be_here(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await desk.press(".")
        await desk.until_on(MenuScreen)
        await desk.press("7")
        await desk.until_on(RatingsScreen)
        await desk.until_said("没有暂不计的评价。")
        await desk.press("3", "enter")
        await desk.until_said("一刻钟过去")


async def test_one_that_was_set_aside_is_counted_in_and_left_out_again(site: Services) -> None:
    rate(site)
    async with at_the_desk(site) as desk:
        await desk.open(RatingsScreen())
        assert "1 很不满意" in desk.seen()
        assert "暂不计：同一时段重复" in desk.seen()
        await desk.until_said("“太吵”")
        await desk.press("x", "enter")
        await desk.until_on(RulingScreen)
        at = PostDesk(desk)
        await at.answer("1", "0", "1", "1")
        await at.stored()
        await desk.until_on(RatingsScreen)
        await desk.until_said("没有暂不计的评价。")
        await desk.press("5")
        await desk.until_said("全部评价：新的在前")
        assert desk.seen().count("计入") == 3
        waiting = [one for one in site.ratings.list_given() if one.word == "太吵"]
        assert waiting[0].state == "counted"
        desk.list.choose(str(waiting[0].uid))
        await desk.press("enter")
        await desk.until_on(RulingScreen)
        await at.answer("1", "2")
        await at.stored()
        await desk.until_on(RatingsScreen)
        await desk.press("4")
        await desk.until(lambda: "不计入" in desk.seen())
        await desk.press("enter")
        await desk.until_on(RulingScreen)
        await at.answer("1", "3")
        await at.stored()


async def test_one_that_waits_is_left_out_at_once_and_counted_in_later(site: Services) -> None:
    rate(site)

    def states() -> set[str]:
        return {one.state for one in site.ratings.list_given() if one.word == "太吵"}

    async with at_the_desk(site) as desk:
        at = PostDesk(desk)
        await desk.open(RatingsScreen())
        await desk.until_said("“太吵”")
        await desk.press("enter")
        await desk.until_on(RulingScreen)
        await at.answer("2", "1")
        await at.stored()
        await desk.until_on(RatingsScreen)
        await desk.until_said("没有暂不计的评价。")
        assert states() == {"left_out"}
        await desk.press("4")
        await desk.until(lambda: "不计入" in desk.seen())
        await desk.press("enter")
        await desk.until_on(RulingScreen)
        await at.answer("1", "1")
        await at.stored()
        await desk.until_on(RatingsScreen)
        assert states() == {"counted"}


async def test_a_list_that_is_cut_says_among_how_many_was_looked(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate(site)
    monkeypatch.setattr(ratings_list, "MOST", 2)
    async with at_the_desk(site) as desk:
        await desk.open(RatingsScreen())
        await desk.until_said("暂不计的评价：要不要计入？")
        assert "在最新的" not in desk.words
        await desk.press("5")
        await desk.until_said("在最新的2条里找")
        assert sum(1 for line in desk.seen().splitlines() if line.strip()) == 2


async def test_words_are_listed_with_whom_they_are_about(site: Services) -> None:
    rate(site)
    async with at_the_desk(site) as desk:
        await desk.open(RatingsScreen())
        await desk.press("3")
        await desk.until_said("带留言的评价")
        assert desk.seen().count("满意") == 2
        name = site.people.get_member("002").name
        assert name in desk.seen()
        await desk.press("1")
        await desk.until_said("暂不计的评价：要不要计入？")


async def test_nobody_rules_on_their_own(site: Services) -> None:
    for _turn in range(2):
        site.ratings.give("member", 5, subject_uid=uid_of("001"))
    set_clock(site, site.context.clock.now() + timedelta(hours=1))
    site.ratings.empty_box()
    async with at_the_desk(site) as desk:
        await desk.open(RatingsScreen())
        await desk.press("enter")
        await desk.until_on(RulingScreen)
        at = PostDesk(desk)
        await at.answer("2", "1")
        await at.refused("请由别的值班负责人处理")
