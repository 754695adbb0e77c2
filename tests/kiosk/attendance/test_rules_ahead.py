"""Rules, shifts and posts set by a clock that was ahead are in force once it is mended."""

from datetime import timedelta
from pathlib import Path

import pytest

from db.connection import transaction
from db.presence import list_all_presences
from kiosk.attendance.rule_periods import rule_periods
from kiosk.attendance.rulebook import Rulebook
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.oversight.shifts import ShiftView, add_shift, change_shift
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_post, make_site, scan, set_clock, uid_of


def shift(begins: int) -> ShiftView:
    return ShiftView("白班", begins * 60, 19 * 60, 127, 0)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_site(tmp_path, 4)
    with transaction():
        add_post("塔吊指挥", "001")
    return services


def book(site: Services) -> Rulebook:
    return Rulebook(site.context.site())


@pytest.mark.parametrize("ahead_d", [0.1, 1, 365])
def test_what_was_set_by_a_clock_ahead_is_in_force_from_what_is_recorded_next(
    site: Services, ahead_d: float
) -> None:
    add_shift(site.context, shift(7))
    (post,) = (one.uid for one in site.coverage.posts())
    set_clock(site, NOON + timedelta(days=ahead_d))
    change_rules(site.context, RuleChange(longest_h=8, ask_h=7, turn_hour=9))
    change_shift(site.context, shift(10))
    site.coverage.set_least(post, 2)
    set_clock(site, NOON + timedelta(hours=1))
    scan(site, "001")
    now = site.context.clock.now() + timedelta(minutes=1)
    set_clock(site, now)
    assert book(site).at(now).longest == timedelta(hours=8)
    assert book(site).at(NOON).longest == timedelta(hours=16)
    assert rule_periods(site.context.site())[-1].shifts["白班"][1] == 600
    assert [one.least for one in site.coverage.now()] == [2]
    set_clock(site, NOON + timedelta(hours=20))
    assert site.context.moment().work_day == FRIDAY  # 08:00, the day turns at nine
    set_clock(site, NOON + timedelta(days=ahead_d, hours=2))
    assert book(site).at(now).longest == timedelta(hours=8)  # also when its time has come


def test_a_dead_battery_puts_no_rule_in_force_before_its_time(site: Services) -> None:
    for number in ("001", "002", "003"):
        scan(site, number)
    set_clock(site, NOON + timedelta(hours=2))
    change_rules(site.context, RuleChange(longest_h=8, ask_h=7))
    set_clock(site, NOON - timedelta(days=2000))
    scan(site, "004")
    set_clock(site, NOON + timedelta(hours=3))
    scan(site, "004")
    assert book(site).at(NOON + timedelta(hours=1)).longest == timedelta(hours=16)
    assert book(site).at(NOON + timedelta(hours=3)).longest == timedelta(hours=8)
    assert len(list_all_presences(uid_of("004"))) == 1


def test_what_many_entries_follow_is_looked_at_once(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.effective._AFTER", 2)
    change_rules(site.context, RuleChange(longest_h=8, ask_h=7))
    set_clock(site, NOON + timedelta(hours=1))
    for number in ("001", "002", "003"):
        scan(site, number)
    first = book(site).at(NOON + timedelta(hours=1)).longest
    set_clock(site, NOON - timedelta(minutes=5))
    scan(site, "004")
    assert book(site).at(NOON + timedelta(hours=1)).longest == first == timedelta(hours=8)
