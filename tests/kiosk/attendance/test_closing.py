"""The nightly closing: each day once, each forgotten presence once, however often it runs."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from db import presence as records
from db.connection import run_sql
from kiosk.attendance.clock_confirming import confirm_clock
from kiosk.attendance.closing import MOST_DAYS, Closing, close_days, is_due
from kiosk.attendance.marks import rebuild
from kiosk.attendance.night import EVERY_LOOKS, NightWatch
from kiosk.attendance.presence import worked_s
from kiosk.attendance.replay import find_first_difference, replay
from kiosk.attendance.views import CheckedIn, CheckedOut, Scan
from kiosk.attendance.waiting import list_waiting
from kiosk.clock_watch import ClockWatch
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.services import Services, build_services
from tests.builders import FRIDAY, NOON, make_site, scan, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_site(tmp_path)
    scan(services, "001")
    return services


def later(site: Services, **passed: float) -> None:
    set_clock(site, NOON + timedelta(**passed))


def test_case_17_a_forgotten_presence_is_closed_by_rule_once_and_without_a_time(
    site: Services,
) -> None:
    later(site, hours=16, seconds=1)
    closing = close_days(site.context)
    (stay,) = records.list_all_presences(uid_of("001"))
    assert closing.closed == (stay.uid,)
    assert (stay.closed, stay.out_at, stay.work_day, worked_s(stay)) == ("rule", None, FRIDAY, None)
    for _again in range(3):
        assert close_days(site.context) == type(closing)((), ())
    ((marks,),) = run_sql("SELECT count(*) FROM presence_mark WHERE kind = 'closed'")
    assert marks == 1


def test_case_17_a_presence_that_is_still_plausible_stays_open(site: Services) -> None:
    later(site, hours=16)
    assert not is_due(site.context)
    assert close_days(site.context).closed == ()


def test_after_a_week_off_each_day_is_closed_once_and_on_its_own_day(site: Services) -> None:
    later(site, days=8)
    assert is_due(site.context)
    closing = close_days(site.context)
    assert closing.days == tuple(FRIDAY + timedelta(days=day) for day in range(7))
    assert len(closing.closed) == 1
    assert not is_due(site.context)
    later(site, days=9)
    assert close_days(site.context).days == (FRIDAY + timedelta(days=7),)
    told = [date.fromisoformat(day) for (day,) in run_sql("SELECT work_day FROM day_closing")]
    assert sorted(told) == sorted(set(told))


def test_a_machine_that_was_off_for_years_closes_a_bounded_number_of_days(site: Services) -> None:
    later(site, days=3 * 365)
    scan(site, "002")
    later(site, days=3 * 365 + 1, seconds=1)
    assert len(close_days(site.context).days) == MOST_DAYS


def test_a_clock_years_ahead_of_the_record_closes_nothing_until_it_has_gone_on_for_a_day(
    site: Services,
) -> None:
    later(site, days=3000)
    scan(site, "002")
    later(site, days=3000, hours=20)
    assert not is_due(site.context)
    assert NightWatch(site.context).look().behind is None
    assert site.context.is_behind  # the header says that the clock is in doubt
    with pytest.raises(RefusedError) as refused:
        close_days(site.context)
    assert refused.value.code == "clock_in_doubt"
    assert run_sql("SELECT count(*) FROM day_closing") == [(0,)]
    assert records.find_open_presence(uid_of("001")) is not None
    later(site, days=3001, seconds=1)
    assert is_due(site.context)
    assert len(close_days(site.context).closed) == 2


def test_days_closed_by_a_clock_that_was_ahead_leave_the_days_before_them_to_be_closed(
    site: Services,
) -> None:
    later(site, days=30)
    close_days(site.context)
    later(site, days=3)
    assert close_days(site.context).days == ()  # each day once
    told = [day for (day,) in run_sql("SELECT work_day FROM day_closing ORDER BY work_day")]
    assert len(told) == len(set(told)) == 29


def test_one_scan_years_ahead_marks_nothing_from_then_on(site: Services) -> None:
    for number in ("001", "003"):
        scan(site, number)
    later(site, days=3000)
    scan(site, "002")
    for day in range(1, 5):
        later(site, days=day)
        scan(site, "003")
        later(site, days=day, hours=9)
        scan(site, "003")
    assert {clock for (clock,) in run_sql("SELECT clock FROM punch")} == {"ok"}
    assert [one.number for one in list_waiting(site.context) if one.kind == "clock"] == []


def test_who_scanned_years_ahead_leaves_and_comes_again_on_their_own_days(site: Services) -> None:
    later(site, hours=1)
    scan(site, "003")
    later(site, days=3000)
    scan(site, "002")
    later(site, hours=5)
    assert [one.number for one in site.attendance.on_site()] == ["001", "003", "002"]
    left = scan(site, "002")
    assert isinstance(left, CheckedOut)
    later(site, days=1)
    assert isinstance(scan(site, "002"), CheckedIn)
    first, second = records.list_all_presences(uid_of("002"))
    assert (first.work_day, first.clock, worked_s(first)) == (FRIDAY, "unknown", None)
    assert first.in_at == NOON + timedelta(hours=1)  # behind what was recorded before it
    assert first.out_at == NOON + timedelta(hours=5)
    assert (second.in_at, second.clock, second.closed) == (NOON + timedelta(days=1), "ok", None)
    assert find_first_difference() is None


def test_who_came_years_ahead_is_not_on_site_once_they_are_let_go(site: Services) -> None:
    later(site, hours=1)
    scan(site, "003")
    later(site, days=3000)
    scan(site, "002")
    later(site, hours=2)
    site.keeping.let_go(uid_of("002"), "调走")
    (stay,) = records.list_all_presences(uid_of("002"))
    assert (stay.closed, stay.clock) == ("scan", "unknown")


def test_a_break_begun_years_ahead_ends_today(site: Services) -> None:
    later(site, hours=1)
    scan(site, "003")
    later(site, days=3000)
    scan(site, "002")
    site.afterthoughts.begin_break(uid_of("002"))
    later(site, hours=2)
    assert site.afterthoughts.end_break(uid_of("002")).breaks_s == 3600
    assert find_first_difference() is None


def test_the_night_puts_in_its_place_who_came_years_ahead_and_never_came_again(
    site: Services,
) -> None:
    later(site, days=3000)
    scan(site, "002")
    later(site, hours=1)
    scan(site, "003")
    assert is_due(site.context)
    close_days(site.context)
    assert not is_due(site.context)
    (stay,) = records.list_all_presences(uid_of("002"))
    assert (stay.in_at, stay.clock, stay.closed) == (NOON, "unknown", None)
    later(site, hours=17)  # 003 came an hour after: until then 002 may have come
    assert stay.uid not in close_days(site.context).closed
    later(site, hours=17, seconds=1)
    assert stay.uid in close_days(site.context).closed
    assert find_first_difference() is None


def test_a_dead_battery_is_noticed_however_far_behind_the_clock_stands(site: Services) -> None:
    scan(site, "003")
    later(site, days=-9000)
    scan(site, "002")
    ((word,),) = run_sql("SELECT clock FROM punch ORDER BY seq DESC LIMIT 1")
    assert word == "behind"
    assert NightWatch(site.context).look().behind == timedelta(days=9000)


def test_nothing_is_closed_where_nobody_ever_came(tmp_path: Path) -> None:
    services = make_site(tmp_path)
    later(services, days=9)
    assert close_days(services.context).days == ()


def test_a_presence_from_before_a_change_is_closed_by_the_rules_of_its_beginning(
    site: Services,
) -> None:
    later(site, hours=1)
    change_rules(site.context, RuleChange(longest_h=4, ask_h=3))
    scan(site, "002")
    later(site, hours=6)
    closed = close_days(site.context).closed
    assert len(closed) == 1
    assert records.find_open_presence(uid_of("001")) is not None
    assert records.find_open_presence(uid_of("002")) is None


def test_a_day_is_over_when_nobody_who_came_on_it_can_be_here_any_more(site: Services) -> None:
    change_rules(site.context, RuleChange(longest_h=48))
    later(site, hours=15)  # 03:00, an hour before the day turns
    scan(site, "002")
    later(site, hours=15.5)
    change_rules(site.context, RuleChange(longest_h=16))
    later(site, days=2, hours=14.9)
    assert close_days(site.context).days == ()
    assert records.find_open_presence(uid_of("002")) is not None
    later(site, days=2, hours=15.4)
    assert close_days(site.context).days == ()
    assert not is_due(site.context)
    later(site, days=2, hours=15.5)  # who came just before the change
    assert is_due(site.context)
    assert close_days(site.context).days == (FRIDAY,)


def test_what_the_ledger_tells_comes_to_what_the_tables_hold(site: Services) -> None:
    later(site, days=3)
    close_days(site.context)
    assert find_first_difference() is None
    kept = {uid: tuple(records.list_all_presences(uid)) for uid in replay()}
    run_sql("DELETE FROM presence")
    assert find_first_difference() == uid_of("001")
    rebuild()
    assert {uid: tuple(records.list_all_presences(uid)) for uid in replay()} == kept


class Hands:
    """A clock that only goes on, moved by hand."""

    def __init__(self) -> None:
        self.at_s = 0.0

    def __call__(self) -> float:
        return self.at_s


def test_the_running_kiosk_closes_at_its_start_and_asks_once_a_minute(site: Services) -> None:
    later(site, days=3)
    night = NightWatch(site.context)
    assert night.look().is_due
    assert night.close().closed
    assert not any(night.look().is_due for _second in range(EVERY_LOOKS + 1))
    later(site, days=4)
    assert sum(night.look().is_due for _second in range(EVERY_LOOKS)) == 1


def test_a_clock_that_jumps_is_noticed_kept_and_marks_what_follows(site: Services) -> None:
    hands = Hands()
    watch = ClockWatch(site.context.clock, hands)
    night = NightWatch(site.context, watch)
    assert night.look().jump is None
    later(site, days=400)
    hands.at_s = 1
    found = night.look()
    assert found.jump is not None
    assert found.jump.by == timedelta(days=400) - timedelta(seconds=1)
    assert not found.is_due  # no day is closed by a clock that nobody believes
    night.keep(found.jump)
    ((payload,),) = run_sql("SELECT payload FROM ledger_entry WHERE kind = 'clock_jumped'")
    assert str(400 * 86400 - 1) in payload
    assert night.look().jump is None
    assert site.context.has_jumped
    later(site, seconds=2)
    hands.at_s = 2
    assert night.look().jump is None
    assert not site.context.has_jumped


def test_a_clock_that_the_network_nudges_is_followed(site: Services) -> None:
    hands = Hands()
    watch = ClockWatch(site.context.clock, hands)
    for nudge in range(1, 9):
        later(site, seconds=nudge * 21)
        hands.at_s = nudge
        assert watch.look() is None
    assert not watch.has_jumped


def test_case_17_what_a_closing_writes_itself_leaves_nothing_to_a_second_one(
    site: Services,
) -> None:
    for days, number in ((-367, "002"), (-9000, "003")):
        later(site, days=days)
        scan(site, number)
    later(site, days=-365)
    assert len(close_days(site.context).days) == MOST_DAYS
    assert not is_due(site.context)
    assert close_days(site.context) == Closing((), ())
    assert find_first_difference() is None


@pytest.mark.parametrize("hours", [1, 24])
def test_days_are_closed_after_a_jump_that_is_not_absurd(site: Services, hours: float) -> None:
    hands = Hands()
    night = NightWatch(site.context, ClockWatch(site.context.clock, hands))
    assert not night.look().is_due
    later(site, hours=hours)
    assert night.look().jump is not None
    later(site, hours=72 + hours)
    hands.at_s = 72 * 3600
    assert any(night.look().is_due for _second in range(EVERY_LOOKS))
    assert site.context.has_jumped


def test_the_doubt_about_a_jump_ends_when_a_supervisor_says_that_the_clock_is_right(
    site: Services,
) -> None:
    hands = Hands()
    night = NightWatch(site.context, ClockWatch(site.context.clock, hands))
    night.look()
    later(site, hours=0.7)
    scan(site, "002")
    assert list_waiting(site.context)[0].kind == "jump"
    confirm_clock(site.context, uid_of("003"))
    assert not site.context.has_jumped
    assert [one.kind for one in list_waiting(site.context)] == ["clock"]
    scan(site, "003")
    words = [word for (word,) in run_sql("SELECT clock FROM punch ORDER BY seq")]
    assert words == ["ok", "jumped", "ok"]
    ((told,),) = run_sql("SELECT payload FROM ledger_entry WHERE kind = 'clock_confirmed'")
    assert str(uid_of("003")) in told
    with pytest.raises(RefusedError) as refused:
        confirm_clock(site.context, uid_of("003"))
    assert refused.value.code == "clock_not_in_doubt"
    assert night.look().jump is None
    later(site, hours=9)  # another jump is another doubt
    scan(site, "001")
    assert site.context.has_jumped


def test_every_program_on_the_record_notices_a_jump_and_hears_that_the_clock_is_right(
    site: Services,
) -> None:
    hands = Hands()
    gate = Context(site.context.home, site.context.clock)
    for context in (gate, site.context):
        context.watch = ClockWatch(context.clock, hands)
    later(site, hours=0.7)
    assert build_services(gate).attendance.scan(Scan(site.people.badge_code("002"), "serial"))
    ((word,),) = run_sql("SELECT clock FROM punch ORDER BY seq DESC LIMIT 1")
    assert (word, gate.has_jumped) == ("jumped", True)
    site.context.moment()
    confirm_clock(site.context, None)
    gate.moment()
    assert not gate.has_jumped
