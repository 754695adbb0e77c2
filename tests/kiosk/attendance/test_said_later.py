"""What is said or done later changes what it is about, and nothing beside it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from db import presence as records
from db.connection import transaction
from kiosk.attendance.clock_confirming import confirm_clock
from kiosk.attendance.closing import close_days
from kiosk.attendance.night import EVERY_LOOKS, NightWatch
from kiosk.attendance.replay import find_first_difference
from kiosk.attendance.views import CheckedOut, Repeated
from kiosk.attendance.waiting import list_waiting
from kiosk.clock_watch import ClockWatch
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.services import Services
from tests.builders import NOON, add_post, make_site, scan, set_clock, uid_of
from tests.kiosk.attendance.correcting import BOSS, ONE, hours, make_forgetful_site, stays


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Services]:
    services = make_site(tmp_path, 4)
    yield services
    assert find_first_difference() is None


def later(site: Services, hour: float) -> None:
    set_clock(site, hours(hour))


def left(site: Services, number: str) -> CheckedOut:
    gone = scan(site, number)
    assert isinstance(gone, CheckedOut)
    assert gone.scan is not None
    return gone


def test_a_closing_by_rule_closes_only_the_presence_that_it_names(tmp_path: Path) -> None:
    site = make_forgetful_site(tmp_path)  # closed as of hour 16
    who, boss = uid_of(ONE), uid_of(BOSS)
    site.corrections.correct(who, "left", hours(5), boss, "门卫看见", stays()[0].uid)
    site.corrections.correct_stay(who, hours(13), hours(19), boss, "门卫看见")
    assert [(one.in_at, one.out_at, one.closed) for one in stays()] == [
        (hours(0), hours(5), "correction"),
        (hours(13), hours(19), "correction"),
    ]
    assert find_first_difference() is None


def test_a_leaving_that_a_correction_leaves_over_is_asked_about(site: Services) -> None:
    scan(site, ONE)
    later(site, 5)
    gone = left(site, ONE)
    meant, boss = stays()[0].uid, uid_of(BOSS)
    site.corrections.correct(uid_of(ONE), "came", hours(-3), boss, "夜里就来了", meant)
    assert [(one.in_at, one.out_at) for one in stays()] == [(hours(-3), hours(0))]
    assert [(one.kind, one.uid) for one in list_waiting(site.context)] == [("question", gone.scan)]


def test_a_check_in_that_was_closed_too_early_is_still_the_one_a_repeat_repeats(
    site: Services,
) -> None:
    scan(site, ONE)
    later(site, 20)
    assert close_days(site.context).closed == (stays()[0].uid,)
    assert not records.is_void(stays()[0].uid)
    set_clock(site, NOON + timedelta(seconds=5))
    again = scan(site, ONE)
    assert isinstance(again, Repeated)
    assert again.direction == "in"


def test_who_came_before_the_asking_length_was_changed_is_asked_by_the_older_one(
    site: Services,
) -> None:
    scan(site, ONE)
    later(site, 3)
    change_rules(site.context, RuleChange(ask_h=5))
    scan(site, "002")
    later(site, 9)
    assert [left(site, number).question is None for number in (ONE, "002")] == [True, False]


def clock_of(number: str) -> str:
    return stays(number)[-1].clock


def test_an_answer_leaves_the_doubt_about_the_clock_that_told_of_the_scan(site: Services) -> None:
    scan(site, ONE)
    later(site, 15)
    scan(site, "002")
    later(site, 14)
    gone = left(site, ONE)
    assert gone.question is not None
    assert clock_of(ONE) == "behind"
    site.afterthoughts.answer(gone.question, "in")
    assert (len(stays()), clock_of(ONE)) == (2, "behind")


def test_a_break_in_place_of_a_leaving_leaves_the_doubt_about_the_clock(site: Services) -> None:
    scan(site, ONE)
    later(site, 2)
    scan(site, "002")
    later(site, 1)
    gone = left(site, ONE)
    assert gone.scan is not None
    site.afterthoughts.rest_instead(gone.scan)
    assert (stays()[0].break_since, clock_of(ONE)) == (hours(1), "behind")


def test_who_holds_a_post_and_came_by_a_dead_clock_counts_there_when_it_is_mended(
    site: Services,
) -> None:
    with transaction():
        add_post("塔吊指挥", "004")
    scan(site, ONE)
    later(site, -60000)
    scan(site, "004")
    later(site, 70)
    (crane,) = site.coverage.now()
    assert (crane.state, [one.number for one in crane.holders]) == ("covered", ["004"])


def test_nothing_is_closed_while_the_clock_stands_absurdly_far_from_where_it_was(
    site: Services,
) -> None:
    passed = [0.0]
    night = NightWatch(site.context, ClockWatch(site.context.clock, lambda: passed[0]))
    scan(site, ONE)
    later(site, 400 * 24)
    scan(site, "002")
    passed[0] = 30 * 3600  # the record has gone on for more than a day
    later(site, 400 * 24 + 30)
    assert not any(night.look().is_due for _second in range(EVERY_LOOKS))
    confirm_clock(site.context, None)
    assert any(night.look().is_due for _second in range(EVERY_LOOKS))
