"""Choosing a post at the gate: what was said on coming counts from the coming on."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.attendance.coverage.reading import CHOSEN_ON_COMING
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_post, uid_of
from tests.kiosk.attendance.coverage.site import at, come, hour_of, make_key_site, post

SECOND = 1 / 3600
LATEST = CHOSEN_ON_COMING / 3_600_000_000
GATE, PATROL = "门卫", "巡查"
TURN = 4
"""The hour at which the work day turns: since then the posts are due, and nobody held them."""


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_key_site(tmp_path)
    add_post(GATE, "004")
    add_post(PATROL, "004", "003")
    return services


def take(site: Services, hour: float, name: str = GATE, number: str = "004") -> None:
    at(site, hour)
    site.coverage.take_post(uid_of(number), post(site, name).uid)


def correct(site: Services, hour: float) -> None:
    when = NOON + timedelta(hours=hour - 12)
    site.corrections.correct(uid_of("004"), "came", when, None, "门卫看见")


def given_up(site: Services) -> list[str]:
    return [one.name for one in site.coverage.posts_given_up(uid_of("004"))]


def asked(site: Services, name: str) -> list[str]:
    return [one.answer for one in post(site, name).asked]


def assert_was_never_held(site: Services, name: str) -> None:
    found = post(site, name)
    assert (found.state, hour_of(site, name), found.covered_min) == ("empty", TURN, 0)
    assert len(found.gaps) == 1
    assert found.asked == ()


@pytest.mark.parametrize("later", [0, 5 * SECOND, LATEST])
def test_who_chooses_on_coming_never_held_the_others(site: Services, later: float) -> None:
    come(site, "004", 7)
    take(site, 7 + later)
    assert given_up(site) == []
    assert_was_never_held(site, PATROL)
    at(site, 12)
    assert_was_never_held(site, PATROL)
    assert (post(site, GATE).state, hour_of(site, GATE)) == ("covered", 7)


def test_who_chooses_later_covered_the_others_until_then_and_is_asked(site: Services) -> None:
    come(site, "004", 7)
    take(site, 7 + LATEST + SECOND)
    assert given_up(site) == [PATROL]
    at(site, 12)
    assert post(site, PATROL).covered_min == round(LATEST * 60)
    assert asked(site, PATROL) == ["unasked"]


def test_who_chooses_again_gives_up_what_they_chose_on_coming(site: Services) -> None:
    come(site, "004", 7)
    take(site, 7.05)
    take(site, 7.2, PATROL)
    assert given_up(site) == [GATE]
    assert (hour_of(site, PATROL), hour_of(site, GATE)) == (7.2, 7.2)
    assert post(site, GATE).covered_min == 12


def test_who_comes_again_chooses_anew(site: Services) -> None:
    come(site, "004", 7)
    take(site, 7.05)
    come(site, "004", 9)
    come(site, "004", 10)
    take(site, 10.05, PATROL)
    assert given_up(site) == []
    assert (hour_of(site, PATROL), hour_of(site, GATE)) == (10, 9)


def test_who_was_named_on_coming_and_then_chooses_did_hold_what_was_handed_to_them(
    site: Services,
) -> None:
    come(site, "003", 6)
    come(site, "004", 7)
    at(site, 7.05)
    site.coverage.hand_over(uid_of("003"), post(site, PATROL).uid, "named", uid_of("004"))
    come(site, "003", 7.06)
    take(site, 7.1)
    assert given_up(site) == [PATROL]
    assert (post(site, GATE).state, post(site, PATROL).state) == ("covered", "empty")
    assert hour_of(site, PATROL) == 7.1


def test_a_choice_on_coming_stays_one_when_the_check_in_is_moved(site: Services) -> None:
    come(site, "004", 7)
    take(site, 7 + 5 * SECOND)
    at(site, 12)
    for hour in (6.5, 5):
        correct(site, hour)
        assert (post(site, GATE).state, hour_of(site, GATE)) == ("covered", hour)
        assert_was_never_held(site, PATROL)


def test_a_late_choice_stays_one_when_the_check_in_is_moved_back(site: Services) -> None:
    come(site, "004", 7)
    take(site, 9)
    at(site, 12)
    correct(site, 6)
    assert hour_of(site, PATROL) == 9
    assert post(site, PATROL).covered_min == 180


def test_nothing_is_asked_of_a_day_that_was_chosen_at_its_beginning(site: Services) -> None:
    come(site, "004", 7)
    take(site, 7.01)
    come(site, "004", 11)
    at(site, 36)
    patrol = next(one for one in site.coverage.day(FRIDAY) if one.name == PATROL)
    assert (patrol.covered_min, patrol.asked) == (0, ())
