"""A digit right behind the way back was meant for the page before."""

import pytest
from textual import events

from screens.after_back import QUIET_S, AfterBack


def pressed(key: str, at_s: float) -> events.Key:
    event = events.Key(key, key)
    event.time = at_s
    return event


@pytest.fixture
def left() -> AfterBack:
    """A page was left with 0 at second 100."""
    back = AfterBack()
    back.drops(pressed("0", 100), leads_back=True)
    back.left(100)
    return back


def test_digits_do_nothing_for_a_while_and_each_begins_it_anew(left: AfterBack) -> None:
    assert left.drops(pressed("2", 100.5), leads_back=True)
    assert left.drops(pressed("2", 101.1), leads_back=True)
    assert not left.drops(pressed("2", 101.1 + QUIET_S), leads_back=True)


def test_another_step_back_counts_but_not_where_it_would_lead_on(left: AfterBack) -> None:
    assert not left.drops(pressed("0", 100.2), leads_back=True)
    assert left.drops(pressed("0", 100.3), leads_back=False)


def test_any_other_key_counts_and_ends_it(left: AfterBack) -> None:
    assert not left.drops(pressed("slash", 100.2), leads_back=False)
    assert not left.drops(pressed("2", 100.3), leads_back=False)


def test_a_page_left_otherwise_takes_digits_at_once() -> None:
    back = AfterBack()
    back.drops(pressed("escape", 100), leads_back=True)
    back.left(100)
    assert not back.drops(pressed("2", 100.1), leads_back=True)
