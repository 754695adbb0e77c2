"""What a scan means, as a table of stories and as properties."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.attendance import PunchFact
from db.base import new_uid, to_micros
from db.presence import Presence
from kiosk.attendance.periods import in_force
from kiosk.attendance.rule_periods import WorkDays
from kiosk.attendance.rules import Decision, Rules, ShiftSpan
from kiosk.attendance.rules import decide as decide_open

SHANGHAI = ZoneInfo("Asia/Shanghai")
RULES = Rules(SHANGHAI, timedelta(seconds=10), timedelta(hours=16))
WHO = UUID(int=1)
SHIFTS = (ShiftSpan(7 * 60, 19 * 60), ShiftSpan(19 * 60, 7 * 60))


def local(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=SHANGHAI).astimezone(UTC)


def work_day_of(instant: datetime, zone: ZoneInfo, turn_hour: int) -> date:
    return WorkDays(zone, in_force(turn_hour, [])).of(instant)


def punch(direction: str, at: datetime) -> PunchFact:
    return PunchFact(new_uid(), WHO, direction, at, work_day_of(at, SHANGHAI, 4), "ok", None)


def stay(came: datetime) -> Presence:
    """A presence that stands open."""
    day = work_day_of(came, SHANGHAI, 4)
    return Presence(new_uid(), WHO, day, came, None, None, None, None, 0, "ok")


def decide(last: PunchFact | None, now: datetime, rules: Rules) -> Decision:
    """Decide with what the last punch left open."""
    here = stay(last.at) if last is not None and last.direction == "in" else None
    return decide_open(last, here, now, work_day_of(now, SHANGHAI, 4), rules)


def test_the_first_scan_ever_comes_in() -> None:
    assert decide(None, local(20, 7), RULES).kind == "in"


def test_the_second_scan_goes_out_on_the_day_of_coming() -> None:
    decision = decide(punch("in", local(20, 7)), local(20, 17), RULES)
    assert (decision.kind, decision.work_day) == ("out", date(2026, 11, 20))


def test_a_night_shift_stays_whole_and_the_next_one_is_not_attached_to_it() -> None:
    out = decide(punch("in", local(20, 23)), local(21, 7), RULES)
    assert (out.kind, out.work_day) == ("out", date(2026, 11, 20))
    again = decide(punch("out", local(21, 7)), local(21, 23), RULES)
    assert (again.kind, again.work_day) == ("in", date(2026, 11, 21))


def test_a_forgotten_check_out_does_not_turn_the_next_morning_round() -> None:
    forgotten = punch("in", local(20, 7))
    decision = decide(forgotten, local(21, 7), RULES)
    assert (decision.kind, decision.work_day) == ("in", date(2026, 11, 21))
    assert decision.forgotten is not None
    assert decision.forgotten.in_at == forgotten.at


@pytest.mark.parametrize(
    ("came", "back", "kind"),
    [
        ((20, 18, 30), (21, 7, 0), "out"),  # twelve hours: a night's work, or forgotten
        ((20, 18, 0), (21, 7, 0), "out"),
        ((20, 18, 0), (21, 6, 55), "out"),
        ((20, 17, 59), (21, 7, 0), "in"),  # longer than that: an afternoon's check-out
        ((20, 14, 55), (21, 6, 55), "in"),
        ((21, 3, 50), (21, 4, 10), "out"),
    ],
)
def test_over_the_turn_of_the_day_the_kiosk_asks_where_no_shifts_are_set_up(
    came: tuple[int, int, int], back: tuple[int, int, int], kind: str
) -> None:
    decision = decide(punch("in", local(*came)), local(*back), RULES)
    assert (decision.kind, decision.asks) == (kind, True)


def test_a_long_day_that_does_not_turn_is_left() -> None:
    assert decide(punch("in", local(20, 5)), local(20, 21), RULES).kind == "out"
    assert not decide(punch("in", local(20, 5)), local(20, 18), RULES).asks


@pytest.mark.parametrize("leaves", [(21, 5, 0), (21, 5, 55), (21, 6, 55)])
@pytest.mark.parametrize("came", [(20, 18, 0), (20, 18, 50), (20, 20, 30)])
def test_who_works_nights_in_a_night_shift_of_the_site_is_never_asked(
    came: tuple[int, int, int], leaves: tuple[int, int, int]
) -> None:
    rules = replace(RULES, shifts=SHIFTS)
    decision = decide(punch("in", local(*came)), local(*leaves), rules)
    assert (decision.kind, decision.asks) == ("out", False)


@pytest.mark.parametrize(("hour", "minute", "asks"), [(7, 30, False), (7, 31, True), (9, 45, True)])
def test_a_night_of_more_than_thirteen_hours_is_asked_about(
    hour: int, minute: int, asks: bool
) -> None:
    rules = replace(RULES, shifts=SHIFTS)
    decision = decide(punch("in", local(20, 18, 30)), local(21, hour, minute), rules)
    assert (decision.kind, decision.asks) == ("out", asks)


@pytest.mark.parametrize(
    ("seconds", "kind"), [(0, "repeat"), (9, "repeat"), (10, "out"), (11, "out")]
)
def test_a_repeat_counts_for_nothing_until_the_window_ends(seconds: int, kind: str) -> None:
    came = local(20, 7)
    assert decide(punch("in", came), came + timedelta(seconds=seconds), RULES).kind == kind


def test_a_repeat_after_leaving_counts_for_nothing() -> None:
    left = local(20, 17)
    assert decide(punch("out", left), left + timedelta(seconds=5), RULES).kind == "repeat"


@pytest.mark.parametrize(("minutes", "kind"), [(0, "out"), (1, "in")])
def test_one_minute_beyond_the_longest_presence_is_beyond(minutes: int, kind: str) -> None:
    came = local(20, 4)
    now = came + timedelta(hours=16, minutes=minutes)
    assert decide(punch("in", came), now, RULES).kind == kind


def test_a_clock_behind_the_last_punch_turns_the_direction_round() -> None:
    assert decide(punch("in", local(20, 7)), local(1, 7), RULES).kind == "out"
    assert decide(punch("out", local(20, 7)), local(1, 7), RULES).kind == "in"


@given(
    st.sampled_from(["in", "out"]),
    st.timedeltas(timedelta(days=-3), timedelta(days=3)),
)
def test_every_scan_is_decided_and_no_presence_outlives_the_rule(
    direction: str, age: timedelta
) -> None:
    last = punch(direction, local(20, 7))
    decision = decide(last, last.at + age, RULES)
    assert decision.kind in {"in", "out", "repeat"}
    if decision.kind == "out":
        assert direction == "in"
        assert age <= RULES.longest
    if decision.kind == "in" and direction == "in":
        assert decision.forgotten is not None


@pytest.mark.parametrize(
    ("zone", "at", "turn_hour", "day"),
    [
        ("Asia/Shanghai", "2026-11-20T19:59:59+00:00", 4, "2026-11-20"),
        ("Asia/Shanghai", "2026-11-20T20:00:00+00:00", 4, "2026-11-21"),
        ("Asia/Shanghai", "2026-11-20T15:59:59+00:00", 0, "2026-11-20"),
        ("Asia/Shanghai", "2026-11-20T16:00:00+00:00", 0, "2026-11-21"),
        ("Asia/Kolkata", "2026-11-20T22:29:00+00:00", 4, "2026-11-20"),
        ("Asia/Kolkata", "2026-11-20T22:30:00+00:00", 4, "2026-11-21"),
        # Berlin: the hour from 2 to 3 is skipped on 29 March, repeated on 25 October.
        ("Europe/Berlin", "2026-03-29T00:59:00+00:00", 3, "2026-03-28"),
        ("Europe/Berlin", "2026-03-29T01:00:00+00:00", 3, "2026-03-29"),
        ("Europe/Berlin", "2026-10-25T00:30:00+00:00", 2, "2026-10-25"),
        ("Europe/Berlin", "2026-10-25T01:30:00+00:00", 2, "2026-10-25"),
        # Lord Howe: half an hour is repeated on 5 April.
        ("Australia/Lord_Howe", "2026-04-04T14:59:00+00:00", 2, "2026-04-04"),
        ("Australia/Lord_Howe", "2026-04-04T15:31:00+00:00", 2, "2026-04-05"),
    ],
)
def test_the_work_day_turns_by_the_hands_of_the_sites_clock(
    zone: str, at: str, turn_hour: int, day: str
) -> None:
    instant = datetime.fromisoformat(at)
    assert work_day_of(instant, ZoneInfo(zone), turn_hour).isoformat() == day


@given(
    st.integers(0, 10**9).map(
        lambda s: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(seconds=2 * s)
    ),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "Australia/Lord_Howe", "America/Asuncion"]),
    st.integers(0, 23),
)
def test_a_work_day_is_over_at_its_end(at: datetime, zone: str, turn_hour: int) -> None:
    days = WorkDays(ZoneInfo(zone), in_force(turn_hour, []))
    begins, ends = days.span_of(at)
    assert begins <= to_micros(at) < ends
    assert timedelta(hours=22) <= timedelta(microseconds=ends - begins) <= timedelta(hours=26)


@pytest.mark.parametrize(
    ("came", "back", "kind", "asks"),
    [
        ((20, 18, 40), (21, 7, 5), "out", False),  # a night shift, whole
        ((20, 7, 0), (20, 19, 10), "out", False),
        ((20, 16, 0), (21, 6, 50), "in", True),  # an afternoon's check-out was forgotten
        ((20, 16, 0), (21, 4, 30), "out", True),  # a very long evening
        ((20, 5, 0), (20, 18, 30), "out", True),  # a stay of thirteen hours and a half
        ((20, 7, 0), (21, 6, 50), "in", False),  # longer than plausible: nobody is asked
    ],
)
def test_where_nobody_can_tell_the_likelier_is_taken_and_the_member_is_asked(
    came: tuple[int, int, int], back: tuple[int, int, int], kind: str, *, asks: bool
) -> None:
    rules = replace(RULES, shifts=SHIFTS)
    decision = decide(punch("in", local(*came)), local(*back), rules)
    assert (decision.kind, decision.asks) == (kind, asks)


@pytest.mark.parametrize(("back", "kind"), [((20, 17), "repeat"), ((21, 7), "in")])
def test_where_nobody_checks_out_only_the_first_scan_of_a_day_counts(
    back: tuple[int, int], kind: str
) -> None:
    rules = replace(RULES, asks_out=False)
    decision = decide(punch("in", local(20, 7)), local(*back), rules)
    assert (decision.kind, decision.asks) == (kind, False)
