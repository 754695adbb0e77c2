"""Quarters of an hour, repeats and bursts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.service.rating_rules import BURST_FROM, SLOT, first_slot_of_hour, judge, slot_of

TIMES = st.integers(0, 2**52).map(lambda us: datetime(1971, 1, 1, tzinfo=UTC) + timedelta(0, 0, us))


@given(TIMES)
def test_a_slot_says_no_more_than_the_quarter_of_the_hour(at: datetime) -> None:
    slot = slot_of(at)
    assert slot <= at < slot + SLOT
    assert (slot.minute % 15, slot.second, slot.microsecond) == (0, 0, 0)
    assert slot_of(slot) == slot


@given(TIMES)
def test_two_in_one_quarter_can_not_be_told_apart(at: datetime) -> None:
    slot = slot_of(at)
    assert slot_of(slot + SLOT - timedelta(microseconds=1)) == slot
    assert slot_of(slot + SLOT) == slot + SLOT


def test_the_hour_that_ends_with_a_quarter_has_four() -> None:
    slot = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
    assert first_slot_of_hour(slot) == datetime(2026, 11, 20, 3, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("counted", "given", "is_here", "verdict"),
    [
        *((0, 0, False, ""), (4, 4, False, ""), (1, 1, True, "repeat")),
        *((5, 5, False, "burst"), (5, 9, True, "burst"), (1, 5, True, "burst")),
    ],
)
def test_what_counts(counted: int, given: int, is_here: bool, verdict: str) -> None:
    assert judge(counted, given, is_counted_here=is_here) == verdict


def test_those_that_do_not_count_silence_nobody() -> None:
    assert judge(3, 400, is_counted_here=False) == ""


@given(st.lists(st.booleans(), max_size=40))
def test_never_more_than_five_of_somebody_count_in_an_hour(heres: list[bool]) -> None:
    verdicts: list[str] = []
    for is_here in heres:
        counted = verdicts.count("")
        verdicts.append(judge(counted, len(verdicts), is_counted_here=is_here))
    assert verdicts.count("") < BURST_FROM
    # Whoever comes first in a quarter counts, until five do.
    assert verdicts.count("") == min(heres.count(False), BURST_FROM - 1)
