"""A night shift, a lunch break, a forgotten check-out and its correction, through the screens."""

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Label

from db import presence as records
from db.connection import transaction
from db.presence import Presence
from kiosk.attendance.closing import close_days
from kiosk.attendance.presence import worked_s
from kiosk.attendance.replay import find_first_difference
from kiosk.attendance.waiting import list_waiting
from kiosk.oversight.shifts import ShiftView, add_shift
from kiosk.services import Services
from screens.dialogs.outcome import Stored
from screens.dialogs.step import Step
from screens.member.answer import SHOWN_S, AnswerScreen
from screens.member.steps import StepScreen
from screens.supervisor.corrections import CorrectionsScreen
from screens.supervisor.day import DayScreen
from screens.supervisor.day_list import StoryList
from screens.supervisor.settle import SettleScreen
from tests.board_site import press, wait_until
from tests.builders import NOON, add_post, make_site, scan, set_clock, uid_of
from tests.screens.gate import Gate, gate


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


def stays(number: str) -> list[Presence]:
    return records.list_all_presences(uid_of(number))


def after(site: Services, hours: float) -> None:
    set_clock(site, NOON + timedelta(hours=hours))


async def stored(at: Gate) -> None:
    await wait_until(at.pilot, lambda: bool(at.app.screen.query(Stored)))


async def until_other_step(pilot: Pilot[None], old: object) -> None:
    await wait_until(pilot, lambda: pilot.app.screen.query_one("#step").query_one(Step) is not old)


async def choose(at: Gate, *keys: str) -> None:
    """Answer one question after the other, each when it is asked."""
    for key in keys:
        step = at.app.screen.query_one("#step").query_one(Step)
        await press(at.pilot, key)
        await until_other_step(at.pilot, step)


async def until_asked(at: Gate) -> None:
    await wait_until(
        at.pilot,
        lambda: (
            isinstance(at.app.screen, StepScreen)
            and bool(at.app.screen.query_one("#step").query(Step))
        ),
    )


async def test_a_night_shift_is_one_presence_of_its_first_day(site: Services) -> None:
    code = site.people.badge_code("001")
    add_shift(site.context, ShiftView("夜班", 23 * 60, 7 * 60))
    after(site, 11)  # 23:00
    async with gate(site) as at:
        await at.scan(code)
        assert at.word == "签到"
        after(site, 19)  # 07:00
        await at.scan(code)
        assert at.word == "签退"
        after(site, 35)  # 23:00 again
        await at.scan(code)
        assert at.word == "签到"
    first, second = stays("001")
    assert (first.work_day, worked_s(first)) == (NOON.date(), 8 * 3600)
    assert second.work_day == NOON.date() + timedelta(days=1)


async def test_a_scan_at_lunch_is_a_break_by_one_key_and_the_next_scan_ends_it(
    site: Services,
) -> None:
    code = site.people.badge_code("001")
    async with gate(site) as at:
        await at.scan(code)
        after(site, 4)
        await at.scan(code)
        assert at.word == "签退"
        await press(at.pilot, "3")
        await stored(at)
        assert len(site.attendance.on_site_since(NOON + timedelta(hours=4))) == 1
        after(site, 5)
        await at.scan(code)
        assert at.word == "回岗"
        after(site, 9)
        await at.scan(code)
    (day,) = stays("001")
    assert (day.closed, day.breaks_s, worked_s(day)) == ("scan", 3600, 8 * 3600)
    assert find_first_difference() is None


@pytest.mark.parametrize(("key", "count"), [("1", 1), ("2", 2)])
async def test_a_doubtful_scan_is_asked_about_and_the_answer_stands(
    site: Services, key: str, count: int
) -> None:
    scan(site, "001")
    after(site, 13.5)
    async with gate(site) as at:
        await at.scan(site.people.badge_code("001"))
        assert at.word == "签退?"
        assert "我要离场" in at.said
        assert "我刚来" in at.said
        assert at.answer._shown_s == SHOWN_S["ask"] > SHOWN_S["out"]
        await press(at.pilot, key)
        await stored(at)
    assert len(stays("001")) == count
    assert [one.kind for one in list_waiting(site.context)] == ["forgotten"] * (count - 1)


