"""Which readings are repeats."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.scanners.repeats import IN_VIEW_S, MOST_KEPT, Repeats

CODE, OTHER = "1" * 34, "2" * 34


@pytest.fixture
def repeats() -> Repeats:
    return Repeats(lambda: 10.0)


def test_the_same_code_from_another_source_within_the_window_is_one(repeats: Repeats) -> None:
    assert repeats.admit(CODE, "wedge", 0.0)
    assert not repeats.admit(CODE, "serial", 0.1)
    assert not repeats.admit(f"]Q1{CODE}", "evdev", 9.9)
    assert repeats.admit(OTHER, "serial", 9.9)
    assert repeats.admit(CODE, "serial", 10.0)


def test_a_repeat_by_hand_on_the_same_source_is_handed_on(repeats: Repeats) -> None:
    assert repeats.admit(CODE, "wedge", 0.0)
    assert repeats.admit(CODE, "wedge", 1.0)
    assert not repeats.admit(CODE, "serial", 1.1)
    assert repeats.admit(CODE, "wedge", 2.0)


def test_a_camera_reports_a_code_once_for_as_long_as_it_is_in_view(repeats: Repeats) -> None:
    assert repeats.admit(CODE, "camera", 0.0, continuous=True)
    for tenth in range(1, 6000):
        assert not repeats.admit(CODE, "camera", tenth / 10, continuous=True)
    assert not repeats.admit(CODE, "camera", 609.8, continuous=True)
    assert repeats.admit(CODE, "camera", 619.9, continuous=True)


def test_a_badge_in_the_cameras_view_can_be_read_by_hand(repeats: Repeats) -> None:
    assert repeats.admit(CODE, "camera", 0.0, continuous=True)
    assert not repeats.admit(CODE, "camera", 9.0, continuous=True)
    assert not repeats.admit(CODE, "wedge", 9.5)
    assert repeats.admit(CODE, "wedge", 11.0)
    for second in range(12, 40):
        assert not repeats.admit(CODE, "camera", second, continuous=True)
    assert repeats.admit(CODE, "wedge", 40.0)


def test_two_cameras_make_one_scan(repeats: Repeats) -> None:
    assert repeats.admit(CODE, "left", 0.0, continuous=True)
    for second in range(1, 30):
        assert not repeats.admit(CODE, "right", second, continuous=True)
        assert not repeats.admit(CODE, "left", second, continuous=True)


def test_without_a_window_hands_repeat_at_once_and_cameras_still_do_not() -> None:
    repeats = Repeats(lambda: 0.0)
    assert repeats.admit(CODE, "wedge", 0.0)
    assert repeats.admit(CODE, "serial", 0.0)
    assert repeats.admit(OTHER, "camera", 0.0, continuous=True)
    assert not repeats.admit(OTHER, "camera", IN_VIEW_S - 0.1, continuous=True)
    assert repeats.admit(OTHER, "camera", 2 * IN_VIEW_S, continuous=True)


def test_what_was_forgotten_is_new(repeats: Repeats) -> None:
    assert repeats.admit(CODE, "serial", 0.0)
    repeats.forget(f"]Q1{CODE}")
    repeats.forget(OTHER)
    assert repeats.admit(CODE, "evdev", 0.1)


def test_what_is_kept_is_bounded(repeats: Repeats) -> None:
    for number in range(3 * MOST_KEPT):
        repeats.admit(str(number), "serial", number / 1e6)
    assert len(repeats._seen) == MOST_KEPT
    repeats.admit("last", "serial", 100.0)
    assert len(repeats._seen) == 1


times = st.lists(
    st.tuples(st.sampled_from(["wedge", "serial", "evdev"]), st.integers(0, 30)), max_size=30
)


@given(times)
def test_every_source_that_reads_gets_its_code_through_once_the_window_is_over(
    steps: list[tuple[str, int]],
) -> None:
    repeats = Repeats(lambda: 10.0)
    now_s, last_s, owner = 0.0, -100.0, ""
    for source, pause_s in steps:
        now_s += pause_s
        expected = source == owner or now_s - last_s >= 10
        assert repeats.admit(CODE, source, now_s) is expected
        if expected:
            last_s, owner = now_s, source
