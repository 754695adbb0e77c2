"""Key posts of a real site: live, over a day, over a month."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from db.connection import run_sql
from kiosk.attendance.coverage.hours import EVERY_DAY, MomentHours, WeeklyHours
from kiosk.attendance.coverage.views import PostCoverageView
from kiosk.attendance.views import CheckedOut
from kiosk.errors import RefusedError
from kiosk.people.admin import Admin, NewPost
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_post, scan, uid_of
from tests.kiosk.attendance.coverage.site import at, come, hold, hour_of, make_key_site, post


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_key_site(tmp_path)


def names(site: Services, name: str = "3号塔吊") -> tuple[list[str], list[str]]:
    found = post(site, name)
    holders, planned = ([one.number for one in who] for who in (found.holders, found.planned))
    return holders, planned


def test_the_shifts_in_which_a_post_is_held_are_its_hours(site: Services) -> None:
    hold(add_post("巡查"), "003", "白班", (0, 0))
    at(site, 6)
    assert post(site, "巡查").state == "not_due"
    at(site, 7)
    assert (post(site, "巡查").state, hour_of(site, "巡查")) == ("empty", 7)
    at(site, 19)
    assert (post(site, "巡查").state, hour_of(site, "巡查")) == ("not_due", 19)


def test_a_post_held_in_no_shift_is_due_all_day_from_the_day_it_is_held(site: Services) -> None:
    add_post("门卫", "003")
    assert (post(site, "门卫").state, hour_of(site, "门卫")) == ("empty", 4)
    assert site.coverage.day(FRIDAY - timedelta(days=1))[-1].parts[0].state == "not_due"


def test_a_post_that_nobody_ever_held_is_empty_since_nobody_knows_when(site: Services) -> None:
    add_post("夜间巡查", kind="moment")
    found = post(site, "夜间巡查")
    assert (found.state, found.since, found.planned) == ("empty", None, ())


def test_a_post_empty_for_weeks_says_since_when(site: Services) -> None:
    add_post("门卫", "003")
    come(site, "003", 12)
    come(site, "003", 13)
    for days in (6, 20, 300):
        at(site, 13 + 24 * days)
        assert (post(site, "门卫").state, hour_of(site, "门卫")) == ("empty", 13)


def test_a_post_empty_ever_since_it_was_held_says_since_then(site: Services) -> None:
    add_post("门卫", "003")
    add_post("消防", "004", since=FRIDAY + timedelta(days=60))
    at(site, 13 + 24 * 99)
    assert (post(site, "门卫").state, hour_of(site, "门卫")) == ("empty", 4)
    assert (post(site, "消防").state, hour_of(site, "消防")) == ("empty", 4 + 24 * 60)


def test_who_was_named_weeks_ago_tells_when_the_post_became_empty(site: Services) -> None:
    gate = add_post("门卫", "003")
    come(site, "003", 12)
    site.coverage.add_deputy(gate, uid_of("005"))
    come(site, "005", 12.5)
    come(site, "003", 13)
    site.coverage.hand_over(uid_of("003"), gate, "named", taker_uid=uid_of("005"))
    come(site, "005", 15)
    site.coverage.end_deputy(gate, uid_of("005"))
    at(site, 24 * 30)
    assert (post(site, "门卫").state, hour_of(site, "门卫")) == ("empty", 15)


def test_a_post_that_nobody_ever_held_is_empty_since_it_was_made(site: Services) -> None:
    at(site, 14)
    Admin(site.context).add_post(NewPost("门卫", "post"))
    with pytest.raises(StopIteration):
        post_at(site, 13.9)
    at(site, 24 * 30)
    assert (post(site, "门卫").state, hour_of(site, "门卫")) == ("empty", 14)
    assert post(site, "门卫").parts[0].state == "empty"
    assert [one.name for one in site.coverage.day(FRIDAY - timedelta(days=1))] == ["3号塔吊"]


def post_at(site: Services, hour: float) -> PostCoverageView:
    asked = NOON + timedelta(hours=hour - 12)
    return next(one for one in site.coverage.now(asked) if one.name == "门卫")


def test_nobody_knows_who_will_stand_at_a_post_that_is_still_to_come(site: Services) -> None:
    assert site.coverage.now(NOON) == site.coverage.now()
    with pytest.raises(RefusedError) as told:
        site.coverage.now(NOON + timedelta(days=365))
    assert (told.value.code, "2027-11-20 12:00" in told.value.sentence) == ("still_to_come", True)


def test_a_post_whose_last_holder_went_is_due_all_day(site: Services) -> None:
    add_post("门卫", "003")
    run_sql("UPDATE holding SET until = ? WHERE shift_uid IS NULL", (FRIDAY.isoformat(),))
    at(site, 30)
    found = post(site, "门卫")
    assert (found.state, found.planned) == ("empty", ())


def test_it_is_told_who_stands_there_and_who_should(site: Services) -> None:
    at(site, 8)
    assert names(site) == ([], ["001"])
    come(site, "001", 9)
    assert names(site) == (["001"], ["001"])
    assert post(site).holders[0].on_site_since == NOON - timedelta(hours=3)
    at(site, 20)
    assert names(site) == (["001"], ["002"])


def test_whoever_waits_after_the_shift_still_holds_the_post_for_three_hours(
    site: Services,
) -> None:
    come(site, "001", 7)
    at(site, 21)
    assert post(site).state == "covered"
    at(site, 22.5)
    assert (post(site).state, hour_of(site)) == ("empty", 22)


def test_whoever_comes_early_holds_the_post_already(site: Services) -> None:
    at(site, 6)
    assert (post(site).state, hour_of(site)) == ("empty", 7 - 24)
    come(site, "001", 6.5)
    assert (post(site).state, hour_of(site)) == ("covered", 6.5)


def test_a_break_changes_nothing(site: Services) -> None:
    come(site, "001", 9)
    site.afterthoughts.begin_break(uid_of("001"))
    at(site, 10)
    assert post(site).state == "covered"


def test_a_forgotten_check_out_covers_no_longer_than_is_plausible(site: Services) -> None:
    add_post("门卫", "003")
    come(site, "003", 12)
    at(site, 28)
    assert post(site, "门卫").state == "covered"
    at(site, 28.01)
    assert post(site, "门卫").state == "empty"


def test_the_longest_presence_is_that_of_the_rules_under_which_it_began(site: Services) -> None:
    add_post("门卫", "003")
    come(site, "003", 12)
    for since, hours in ((0, 10), (10**16, 16)):
        run_sql(
            "INSERT INTO rule_version (uid, seq, since, turn_hour, debounce_s, longest_h, ask_h,"
            " asks_out, shifts) VALUES (randomblob(16), 1, ?, 4, 10, ?, 13, 1, '[]')",
            (since, hours),
        )
    at(site, 22.01)
    assert post(site, "门卫").state == "empty"


def test_what_needs_somebody_comes_first(site: Services) -> None:
    add_post("A", "003")
    add_post("B", "004")
    add_post("C", "001", since=FRIDAY + timedelta(days=1))
    come(site, "003", 8)
    states = [(one.name, one.state) for one in site.coverage.now()]
    assert states == [
        ("3号塔吊", "empty"),
        ("B", "empty"),
        ("A", "covered"),
        ("C", "not_due"),
    ]


def test_where_it_is_not_due_the_next_holder_is_planned(site: Services) -> None:
    crane = add_post("巡查")
    hold(crane, "003", "白班", (0, 0))
    hold(crane, "004", "夜班", (0, 0))
    run_sql("UPDATE shift SET to_minute = 1080 WHERE name = '白班'")
    at(site, 18.5)
    assert post(site, "巡查").state == "not_due"
    assert names(site, "巡查") == ([], ["004"])


def test_a_shift_counts_only_on_its_weekdays(site: Services) -> None:
    run_sql("UPDATE shift SET weekdays = 15")  # Monday to Thursday; this is a Friday
    assert post(site).state == "not_due"


def test_deputies_may_stand_in(site: Services) -> None:
    crane = post(site).uid
    site.coverage.add_deputy(crane, uid_of("005"))
    assert [one.number for one in post(site).deputies] == ["005"]
    come(site, "005", 13)
    assert names(site) == (["005"], ["001"])
    at(site, 14)
    site.coverage.end_deputy(crane, uid_of("005"), until=FRIDAY)
    at(site, 15 + 24)
    assert post(site).deputies == ()


def test_a_holder_in_a_shift_who_may_stand_in_counts_beyond_it(site: Services) -> None:
    come(site, "001", 7)
    site.coverage.add_deputy(post(site).uid, uid_of("001"))
    at(site, 22.5)
    assert post(site).state == "covered"


def test_weekly_hours_and_moments_replace_the_shifts_from_the_time_they_are_set(
    site: Services,
) -> None:
    at(site, 12)
    crane = post(site).uid
    pour = MomentHours("浇筑", NOON + timedelta(hours=8), NOON + timedelta(hours=10))
    site.coverage.set_hours(crane, [WeeklyHours(EVERY_DAY, 14 * 60, 15 * 60), pour])
    at(site, 36)
    day = next(one for one in site.coverage.day(FRIDAY) if one.uid == crane)
    gaps = [(begins - NOON, ends - NOON) for begins, ends in day.gaps]
    hours = [(a / timedelta(hours=1) + 12, b / timedelta(hours=1) + 12) for a, b in gaps]
    assert hours == [(4, 12), (14, 15), (20, 22)]
    assert (day.empty_min, day.covered_min, day.thin_min) == (11 * 60, 0, 0)
    site.coverage.follow_shifts(crane)
    at(site, 37)
    assert post(site).state == "empty"


def test_two_holders_are_needed_from_the_time_that_is_set(site: Services) -> None:
    crane = post(site).uid
    come(site, "001", 8)
    at(site, 10)
    site.coverage.set_least(crane, 2)
    at(site, 12)
    assert (post(site).state, hour_of(site), post(site).least) == ("thin", 10, 2)
    assert (post(site).covered_min, post(site).thin_min, post(site).empty_min) == (120, 120, 240)


def test_a_day_that_is_over_is_whole(site: Services) -> None:
    come(site, "001", 8)
    come(site, "001", 16)
    at(site, 60)
    day = site.coverage.day(FRIDAY)[0]
    assert (day.covered_min, day.empty_min) == (8 * 60, 16 * 60)
    assert day.parts[0].begins == NOON - timedelta(hours=8)
    assert day.parts[-1].ends == NOON + timedelta(hours=16)


def test_many_days_are_judged_at_once(site: Services) -> None:
    come(site, "001", 8)
    come(site, "001", 16)
    at(site, 24 * 4)
    (found,) = site.coverage.between(date(2026, 11, 20), date(2026, 11, 22))
    assert found.plan.name == "3号塔吊"
    assert found.time("covered") == timedelta(hours=8)
    assert found.time("empty") == timedelta(days=3, hours=-8)


def test_the_night_over_a_clock_change_is_an_hour_longer(tmp_path: Path) -> None:
    site = make_key_site(tmp_path, zone="Europe/Berlin")
    run_sql("UPDATE holding SET since = '2026-10-01'")
    (found,) = site.coverage.between(date(2026, 10, 24), date(2026, 10, 24))
    assert found.time("empty") == timedelta(hours=25)


def test_the_board_the_day_and_the_desk_agree(site: Services) -> None:
    from kiosk.changes import Watch

    add_post("门卫", "003")
    come(site, "003", 12)
    status = Watch(site).look()
    assert (status.key_posts, status.empty_posts) == (2, 1)
    day = site.oversight.day()
    assert day.coverage == site.coverage.now()
    assert [(one.post, one.state) for one in day.duties] == [
        ("3号塔吊", "absent"),
        ("3号塔吊", "later"),
        ("门卫", "here"),
    ]


def test_no_key_post_no_coverage(tmp_path: Path) -> None:
    site = make_key_site(tmp_path)
    run_sql("UPDATE post SET kind = ''")
    assert site.coverage.now() == ()
    assert site.oversight.day().duties == ()


def test_a_post_not_due_on_a_day_has_no_duty_on_it(site: Services) -> None:
    add_post("浇筑", "003", kind="moment")
    pour = MomentHours("浇筑", NOON + timedelta(days=2), NOON + timedelta(days=2, hours=4))
    site.coverage.set_hours(post(site, "浇筑").uid, [pour])
    at(site, 36)
    later = FRIDAY + timedelta(days=1)
    assert "浇筑" not in {duty.post for duty in site.oversight.day(later).duties}
    duties = site.oversight.day(later + timedelta(days=1)).duties
    assert [duty.state for duty in duties if duty.post == "浇筑"] == ["later"]


def test_a_holder_on_a_break_still_holds_and_is_told_to_be_on_a_break(site: Services) -> None:
    come(site, "001", 8)
    at(site, 12)
    left = scan(site, "001")
    assert isinstance(left, CheckedOut)
    assert left.scan is not None
    site.afterthoughts.rest_instead(left.scan)
    found = post(site)
    assert (found.state, found.resting) == ("covered", frozenset([uid_of("001")]))
    assert found.holder_words("{name} rests")[0].endswith(" rests")
    at(site, 12.5)
    assert not site.coverage.now(site.context.clock.now() - timedelta(hours=3))[0].resting
    scan(site, "001")
    assert not post(site).resting