async def test_who_says_that_they_come_says_at_once_when_they_left_the_last_time(
    site: Services,
) -> None:
    scan(site, "001")
    after(site, 13.5)
    async with gate(site) as at:
        await at.scan(site.people.badge_code("001"))
        await press(at.pilot, "2")
        await stored(at)
        await choose(at, "enter")
        assert "几点离场" in str(at.app.screen.query_one("#question", Label).content)
        await press(at.pilot, "1", "7", "3", "0")
        await choose(at, "enter", "1")
        await stored(at)
    assert len(stays("001")) == 2
    assert [one.kind for one in list_waiting(site.context)] == ["request"]


async def test_a_doubtful_scan_that_nobody_answers_waits_for_a_supervisor(site: Services) -> None:
    scan(site, "001")
    after(site, 13.5)
    async with gate(site) as at:
        await at.scan(site.people.badge_code("001"))
        await press(at.pilot, "0")
        await at.until_mode("board")
    assert stays("001")[0].closed == "scan"
    assert [one.kind for one in list_waiting(site.context)] == ["question"]


async def test_a_wrong_scan_is_undone_with_a_reason(site: Services) -> None:
    async with gate(site) as at:
        await at.scan(site.people.badge_code("001"))
        await press(at.pilot, "5")
        await until_asked(at)
        await choose(at, "1", "2")
        await stored(at)
    assert stays("001") == []


async def test_a_break_begins_and_ends_by_key(site: Services) -> None:
    code = site.people.badge_code("001")
    async with gate(site) as at:
        await at.scan(code)
        await press(at.pilot, "5")
        await until_asked(at)
        await choose(at, "2")
        await stored(at)
        assert stays("001")[0].break_since is not None
        after(site, 0.001)
        await at.scan(code)  # inside the window: not counted, and the break goes on
        await press(at.pilot, "5")
        await until_asked(at)
        await choose(at, "2")
        await stored(at)
    assert stays("001")[0].break_since is None


async def test_a_way_back_that_was_none_is_a_leaving(site: Services) -> None:
    scan(site, "001")
    after(site, 1)
    site.afterthoughts.begin_break(uid_of("001"))
    after(site, 2)
    async with gate(site) as at:
        await at.scan(site.people.badge_code("001"))
        await press(at.pilot, "3")
        await stored(at)
    assert stays("001")[0].out_at == NOON + timedelta(hours=2)


async def ask_for_yesterday(at: Gate) -> None:
    """The member says when they left yesterday."""
    await press(at.pilot, "5")
    await until_asked(at)
    await press(at.pilot, "1", "7", "3", "0")
    await choose(at, "enter", "1")
    await stored(at)


async def test_a_stay_without_any_scan_is_asked_for_with_both_its_ends(site: Services) -> None:
    after(site, 2)
    async with gate(site, (120, 40)) as at:
        await at.scan(site.people.badge_code("001"))
        await press(at.pilot, "5")
        await until_asked(at)
        await choose(at, "3", "9", "1")
        await press(at.pilot, "0", "8", "0", "0")
        await choose(at, "enter", "2")
        await press(at.pilot, "0", "9", "0", "0")
        await choose(at, "enter", "1")
        await stored(at)
    (asked,) = site.corrections.list_requests()
    assert asked.happened_at == NOON - timedelta(hours=4)
    assert asked.left_at == NOON - timedelta(hours=3)


