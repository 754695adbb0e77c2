"""Key posts set by a supervisor with a keypad alone."""

from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Digits

from db.connection import run_sql
from kiosk.attendance.coverage.desk import Coverage
from kiosk.attendance.coverage.hours import MomentHours, ShiftHours, WeeklyHours
from kiosk.attendance.coverage.posts import SetPost
from kiosk.recording import not_recorded
from kiosk.services import Services
from screens.supervisor.base import FORM_IDLE_S
from screens.supervisor.menu import MenuScreen
from screens.supervisor.post_page import PostScreen
from screens.supervisor.post_story import PostStory
from screens.supervisor.posts import PostsScreen
from screens.widgets.keys import KeyBar
from screens.widgets.notice import Notice
from tests.builders import FRIDAY, NOON, uid_of
from tests.kiosk.attendance.coverage.site import make_key_site
from tests.screens.supervisor.desk import Desk, at_the_desk
from tests.screens.supervisor.post_desk import DAYS, POUR, at_the_post, change, crane, who_set


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_key_site(tmp_path)
    services.access.set_pin(uid_of("001"), "supervisor", "246810")
    return services


async def test_the_menu_leads_to_the_list_and_the_list_to_a_post(site: Services) -> None:
    change(site, rhythm=[DAYS, ShiftHours()], moments=[POUR])
    site.coverage.add_deputy(crane(site).uid, uid_of("004"))
    async with at_the_desk(site) as desk:
        await desk.press(".")
        await desk.until_on(MenuScreen)
        await desk.press("5")
        await desk.until_on(PostsScreen)
        await desk.until(lambda: bool(desk.list.chosen))
        assert "3号塔吊" in desk.seen()
        assert "周一至周五 08:00-18:00" in desk.seen()
        for words in ("底板浇筑2026-11-21", "至少1人：李工001", "（夜班）", "代岗人：陈工004"):
            await desk.until_said(words)
        await desk.press("f2")
        await desk.until_said("atleast")
        await desk.press("f2", "2", "8", "x", "enter")
        await desk.until_on(PostScreen)
        await desk.press("0")
        await desk.until_on(PostsScreen)
        await desk.press("0")
        await desk.until_on(MenuScreen)


async def test_a_post_without_a_holder_is_loud_and_the_list_follows_the_record(
    site: Services,
) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(PostsScreen())
        assert "▲" not in desk.seen()
        for number in ("001", "002"):
            site.coverage.end(crane(site).uid, uid_of(number))
        await desk.app.screen.record_changed()  # type: ignore[attr-defined]
        await desk.until(lambda: "▲" in desk.seen())
        assert "无人" in desk.seen()
        assert "全天" in desk.seen()


