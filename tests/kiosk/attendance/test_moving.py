"""A check-in that was later than its scan says, or than a wrong clock did."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db import presence as records
from kiosk.attendance.closing import close_days
from kiosk.attendance.presence import worked_s
from kiosk.attendance.replay import find_first_difference
from kiosk.attendance.waiting import list_waiting
from kiosk.errors import RefusedError
from kiosk.services import Services
from tests.builders import NOON, make_site, scan, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, 3)


def hour(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def test_who_came_by_a_dead_clock_gets_their_true_time_and_hours(site: Services) -> None:
    scan(site, "002")
    set_clock(site, hour(-60000))
    scan(site, "001")
    set_clock(site, hour(5))
    site.corrections.correct(uid_of("001"), "came", hour(1), None, "门卫看见了")
    (stay,) = records.list_all_presences(uid_of("001"))
    assert (stay.in_at, stay.clock, stay.closed) == (hour(1), "ok", None)
    assert stay.work_day == hour(1).date()
    assert "001" not in {one.number for one in list_waiting(site.context)}
    scan(site, "001")
    (stay,) = records.list_all_presences(uid_of("001"))
    assert worked_s(stay) == 4 * 3600
    assert find_first_difference() is None


def test_one_that_was_closed_by_rule_is_open_again_until_the_night_closes_it(
    site: Services,
) -> None:
    scan(site, "001")
    set_clock(site, hour(17))
    close_days(site.context)
    (closed,) = records.list_all_presences(uid_of("001"))
    site.corrections.correct(uid_of("001"), "came", hour(10), None, "看监控", closed.uid)
    (stay,) = records.list_all_presences(uid_of("001"))
    assert (stay.in_at, stay.closed) == (hour(10), None)
    set_clock(site, hour(26.5))
    assert close_days(site.context).closed == (stay.uid,)
    assert find_first_difference() is None


def test_a_member_asks_for_a_later_coming_and_a_supervisor_accepts_it(site: Services) -> None:
    scan(site, "001")
    (stay,) = records.list_all_presences(uid_of("001"))
    set_clock(site, hour(5))
    asked = site.corrections.ask(uid_of("001"), "came", hour(2), stay.uid, "别人替我刷的")
    site.corrections.rule(asked, "accepted", uid_of("002"), "")
    (moved,) = records.list_all_presences(uid_of("001"))
    assert (moved.in_at, moved.closed) == (hour(2), None)
    found = records.find_mark(moved.uid)
    assert found is not None
    assert found[1].names == stay.uid
    assert find_first_difference() is None


@pytest.mark.parametrize(
    ("hours", "code"), [(9, "in_the_future"), (7, "after_leaving"), (6, "after_leaving")]
)
def test_nobody_comes_after_they_left_or_later_than_now(
    site: Services, hours: float, code: str
) -> None:
    scan(site, "001")
    set_clock(site, hour(6))
    scan(site, "001")
    set_clock(site, hour(8))
    (stay,) = records.list_all_presences(uid_of("001"))
    for call in (
        lambda: site.corrections.correct(
            uid_of("001"), "came", hour(hours), None, "看监控", stay.uid
        ),
        lambda: site.corrections.ask(uid_of("001"), "came", hour(hours), stay.uid),
    ):
        with pytest.raises(RefusedError) as refused:
            call()
        assert refused.value.code == code
    assert records.list_all_presences(uid_of("001")) == [stay]


def test_a_coming_that_is_moved_past_another_one_overlaps(site: Services) -> None:
    scan(site, "001")
    set_clock(site, hour(17))
    scan(site, "001")
    set_clock(site, hour(20))
    first, _second = records.list_all_presences(uid_of("001"))
    with pytest.raises(RefusedError) as refused:
        site.corrections.correct(uid_of("001"), "came", hour(18), None, "看监控", first.uid)
    assert refused.value.code == "overlaps"


def test_by_a_right_clock_a_coming_is_not_moved_unless_it_is_named(site: Services) -> None:
    scan(site, "001")
    set_clock(site, hour(5))
    with pytest.raises(RefusedError) as refused:
        site.corrections.correct(uid_of("001"), "came", hour(2), None, "看监控")
    assert refused.value.code == "overlaps"


def test_after_a_presence_of_a_clock_in_doubt_another_one_can_be_added(site: Services) -> None:
    scan(site, "002")
    set_clock(site, hour(-1))
    scan(site, "001")
    set_clock(site, hour(1))
    scan(site, "001")
    set_clock(site, hour(5))
    site.corrections.correct(uid_of("001"), "came", hour(3), None, "看监控")
    assert [one.in_at for one in records.list_all_presences(uid_of("001"))] == [hour(-1), hour(3)]
