"""Breaks: begun and ended by a key or by a scan, whatever the clock says."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from db import presence as records
from db.connection import run_sql
from db.presence import Mark, Presence
from kiosk.attendance.presence import derive, worked_s
from kiosk.attendance.replay import find_first_difference
from kiosk.attendance.views import CameBack, CheckedIn, CheckedOut, Repeated
from kiosk.attendance.waiting import list_waiting
from kiosk.errors import RefusedError
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.oversight.shifts import ShiftView, add_shift
from kiosk.services import Services
from tests.builders import NOON, make_site, scan, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


def stays(number: str = "001") -> list[Presence]:
    return records.list_all_presences(uid_of(number))


def after(site: Services, hours: float) -> None:
    set_clock(site, NOON + timedelta(hours=hours))


def scanned(site: Services, hours: float, number: str = "001") -> UUID:
    """Scan so many hours behind noon; returns the scan's key."""
    after(site, hours)
    answer = scan(site, number)
    assert isinstance(answer, CheckedIn | CheckedOut | CameBack)
    assert answer.scan is not None
    return answer.scan


def refusal(call: object, *args: object) -> str:
    assert callable(call)
    with pytest.raises(RefusedError) as refused:
        call(*args)
    assert find_first_difference() is None
    return refused.value.code


def test_a_check_out_at_noon_becomes_a_break_and_the_next_scan_ends_it(site: Services) -> None:
    scanned(site, 0)
    noon = scanned(site, 4)
    here = site.afterthoughts.rest_instead(noon)
    assert here is not None
    assert (here.closed, here.break_since) == (None, NOON + timedelta(hours=4))
    after(site, 5)
    back = scan(site, "001")
    assert isinstance(back, CameBack)
    assert (back.rested_s, back.since, back.direction) == (3600, NOON, "back")
    scanned(site, 8)
    (day,) = stays()
    assert (day.breaks_s, worked_s(day)) == (3600, 7 * 3600)
    assert find_first_difference() is None


def test_the_badge_read_twice_ends_a_break_once(site: Services) -> None:
    scanned(site, 0)
    after(site, 1)
    site.afterthoughts.begin_break(uid_of("001"))
    after(site, 2)
    first = scan(site, "001")
    again = scan(site, "001")
    assert isinstance(again, Repeated)
    assert (again.direction, again.scan) == (
        "back",
        first.scan if isinstance(first, CameBack) else 0,
    )
    assert stays()[0].closed is None


def test_a_return_from_a_break_can_be_a_leaving(site: Services) -> None:
    scanned(site, 0)
    after(site, 1)
    site.afterthoughts.begin_break(uid_of("001"))
    back = scanned(site, 2)
    assert site.afterthoughts.leave_instead(back) is None
    (day,) = stays()
    assert (day.closed, day.out_at, worked_s(day)) == ("scan", NOON + timedelta(hours=2), 3600)
    after(site, 2.001)
    assert isinstance(scan(site, "001"), CheckedIn)


def test_only_a_check_out_becomes_a_break_and_only_a_return_a_leaving(site: Services) -> None:
    came = scanned(site, 0)
    assert refusal(site.afterthoughts.rest_instead, came) == "not_a_check_out"
    assert refusal(site.afterthoughts.leave_instead, came) == "not_a_return"


def test_a_break_begins_and_ends_by_a_key(site: Services) -> None:
    desk, who = site.afterthoughts, uid_of("001")
    assert refusal(desk.begin_break, who) == "not_on_site"
    scanned(site, 0)
    assert refusal(desk.end_break, who) == "not_on_break"
    after(site, 1)
    assert desk.begin_break(who).break_since == NOON + timedelta(hours=1)
    assert refusal(desk.begin_break, who) == "on_break"
    after(site, 1.5)
    assert desk.end_break(who).breaks_s == 1800


def test_a_scan_on_a_break_is_the_way_back_also_where_the_clock_was_set_back(
    site: Services,
) -> None:
    scanned(site, 0)
    after(site, 2)
    site.afterthoughts.begin_break(uid_of("001"))
    after(site, 1)
    back = scan(site, "001")
    assert isinstance(back, CameBack)
    assert back.rested_s == 0
    assert isinstance(scan(site, "001"), Repeated)
    (stay,) = stays()
    assert (stay.closed, stay.break_since, stay.clock) == (None, None, "unknown")
    scanned(site, 3)
    assert worked_s(stays()[0]) is None
    assert find_first_difference() is None


def test_a_scan_on_a_long_break_is_the_way_back_and_one_key_makes_it_a_leaving(
    site: Services,
) -> None:
    change_rules(site.context, RuleChange(turn_hour=11))
    scanned(site, 0)
    after(site, 8)
    site.afterthoughts.begin_break(uid_of("001"))
    back = scanned(site, 13.5)  # any other scan would be asked about by now
    assert list_waiting(site.context) == ()
    assert stays()[0].closed is None
    site.afterthoughts.leave_instead(back)
    assert (stays()[0].closed, worked_s(stays()[0])) == ("scan", 8 * 3600)


