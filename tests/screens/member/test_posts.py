"""Taking a post at check-in and handing it over when leaving, by keypad alone."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from textual import events

from db.connection import run_sql, transaction
from kiosk.attendance.coverage.desk import Coverage
from kiosk.i18n import use_language
from kiosk.recording import not_recorded
from kiosk.services import Services
from screens.dialogs.outcome import Stored
from screens.dialogs.pick_list import Tile
from screens.dialogs.step import SETTLE_S
from screens.member.answer import AnswerScreen
from screens.member.answer_foot import AnswerFoot
from screens.member.answer_panel import AnswerPanel
from screens.member.handover import HandoverScreen
from screens.member.promise import PromiseScreen
from screens.member.take_post import TakePostScreen
from tests.board_site import add_shift
from tests.builders import NOON, add_post, scan, set_clock, uid_of
from tests.resting import at_rest

if TYPE_CHECKING:
    from tests.screens.member.conftest import OpenVisit, Visit


SAID = "SELECT answer FROM handover WHERE answer != 'asked'"


def states(site: Services) -> dict[str, str]:
    return {post.name: post.state for post in site.coverage.now()}


def tiles(member: "Visit") -> int:
    return len(member.screen.query(Tile))


async def test_one_digit_takes_a_post_and_the_others_are_left(
    site: Services, visit: "OpenVisit"
) -> None:
    with transaction():
        add_post("门卫", "001", "002")
        add_shift("晚班", 12 * 60 + 30, 20 * 60, "巡查", "001")
    scan(site, "002")
    async with visit(site) as member:
        await member.open(TakePostScreen(site.people.get_member("001")))
        assert member.question == "您现在上哪个岗？"
        assert "空岗 自 04:00" in member.words
        assert "● 有人在岗 张工002" in member.words
        assert "12:30 开始" in member.words
        await member.press("2")
        await member.stored()
        assert "门卫" in member.words
        await member.home()
    assert states(site)["3号塔吊"] == "empty"
    assert site.coverage.waiting_for(uid_of("001"))[1].is_taken


async def test_going_back_takes_nothing_and_what_is_refused_is_asked_again(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await member.open(TakePostScreen(site.people.get_member("001")))
        run_sql("UPDATE presence SET closed = 'scan', out_at = in_at, closed_at = in_at")
        await member.press("1")
        await member.not_stored()
        await member.press("enter")
        assert tiles(member) == 1
        await member.press("0")
        await member.left()
    assert run_sql("SELECT count(*) FROM post_taken") == [(0,)]


async def test_the_post_one_has_says_so_and_nobody_without_a_post_is_asked(
    site: Services, visit: "OpenVisit"
) -> None:
    scan(site, "001")
    site.coverage.take_post(uid_of("001"), site.coverage.now()[0].uid)
    set_clock(site, NOON + timedelta(minutes=1))
    async with visit(site) as member:
        await member.app.push_screen(TakePostScreen(site.people.get_member("001")))
        await member.until(lambda: bool(member.app.screen.query("#step > Step")))
        await member.until(lambda: "已由您值守" in member.words)
        await member.press("0")
        await member.app.push_screen(TakePostScreen(site.people.get_member("003")))
        await member.until(lambda: bool(member.app.screen.query("#step > Step")))
        await member.until(lambda: "此刻没有需要您上的岗" in member.question)


async def open_handover(member: "Visit", site: Services) -> None:
    scan(site, "001")
    scan(site, "002")
    site.coverage.add_deputy(site.coverage.now()[0].uid, uid_of("002"))
    site.coverage.take_post(uid_of("002"), add_post("巡查", "002"))
    set_clock(site, NOON + timedelta(minutes=5))
    await member.open(HandoverScreen(site.people.get_member("001")))


async def test_who_waits_is_on_site_again(site: Services, visit: "OpenVisit") -> None:
    async with visit(site) as member:
        await open_handover(member, site)
        assert "3号塔吊就空岗了" in member.question
        await member.press("1")
        await member.stored()
        assert "您仍算在场" in member.words
        await member.press("enter")
        await member.left()
    assert states(site)["3号塔吊"] == "covered"


async def test_who_names_a_taker_needs_two_keys(site: Services, visit: "OpenVisit") -> None:
    async with visit(site) as member:
        await open_handover(member, site)
        await member.press("2")
        assert member.question == "谁来接岗？"
        await member.press("0")
        assert tiles(member) == 4
        await member.press("2", "1")
        await member.stored()
        assert "由张工002接岗" in member.words
        await member.press("enter")
        await member.left()
    assert states(site)["3号塔吊"] == "covered"


async def test_who_must_go_is_asked_for_each_post(site: Services, visit: "OpenVisit") -> None:
    add_post("门卫", "001")
    async with visit(site) as member:
        await open_handover(member, site)
        await member.press("4")
        await member.stored()
        assert "值班负责人会看到" in member.words
        await member.press("enter")
        await member.until(lambda: "门卫" in member.question)
        await member.press("0")
        await member.left()
    assert run_sql(SAID) == [("left",)]


async def test_a_taker_who_has_gone_meanwhile_is_refused(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await open_handover(member, site)
        await member.press("2")
        set_clock(site, NOON + timedelta(minutes=6))
        scan(site, "002")
        await member.press("1")
        await member.not_stored()
        await member.press("enter")
        assert tiles(member) == 3
        await member.press("2")
        await member.stored()
        await member.home()
    assert run_sql(SAID) == [("left",)]


async def test_only_a_break_is_on_the_key_that_it_had_under_the_check_out(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await open_handover(member, site)
        await member.press("3")
        await member.stored()
        assert "您仍算在场、在岗" in member.words
        await member.home()
    assert run_sql(SAID) == [("rests",)]
    assert {one.number for one in site.attendance.on_site()} == {"001", "002"}


async def test_who_finds_nobody_tells_the_supervisor_and_goes(
    site: Services, visit: "OpenVisit"
) -> None:
    site.access.set_pin(uid_of("003"), "supervisor", "246810")
    for number in ("003", "004"):
        scan(site, number)
    async with visit(site) as member:
        await check_out(member, site)
        await member.press("0")
        await member.until(lambda: isinstance(member.app.screen, HandoverScreen))
        await member.until(lambda: "空岗" in member.question)
        assert "我等" not in member.words
        assert f"在场：{site.people.get_member('003').name}" in member.words
        await member.press("1")
        await member.stored()
        assert "没人接岗" in member.words
        await member.home()
    assert run_sql(SAID) == [("told",)]
    assert "001" not in {one.number for one in site.attendance.on_site()}


async def check_out(member: "Visit", site: Services) -> AnswerScreen:
    """Go, leave a post empty, and read so."""
    scan(site, "001")
    set_clock(site, NOON + timedelta(minutes=5))
    await member.scan()
    screen = member.app.screen
    assert isinstance(screen, AnswerScreen)
    await member.until(lambda: screen._leaves_empty)
    return screen


async def test_the_answer_keeps_its_keys_until_its_time_is_over_and_then_asks_who_takes_over(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        screen = await check_out(member, site)
        lines = screen.query_one(AnswerPanel)
        said = "".join(lines.render_line(y).text for y in range(lines.size.height))
        assert "没人了，谁来接岗？" in said
        assert screen._keys == set("12357")
        screen._left_s = 0.0
        await member.until(lambda: isinstance(member.app.screen, HandoverScreen))
        await member.until(lambda: "空岗" in member.question)
        early = events.Key("3", "3")
        early.time = (member.step._there_s or 0) + SETTLE_S / 2
        member.app.post_message(early)
        await member.press("3")
        await member.stored()
        await member.home()
    assert run_sql(SAID) == [("rests",)]


async def test_a_key_meant_for_the_answer_before_counts_for_nothing(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await member.scan("001")
        await member.scan("002")
        screen = member.app.screen
        assert isinstance(screen, AnswerScreen)
        early = events.Key("1", "1")
        early.time = screen._settled_s - SETTLE_S / 2
        touch = AnswerFoot.Chosen("1")
        touch.time = early.time
        screen.on_answer_foot_chosen(touch)
        member.app.post_message(early)
        await at_rest(member.pilot)
        assert member.app.screen is screen
        await member.press("1")
        await member.until(lambda: bool(member.app.screen.query("#step > Step")))


async def test_who_goes_back_from_an_answer_that_leaves_a_post_empty_is_not_kept(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await check_out(member, site)
        await member.press("0")
        await member.until(lambda: isinstance(member.app.screen, HandoverScreen))
        await member.until(lambda: "空岗" in member.question)
        await member.press("0")
        await member.home()
    assert [one.answer for one in site.coverage.now()[0].asked] == ["asked"]


async def test_who_does_something_else_first_is_asked_who_takes_over_after_it(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await check_out(member, site)
        await member.press("1")
        await member.until(lambda: isinstance(member.app.screen, PromiseScreen))
        await member.until(lambda: bool(member.app.screen.query("#step > Step")))
        await member.press("0")
        await member.until(lambda: isinstance(member.app.screen, HandoverScreen))
        await member.until(lambda: "空岗" in member.question)


async def test_who_makes_a_break_of_the_check_out_is_not_asked_who_takes_over(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await check_out(member, site)
        await member.press("3")
        await member.until(lambda: bool(member.app.screen.query(Stored)))
        await member.press("enter")
        await member.left()
    assert run_sql(SAID) == []


async def test_where_nothing_stands_empty_that_is_said_in_both_languages(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await member.app.push_screen(HandoverScreen(site.people.get_member("003")))
        await member.until(lambda: bool(member.app.screen.query("#step > Step")))
        await member.until(lambda: "没有空岗" in member.question)
        await member.press("f2")
        await member.until(lambda: member.question == "No post stands empty when you go.")
        use_language("zh_CN")


async def test_a_question_that_the_next_scan_takes_away_is_in_the_day(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await check_out(member, site)
        await member.scan("003")
        await member.until(lambda: run_sql("SELECT answer FROM handover") == [("asked",)])
    assert [one.answer for one in site.coverage.now()[0].asked] == ["asked"]


async def test_who_takes_another_post_is_asked_who_takes_over_the_first(
    site: Services, visit: "OpenVisit"
) -> None:
    with transaction():
        add_post("门卫", "001")
    async with visit(site) as member:
        await member.open(TakePostScreen(site.people.get_member("001")))
        set_clock(site, NOON + timedelta(minutes=16))
        names = [one.name for one in site.coverage.waiting_for(uid_of("001"))]
        await member.press(str(names.index("门卫") + 1))
        await member.stored()
        await member.press("enter")
        await member.until(lambda: "3号塔吊 现在空岗了" in member.question)
        assert "我回原岗" in member.words
        assert "我留在新岗" in member.words
        await member.press("1")
        await member.stored()
        assert "您已回到原岗" in member.words
        await member.home()
    assert states(site)["3号塔吊"] == "covered"
    answers = [answer for (answer,) in run_sql("SELECT answer FROM handover ORDER BY seq")]
    assert answers == ["asked", "waits"]


async def test_who_says_on_coming_which_post_they_take_is_asked_about_no_other(
    site: Services, visit: "OpenVisit"
) -> None:
    with transaction():
        add_post("门卫", "001")
    async with visit(site) as member:
        await member.open(TakePostScreen(site.people.get_member("001")))
        set_clock(site, NOON + timedelta(seconds=5))
        names = [one.name for one in site.coverage.waiting_for(uid_of("001"))]
        await member.press(str(names.index("门卫") + 1))
        await member.stored()
        await member.press("enter")
        await member.left()
    assert states(site) == {"3号塔吊": "empty", "门卫": "covered"}
    assert run_sql("SELECT count(*) FROM handover") == [(0,)]
    assert [one.asked for one in site.coverage.now()] == [(), ()]


async def test_a_question_is_asked_though_it_cant_be_kept(
    site: Services, visit: "OpenVisit", monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise not_recorded("full")

    monkeypatch.setattr(Coverage, "note_asked", full)
    async with visit(site) as member:
        screen = await check_out(member, site)
        screen._left_s = 0.0
        await member.until(lambda: isinstance(member.app.screen, HandoverScreen))
        await member.until(lambda: "空岗" in member.question)
    assert run_sql("SELECT count(*) FROM handover") == [(0,)]
