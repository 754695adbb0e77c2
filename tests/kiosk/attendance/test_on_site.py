"""Who is on site, now and at any moment."""

from datetime import timedelta
from pathlib import Path

import pytest

from db.connection import run_sql
from kiosk.changes import Watch
from kiosk.services import Services
from tests.builders import NOON, add_post, make_site, scan, set_clock


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


def later(site: Services, **span: float) -> None:
    set_clock(site, site.context.clock.now() + timedelta(**span))


def test_on_site_is_who_came_and_did_not_leave(site: Services) -> None:
    scan(site, "002")
    later(site, minutes=1)
    scan(site, "001")
    scan(site, "003")
    later(site, hours=1)
    scan(site, "003")
    assert [who.number for who in site.attendance.on_site()] == ["002", "001"]


def test_on_site_can_be_asked_of_any_moment(site: Services) -> None:
    scan(site, "001")
    later(site, hours=2)
    scan(site, "001")
    assert site.attendance.on_site() == []
    hour_later = site.attendance.on_site(NOON + timedelta(hours=1))
    assert [who.number for who in hour_later] == ["001"]
    assert site.attendance.on_site(NOON - timedelta(hours=1)) == []


def test_a_clock_set_back_leaves_on_site_who_is_on_site(site: Services) -> None:
    post = add_post("3号塔吊", "001")
    scan(site, "001")
    scan(site, "002")
    scan(site, "003")
    later(site, hours=1)
    scan(site, "003")
    later(site, hours=-3)
    assert [who.number for who in site.attendance.on_site()] == ["001", "002"]
    board = {member.number: member.on_site_since for member in site.people.list_members()}
    assert board == {"001": NOON, "002": NOON, "003": None}
    assert site.people.get_member("001").on_site_since == NOON
    (covered,) = [one for one in site.coverage.now() if one.uid == post]
    assert covered.state == "covered"
    assert Watch(site).look().on_site == 2


def test_a_presence_beyond_the_longest_is_not_counted_as_on_site(site: Services) -> None:
    scan(site, "001")
    later(site, hours=16)
    assert len(site.attendance.on_site()) == 1
    later(site, seconds=1)
    assert site.attendance.on_site() == []


def test_a_member_who_left_for_good_is_not_on_site(site: Services) -> None:
    scan(site, "001")
    run_sql("UPDATE member SET left_at = 1 WHERE number = '001'")
    assert site.attendance.on_site() == []
