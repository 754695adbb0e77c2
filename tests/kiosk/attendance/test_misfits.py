"""Scans that no longer fit what took its place before them are asked about, and only those."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.attendance.muster.whom import list_expected
from kiosk.attendance.replay import find_first_difference
from kiosk.attendance.views import CheckedIn, Scan, ScanResult
from kiosk.attendance.waiting import list_own_presences, list_waiting
from kiosk.services import Services
from tests.builders import NOON, make_site, scan, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


def at(hour: float) -> datetime:
    """An hour of that Friday, local time."""
    return NOON + timedelta(hours=hour - 12)


def come(site: Services, hour: float) -> ScanResult:
    set_clock(site, at(hour))
    return scan(site, "001")


def deliver(site: Services, hour: float) -> ScanResult:
    return site.attendance.scan(Scan(site.people.badge_code("001"), "gate-3", at=at(hour)))


def asked(site: Services) -> list[datetime]:
    found = list_waiting(site.context)
    assert find_first_difference() is None
    return [one.at for one in found if one.kind == "question"]


def called(site: Services) -> list[str]:
    return [one.why for one in list_expected(site.context.site(), site.context.moment())]


def test_two_gates_that_deliver_in_the_wrong_order_leave_nobody_unlooked_for(
    site: Services,
) -> None:
    come(site, 13)
    set_clock(site, at(20))
    deliver(site, 18)
    deliver(site, 17)
    assert asked(site) == [at(18)]
    assert called(site) == ["guessed"]


def test_a_coming_and_a_leaving_in_the_wrong_order_are_asked_about(site: Services) -> None:
    set_clock(site, at(20))
    deliver(site, 19)
    deliver(site, 12.5)
    assert asked(site) == [at(19)]


def test_a_late_leaving_puts_the_later_one_in_question_until_the_coming_between_arrives(
    site: Services,
) -> None:
    come(site, 13)
    come(site, 18)
    set_clock(site, at(20))
    deliver(site, 15)
    assert asked(site) == [at(18)]
    (day,) = site.oversight.day(at(20).date()).presences
    assert not day.is_guessed
    deliver(site, 16)
    assert asked(site) == []
    assert called(site) == []


def test_a_late_leaving_before_a_way_back_from_a_break_is_asked_about(site: Services) -> None:
    come(site, 13)
    set_clock(site, at(14))
    site.afterthoughts.begin_break(uid_of("001"))
    come(site, 14.5)
    set_clock(site, at(16))
    deliver(site, 14.25)
    assert asked(site) == [at(14.25)]
    assert called(site) == ["guessed"]


def test_an_answer_that_turns_a_scan_round_puts_the_next_one_in_question(site: Services) -> None:
    come(site, 17)
    came = come(site, 24 + 6.9)
    assert isinstance(came, CheckedIn)
    assert came.question is not None
    come(site, 24 + 17)
    set_clock(site, at(24 + 18))
    site.afterthoughts.answer(came.question, "out", uid_of("003"), "夜里干活")
    assert asked(site) == [at(24 + 17)]
    assert called(site) == ["guessed"]


def test_a_scan_in_question_is_settled_by_a_supervisor(site: Services) -> None:
    come(site, 13)
    set_clock(site, at(20))
    deliver(site, 18)
    deliver(site, 17)
    (one,) = list_waiting(site.context)
    site.afterthoughts.answer(one.uid, "in", uid_of("003"), "看见他了")
    assert asked(site) == []
    assert [member.number for member in site.attendance.on_site()] == ["001"]


def test_a_leaving_that_arrives_after_it_was_said_from_memory_is_asked_about(
    site: Services,
) -> None:
    come(site, 13)
    set_clock(site, at(20))
    (here,) = list_own_presences(uid_of("001"))
    site.corrections.correct(uid_of("001"), "left", at(18), None, "门卫看见", here.uid)
    deliver(site, 18.5)
    assert asked(site) == [at(18.5)]


def test_a_coming_long_after_a_leaving_that_was_said_is_a_coming(site: Services) -> None:
    come(site, 13)
    set_clock(site, at(20))
    (here,) = list_own_presences(uid_of("001"))
    site.corrections.correct(uid_of("001"), "left", at(17), None, "门卫看见", here.uid)
    deliver(site, 18.5)
    assert asked(site) == []


def test_what_people_said_is_not_asked_about_again(site: Services) -> None:
    come(site, 13)
    set_clock(site, at(20))
    (here,) = list_own_presences(uid_of("001"))
    site.corrections.correct(uid_of("001"), "left", at(18), None, "门卫看见", here.uid)
    deliver(site, 17)
    assert asked(site) == []