def test_a_scan_on_a_break_is_the_way_back_also_where_another_shift_begins(tmp_path: Path) -> None:
    services = make_site(tmp_path)
    add_shift(services.context, ShiftView("早班", 6 * 60, 14 * 60))
    scanned(services, 10)  # 22:00
    after(services, 15.5)
    services.afterthoughts.begin_break(uid_of("001"))
    after(services, 16.4)  # 04:24: the work day has turned
    assert isinstance(scan(services, "001"), CameBack)
    assert stays()[0].closed is None


@pytest.mark.parametrize("shifts", [(), (ShiftView("白班", 7 * 60, 19 * 60),)])
def test_who_went_home_from_a_break_is_asked_the_next_morning(
    tmp_path: Path, shifts: tuple[ShiftView, ...]
) -> None:
    services = make_site(tmp_path)
    for shift in shifts:
        add_shift(services.context, shift)
    scanned(services, 9)  # 21:00
    after(services, 10)
    services.afterthoughts.begin_break(uid_of("001"))
    after(services, 18.3)
    answer = scan(services, "001")
    assert isinstance(answer, CheckedIn if shifts else CheckedOut)
    assert answer.question is not None
    services.afterthoughts.answer(answer.question, "in")
    assert [stay.closed for stay in stays()] == ["rule", None]
    assert stays()[-1].work_day == NOON.date() + timedelta(days=1)
    assert find_first_difference() is None


def test_a_night_shifts_long_break_over_the_turn_is_a_break(tmp_path: Path) -> None:
    services = make_site(tmp_path)
    add_shift(services.context, ShiftView("夜班", 19 * 60, 7 * 60))
    scanned(services, 6.8)  # 18:48
    after(services, 13)
    services.afterthoughts.begin_break(uid_of("001"))  # 01:00
    after(services, 16.4)
    assert isinstance(scan(services, "001"), CameBack)
    after(services, 19.1)
    left = scan(services, "001")
    assert isinstance(left, CheckedOut)
    assert left.question is None


def test_where_nobody_checks_out_a_break_of_yesterday_is_no_break_today(tmp_path: Path) -> None:
    services = make_site(tmp_path, asks_out=False)
    scanned(services, 9)
    after(services, 10)
    services.afterthoughts.begin_break(uid_of("001"))
    scanned(services, 19)
    assert [stay.closed for stay in stays()] == ["rule", None]


def test_who_forgot_to_leave_on_a_break_comes_the_next_morning(site: Services) -> None:
    scanned(site, 0)
    after(site, 8)
    site.afterthoughts.begin_break(uid_of("001"))
    scanned(site, 19)
    assert [stay.closed for stay in stays()] == ["rule", None]


def test_a_scan_on_a_break_is_the_way_back_where_nobody_checks_out(tmp_path: Path) -> None:
    services = make_site(tmp_path, asks_out=False)
    scanned(services, 0)
    after(services, 4)
    services.afterthoughts.begin_break(uid_of("001"))
    after(services, 5)
    assert isinstance(scan(services, "001"), CameBack)
    assert (stays()[0].closed, stays()[0].breaks_s) == (None, 3600)


def test_a_badge_still_on_the_reader_does_not_end_the_break_that_just_began(
    site: Services,
) -> None:
    scanned(site, 0)
    noon = scanned(site, 4)
    site.afterthoughts.rest_instead(noon)
    again = scan(site, "001")
    assert isinstance(again, Repeated)
    assert again.on_break
    assert stays()[0].break_since == NOON + timedelta(hours=4)


def test_a_break_after_a_corrected_check_in_ends_with_a_scan(site: Services) -> None:
    site.corrections.correct(uid_of("001"), "came", NOON, None, "没带胸牌")
    site.afterthoughts.begin_break(uid_of("001"))
    assert isinstance(scan(site, "001"), CameBack)


def test_a_break_begun_with_the_clock_behind_is_a_break(site: Services) -> None:
    scanned(site, 0)
    after(site, -2)
    here = site.afterthoughts.begin_break(uid_of("001"))
    assert here.break_since == NOON
    assert here.clock == "unknown"
    after(site, -1.5)
    assert site.afterthoughts.end_break(uid_of("001")).break_since is None
    assert [one.kind for one in list_waiting(site.context)] == ["clock"]
    assert find_first_difference() is None


def test_a_break_told_by_a_clock_that_jumped_waits_for_a_supervisor(site: Services) -> None:
    scanned(site, 0)
    site.context.has_jumped = True
    after(site, 5)
    site.afterthoughts.begin_break(uid_of("001"))
    site.context.has_jumped = False
    after(site, 6)
    site.afterthoughts.end_break(uid_of("001"))
    assert [one.kind for one in list_waiting(site.context)] == ["clock"]
    assert run_sql("SELECT kind, clock FROM presence_mark ORDER BY seq") == [
        ("break", "jumped"),
        ("back", "ok"),
    ]


def test_a_break_that_was_begun_twice_is_one() -> None:
    def mark(seq: int, kind: str) -> Mark:
        at = NOON + timedelta(hours=seq)
        return Mark(UUID(int=seq), seq, kind, at, NOON.date(), None, "kiosk", "ok")

    kinds = ("in", "break", "break", "back", "out")
    derived = derive(UUID(int=9), [mark(place, kind) for place, kind in enumerate(kinds)])
    assert derived.presences[0].breaks_s == 2 * 3600
