"""The occasions of repeated commitments: which there are, which one runs, which are over."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.service.occasions import (
    Plan,
    count_occasions,
    due_of,
    has_begun,
    list_occasions,
    running_occasion,
)

FRIDAY = date(2026, 11, 20)
SUNDAY = date(2026, 11, 22)
DAY = timedelta(days=1)

days = st.integers(0, 60).map(lambda number: FRIDAY + DAY * number)
plans = st.builds(
    Plan,
    st.sampled_from(["shift", "day", "week"]),
    days,
    st.none() | days,
    st.none() | days,
)


def week_of(plan: Plan) -> Plan:
    """A plan as it is made: the first week is due on its Sunday, or on the last day."""
    first = due_of(Plan(plan.rhythm, plan.first, plan.until), plan.first)
    return Plan(plan.rhythm, first, plan.until, plan.ended_on)


def test_each_shift_is_each_work_day_on_which_they_came() -> None:
    came = {FRIDAY - DAY, FRIDAY, FRIDAY + 2 * DAY}
    found = list_occasions(Plan("shift", FRIDAY), FRIDAY - 9 * DAY, FRIDAY + 9 * DAY, came)
    assert found == [FRIDAY, FRIDAY + 2 * DAY]


def test_each_day_is_every_work_day_until_the_last_one() -> None:
    plan = Plan("day", FRIDAY, FRIDAY + 2 * DAY)
    found = list_occasions(plan, FRIDAY - 9 * DAY, FRIDAY + 9 * DAY, ())
    assert found == [FRIDAY, FRIDAY + DAY, FRIDAY + 2 * DAY]


def test_a_week_is_due_on_its_sunday_and_the_last_one_on_the_last_day() -> None:
    plan = Plan("week", SUNDAY, SUNDAY + 10 * DAY)
    found = list_occasions(plan, FRIDAY, SUNDAY + 30 * DAY, ())
    assert found == [SUNDAY, SUNDAY + 7 * DAY, SUNDAY + 10 * DAY]
    assert [due_of(plan, SUNDAY + DAY * later) for later in (0, 1, 8)] == found


def test_withdrawn_ends_it_from_that_day_on() -> None:
    assert list_occasions(
        Plan("day", FRIDAY, None, FRIDAY + 2 * DAY), FRIDAY, FRIDAY + 9 * DAY, ()
    ) == [FRIDAY, FRIDAY + DAY]
    assert list_occasions(Plan("week", SUNDAY, None, FRIDAY), FRIDAY, SUNDAY, ()) == []


def test_a_span_without_days_has_no_occasion() -> None:
    for rhythm in ("shift", "day", "week"):
        assert list_occasions(Plan(rhythm, SUNDAY), FRIDAY, FRIDAY - DAY, {FRIDAY}) == []


@given(plans, days)
def test_counting_comes_to_what_naming_comes_to(made: Plan, last: date) -> None:
    plan = week_of(made)
    came = {plan.first + DAY * step for step in range(0, 200, 3)}
    named = list_occasions(plan, plan.first, last, came)
    shown = len([day for day in came if plan.holds(day) and day <= last])
    assert count_occasions(plan, last, shown) == len(named)


@given(plans, days, days)
def test_every_occasion_lies_in_the_plan_and_is_called_by_any_of_its_days(
    made: Plan, first: date, last: date
) -> None:
    plan = week_of(made)
    came = {FRIDAY + DAY * step for step in range(60)}
    found = list_occasions(plan, first, last, came)
    assert found == sorted(set(found))
    for due in found:
        assert first <= due <= last
        assert plan.holds(due)
        assert due_of(plan, due) == due
        assert has_begun(plan, due, due)


@given(plans, days)
def test_what_runs_is_an_occasion_that_is_not_over(made: Plan, today: date) -> None:
    plan = week_of(made)
    running = running_occasion(plan, today, {today})
    if running is not None:
        assert running in list_occasions(plan, today, today + 6 * DAY, {today})
        assert has_begun(plan, running, today)
        assert running >= today


def test_no_shift_runs_on_a_day_on_which_they_did_not_come() -> None:
    assert running_occasion(Plan("shift", FRIDAY), FRIDAY + DAY, {FRIDAY}) is None
    assert running_occasion(Plan("shift", FRIDAY), FRIDAY, {FRIDAY}) == FRIDAY


@pytest.mark.parametrize(("day", "begun"), [(FRIDAY, True), (SUNDAY + DAY, False)])
def test_a_week_has_begun_when_its_monday_has(day: date, begun: bool) -> None:
    assert has_begun(Plan("week", SUNDAY), due_of(Plan("week", SUNDAY), day), FRIDAY) is begun
