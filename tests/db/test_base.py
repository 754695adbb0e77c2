"""Times as whole microseconds: every one comes back as it went in."""

from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from db.base import from_micros, to_micros

NAIVE = st.datetimes(datetime(1900, 1, 1), datetime(2300, 1, 1))  # noqa: DTZ001  # UTC is added


@given(NAIVE)
@example(datetime(2106, 2, 7, 6, 28, 15, 999_999))  # noqa: DTZ001  # the last one kept as a float
@example(datetime(2106, 2, 7, 6, 28, 16))  # noqa: DTZ001
@example(datetime(1969, 12, 31, 23, 59, 59, 999_999))  # noqa: DTZ001
@example(datetime(2038, 1, 19, 3, 14, 7, 1))  # noqa: DTZ001
def test_a_time_comes_back_to_the_microsecond(naive: datetime) -> None:
    at = naive.replace(tzinfo=UTC)
    assert from_micros(to_micros(at)) == at
    assert from_micros(to_micros(at)).tzinfo is UTC
