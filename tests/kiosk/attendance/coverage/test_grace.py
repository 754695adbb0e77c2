"""Minutes of grace: nobody is missed before they are over."""

from dataclasses import replace
from pathlib import Path

import pytest

from db.connection import run_sql
from kiosk.attendance.coverage.judging import coverage
from kiosk.services import Services
from tests.builders import FRIDAY, uid_of
from tests.kiosk.attendance.coverage.site import at, come, hour_of, make_key_site, post
from tests.kiosk.attendance.coverage.test_judging import ANNA, WHOLE, plan, span, stay, told
from tests.kiosk.attendance.coverage.test_judging import at as hour


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """Of the night before nobody is told; the shifts have 15 minutes of grace."""
    services = make_key_site(tmp_path)
    run_sql("UPDATE shift SET grace_min = 15")
    return services


def test_a_post_is_not_called_empty_before_the_grace_of_its_shift_is_over(site: Services) -> None:
    for time, state in ((7, "not_due"), (7.24, "not_due"), (7.25, "empty"), (8, "empty")):
        at(site, time)
        assert post(site).state == state
    assert hour_of(site) == 7.25
    assert post(site).gaps[-1][0].minute == 15


def test_whoever_comes_within_the_grace_leaves_no_gap(site: Services) -> None:
    come(site, "001", 7.2)
    at(site, 12)
    found = post(site)
    assert (found.state, hour_of(site)) == ("covered", 7.2)
    assert all(gap[0].hour != 23 for gap in found.gaps)  # 07:00 in Shanghai


def test_the_day_counts_empty_minutes_from_the_end_of_the_grace(site: Services) -> None:
    at(site, 40)
    (found,) = site.coverage.day(FRIDAY)
    # From 04:00 the night of Thursday, then twelve hours each with a quarter less.
    assert found.empty_min == 3 * 60 + (12 * 60 - 15) + (9 * 60 - 15)


def test_a_leaver_is_asked_though_the_next_one_may_still_be_late(site: Services) -> None:
    come(site, "001", 18)
    at(site, 19.1)
    assert [one.name for one in site.coverage.posts_left_empty(uid_of("001"))] == ["3号塔吊"]


def test_somebody_who_should_be_there_already_is_missed_at_once(site: Services) -> None:
    at(site, 6)
    at(site, 6.9)
    site.coverage.assign(post(site).uid, uid_of("003"), since=FRIDAY)
    at(site, 7.1)
    assert post(site).state == "empty"


def test_a_grace_longer_than_the_shift_ends_with_it(site: Services) -> None:
    run_sql("UPDATE shift SET grace_min = 240, to_minute = from_minute + 120 WHERE name = '白班'")
    for time, state in ((8, "not_due"), (9.5, "not_due"), (19.1, "not_due"), (23.1, "empty")):
        at(site, time)
        assert post(site).state == state


def test_grace_spares_only_the_time_in_which_nobody_is_there() -> None:
    made = replace(plan(span(6, 20), least=2), grace=[span(6, 8), span(12, 13), span(21, 22)])
    found = coverage(made, [stay(ANNA, 7, 12.5)], WHOLE, hour(14))
    assert told(found.parts) == [
        (0, 7, "not_due"),
        (7, 12.5, "thin"),
        (12.5, 13, "not_due"),
        (13, 14, "empty"),
        (14, 20, "ahead"),
        (20, 24, "not_due"),
    ]
