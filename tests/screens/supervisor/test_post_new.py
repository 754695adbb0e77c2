"""Key posts made by a supervisor with a keypad alone."""

from pathlib import Path

import pytest

from db.connection import run_sql
from kiosk.services import Services
from screens.supervisor.post_new import NewKeyPostScreen
from screens.supervisor.post_page import PostScreen
from screens.supervisor.posts import PostsScreen
from tests.builders import add_post, uid_of
from tests.kiosk.attendance.coverage.site import make_key_site
from tests.screens.supervisor.desk import at_the_desk
from tests.screens.supervisor.post_desk import PostDesk, at_the_post, crane


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_key_site(tmp_path)
    services.access.set_pin(uid_of("001"), "supervisor", "246810")
    return services


async def test_without_a_post_there_is_nothing_to_change(site: Services) -> None:
    site.posts.end_post(crane(site).uid)
    async with at_the_desk(site) as desk:
        await desk.app.push_screen(PostsScreen())
        await desk.until_said("还没有设岗位")
        await desk.until_said("按1新设")
        await desk.press("enter")
        assert isinstance(desk.app.screen, PostsScreen)


async def test_a_post_of_the_site_becomes_a_key_post_and_is_opened_at_once(site: Services) -> None:
    add_post("宣传栏", "003", kind="")
    async with at_the_desk(site) as desk:
        await desk.open(PostsScreen())
        post = PostDesk(desk)
        await desk.press("1")
        await desk.until_on(NewKeyPostScreen)
        await desk.until_said("哪个岗位不能空岗？")
        await post.answer("1")
        await desk.until_said("属于哪一类？")
        await post.answer("0", "1", "3")
        await post.stored()
        await desk.until_on(PostScreen)
        await desk.until_said("宣传栏·关键岗")
        await desk.until_said("关键环节")
        made = next(one for one in site.coverage.posts() if one.name == "宣传栏")
        assert (made.kind, made.holders[0].member.number) == ("link", "003")
        await post.desk.press("0")
        await desk.until_on(PostsScreen)
        assert desk.list.chosen is not None
        assert desk.list.chosen.key == str(made.uid)


async def test_a_post_is_made_by_keys_alone_where_the_site_has_none(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(PostsScreen())
        post = PostDesk(desk)
        await desk.press("1")
        await desk.until_said("岗位叫什么？")
        await post.answer("1")
        await desk.until_said("属于哪一类？")
        await post.answer("1")
        await desk.until_said("负责哪个区域？")
        await desk.until_said("A区")
        await post.answer("9", "enter")
        await desk.press("0")
        await desk.until_on(PostsScreen)
        assert len(site.coverage.posts()) == 1
        await desk.press("1")
        await desk.until_said("岗位叫什么？")
        await post.answer("1", "1", "1")
        await post.stored()
        await desk.until_on(PostScreen)
        assert [one.name for one in site.coverage.posts()] == ["3号塔吊", "塔吊指挥"]
        assert run_sql("SELECT zone FROM post WHERE name = '塔吊指挥'") == [("A区",)]


async def test_a_new_post_is_named_in_ones_own_words(site: Services) -> None:
    add_post("宣传栏", kind="")
    async with at_the_desk(site) as desk:
        await desk.open(PostsScreen())
        post = PostDesk(desk)
        await desk.press("1")
        await desk.until_said("哪个岗位不能空岗？")
        await post.answer("9", "0", "9", "9", "enter", "9")
        await desk.press(*"gate")
        await post.answer("enter", "4")
        await desk.until_said("负责哪个区域？")
        await post.answer("8")
        await post.stored()
        await desk.until_on(PostScreen)
    made = next(one for one in site.coverage.posts() if one.name == "gate")
    assert made.kind == "moment"
    assert run_sql("SELECT zone FROM post WHERE name = 'gate'") == [("",)]


async def test_a_name_that_another_post_has_is_refused_and_asked_again(site: Services) -> None:
    add_post("宣传栏", kind="")
    async with at_the_desk(site) as desk:
        await desk.open(PostsScreen())
        post = PostDesk(desk)
        await desk.press("1")
        await desk.until_said("哪个岗位不能空岗？")
        await post.answer("1")
        site.coverage.set_kind(site.coverage.post_named("宣传栏"), "post")
        await desk.until_said("属于哪一类？")
        await post.answer("0", "9", "9")
        add_post("gate")
        await desk.press(*"gate")
        await post.answer("enter", "1", "8")
        await post.refused("已有岗位")
        await desk.until_said("哪个岗位不能空岗？")


async def test_a_post_becomes_one_of_another_kind_and_then_none(site: Services) -> None:
    async with at_the_post(site) as post:
        await post.answer("5", "2")
        await post.stored()
        assert crane(site).kind == "procedure"
        await post.answer("5", "9", "2", "9", "1")
        await post.stored()
        await post.desk.until_said("不是关键岗")
        await post.answer("2", "1")
        await post.stored()
        assert crane(site).kind == "post"
        await post.answer("5", "9", "1")
        await post.stored()
        await post.desk.press("0")
        await post.desk.until_on(PostsScreen)
        assert "3号塔吊" in post.desk.seen()
    assert site.coverage.posts() == ()
    assert [one.name for one in site.coverage.other_posts()] == ["3号塔吊"]
