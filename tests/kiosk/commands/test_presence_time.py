"""Which presence a time is of that somebody gives, and on which day it lies."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from db.presence import list_member_presences
from kiosk.attendance.closing import close_days
from kiosk.attendance.waiting import settle
from kiosk.clock import SetClock
from kiosk.commands.presence_time import came_at, left_at
from kiosk.errors import RefusedError
from kiosk.services import Services
from tests.builders import NOON, make_site, scan, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """001 forgot to leave 18 days ago, which was settled, and was here from 08:00 to 16:06 today.

    It is 18:00 on that Friday; the day turns at 4.
    """
    services = make_site(tmp_path, clock=SetClock(NOON - timedelta(days=19)))
    for hours in (-24 * 18, -4, 4.1):
        set_clock(services, NOON + timedelta(hours=hours))
        close_days(services.context)
        scan(services, "001")
    set_clock(services, NOON + timedelta(hours=6))
    settle(services.context, list_member_presences(uid_of("001"))[-1].uid, None, "记不清")
    return services


@pytest.mark.parametrize(
    ("text", "on", "began", "left"),
    [
        ("17:30", None, "11-20 08:00", "11-20 17:30"),
        ("08:01", None, "11-20 08:00", "11-20 08:01"),
        ("18:30", None, "11-02 12:00", "11-02 18:30"),  # today that time is still to come
        ("2026-11-02T17:30", None, "11-02 12:00", "11-02 17:30"),
        ("17:30", date(2026, 11, 2), "11-02 12:00", "11-02 17:30"),
        ("03:00", date(2026, 11, 2), "11-02 12:00", "11-03 03:00"),
        ("18:30", date(2026, 11, 20), "11-20 08:00", "11-20 18:30"),  # refused as still to come
    ],
)
def test_a_leaving_is_of_the_newest_presence_that_it_fits_or_of_the_day_that_is_given(
    site: Services, text: str, on: date | None, began: str, left: str
) -> None:
    zone = site.context.site().zone
    presence, at = left_at(site.context, uid_of("001"), text, on)
    found = [f"{one.astimezone(zone):%m-%d %H:%M}" for one in (presence.in_at, at)]
    assert found == [began, left]


@pytest.mark.parametrize(
    ("text", "on"),
    [("2026-11-10T09:00", None), ("07:00", date(2026, 11, 19)), ("07:00", date(2020, 1, 1))],
)
def test_a_leaving_that_fits_no_presence_is_refused_with_a_sentence(
    site: Services, text: str, on: date | None
) -> None:
    with pytest.raises(RefusedError) as refused:
        left_at(site.context, uid_of("001"), text, on)
    assert refused.value.code == "unknown_presence"


@pytest.mark.parametrize(
    ("text", "on", "came"),
    [
        ("03:00", date(2026, 11, 19), "11-20 03:00"),  # the night of the 19th, a work day's end
        ("07:00", date(2026, 11, 19), "11-19 07:00"),
        ("2026-11-18T03:00", None, "11-18 03:00"),
        ("07:00", None, "11-20 07:00"),
        ("03:00", None, "11-20 03:00"),  # the last 03:00, though on yesterday's work day
        ("18:30", None, "11-20 18:30"),  # refused as still to come
    ],
)
def test_a_coming_stays_on_the_work_day_that_is_given(
    site: Services, text: str, on: date | None, came: str
) -> None:
    at = came_at(site.context, text, on).astimezone(site.context.site().zone)
    assert f"{at:%m-%d %H:%M}" == came


def test_before_the_day_turns_a_coming_was_on_the_evening_before(site: Services) -> None:
    set_clock(site, NOON + timedelta(hours=14))  # 02:00 of the Saturday, Friday's work day
    zone = site.context.site().zone
    assert f"{came_at(site.context, '23:00', None).astimezone(zone):%m-%d %H:%M}" == "11-20 23:00"


def test_a_coming_of_another_day_than_the_one_given_is_refused(site: Services) -> None:
    with pytest.raises(RefusedError) as refused:
        came_at(site.context, "2026-11-18T03:00", date(2026, 11, 18))
    assert refused.value.code == "other_day"
    assert "2026-11-17" in refused.value.sentence
