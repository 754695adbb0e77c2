"""Rules over time, and work days whose turn hour changes: nothing overlaps, nothing is lost."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.base import from_micros, to_micros
from kiosk.attendance.periods import BEGINNING, END, in_force
from kiosk.attendance.rule_periods import WorkDays

SHANGHAI = ZoneInfo("Asia/Shanghai")
THE_20TH = date(2026, 11, 20)
MIDNIGHT = datetime(2026, 11, 20, tzinfo=SHANGHAI)

Changes = list[tuple[int, int]]


def at(hour: float) -> datetime:
    """An hour of the 20th in Shanghai."""
    return (MIDNIGHT + timedelta(hours=hour)).astimezone(UTC)


def days_of(first: int, *changes: tuple[int, int], zone: ZoneInfo = SHANGHAI) -> WorkDays:
    return WorkDays(zone, in_force(first, changes))


def change(hour: float, turn: int) -> tuple[int, int]:
    return to_micros(at(hour)), turn


def test_a_change_counts_from_its_time_on() -> None:
    assert in_force("a", []) == [(BEGINNING, END, "a")]
    assert in_force("a", [(3, "b"), (7, "c")]) == [
        (BEGINNING, 3, "a"),
        (3, 7, "b"),
        (7, END, "c"),
    ]


def test_after_a_clock_was_set_back_what_was_made_later_counts() -> None:
    assert in_force("a", [(7, "b"), (3, "c")]) == [(BEGINNING, 3, "a"), (3, END, "c")]
    assert in_force("a", [(7, "b"), (7, "c")]) == [(BEGINNING, 7, "a"), (7, END, "c")]


def test_a_turn_moved_to_a_later_hour_takes_nothing_back_from_the_day_that_has_begun() -> None:
    days = days_of(4, change(10, 11))
    assert from_micros(days.begins(THE_20TH)) == at(4)
    assert [days.of(at(hour)).day for hour in (3.9, 4, 9.9, 10.5, 11, 26, 34.9)] == [
        *(19, 20, 20, 20, 20, 20, 20)
    ]
    assert days.of(at(35)).day == 21


def test_a_turn_moved_to_an_hour_that_has_passed_begins_the_day_at_once() -> None:
    days = days_of(11, change(10, 4))
    assert from_micros(days.begins(THE_20TH)) == at(10)
    assert [days.of(at(hour)).day for hour in (9.9, 10, 27.9, 28)] == [19, 20, 20, 21]


def test_a_turn_that_is_still_to_come_moves_today() -> None:
    days = days_of(4, change(2, 6))
    assert [days.of(at(hour)).day for hour in (3, 5, 6)] == [19, 19, 20]


def test_an_hour_that_the_clock_repeats_at_midnight_stays_in_the_day_that_has_begun() -> None:
    """On 2010-11-07 the clocks of St. John's went from 00:01 back to 23:01 of the day before."""
    days = days_of(0, zone=ZoneInfo("America/St_Johns"))
    told = [days.of(datetime(2010, 11, 7, 2, minute, tzinfo=UTC)) for minute in (29, 30, 31, 59)]
    assert [day.day for day in told] == [6, 7, 7, 7]


instants = st.integers(to_micros(at(-60)), to_micros(at(60)))
changes = st.lists(st.tuples(instants, st.integers(0, 23)), max_size=6)
zones = st.sampled_from(["Asia/Shanghai", "Asia/Kolkata", "America/New_York", "UTC"])


@given(zones, st.integers(0, 23), changes, st.lists(instants, min_size=1))
def test_each_instant_lies_in_exactly_one_work_day(
    zone: str, first: int, made: Changes, asked: list[int]
) -> None:
    days = days_of(first, *made, zone=ZoneInfo(zone))
    spans = [days.span(THE_20TH + timedelta(days=day)) for day in range(-6, 7)]
    assert all(one[1] == other[0] for one, other in pairwise(spans))
    assert all(begins <= ends for begins, ends in spans)
    for instant in asked:
        day = days.of(from_micros(instant))
        assert [span for span in spans if span[0] <= instant < span[1]] == [days.span(day)]


@given(zones, st.integers(0, 23), changes, instants, st.integers(0, 23), st.lists(instants))
def test_a_change_leaves_every_day_before_it_as_it_was(
    zone: str, first: int, made: Changes, when: int, turn: int, asked: list[int]
) -> None:
    earlier = sorted(one for one in made if one[0] < when)
    before = days_of(first, *earlier, zone=ZoneInfo(zone))
    after = days_of(first, *earlier, (when, turn), zone=ZoneInfo(zone))
    for instant in asked:
        if instant < when:
            assert after.of(from_micros(instant)) == before.of(from_micros(instant))
    for day in (THE_20TH + timedelta(days=place) for place in range(-4, 5)):
        was, now = before.begins(day), after.begins(day)
        assert was == now or (was >= when and now >= when)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin", "Australia/Lord_Howe"])
@given(turn=st.integers(0, 23), hours=st.integers(0, 366 * 24))
def test_rules_that_never_changed_have_the_days_of_the_wall_clock(
    zone: str, turn: int, hours: int
) -> None:
    place = ZoneInfo(zone)
    instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    days = days_of(turn, zone=place)
    hands = instant.astimezone(place).replace(tzinfo=None)
    assert days.of(instant) == (hands - timedelta(hours=turn)).date()
