"""Hours as they are typed."""

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.attendance.coverage.hours import MomentHours, WeeklyHours, checked
from kiosk.attendance.coverage.hours_text import (
    read_beginning,
    read_moment,
    read_weekly,
    weekly_text,
)
from kiosk.errors import RefusedError

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "hours", "again"),
    [
        ("mon-sun/08:00-18:00", WeeklyHours(127, 480, 1080), "mon-sun/08:00-18:00"),
        (" MON-fri/8:00-18:00 ", WeeklyHours(31, 480, 1080), "mon-fri/08:00-18:00"),
        ("6,7/19:00-07:00", WeeklyHours(96, 1140, 420), "sat,sun/19:00-07:00"),
        ("mon,3-5/00:00-24:00", WeeklyHours(29, 0, 0), "mon,wed,thu,fri/00:00-00:00"),
        ("sat-mon/22:00-06:00", WeeklyHours(97, 1320, 360), "mon,sat,sun/22:00-06:00"),
        ("tue/06:00-06:00", WeeklyHours(2, 360, 360), "tue/06:00-06:00"),
    ],
)
def test_weekly_hours_are_read_and_told_again(text: str, hours: WeeklyHours, again: str) -> None:
    assert read_weekly(text) == hours
    assert weekly_text(hours) == again
    assert read_weekly(again) == hours


@pytest.mark.parametrize(
    "text",
    [
        *("", "mon", "mon-sun", "08:00-18:00", "mon/8-18", "mon/25:00-26:00", "mon/08:60-09:00"),
        *("day/08:00-09:00", "0/08:00-09:00", "8/08:00-09:00", "mon-/08:00-09:00"),
        *("mon,/08:00-09:00", "mon/24:00-08:00", "mon/24:01-08:00", "mon/08:00-24:30"),
        "mon-tue-wed/08:00-09:00",
    ],
)
def test_what_are_no_weekly_hours_is_named(text: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_weekly(text)
    assert refused.value.code == "bad_hours"
    assert text in refused.value.sentence


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("2026-11-24 06:00/14:00", at(24, 6), at(24, 14)),
        ("2026-11-24T06:00/14:00", at(24, 6), at(24, 14)),
        ("2026-11-24 22:00/06:00", at(24, 22), at(25, 6)),
        ("2026-11-24 22:00/24:00", at(24, 22), at(25, 0)),
        ("  2026-11-24   06:00/2026-11-26 02:00", at(24, 6), at(26, 2)),
    ],
)
def test_moments_are_read_in_the_local_time(text: str, begins: datetime, ends: datetime) -> None:
    assert read_moment(text, "浇筑", SHANGHAI) == MomentHours("浇筑", begins, ends)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "06:00/14:00",
            "2026-11-24 06:00",
            "2026-02-30 06:00/14:00",
            "1900-01-01 06:00/07:00",
        ),
        *("2026-11-24 6/14", "2026-11-24 06:00/25:00", "2026-11-24 06:00/soon 08:00"),
        "9999-12-31 06:00/14:00",
    ],
)
def test_what_is_no_moment_is_named(text: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_moment(text, "浇筑", SHANGHAI)
    assert (refused.value.code, text in refused.value.sentence) == ("bad_hours", True)


def test_a_beginning_is_local_unless_it_has_a_zone() -> None:
    assert read_beginning("2026-11-24 06:00", SHANGHAI) == at(24, 6)
    assert read_beginning("2026-11-24T06:00+01:00", SHANGHAI) == at(24, 13)
    for text in ("tomorrow", "0001-01-01 00:00"):
        with pytest.raises(RefusedError):
            read_beginning(text, SHANGHAI)


@given(st.text() | st.text("montue-,/:0123456789 "))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(RefusedError):
        checked([read_weekly(text)], SHANGHAI)
    with suppress(RefusedError):
        checked([read_moment(text, "浇筑", SHANGHAI)], SHANGHAI)
