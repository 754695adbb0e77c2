"""The table of zones: work days, shifts and hours over both nights of a clock change."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from db import presence as records
from db.base import to_micros
from kiosk.attendance.periods import in_force
from kiosk.attendance.replay import find_first_difference
from kiosk.attendance.rule_periods import WorkDays
from kiosk.attendance.rules import ShiftSpan, shift_span
from kiosk.attendance.views import CheckedIn, CheckedOut
from kiosk.clock import SetClock
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.oversight.shifts import ShiftView, add_shift
from tests.builders import make_site, scan, set_clock, uid_of

ZONES = (
    "Asia/Shanghai",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/Asuncion",
    "Pacific/Apia",
)

# Zone, the evening of a night shift 23:00-07:00, and its elapsed minutes. Sources: IANA tz 2024a.
NIGHTS = [
    ("Asia/Shanghai", date(2026, 3, 28), 480),
    ("Europe/Berlin", date(2026, 3, 28), 420),  # 02:00 becomes 03:00
    ("Europe/Berlin", date(2026, 10, 24), 540),  # 03:00 becomes 02:00
    ("Australia/Lord_Howe", date(2026, 10, 3), 450),  # half an hour forward
    ("Australia/Lord_Howe", date(2026, 4, 4), 510),  # half an hour back
    ("Asia/Kolkata", date(2026, 10, 24), 480),
    ("America/Asuncion", date(2023, 9, 30), 420),  # midnight itself is skipped
    ("America/Asuncion", date(2024, 3, 23), 540),  # the hour before midnight is repeated
    ("Pacific/Apia", date(2020, 9, 26), 420),
    ("Pacific/Apia", date(2020, 4, 4), 540),
]


def work_day_of(instant: datetime, zone: ZoneInfo, turn_hour: int) -> date:
    return WorkDays(zone, in_force(turn_hour, [])).of(instant)


def at(zone: ZoneInfo, day: date, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone, fold=fold)
    return local.astimezone(UTC)


@pytest.mark.parametrize(("name", "evening", "minutes"), NIGHTS)
def test_case_15_and_23_a_night_shift_is_one_presence_of_its_first_day_and_elapsed_time(
    tmp_path: Path, name: str, evening: date, minutes: int
) -> None:
    zone, morning = ZoneInfo(name), evening + timedelta(days=1)
    site = make_site(tmp_path, 1, SetClock(at(zone, evening, 12)), zone=name)
    add_shift(site.context, ShiftView("夜班", 23 * 60, 7 * 60))
    set_clock(site, at(zone, evening, 23))
    assert isinstance(scan(site, "001"), CheckedIn)
    set_clock(site, at(zone, morning, 7))
    left = scan(site, "001")
    assert isinstance(left, CheckedOut)
    assert (left.work_day, left.question) == (evening, None)
    (view,) = site.oversight.day(evening).presences
    assert (view.minutes, view.closed, view.flags) == (minutes, "scan", ())
    assert site.oversight.day(morning).presences == ()
    set_clock(site, at(zone, morning, 23))
    again = scan(site, "001")
    assert isinstance(again, CheckedIn)
    assert again.work_day == morning
    assert find_first_difference() is None


@pytest.mark.parametrize("name", ZONES)
def test_case_19_a_day_counts_in_the_sites_zone(tmp_path: Path, name: str) -> None:
    zone, day = ZoneInfo(name), date(2026, 6, 15)
    site = make_site(tmp_path, 1, zone=name)
    set_clock(site, at(zone, day, 4))
    scan(site, "001")
    set_clock(site, at(zone, day, 9, 30))
    scan(site, "001")
    (view,) = site.oversight.day(day).presences
    assert view.minutes == 330
    for other in (day - timedelta(days=1), day + timedelta(days=1)):
        assert site.oversight.day(other).presences == ()


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("turn_hour", [0, 4, 23])
def test_case_18_the_work_day_turns_at_its_hour_in_any_zone(name: str, turn_hour: int) -> None:
    # The turn is a whole hour: 00:00 to 23:00. The minute before it is the older day's.
    zone, day = ZoneInfo(name), date(2026, 6, 15)
    turn = at(zone, day, turn_hour)
    assert work_day_of(turn, zone, turn_hour) == day
    assert work_day_of(turn - timedelta(minutes=1), zone, turn_hour) == day - timedelta(days=1)
    assert WorkDays(zone, in_force(turn_hour, [])).begins(day) == to_micros(turn)


@pytest.mark.parametrize(
    ("name", "turn_hour", "day", "before", "behind"),
    [
        # 02:00 does not exist: 01:59 is followed by 03:00.
        ("Europe/Berlin", 2, date(2026, 3, 29), (1, 59, 0), (3, 0, 0)),
        # Half an hour is skipped from 02:00 on: 02:30 is the first that exists.
        ("Australia/Lord_Howe", 2, date(2026, 10, 4), (1, 59, 0), (2, 30, 0)),
        # Midnight does not exist in Asuncion on this night: 23:59 is followed by 01:00.
        ("America/Asuncion", 0, date(2023, 10, 1), None, (1, 0, 0)),
    ],
)
def test_case_18_a_turn_inside_a_skipped_hour_is_the_first_instant_behind_it(
    name: str,
    turn_hour: int,
    day: date,
    before: tuple[int, int, int] | None,
    behind: tuple[int, int, int],
) -> None:
    zone = ZoneInfo(name)
    assert work_day_of(at(zone, day, *behind), zone, turn_hour) == day
    last = at(zone, day, *before) if before else at(zone, day - timedelta(days=1), 23, 59)
    assert work_day_of(last, zone, turn_hour) == day - timedelta(days=1)


@pytest.mark.parametrize(
    ("name", "turn_hour", "day"),
    [("Europe/Berlin", 2, date(2026, 10, 25)), ("Pacific/Apia", 3, date(2020, 4, 5))],
)
def test_case_18_a_turn_inside_a_repeated_hour_follows_the_hands(
    tmp_path: Path, name: str, turn_hour: int, day: date
) -> None:
    zone = ZoneInfo(name)
    for fold in (0, 1):
        assert work_day_of(at(zone, day, turn_hour, 0, fold), zone, turn_hour) == day
    site = make_site(tmp_path, 1, zone=name, turn_hour=turn_hour)
    set_clock(site, at(zone, day, turn_hour, 10, 0))
    scan(site, "001")
    set_clock(site, at(zone, day, turn_hour, 10, 1))
    assert isinstance(scan(site, "001"), CheckedOut)  # an hour later, though the hands agree
    assert site.oversight.day(day).presences[0].minutes == 60


@pytest.mark.parametrize("name", ZONES)
def test_case_18_a_day_that_turns_at_midnight_or_at_23_keeps_a_night_shift_whole(
    tmp_path: Path, name: str
) -> None:
    zone, day = ZoneInfo(name), date(2026, 6, 15)
    site = make_site(tmp_path, 2, zone=name, turn_hour=0)
    set_clock(site, at(zone, day, 22))
    scan(site, "001")
    set_clock(site, at(zone, day, 22, 30))
    change_rules(site.context, RuleChange(turn_hour=23))
    scan(site, "002")
    set_clock(site, at(zone, day + timedelta(days=1), 6))
    assert isinstance(scan(site, "001"), CheckedOut)
    assert isinstance(scan(site, "002"), CheckedOut)
    (first,) = records.list_all_presences(uid_of("001"))
    (second,) = records.list_all_presences(uid_of("002"))
    # The day that began at midnight is not taken back by a turn that is still to come.
    assert (first.work_day, second.work_day) == (day, day)


@pytest.mark.parametrize(("name", "evening", "minutes"), NIGHTS)
def test_a_night_shift_spans_elapsed_time(name: str, evening: date, minutes: int) -> None:
    begins, ends = shift_span(evening, ShiftSpan(23 * 60, 7 * 60), ZoneInfo(name))
    elapsed = ends.astimezone(UTC) - begins.astimezone(UTC)
    assert elapsed == timedelta(minutes=minutes)


def test_case_21_a_change_at_noon_leaves_the_morning_as_it_was(tmp_path: Path) -> None:
    zone, day = ZoneInfo("Asia/Shanghai"), date(2026, 6, 15)
    site = make_site(tmp_path, 2)
    set_clock(site, at(zone, day, 6))
    scan(site, "001")
    before = site.oversight.day(day).presences
    set_clock(site, at(zone, day, 12))
    change_rules(site.context, RuleChange(turn_hour=7, longest_h=12, ask_h=4))
    assert site.oversight.day(day).presences == before
    set_clock(site, at(zone, day, 17, 30))  # 11.5 hours: asked under the new rules, not the old
    left = scan(site, "001")
    assert isinstance(left, CheckedOut)
    assert (left.work_day, left.question) == (day, None)
    scan(site, "002")
    set_clock(site, at(zone, day, 22))
    asked = scan(site, "002")
    assert isinstance(asked, CheckedOut)
    assert asked.question is not None
