"""What marks come to: one story after the other."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from db import presence as records
from db.connection import run_sql
from db.presence import Mark
from kiosk.attendance.presence import derive, may_be_here, worked_s
from kiosk.attendance.replay import find_first_difference
from kiosk.attendance.views import Scan
from tests.builders import NOON, make_site, set_clock, uid_of

WHO = UUID(int=1)
DAY = NOON.date()


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 20, hour, minute, tzinfo=UTC)


def mark(seq: int, kind: str, when: datetime, **more: Any) -> Mark:
    values = {"names": None, "source": "wedge", "clock": "ok"} | more
    return Mark(UUID(int=seq), seq, kind, when, DAY, **values)


def test_a_check_in_and_a_check_out_are_one_presence() -> None:
    stays = derive(WHO, [mark(1, "in", at(7)), mark(2, "out", at(17, 30))])
    (presence,) = stays.presences
    assert (presence.closed, worked_s(presence)) == ("scan", 10.5 * 3600)


def test_a_check_in_closes_a_forgotten_presence_without_a_time_of_leaving() -> None:
    stays = derive(WHO, [mark(1, "in", at(7)), mark(2, "in", at(23))])
    old, new = stays.presences
    assert (old.closed, old.out_at, worked_s(old)) == ("rule", None, None)
    assert new.closed is None


def test_a_check_out_without_a_check_in_is_a_stray() -> None:
    stays = derive(WHO, [mark(1, "out", at(7))])
    assert stays.presences == ()
    assert [stray.kind for stray in stays.strays] == ["out"]


def test_a_mark_that_arrives_late_takes_its_place_by_its_time() -> None:
    stays = derive(WHO, [mark(1, "in", at(7)), mark(2, "in", at(18)), mark(3, "out", at(12))])
    first, second = stays.presences
    assert (first.out_at, first.closed) == (at(12), "scan")
    assert second.in_at == at(18)


def test_what_was_undone_never_was() -> None:
    marks = [mark(1, "in", at(7)), mark(2, "out", at(8))]
    undone = mark(3, "undo", at(8), names=UUID(int=2))
    (presence,) = derive(WHO, [*marks, undone]).presences
    assert presence.closed is None


def test_a_correction_replaces_the_check_out_that_it_names() -> None:
    marks = [mark(1, "in", at(7)), mark(2, "out", at(18))]
    said = mark(3, "out", at(16), names=UUID(int=2), source="correction")
    (presence,) = derive(WHO, [*marks, said]).presences
    assert (presence.out_at, presence.closed) == (at(16), "correction")


def test_breaks_are_no_work_whether_they_ended_or_not() -> None:
    marks = [mark(1, "in", at(7)), mark(2, "break", at(12)), mark(3, "back", at(13))]
    marks += [mark(4, "break", at(16)), mark(5, "out", at(17))]
    (presence,) = derive(WHO, marks).presences
    assert worked_s(presence) == 8 * 3600
    assert presence.break_since is None


def test_no_hours_are_counted_from_a_time_that_nobody_knows() -> None:
    (presence,) = derive(
        WHO, [mark(1, "in", at(7)), mark(2, "out", at(7), clock="unknown")]
    ).presences
    assert worked_s(presence) is None


@pytest.mark.parametrize(
    ("when", "here"),
    [(at(6, 59), False), (at(7), True), (at(16, 59), True), (at(17), False)],
)
def test_a_presence_lasts_from_coming_to_leaving(when: datetime, *, here: bool) -> None:
    (presence,) = derive(WHO, [mark(1, "in", at(7)), mark(2, "out", at(17))]).presences
    assert may_be_here(presence, when, timedelta(hours=16)) is here


def test_who_never_checked_out_may_be_here_for_as_long_as_is_plausible() -> None:
    (presence,) = derive(WHO, [mark(1, "in", at(7))]).presences
    longest = timedelta(hours=16)
    assert may_be_here(presence, at(23), longest)
    assert not may_be_here(presence, at(23, 1), longest)


def test_undoing_a_check_in_opens_the_presence_again_that_it_had_closed(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    code = site.people.badge_code("001")
    site.attendance.scan(Scan(code, "wedge"))
    set_clock(site, NOON + timedelta(hours=17))
    site.attendance.scan(Scan(code, "wedge"))
    ((newest,),) = run_sql("SELECT uid FROM punch ORDER BY seq DESC LIMIT 1")
    site.afterthoughts.undo(UUID(bytes=newest), "看错了")
    (presence,) = records.list_all_presences(uid_of("001"))
    assert presence.closed is None
    assert find_first_difference() is None


def test_a_corrected_check_out_stays_replaced_by_whatever_follows(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    code, member = site.people.badge_code("001"), uid_of("001")
    site.attendance.scan(Scan(code, "wedge"))
    set_clock(site, NOON + timedelta(hours=8))
    site.attendance.scan(Scan(code, "wedge"))
    (presence,) = records.list_all_presences(member)
    site.corrections.correct(
        member, "left", NOON + timedelta(hours=5), None, "门卫看见了", presence.uid
    )
    site.corrections.correct(member, "came", NOON + timedelta(hours=6), None, "又回来了")
    for hours in (24, 32, 48, 56):
        set_clock(site, NOON + timedelta(hours=hours))
        site.attendance.scan(Scan(code, "wedge"))
        assert find_first_difference() is None
    first = records.list_all_presences(member)[0]
    assert (first.out_at, first.closed) == (NOON + timedelta(hours=5), "correction")
