"""Who may be on site, in order of what is known of them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from kiosk.attendance.muster.expecting import expect
from kiosk.attendance.presence import Presence

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def longest(_presence: Presence) -> timedelta:
    return timedelta(hours=16)


MEMBER = UUID(int=7)


def stay(
    hours_ago: float,
    closed: str | None = None,
    after_h: float = 8,
    break_ago_h: float | None = None,
) -> Presence:
    came = NOW - timedelta(hours=hours_ago)
    ended = came + timedelta(hours=after_h) if closed else None
    return Presence(
        UUID(int=int(hours_ago * 100)),
        MEMBER,
        came.date(),
        came,
        ended if closed != "rule" else None,
        closed,
        ended,
        NOW - timedelta(hours=break_ago_h) if break_ago_h is not None else None,
        0,
        "ok",
    )


@pytest.mark.parametrize(
    ("presences", "why", "since_h"),
    [
        ([stay(3)], "on_site", 3),
        ([stay(3, break_ago_h=1)], "on_break", 1),
        ([stay(20)], "overdue", 20),
        ([stay(26, "rule", 16)], "forgotten", 26),
        ([stay(39.5, "rule", 16)], "forgotten", 39.5),
        ([stay(26, "rule", 16), stay(2)], "on_site", 2),
        ([stay(26, "rule", 16), stay(26, "rule", 16)], "forgotten", 26),
    ],
)
def test_whoever_may_be_here_is_expected(
    presences: list[Presence], why: str, since_h: float
) -> None:
    (one,) = expect(presences, NOW, longest)
    assert (one.person, one.why) == (MEMBER, why)
    assert one.since == NOW - timedelta(hours=since_h)


def test_a_check_out_that_was_a_guess_is_asked_about_for_a_day() -> None:
    (one,) = expect([stay(14, "scan", 13)], NOW, longest, {MEMBER})
    assert (one.why, one.since) == ("guessed", NOW - timedelta(hours=1))
    assert expect([stay(37, "scan", 13)], NOW, longest, {MEMBER}) == []
    assert expect([stay(14, "scan", 13)], NOW, longest, {UUID(int=8)}) == []


@pytest.mark.parametrize(
    "presences",
    [
        [],
        [stay(9, "scan")],
        [stay(9, "correction")],
        [stay(40, "rule", 16)],
        [stay(26, "rule", 16), stay(9, "scan")],
    ],
)
def test_whoever_is_known_to_have_gone_is_not(presences: list[Presence]) -> None:
    assert expect(presences, NOW, longest) == []
