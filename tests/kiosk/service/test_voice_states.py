"""Which steps are legal, whoever takes them in whatever order."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.service.voice_states import STATES, Role, State, Step, may, next_state

STEPS: tuple[Step, ...] = get_args(Step)
ROLES: tuple[Role, ...] = get_args(Role)

LEGAL = {
    ("open", "assigned", "in_hand"),
    ("in_hand", "assigned", "in_hand"),
    ("in_hand", "released", "open"),
    ("open", "due", "open"),
    ("in_hand", "due", "in_hand"),
    ("open", "solved", "solved"),
    ("in_hand", "solved", "solved"),
    ("solved", "confirmed", "confirmed"),
    ("open", "declined", "declined"),
    ("in_hand", "declined", "declined"),
    ("solved", "reopened", "open"),
    ("declined", "reopened", "open"),
    ("open", "placed", "open"),
    ("in_hand", "placed", "in_hand"),
    ("open", "named", "open"),
    ("in_hand", "named", "in_hand"),
    *((state, step, state) for state in STATES for step in ("reply", "shown", "hidden")),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", STEPS)
def test_only_legal_steps_lead_anywhere(state: State, step: Step) -> None:
    found = next_state(state, step)
    legal = {after for before, taken, after in LEGAL if (before, taken) == (state, step)}
    assert ({found} if found else set()) == legal


@given(st.lists(st.sampled_from(STEPS), max_size=30))
def test_what_is_confirmed_stays_so(steps: list[Step]) -> None:
    state: State = "open"
    was_confirmed = False
    for step in steps:
        state = next_state(state, step) or state
        was_confirmed = was_confirmed or state == "confirmed"
        assert not was_confirmed or state == "confirmed"


@pytest.mark.parametrize("step", STEPS)
def test_who_may(step: Step) -> None:
    may_it = {role for role in ROLES if may(frozenset({role}), step)}
    expected = {
        "reply": {"author", "owner", "supervisor"},
        "placed": {"author", "owner", "supervisor"},
        "named": {"author"},
        "released": {"owner", "supervisor"},
        "solved": {"owner", "supervisor"},
        "confirmed": {"author", "supervisor"},
        "reopened": {"author", "supervisor"},
    }
    assert may_it == expected.get(step, {"supervisor"})
    assert not may(frozenset(), step)
