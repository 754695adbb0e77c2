"""A clock that stood ahead, or behind, and was mended: nobody is lost, nobody is made up."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from db import presence as records
from db.connection import run_sql, transaction
from kiosk.attendance.closing import close_days
from kiosk.attendance.replay import find_first_difference
from kiosk.attendance.views import CheckedIn, CheckedOut
from kiosk.attendance.waiting import list_waiting
from kiosk.services import Services
from tests.builders import NOON, add_post, make_site, scan, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Services]:
    services = make_site(tmp_path, 4)
    with transaction():
        add_post("塔吊指挥", "002", "003")
    yield services
    assert find_first_difference() is None


def later(site: Services, hours: float) -> None:
    set_clock(site, NOON + timedelta(hours=hours))


def here(site: Services) -> list[str]:
    found = [one.number for one in site.attendance.on_site()]
    now = site.context.clock.now()
    assert sorted(found) == sorted(one.number for one in site.attendance.on_site(now))
    return sorted(found)


def states(site: Services) -> list[tuple[str, list[str]]]:
    return [(post.state, [one.number for one in post.holders]) for post in site.coverage.now()]


@pytest.mark.parametrize("ahead_h", [0.2, 3, 19, 300])
def test_one_scan_by_a_clock_that_is_ahead_hides_nobody_once_it_is_mended(
    site: Services, ahead_h: float
) -> None:
    scan(site, "002")
    later(site, ahead_h)
    scan(site, "001")
    later(site, 0.1)
    assert here(site) == ["001", "002"]
    assert states(site) == [("covered", ["002"])]
    scan(site, "003")
    assert here(site) == ["001", "002", "003"]
    assert [(state, sorted(numbers)) for state, numbers in states(site)] == [
        ("covered", ["002", "003"])
    ]
    assert {
        one.member.number for one in site.muster.view(site.muster.start("drill").uid).missing
    } == {
        "001",
        "002",
        "003",
    }


def test_who_came_by_a_clock_ahead_was_here_once_anything_was_recorded_after(
    site: Services,
) -> None:
    later(site, 19)
    scan(site, "001")
    later(site, 1)
    scan(site, "002")
    later(site, 2)
    for hours, found in ((0.9, []), (1, ["001", "002"]), (1.5, ["001", "002"])):
        at = NOON + timedelta(hours=hours)
        assert sorted(one.number for one in site.attendance.on_site(at)) == found


def test_who_holds_a_post_and_came_by_a_clock_ahead_counts_there_now(site: Services) -> None:
    later(site, 2)
    scan(site, "002")
    later(site, 0)
    assert states(site) == [("covered", ["002"])]


def test_a_clock_set_back_a_little_empties_neither_site_nor_post(site: Services) -> None:
    scan(site, "002")
    scan(site, "001")
    later(site, -0.5)
    assert here(site) == ["001", "002"]
    assert states(site) == [("covered", ["002"])]


def test_a_closing_that_is_placed_in_the_future_does_not_count_yet(site: Services) -> None:
    for number in ("001", "002"):
        scan(site, number)
    later(site, 30)
    assert len(close_days(site.context).closed) == 2
    later(site, 1)
    assert here(site) == ["001", "002"]
    assert states(site) == [("covered", ["002"])]
    assert [one.state for one in site.oversight.day().presences] == ["on_site", "on_site"]
    assert [one.kind for one in list_waiting(site.context)] == []
    later(site, 6)
    left = scan(site, "001")
    assert isinstance(left, CheckedOut)
    assert left.question is None
    (stay,) = records.list_all_presences(uid_of("001"))
    assert (stay.out_at, stay.closed) == (NOON + timedelta(hours=6), "scan")
    assert here(site) == ["002"]
    later(site, 16.5)
    assert here(site) == []
    assert {(one.kind, one.number) for one in list_waiting(site.context)} == {
        ("forgotten", "002"),
        ("clock", "001"),
    }


def test_who_was_closed_too_early_goes_on_a_break_and_takes_a_post(site: Services) -> None:
    scan(site, "002")
    later(site, 30)
    close_days(site.context)
    later(site, 1)
    assert site.afterthoughts.begin_break(uid_of("002")).break_since is not None
    assert site.coverage.posts_left_empty(uid_of("002"))


def came_by_a_dead_clock(site: Services) -> None:
    """001 was here before, 004 was not; both come on a Monday at eight by a clock of 2020."""
    scan(site, "001")
    later(site, 6)
    scan(site, "001")
    later(site, -60000)
    scan(site, "001")
    later(site, -60000 + 0.1)
    scan(site, "004")


def test_who_came_by_a_dead_clock_is_here_when_it_is_mended_and_leaves_in_the_evening(
    site: Services,
) -> None:
    came_by_a_dead_clock(site)
    assert here(site) == ["001", "004"]
    later(site, 70)
    assert here(site) == ["001", "004"]
    assert {(one.kind, one.number) for one in list_waiting(site.context)} == {
        ("clock", "001"),
        ("clock", "004"),
    }
    later(site, 77)
    close_days(site.context)
    for number in ("001", "004"):
        left = scan(site, number)
        assert isinstance(left, CheckedOut)
        assert left.question is not None
    assert here(site) == []
    (stay,) = records.list_all_presences(uid_of("004"))
    assert [one.minutes for one in site.oversight.day(stay.work_day).presences] == [None, None]


def test_who_came_by_a_dead_clock_and_forgot_is_closed_by_rule_in_the_end(site: Services) -> None:
    came_by_a_dead_clock(site)
    later(site, 70)
    scan(site, "003")
    later(site, 85)
    assert here(site) == ["001", "003", "004"]
    at_noon = [one.number for one in site.attendance.on_site(NOON + timedelta(hours=71))]
    assert sorted(at_noon) == ["001", "003", "004"]
    assert close_days(site.context).closed == ()
    later(site, 87)
    assert here(site) == []
    assert len(close_days(site.context).closed) == 3
    assert isinstance(scan(site, "004"), CheckedIn)


def test_a_muster_looks_for_who_came_by_a_dead_clock(site: Services) -> None:
    came_by_a_dead_clock(site)
    later(site, 70)
    missing = site.muster.view(site.muster.start("drill").uid).missing
    assert {(one.member.number, one.why) for one in missing} == {
        ("001", "on_site"),
        ("004", "on_site"),
    }


@pytest.mark.parametrize("back_s", [1, 5])
def test_a_badge_read_twice_while_the_clock_steps_back_counts_once(
    site: Services, back_s: int
) -> None:
    scan(site, "001")
    set_clock(site, NOON - timedelta(seconds=back_s))
    scan(site, "001")
    assert here(site) == ["001"]
    assert run_sql("SELECT count(*) FROM punch") == [(1,)]
