"""The roll call where presences are not what they seem: ended meanwhile, told by a wrong clock."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.attendance.closing import close_days
from kiosk.attendance.muster.taking import take_scan
from kiosk.attendance.presence import worked_s
from kiosk.attendance.views import Refused, Scan
from kiosk.services import Services
from tests.builders import NOON, scan, set_clock
from tests.kiosk.attendance.correcting import stays
from tests.kiosk.attendance.muster.called import badge, left_at, make_called_site, now

AT = NOON + timedelta(hours=1)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return make_called_site(tmp_path)


def test_who_was_missing_to_the_end_is_told_so_though_they_are_not_on_site_any_more(
    site: Services,
) -> None:
    site.muster.start("real")
    set_clock(site, AT + timedelta(minutes=2))
    left_at(site, "003", AT + timedelta(minutes=1))
    site.muster.end("001", "李")
    set_clock(site, AT + timedelta(minutes=2, seconds=30))
    told = take_scan(site, Scan(site.people.badge_code("003"), "wedge"))
    assert isinstance(told, Refused)
    assert told.reason == "muster_missed"
    assert "003" not in [one.number for one in site.attendance.on_site()]
    assert len(stays("003")) == 1


def test_no_hours_are_counted_of_who_checks_in_by_a_clock_behind_their_own_leaving(
    site: Services,
) -> None:
    site.muster.start("drill")
    set_clock(site, NOON - timedelta(hours=3))
    assert badge(site, "004").checked_in
    assert (stays("004")[-1].in_at, stays("004")[-1].clock) == (AT, "unknown")
    site.muster.end("001", "李")
    set_clock(site, NOON + timedelta(hours=8))
    scan(site, "004")
    last = stays("004")[-1]
    assert last.out_at == NOON + timedelta(hours=8)
    assert worked_s(last) is None


def test_who_a_clock_ahead_closed_in_time_to_come_is_on_site_for_the_roll(site: Services) -> None:
    set_clock(site, NOON + timedelta(hours=30))
    assert len(close_days(site.context).closed) == 3
    set_clock(site, AT + timedelta(minutes=1))
    site.muster.start("real")
    assert {one.member.number: one.why for one in now(site).missing} == {
        "001": "on_site",
        "002": "on_site",
        "003": "on_site",
    }
