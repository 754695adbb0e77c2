"""Posts of any kind set by a supervisor with a keypad alone: words, sign, the end of one."""

from pathlib import Path

import pytest

from db.connection import run_sql
from kiosk.people.posts.views import PostLine
from kiosk.services import Services
from screens.supervisor.badge_paper import PagePreview
from screens.supervisor.post_other import NewPostScreen
from screens.supervisor.post_page import PostScreen
from screens.supervisor.post_sign import SignScreen
from screens.supervisor.posts import PostsScreen
from tests.builders import add_post, uid_of
from tests.kiosk.attendance.coverage.site import make_key_site
from tests.screens.supervisor.desk import at_the_desk
from tests.screens.supervisor.post_desk import PostDesk, at_the_post


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_key_site(tmp_path)
    services.access.set_pin(uid_of("001"), "supervisor", "246810")
    return services


def line(site: Services, name: str) -> PostLine:
    return next(one for one in site.posts.list_posts() if one.name == name)


async def test_a_post_that_is_no_key_post_is_made_and_opened_at_once(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(PostsScreen())
        post = PostDesk(desk)
        await desk.press("3")
        await desk.until_on(NewPostScreen)
        await desk.until_said("岗位叫什么？")
        await post.answer("1", "0")
        await desk.until_on(PostsScreen)
        await desk.press("3")
        await desk.until_said("岗位叫什么？")
        await post.answer("1")
        await desk.until_said("为什么设这个岗？")
        await post.answer("2", "1")
        await post.stored()
        await desk.until_on(PostScreen)
        await desk.until_said("群众联络岗·岗位")
        made = line(site, "群众联络岗")
        assert (made.kind, made.basis, made.zone) == ("", "task", "A区")
        assert "值守时段" not in desk.words
        await post.answer("1", "9", "1", "3")
        await post.stored()
        assert [one.member.number for one in line(site, "群众联络岗").holders] == ["001"]
        await post.answer("0")
        await desk.press("0")
        await desk.until_on(PostsScreen)
        assert "关键岗" in desk.seen()
        assert "其他岗位" in desk.seen()
        assert "群众联络岗" in desk.seen()
        await desk.until_said("群众联络岗（不是关键岗）")


async def test_each_of_its_words_is_changed_by_keys_alone(site: Services) -> None:
    async with at_the_post(site) as post:
        await post.answer("6")
        await post.desk.until_said("要改哪一项文字？")
        for keys in (("1", "2"), ("2", "1"), ("3", "1"), ("4", "3"), ("5", "2")):
            await post.answer(*keys)
            await post.stored()
        await post.answer("6", "9")
        await post.desk.press(*"crane")
        await post.answer("enter")
        await post.stored()
        changed = line(site, "crane")
        assert changed.duty == "全程旁站，不离岗"
        assert changed.standard == "随叫随到，十分钟内到场"
        assert (changed.zone, changed.basis, changed.honour) == ("A区", "person", "vanguard")
        await post.answer("5", "1")
        await post.stored()
        assert line(site, "crane").honour == ""
        await post.answer("1", "9", "enter", "0", "0")
        await post.desk.until_said("要改什么？")
    (by,) = run_sql(
        "SELECT DISTINCT json_extract(payload, '$.by') FROM ledger_entry WHERE kind='post_changed'"
    )
    assert by == (str(uid_of("001")),)


async def test_words_that_are_refused_are_asked_again(site: Services) -> None:
    add_post("gate", kind="")
    async with at_the_post(site) as post:
        await post.answer("6", "6", "9")
        await post.desk.press(*"gate")
        await post.answer("enter")
        await post.refused("已有岗位")
        await post.desk.until_said("岗位叫什么？")


async def test_a_post_is_given_up_only_by_a_key_that_is_not_pressed_by_accident(
    site: Services,
) -> None:
    async with at_the_post(site) as post:
        await post.answer("8", "enter", "8", "1", "8", "9")
        await post.stored()
        await post.desk.until_on(PostsScreen)
        await post.desk.until_said("还没有设岗位")
    (ended,) = site.posts.list_posts()
    assert ended.state == "ended"


async def test_its_sign_is_looked_at_and_saved(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.supervisor.post_sign.list_printers", list)
    monkeypatch.setattr("screens.supervisor.post_sign.list_sticks", list)
    async with at_the_post(site) as post:
        await post.desk.press("7")
        await post.desk.until_on(SignScreen)
        await post.desk.until(lambda: isinstance(post.step, PagePreview))
        await post.desk.until_said("A4横版")
        assert "李工001" in post.desk.words
        await post.desk.press("plus")
        await post.answer("enter")
        await post.desk.until_said("要存成文件吗")
        await post.answer("0")
        await post.desk.until(lambda: isinstance(post.step, PagePreview))
        await post.answer("enter")
        await post.desk.until_said("要存成文件吗")
        await post.desk.press("9")
        await post.stored()
        await post.desk.until_on(PostScreen)
    (pdf,) = (site.context.home.folder / "print").glob("post-sign*.pdf")
    assert pdf.read_bytes().startswith(b"%PDF")
