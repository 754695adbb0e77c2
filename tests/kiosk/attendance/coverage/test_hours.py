"""Hours of key posts: checked, packed and laid on the calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.attendance.coverage.hours import (
    EVERY_DAY,
    MOST_HOURS,
    Hours,
    MomentHours,
    WeeklyHours,
    checked,
    hours_words,
    pack,
    unpack,
    weekly_spans,
)
from kiosk.errors import RefusedError
from kiosk.i18n import speaking

SHANGHAI = ZoneInfo("Asia/Shanghai")
POUR = MomentHours(
    "底板浇筑", datetime(2026, 11, 20, 22, tzinfo=UTC), datetime(2026, 11, 21, 8, tzinfo=UTC)
)
DAYS = WeeklyHours(0b11111, 7 * 60, 19 * 60)
NIGHTS = WeeklyHours(EVERY_DAY, 19 * 60, 7 * 60)
ALWAYS = WeeklyHours(EVERY_DAY, 0, 0)


def local(zone: ZoneInfo, *when: int) -> datetime:
    return datetime(*when, tzinfo=zone)  # type: ignore[arg-type, misc]  # year to minute


def test_hours_begin_on_their_weekdays_and_end_over_midnight() -> None:
    week = local(SHANGHAI, 2026, 11, 16), local(SHANGHAI, 2026, 11, 23)  # a Monday
    days = weekly_spans(DAYS, week, SHANGHAI)
    assert [one[0].astimezone(SHANGHAI).day for one in days] == [16, 17, 18, 19, 20]
    nights = weekly_spans(NIGHTS, week, SHANGHAI)
    assert nights[0] == (local(SHANGHAI, 2026, 11, 15, 19), local(SHANGHAI, 2026, 11, 16, 7))
    assert len(nights) == 8


@pytest.mark.parametrize(
    ("name", "day", "hours"),
    [
        ("Asia/Shanghai", (2026, 3, 28), 12.0),
        ("Europe/Berlin", (2026, 3, 28), 11.0),
        ("Europe/Berlin", (2026, 10, 24), 13.0),
        ("Australia/Lord_Howe", (2026, 4, 4), 12.5),
        ("Australia/Lord_Howe", (2026, 10, 3), 11.5),
        ("Asia/Kolkata", (2026, 3, 28), 12.0),
        ("America/Asuncion", (2024, 10, 5), 11.0),
        ("Pacific/Apia", (2026, 3, 28), 12.0),
    ],
)
def test_a_night_over_a_clock_change_is_as_long_as_what_passes(
    name: str, day: tuple[int, int, int], hours: float
) -> None:
    zone = ZoneInfo(name)
    noon = local(zone, *day, 12)
    (night,) = weekly_spans(NIGHTS, (noon, noon + timedelta(hours=14)), zone)
    assert night[1] - night[0] == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("name", "day", "span", "minutes"),
    [
        ("Europe/Berlin", (2026, 3, 29), (2 * 60 + 15, 2 * 60 + 45), 0),
        ("Europe/Berlin", (2026, 3, 29), (2 * 60 + 30, 3 * 60 + 15), 15),
        ("Europe/Berlin", (2026, 3, 29), (60, 2 * 60 + 30), 60),
        ("Australia/Lord_Howe", (2026, 10, 4), (2 * 60 + 15, 2 * 60 + 45), 15),
        ("America/Asuncion", (2023, 10, 1), (0, 90), 30),
        ("Pacific/Apia", (2011, 12, 30), (60, 120), 0),
    ],
)
def test_of_hours_that_the_clock_skips_only_what_is_left_counts(
    name: str, day: tuple[int, int, int], span: tuple[int, int], minutes: int
) -> None:
    zone = ZoneInfo(name)
    midnight = local(zone, *day)
    around = (
        (midnight - timedelta(days=2)).astimezone(UTC),
        (midnight + timedelta(days=1)).astimezone(UTC),
    )
    hours = WeeklyHours(1 << date(*day).weekday(), *span)
    found = sum((ends - begins for begins, ends in weekly_spans(hours, around, zone)), timedelta())
    assert found == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        ([], "no_hours"),
        ([DAYS] * (MOST_HOURS + 1), "too_many_hours"),
        ([WeeklyHours(0, 0, 60)], "bad_hours"),
        ([WeeklyHours(128, 0, 60)], "bad_hours"),
        ([WeeklyHours(1, -1, 60)], "bad_hours"),
        ([WeeklyHours(1, 0, 1440)], "bad_hours"),
        ([MomentHours(" \x1b[2J", POUR.begins, POUR.ends)], "bad_hours"),
        ([MomentHours("浇筑", POUR.ends, POUR.begins)], "bad_hours"),
        ([MomentHours("浇筑", POUR.begins, POUR.begins)], "bad_hours"),
        ([MomentHours("浇筑", POUR.begins, POUR.begins + timedelta(days=15))], "bad_hours"),
        ([DAYS, WeeklyHours(1, 18 * 60, 20 * 60)], "overlapping_hours"),
        ([ALWAYS, WeeklyHours(1, 60, 120)], "overlapping_hours"),
        ([DAYS, DAYS], "overlapping_hours"),
        ([WeeklyHours(64, 22 * 60, 6 * 60), WeeklyHours(1, 5 * 60, 60)], "overlapping_hours"),
        ([POUR, POUR], "overlapping_hours"),
    ],
)
def test_bad_hours_are_refused_each_with_its_reason(hours: list[Hours], code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        checked(hours, SHANGHAI)
    assert refused.value.code == code


def test_a_refusal_names_both_that_overlap() -> None:
    later = MomentHours("second pour", POUR.ends - timedelta(hours=1), POUR.ends)
    with speaking("en"):
        with pytest.raises(RefusedError, match=r"底板浇筑 2026-11-21 06:00 .* second pour"):
            checked([POUR, later], SHANGHAI)
        with pytest.raises(RefusedError, match=r"every day .* Mon to Fri 07:00-19:00"):
            checked([DAYS, ALWAYS], SHANGHAI)


def test_hours_that_only_touch_are_good_and_names_are_cleaned() -> None:
    dirty = MomentHours("底板\x1b[31m浇筑\n", POUR.begins.astimezone(SHANGHAI), POUR.ends)
    assert checked([WeeklyHours(EVERY_DAY, 420, 1140), NIGHTS, dirty], SHANGHAI)[2] == POUR
    assert checked([ALWAYS, POUR], SHANGHAI) == (ALWAYS, POUR)


def test_hours_are_told_in_words() -> None:
    assert hours_words(DAYS, SHANGHAI) == "周一至周五 07:00-19:00"
    assert hours_words(POUR, SHANGHAI) == "底板浇筑 2026-11-21 06:00 - 2026-11-21 16:00"


minutes = st.integers(0, 1439)
weekly = st.builds(WeeklyHours, st.integers(1, 127), minutes, minutes)
times = st.integers(0, 10**15).map(lambda at: POUR.begins + timedelta(microseconds=at))
moments = st.builds(MomentHours, st.text(max_size=20), times, times)


@given(st.lists(weekly | moments, max_size=5))
def test_what_is_packed_is_unpacked_the_same(hours: list[Hours]) -> None:
    assert unpack(pack(hours)) == tuple(hours)


@given(weekly, weekly)
def test_hours_are_refused_exactly_when_they_share_a_minute(
    one: WeeklyHours, other: WeeklyHours
) -> None:
    week = datetime(2026, 11, 16, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC)
    first, second = (weekly_spans(hours, week, ZoneInfo("UTC")) for hours in (one, other))
    alone = all(
        spans[i][1] <= spans[i + 1][0] for spans in (first, second) for i in range(len(spans) - 1)
    )
    apart = all(a[1] <= b[0] or b[1] <= a[0] for a in first for b in second)
    if alone and apart:
        assert checked([one, other], SHANGHAI) == (one, other)
    else:
        with pytest.raises(RefusedError):
            checked([one, other], SHANGHAI)
