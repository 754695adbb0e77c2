"""Who left the site for good is planned for nothing from then on; what was before stays."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.oversight.shifts import change_shift, list_shifts
from kiosk.services import Services
from tests.builders import NOON, add_post, uid_of
from tests.kiosk.attendance.coverage.site import at, come, hold, hour_of, make_key_site, post

CRANE, GATE = "3号塔吊", "门卫"


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_key_site(tmp_path)


def let_go(site: Services, number: str, hour: float) -> None:
    at(site, hour)
    site.keeping.let_go(uid_of(number), "调走")


def planned(site: Services, name: str, hour: float | None = None) -> list[str]:
    asked = None if hour is None else NOON + timedelta(hours=hour - 12)
    found = next(one for one in site.coverage.now(asked) if one.name == name)
    return [one.number for one in found.planned]


def test_who_left_holds_their_shift_until_then_and_the_post_stays_due(site: Services) -> None:
    come(site, "001", 7)
    let_go(site, "001", 13)
    at(site, 14)
    assert (post(site).state, hour_of(site)) == ("empty", 13)
    assert planned(site, CRANE) == []  # 002 is to come at 19:00 and is not missed before
    assert planned(site, CRANE, 12.9) == ["001"]
    assert post(site).covered_min == 6 * 60
    at(site, 19)
    assert planned(site, CRANE) == ["002"]


def test_who_left_and_held_it_all_day_is_planned_no_more_whatever_becomes_of_them(
    site: Services,
) -> None:
    add_post(GATE, "003", "004")
    come(site, "003", 8)
    let_go(site, "003", 13)
    assert planned(site, GATE) == ["004"]
    let_go(site, "004", 13.5)
    assert (post(site, GATE).state, planned(site, GATE)) == ("empty", [])
    site.forgetting.forget(uid_of("003"), now=True, reason="本人要求")
    assert (planned(site, GATE), hour_of(site, GATE)) == ([], 13)
    assert planned(site, GATE, 13.2) == ["004"]


def test_who_left_is_listed_neither_as_a_holder_nor_as_a_deputy(site: Services) -> None:
    gate = add_post(GATE, "003")
    for number in ("001", "004"):
        site.coverage.add_deputy(gate, uid_of(number))
    for number in ("003", "004"):
        let_go(site, number, 13)
    listed = site.coverage.get_post(gate)
    assert listed.holders == ()
    assert [one.member.number for one in listed.deputies] == ["001"]
    assert [one.number for one in post(site, GATE).deputies] == ["001"]
    assert planned(site, GATE, 12.9) == ["003"]


def test_nobody_waits_for_who_left_neither_a_leaver_nor_their_minutes_of_grace(
    site: Services,
) -> None:
    (day,) = (one for one in list_shifts() if one.name == "白班")
    at(site, 1)
    change_shift(site.context, replace(day, grace_min=60))
    patrol = add_post("巡查")
    hold(patrol, "003", "白班", (0, 0))
    hold(patrol, "004", "白班", (0, 0))
    let_go(site, "003", 6.5)
    at(site, 7.5)
    assert post(site, "巡查").state == "not_due"  # 004 may still come
    let_go(site, "004", 7.6)
    assert (post(site, "巡查").state, hour_of(site, "巡查")) == ("empty", 7.6)
    helped = site.coverage.handover_help(uid_of("005"), patrol)
    assert helped.awaited == ()