async def test_a_file_that_can_not_be_read_is_told(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> tuple[SetPost, ...]:
        raise not_recorded("locked")

    monkeypatch.setattr(Coverage, "posts", lambda _self: fail())
    async with at_the_desk(site) as desk:
        await desk.app.push_screen(PostsScreen())
        await desk.until(lambda: bool(str(desk.app.screen.query_one(Notice).content)))


async def test_digits_are_touched_as_well(site: Services) -> None:
    async with at_the_post(site) as post:
        await post.answer("2", "9")
        await post.desk.press("7", "x", "backspace")
        await post.desk.pilot.click(".pad-3")
        await post.desk.until_said("至少3人")
        await post.answer("escape", "0")


async def test_weekly_hours_are_given_with_digits_alone(site: Services) -> None:
    async with at_the_post(site) as post:
        await post.answer("1", "7", "2")
        await post.desk.press(*"0800")
        await post.desk.until_said("周一至周五08:00")
        await post.answer("enter")
        await post.desk.press(*"0600")
        await post.desk.until_said("08:00–次日06:00·22小时")
        await post.desk.press(*["backspace"] * 4, *"1800")
        await post.desk.until_said("08:00–18:00·10小时")
        await post.answer("enter")
        await post.stored()
        assert crane(site).hours == (DAYS,)
        # Beside these, on Saturday and Sunday; typed as digits.
        await post.answer("8", "9")
        await post.desk.press("8")
        await post.desk.until_said("▲例如135")
        await post.desk.press("enter", "backspace", "6", "7")
        await post.desk.until_said("周六周日")
        await post.answer("enter")
        await post.type("2200")
        await post.type("0600")
        await post.stored()
        assert crane(site).hours == (DAYS, WeeklyHours(0b1100000, 22 * 60, 6 * 60))
        # The same once more overlaps: refused by name, nothing changes.
        await post.answer("8", "1")
        await post.type("0900")
        await post.type("1000")
        await post.refused("重叠")
        assert len(crane(site).hours) == 2
        # And the shifts again.
        await post.answer("6")
        await post.stored()
        assert crane(site).hours == ()
    assert who_set() == [str(uid_of("001"))] * 3


async def test_every_question_can_be_left(site: Services) -> None:
    async with at_the_post(site) as post:
        await post.answer("1", "7", "0")
        await post.answer("7", "9", "escape", "1", "escape")
        await post.answer("7", "1")
        await post.type("0800")
        await post.answer("escape")
        await post.answer("9", "0")
        await post.answer("9", "1", "0")
        await post.answer("9", "1", "9", "escape", "1", "escape")
        await post.answer("9", "1", "2")
        await post.type("0600")
        await post.answer("escape", "0", "2", "9", "escape", "0")
        await post.answer("3", "9", "0", "9", "9", "escape", "1", "0", "0", "1", "0", "0")
        await post.desk.until_said("要改什么？")
    assert who_set() == []


async def test_a_pour_is_set_once_and_ended(site: Services) -> None:
    async with at_the_post(site) as post:
        await post.answer("1", "9", "1", "2")
        await post.type("0600")
        await post.type("0200")
        await post.stored()
        (pour,) = crane(site).moments
        assert pour == MomentHours(
            "混凝土浇筑", NOON + timedelta(hours=18), NOON + timedelta(hours=38)
        )
        await post.desk.until_said("11月21日周六06:00–11月22日周日02:00")
        await post.answer("2")
        await post.desk.until_said("取消这段时段？混凝土浇筑")
        await post.answer("2", "2", "1")
        await post.stored()
        assert crane(site).moments == ()


async def test_a_moment_on_another_day_in_ones_own_words(site: Services) -> None:
    async with at_the_post(site) as post:
        await post.answer("1", "9", "9", "enter", "9")
        await post.desk.press(*"pour")
        await post.answer("enter", "9")
        await post.type("1201")
        await post.type("0600")
        await post.type("1400")
        await post.stored()
    (pour,) = crane(site).moments
    assert (pour.name, f"{pour.begins:%m-%d %H}") == ("pour", "11-30 22")


async def test_hours_that_are_the_last_ones_are_not_ended(site: Services) -> None:
    change(site, rhythm=[DAYS])
    async with at_the_post(site) as post:
        await post.answer("1", "1", "1")
        await post.refused("必须有值守时段")
        assert crane(site).hours == (DAYS,)


async def test_a_moment_that_runs_is_ended_now(site: Services) -> None:
    change(site, moments=[MomentHours("浇筑", NOON - timedelta(hours=1), POUR.ends)])
    async with at_the_post(site) as post:
        await post.answer("1", "2")
        await post.desk.until_said("从现在起不再要求在岗")
        await post.answer("1")
        await post.stored()
    assert crane(site).moments == ()


async def test_the_least_number_is_picked_or_typed(site: Services) -> None:
    async with at_the_post(site) as post:
        await post.answer("2", "2")
        await post.stored()
        assert crane(site).least == 2
        await post.answer("2", "9")
        await post.desk.press("0")
        await post.desk.until_said("▲输入1到99")
        await post.desk.press("backspace", "1", "2")
        await post.desk.press("f2")
        await post.desk.until_said("12peopleatleast")
        assert post.desk.app.screen.query_one(Digits).value == "12"
        await post.desk.press("f2")
        await post.desk.until_said("至少12人")
        await post.answer("enter")
        await post.stored()
    assert crane(site).least == 12
    assert who_set() == [str(uid_of("001"))] * 2


def holders(site: Services) -> list[tuple[str, str, bool]]:
    return [(one.member.number, one.shift, one.until is not None) for one in crane(site).holders]


async def test_holders_are_added_in_a_shift_and_ended(site: Services) -> None:
    async with at_the_post(site) as post:
        await post.answer("3", "9", "9")
        await post.desk.press(*"77")
        await post.desk.until_said("▲输入本工地")
        await post.desk.press("backspace", "backspace", "3")
        await post.desk.until_said("003")
        await post.answer("enter")
        await post.desk.until_said("上哪个班？")
        await post.answer("1")
        await post.stored()
        assert holders(site)[1] == ("003", "白班", False)
        await post.answer("9", "4", "3")
        await post.stored()
        assert ("004", "", False) in holders(site)
        # The same once more is refused by name.
        await post.answer("9", "4", "3")
        await post.refused("已经")
        await post.answer("0")
        await post.answer("1", "1")
        await post.stored()
        assert ("001", "白班", True) in holders(site)
        await post.answer("2", "2")
        await post.stored()
        assert "003" not in [number for number, _shift, _ends in holders(site)]
    assert set(who_set()) == {str(uid_of("001"))}


async def test_a_deputy_comes_and_goes(site: Services) -> None:
    async with at_the_post(site) as post:
        await post.answer("4", "9", "5")
        await post.stored()
        assert [one.member.number for one in crane(site).deputies] == ["005"]
        await post.answer("1", "1")
        await post.stored()
        assert crane(site).deputies[0].until == FRIDAY
        await post.answer("1", "1")
        await post.refused("005")
        await post.answer("0", "0")
        await post.desk.until_said("要改什么？")


async def test_without_shifts_nobody_is_asked_for_one(site: Services) -> None:
    run_sql("UPDATE shift SET ended_at = 1")
    async with at_the_post(site) as post:
        await post.answer("3", "9", "3")
        await post.stored()
    assert ("003", "", False) in holders(site)


async def test_the_chosen_post_stays_in_view_when_the_language_changes(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(PostsScreen())
        chosen = desk.list.chosen
        assert chosen is not None
        await desk.press("f2")
        await desk.until(lambda: "Back" in _keys_of(desk))
        await desk.until(lambda: desk.list.size.height > 0 and desk.list.chosen is not None)
        assert chosen.cells[1].text in desk.seen()


def test_whoever_sets_hours_has_two_minutes_to_look_something_up() -> None:
    assert PostStory.idle_s == FORM_IDLE_S >= 120


def _keys_of(desk: Desk) -> str:
    bar = desk.app.screen.query_one(KeyBar)
    return "".join(bar.render_line(y).text for y in range(bar.size.height))
