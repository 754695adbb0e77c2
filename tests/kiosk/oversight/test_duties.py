"""How the holders of key posts stood to their posts."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.connection import run_sql
from kiosk.attendance.coverage.hours import EVERY_DAY, WeeklyHours
from kiosk.changes import Watch
from kiosk.oversight.duties import duty_state
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_post, make_site, scan, set_clock

SHIFT = (datetime(2026, 11, 20, 7, tzinfo=UTC), datetime(2026, 11, 20, 19, tzinfo=UTC))


@pytest.mark.parametrize(
    ("hour", "came", "is_here", "state"),
    [
        (6, False, False, "later"),
        (6, True, True, "here"),
        (7, False, False, "absent"),
        (7, False, True, "here"),
        (7, True, False, "left"),
        (18, True, True, "here"),
        (19, True, False, "here"),
        (19, False, True, "absent"),
        (19, False, False, "absent"),
    ],
)
def test_each_state_follows_from_the_shift_the_coming_and_now(
    hour: int, came: bool, is_here: bool, state: str
) -> None:
    assert duty_state(SHIFT, SHIFT[0].replace(hour=hour), came=came, is_here=is_here) == state


@pytest.mark.parametrize(
    ("minute", "came", "is_here", "state"),
    [
        (0, False, False, "later"),
        (14, False, False, "later"),
        (15, False, False, "absent"),
        (14, True, False, "left"),
        (14, False, True, "here"),
    ],
)
def test_nobody_is_missed_before_the_grace_of_their_shift_is_over(
    minute: int, came: bool, is_here: bool, state: str
) -> None:
    now, grace = SHIFT[0].replace(minute=minute), timedelta(minutes=15)
    assert duty_state(SHIFT, now, came=came, is_here=is_here, grace=grace) == state


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """At noon 001 holds a post from 07:00 to 19:00 and is on site."""
    services = make_site(tmp_path)
    add_post("3号塔吊", "001")
    run_sql(
        "INSERT INTO shift (uid, name, from_minute, to_minute) VALUES (x'aa', '白班', 420, 1140)"
    )
    run_sql("UPDATE holding SET shift_uid = x'aa'")
    scan(services, "001")
    return services


def state(site: Services) -> str:
    return site.oversight.day(FRIDAY).duties[0].state


def count_of_board(site: Services) -> int:
    return Watch(site).look().empty_posts


def test_a_post_left_during_its_shift_is_empty_for_day_and_board(site: Services) -> None:
    assert (state(site), count_of_board(site)) == ("here", 0)
    set_clock(site, NOON + timedelta(hours=1))
    scan(site, "001")
    (duty,) = site.oversight.day().duties
    assert (duty.state, duty.left_at) == ("left", NOON + timedelta(hours=1))
    assert count_of_board(site) == 1
    set_clock(site, NOON + timedelta(hours=2))
    scan(site, "001")
    assert (state(site), count_of_board(site)) == ("here", 0)


def test_after_the_shift_and_on_later_days_the_holder_was_here(site: Services) -> None:
    set_clock(site, NOON + timedelta(hours=1))
    scan(site, "001")
    for hours in (7, 24, 48):
        set_clock(site, NOON + timedelta(hours=hours))
        (duty,) = site.oversight.day(FRIDAY).duties
        assert (duty.state, duty.left_at) == ("here", None)


def test_who_goes_while_another_holder_stays_leaves_no_empty_post(site: Services) -> None:
    add_post("动火审批", "001", "002")
    scan(site, "002")
    set_clock(site, NOON + timedelta(hours=1))
    scan(site, "001")
    duties = site.oversight.day().duties
    assert [(duty.post, duty.number, duty.state) for duty in duties] == [
        ("3号塔吊", "001", "left"),
        ("动火审批", "001", "here"),
        ("动火审批", "002", "here"),
    ]


def test_a_holder_whose_presence_grew_too_long_left_at_a_time_nobody_knows(
    site: Services,
) -> None:
    run_sql("UPDATE shift SET to_minute = 1430")
    run_sql("UPDATE site SET longest_h = 10")
    set_clock(site, NOON + timedelta(hours=11))
    (duty,) = site.oversight.day().duties
    assert (duty.state, duty.left_at) == ("left", None)


def test_who_is_still_on_site_from_the_day_before_stands_at_the_post(site: Services) -> None:
    run_sql("UPDATE shift SET from_minute = 240")
    set_clock(site, NOON + timedelta(hours=15, minutes=30))
    scan(site, "001")
    scan_at = NOON + timedelta(hours=15, minutes=40)
    set_clock(site, scan_at)
    scan(site, "001")
    set_clock(site, NOON + timedelta(hours=17))
    (duty,) = site.oversight.day().duties
    assert duty.state == "here"


def test_who_comes_late_within_the_grace_is_not_missed(site: Services) -> None:
    run_sql("UPDATE shift SET from_minute = 780, to_minute = 1200, grace_min = 10")
    run_sql("UPDATE holding SET member_uid = (SELECT uid FROM member WHERE number = '002')")
    for minutes, told in ((59, "later"), (69, "later"), (70, "absent")):
        set_clock(site, NOON + timedelta(minutes=minutes))
        assert state(site) == told


def test_a_shift_that_is_not_on_the_weekday_asks_nobody(site: Services) -> None:
    add_post("门卫", "002")
    run_sql("UPDATE shift SET weekdays = ?", (0b1101111,))
    assert [duty.post for duty in site.oversight.day(FRIDAY).duties] == ["门卫"]
    run_sql("UPDATE shift SET weekdays = ?", (0b0010000,))
    assert [duty.post for duty in site.oversight.day(FRIDAY).duties] == ["3号塔吊", "门卫"]


def test_a_post_that_is_due_though_its_shift_is_not_on_that_day_is_empty(site: Services) -> None:
    crane = site.coverage.post_named("3号塔吊")
    site.coverage.set_hours(crane, [WeeklyHours(EVERY_DAY, 0, 0)])
    run_sql("UPDATE shift SET weekdays = ?", (0b1101111,))
    (duty,) = site.oversight.day(FRIDAY).duties
    assert (duty.state, duty.number) == ("empty", "")


def test_the_weekday_is_that_on_which_the_shift_begins(site: Services) -> None:
    # 02:00 is before the work day turns: Friday's shift begins on Saturday morning.
    run_sql("UPDATE shift SET from_minute = 120, to_minute = 180, weekdays = ?", (0b0100000,))
    set_clock(site, NOON + timedelta(hours=18))
    assert [duty.shift for duty in site.oversight.day(FRIDAY).duties] == ["白班"]


def test_a_shift_is_on_the_day_in_which_it_began_though_the_turn_moved_behind_it(
    site: Services,
) -> None:
    change_rules(site.context, RuleChange(turn_hour=8))  # at noon; the day began at 4
    (duty,) = site.oversight.day(FRIDAY).duties
    assert (duty.number, duty.shift, duty.state) == ("001", "白班", "here")
    day = site.oversight.day(FRIDAY)
    assert (day.begins, day.ends) == (NOON - timedelta(hours=8), NOON + timedelta(hours=20))
