"""By when a voice is to be settled, and to whom it rises when it is not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.service.escalation import Level, due_day, level_of

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("overdue", "level"),
    [
        (-1, Level.NOBODY),
        (0, Level.NOBODY),
        (1, Level.OWNER),
        (2, Level.OWNER),
        (3, Level.SUPERVISOR),
        (6, Level.SUPERVISOR),
        (7, Level.ADMIN),
        (400, Level.ADMIN),
    ],
)
def test_what_is_overdue_rises(overdue: int, level: Level) -> None:
    assert level_of(DAY, DAY + timedelta(days=overdue), is_open=True) == level
    assert level_of(DAY, DAY + timedelta(days=overdue), is_open=False) == Level.NOBODY


@given(st.integers(-30, 400))
def test_it_never_falls_while_nobody_does_anything(overdue: int) -> None:
    today = DAY + timedelta(days=overdue)
    later = level_of(DAY, today + timedelta(days=1), is_open=True)
    assert level_of(DAY, today, is_open=True) <= later


@pytest.mark.parametrize(
    ("kind", "days"), [("hazard", 1), ("help", 1), ("problem", 7), ("suggestion", 14)]
)
def test_each_kind_has_its_time(kind: str, days: int) -> None:
    assert due_day(kind, DAY) == DAY + timedelta(days=days)