async def test_a_forgotten_check_out_is_asked_about_and_a_supervisor_accepts(
    site: Services,
) -> None:
    scan(site, "001")
    after(site, 24)
    close_days(site.context)
    async with gate(site, (120, 40)) as at:
        await at.scan(site.people.badge_code("001"))
        await ask_for_yesterday(at)
        assert stays("001")[0].closed == "rule"
        at.app.go_home()
        await at.until_mode("board")
        at.app.open_day(site.people.get_member("003"))
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, DayScreen))
        await press(at.pilot, "6")
        await wait_until(at.pilot, lambda: at.app.screen.query_one(StoryList).chosen is not None)
        await press(at.pilot, "enter")
        await until_asked(at)
        assert isinstance(at.app.screen, SettleScreen)
        await choose(at, "1")
        await stored(at)
    old = stays("001")[0]
    assert (old.closed, old.out_at) == ("correction", NOON + timedelta(hours=5.5))
    assert list_waiting(site.context) == ()
    assert find_first_difference() is None


async def test_who_does_not_know_when_they_left_finds_all_the_rest(site: Services) -> None:
    scan(site, "001")
    after(site, 24)
    close_days(site.context)
    async with gate(site) as at:
        await at.scan(site.people.badge_code("001"))
        await press(at.pilot, "5")
        await until_asked(at)
        await choose(at, "escape", "3", "1", "escape")
        assert "哪一次" in str(at.app.screen.query_one("#question", Label).content)
        await choose(at, "escape", "2")
        await stored(at)
    assert stays("001")[1].break_since is not None


async def test_who_says_they_leave_is_asked_who_takes_over(site: Services) -> None:
    with transaction():
        crane, patrol = add_post("3号塔吊", "001"), add_post("巡查", "002")
    scan(site, "001")
    after(site, 13)
    scan(site, "002")
    site.coverage.add_deputy(crane, uid_of("002"))
    site.coverage.take_post(uid_of("002"), patrol)
    after(site, 13.5)
    async with gate(site) as at:
        await at.scan(site.people.badge_code("001"))
        await press(at.pilot, "1")
        await stored(at)
        await choose(at, "enter")
        assert "3号塔吊" in str(at.app.screen.query_one("#question", Label).content)
        await choose(at, "1")
        await stored(at)
    assert stays("001")[0].closed is None
    assert find_first_difference() is None


async def test_the_list_of_what_waits_is_worked_down(site: Services) -> None:
    for number in ("001", "002"):
        scan(site, number)
    after(site, 24)
    close_days(site.context)
    async with gate(site) as at:
        at.app.open_day(site.people.get_member("003"))
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, DayScreen))
        screen = CorrectionsScreen()
        await at.app.push_screen(screen)
        await wait_until(at.pilot, lambda: screen.query_one(StoryList).chosen is not None)
        await press(at.pilot, "2", "8", "enter")
        await until_asked(at)
        await choose(at, "1")
        await press(at.pilot, "1", "8", "0", "0")
        await choose(at, "enter", "2")
        await stored(at)
        await press(at.pilot, "enter")
        await wait_until(at.pilot, lambda: at.app.screen is screen)
        await wait_until(at.pilot, lambda: len(list_waiting_now(site)) == 1)
        await press(at.pilot, "enter")
        await until_asked(at)
        await choose(at, "2", "1")
        await stored(at)
        await press(at.pilot, "enter")
        await wait_until(at.pilot, lambda: not screen.query_one(StoryList).display)
        assert isinstance(at.app.screen, CorrectionsScreen)
    closed = sorted(str(stay.closed) for number in ("001", "002") for stay in stays(number))
    assert closed == ["correction", "rule"]


def list_waiting_now(site: Services) -> tuple[object, ...]:
    return list_waiting(site.context)


async def test_the_answer_stays_while_it_is_asked(site: Services) -> None:
    scan(site, "001")
    after(site, 13.5)
    async with gate(site) as at:
        await at.scan(site.people.badge_code("001"))
        await at.pilot.pause(3.5)
        assert isinstance(at.app.screen, AnswerScreen)
