"""Who should be there, who may take over, and what still counts of what was said before."""

from pathlib import Path

import pytest

from db.connection import run_sql
from kiosk.errors import RefusedError
from kiosk.services import Services
from tests.builders import FRIDAY, add_post, uid_of
from tests.kiosk.attendance.coverage.site import at, come, hold, make_key_site, post


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_key_site(tmp_path)


def test_somebody_whose_own_shift_runs_is_missed_though_another_may_still_be_late(
    site: Services,
) -> None:
    hold(post(site).uid, "003", "早班", (6 * 60, 18 * 60))
    run_sql("UPDATE shift SET grace_min = 15")
    at(site, 7.1)
    assert post(site).state == "empty"


def test_nobody_takes_over_whose_term_is_over(site: Services) -> None:
    crane = post(site).uid
    at(site, 7)
    site.coverage.add_deputy(crane, uid_of("004"))
    come(site, "004", 8)
    come(site, "001", 9)
    assert [one.number for one in site.coverage.handover_help(uid_of("001"), crane).takers] == [
        "004"
    ]
    at(site, 10)
    site.coverage.end_deputy(crane, uid_of("004"))
    at(site, 11)
    assert site.coverage.handover_help(uid_of("001"), crane).takers == ()
    with pytest.raises(RefusedError) as refused:
        site.coverage.hand_over(uid_of("001"), crane, "named", uid_of("004"))
    assert refused.value.code == "taker_not_theirs"


def test_what_somebody_chose_hours_ago_is_still_the_only_post_they_can_hand_over(
    site: Services,
) -> None:
    gate = add_post("门卫", "001")
    come(site, "001", 9)
    site.coverage.take_post(uid_of("001"), gate)
    at(site, 12)
    with pytest.raises(RefusedError) as refused:
        site.coverage.hand_over(uid_of("001"), post(site).uid, "left")
    assert refused.value.code == "not_at_post"
    site.coverage.hand_over(uid_of("001"), gate, "left")


def test_who_was_named_hours_ago_still_stands_there_and_can_hand_it_over(site: Services) -> None:
    crane = post(site).uid
    at(site, 7)
    site.coverage.add_deputy(crane, uid_of("004"))
    come(site, "004", 8)
    site.coverage.take_post(uid_of("004"), add_post("巡查", "004"))
    come(site, "001", 9)
    at(site, 9.5)
    site.coverage.hand_over(uid_of("001"), crane, "named", uid_of("004"))
    at(site, 12)
    site.coverage.hand_over(uid_of("004"), crane, "left")
    assert [(one.leaver, one.answer) for one in post(site).asked] == [
        ("李工001", "named"),
        ("陈工004", "left"),
    ]


def test_who_leaves_right_before_the_turn_of_the_day_and_answers_after_it_was_asked(
    site: Services,
) -> None:
    gate = add_post("门卫", "003")
    come(site, "003", 20)
    come(site, "003", 27 + 59 / 60)
    at(site, 28 + 1 / 60)
    site.coverage.hand_over(uid_of("003"), gate, "left")
    (asked,) = [one.asked for one in site.coverage.day(FRIDAY) if one.name == "门卫"]
    assert asked == ()
    assert [one.answer for one in post(site, "门卫").asked] == ["left"]
