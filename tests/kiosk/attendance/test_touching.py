"""Times that only just fit, and those that only just do not: ends that touch, one minute beyond."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.attendance.replay import find_first_difference
from kiosk.attendance.views import CheckedIn, CheckedOut, Repeated, Scan, ScanResult
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.services import Services
from tests.builders import make_site, scan, set_clock, uid_of
from tests.kiosk.attendance.correcting import (
    BOSS,
    ONE,
    hours,
    make_forgetful_site,
    refused,
    stays,
)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """001 came at hour 0 and was closed by rule at 16; 002 was here from 24 to 25; it is 28."""
    services = make_forgetful_site(tmp_path)
    scan(services, "002")
    set_clock(services, hours(25))
    scan(services, "002")
    set_clock(services, hours(28))
    return services


def ends(number: str) -> list[tuple[object, object, object]]:
    assert find_first_difference() is None
    return [(one.in_at, one.out_at, one.closed) for one in stays(number)]


def test_case_16_who_comes_at_the_moment_of_their_leaving_comes_again(site: Services) -> None:
    site.corrections.correct(uid_of("002"), "came", hours(25), None, "门卫看见")
    assert ends("002") == [(hours(24), hours(25), "scan"), (hours(25), None, None)]


def test_case_16_a_stay_that_begins_with_a_forgotten_one_overlaps_it(site: Services) -> None:
    add = site.corrections.correct_stay
    assert refused(add, uid_of(ONE), hours(0), hours(3), uid_of(BOSS), "猜的") == "overlaps"


def test_case_16_a_check_in_moved_to_the_next_one_overlaps_it(site: Services) -> None:
    scan(site, ONE)
    first = stays()[0].uid
    move = site.corrections.correct
    told = (uid_of(ONE), "came", hours(28), uid_of(BOSS), "看监控", first)
    assert refused(move, *told) == "overlaps"


def test_case_20_the_longest_plausible_presence_is_plausible_and_one_minute_more_is_not(
    site: Services,
) -> None:
    correct, first = site.corrections.correct, stays()[0].uid
    beyond = hours(16) + timedelta(minutes=1)
    told = (uid_of(ONE), "left", beyond, uid_of(BOSS), "门卫看见", first)
    assert refused(correct, *told) == "too_long"
    correct(uid_of(ONE), "left", hours(16), uid_of(BOSS), "门卫看见", first)
    assert ends(ONE) == [(hours(0), hours(16), "correction")]


def test_a_missing_check_in_is_not_of_a_stay_that_would_last_too_long_by_now(
    site: Services,
) -> None:
    scan(site, "003")
    set_clock(site, hours(38))
    site.corrections.correct(uid_of("003"), "came", hours(18), None, "门卫看见")
    assert ends("003") == [(hours(18), None, "rule"), (hours(28), None, None)]


def test_of_two_stays_asked_for_on_a_day_the_one_that_was_accepted_leaves_the_other(
    site: Services,
) -> None:
    ask = site.corrections.ask
    first = ask(uid_of("002"), "came", hours(17), left_at=hours(18))
    second = ask(uid_of("002"), "came", hours(20), left_at=hours(21))
    site.corrections.rule(first, "accepted", uid_of(BOSS), "")
    assert [one.uid for one in site.corrections.list_requests()] == [second]


def deliver(site: Services, number: str, seconds: float, hour: float = 0) -> ScanResult:
    read = hours(hour) + timedelta(seconds=seconds)
    return site.attendance.scan(Scan(site.people.badge_code(number), "gate-3", at=read))


def test_a_gate_and_the_kiosk_that_read_a_coming_within_seconds_saw_one(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    scan(site, ONE)
    set_clock(site, hours(2))
    before = deliver(site, ONE, -5)
    assert isinstance(before, Repeated)
    assert before.direction == "in"
    assert ends(ONE) == [(hours(0), None, None)]
    assert isinstance(deliver(site, ONE, -10), CheckedIn)  # the debounce window is over


def test_a_reading_near_both_ends_of_a_short_stay_repeats_its_leaving(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    scan(site, ONE)
    set_clock(site, hours(0) + timedelta(seconds=15))
    assert isinstance(scan(site, ONE), CheckedOut)
    set_clock(site, hours(2))
    again = deliver(site, ONE, 8)
    assert isinstance(again, Repeated)
    assert again.direction == "out"


def test_a_late_leaving_is_judged_by_the_longest_presence_in_force_at_the_coming(
    tmp_path: Path,
) -> None:
    site = make_site(tmp_path)
    scan(site, ONE)
    set_clock(site, hours(2))
    change_rules(site.context, RuleChange(longest_h=4, ask_h=3))
    set_clock(site, hours(9))
    assert isinstance(deliver(site, ONE, 0, hour=6), CheckedOut)
    assert ends(ONE) == [(hours(0), hours(6), "scan")]
