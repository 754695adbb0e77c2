"""Days that are typed or picked for a badge."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.supervisor.badge_days import end_of_month, end_of_quarter, typed_day

DAYS = st.dates(date(1990, 1, 1), date(2190, 12, 31))


@given(DAYS)
def test_a_month_and_a_quarter_end_on_their_last_day(day: date) -> None:
    month, quarter = end_of_month(day), end_of_quarter(day)
    assert (month.year, month.month) == (day.year, day.month)
    assert month.day == monthrange(day.year, day.month)[1]
    assert quarter.month == [3, 6, 9, 12][(day.month - 1) // 3]
    assert (quarter.year, (quarter + timedelta(days=1)).day) == (day.year, 1)
    assert day <= month <= quarter


@given(DAYS, DAYS)
def test_a_whole_day_is_itself_and_a_short_one_is_the_next(day: date, today: date) -> None:
    is_likely = abs(day.year - today.year) <= 50
    assert typed_day(f"{day:%Y%m%d}", today) == (day if is_likely else None)
    short = typed_day(f"{day:%m%d}", today)
    assert short is not None
    assert (short.month, short.day) == (day.month, day.day)
    assert today <= short < today + timedelta(days=366 * 8 + 1)


@given(st.text("0123456789", max_size=8), DAYS)
def test_any_digits_are_a_day_or_none(digits: str, today: date) -> None:
    day = typed_day(digits, today)
    assert day is None or digits in {f"{day:%Y%m%d}", f"{day:%m%d}"}


@pytest.mark.parametrize("digits", ["", "1", "0230", "1301", "20260230", "00000101", "2026123"])
def test_what_is_no_day_is_none(digits: str) -> None:
    assert typed_day(digits, date(2026, 11, 20)) is None
