"""A gate that got no answer sends the same reading again, however late."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from db import deliveries
from db.connection import run_sql, transaction
from db.errors import NotStored
from kiosk.attendance.views import (
    CameBack,
    CheckedIn,
    CheckedOut,
    NotRecorded,
    Refused,
    Repeated,
    Scan,
    ScanResult,
)
from kiosk.services import Services
from tests.builders import make_site, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


def later(site: Services, **span: float) -> None:
    set_clock(site, site.context.clock.now() + timedelta(**span))


def read(site: Services, number: str = "001", nonce: str = "") -> Scan:
    return Scan(site.people.badge_code(number), "gate-3", nonce or str(uuid4()))


def decide(site: Services, scan: Scan) -> ScanResult:
    return site.attendance.scan(scan)


def facts() -> list[tuple[object, ...]]:
    return run_sql(
        "SELECT (SELECT count(*) FROM punch), (SELECT count(*) FROM presence_mark),"
        " (SELECT count(*) FROM refused_scan), (SELECT count(*) FROM ledger_entry)"
    )


def test_case_1_the_same_nonce_is_one_fact_and_gets_the_same_answer(site: Services) -> None:
    for counted in (CheckedIn, CheckedOut, CheckedIn):  # in and out and in: several are allowed
        later(site, hours=4)
        scan = read(site)
        first = decide(site, scan)
        assert isinstance(first, counted)
        before = facts()
        for minutes in (0.1, 5, 60):  # beyond the debounce window as well
            later(site, minutes=minutes)
            again = decide(site, scan)
            assert isinstance(again, counted)
            assert replace(again, member=first.member) == first
        assert facts() == before


def test_a_return_from_a_break_and_a_repeat_are_told_again(site: Services) -> None:
    decide(site, read(site))
    later(site, hours=1)
    site.afterthoughts.begin_break(uid_of("001"))
    later(site, hours=1)
    scan, repeat = read(site), read(site)
    back = decide(site, scan)
    later(site, seconds=2)
    repeated = decide(site, repeat)
    assert isinstance(back, CameBack)
    assert isinstance(repeated, Repeated)
    later(site, hours=1)
    for first, its in ((back, scan), (repeated, repeat)):
        again = decide(site, its)
        assert isinstance(again, type(first))
        assert replace(again, member=first.member) == first


@pytest.mark.parametrize("text", ["0017", "1" * 34, "half a surrogate \udc00"])
def test_a_refusal_is_told_again_and_kept_once(site: Services, text: str) -> None:
    scan = Scan(text, "gate-3", "n-1")
    first = decide(site, scan)
    assert isinstance(first, Refused)
    before = facts()
    later(site, hours=1)
    assert decide(site, scan) == first
    assert facts() == before


def test_a_members_refusal_is_told_again(site: Services) -> None:
    scan = read(site)
    run_sql("UPDATE badge SET dead_at = 1")
    first = decide(site, scan)
    run_sql("UPDATE badge SET dead_at = NULL")
    later(site, hours=1)
    assert isinstance(first, Refused)
    assert decide(site, scan) == first


def test_another_reading_is_another_scan(site: Services) -> None:
    scan = read(site, "001", "n-1")
    assert isinstance(decide(site, scan), CheckedIn)
    later(site, hours=1)
    others = (read(site, "002", "n-1"), replace(scan, source="gate-4"), replace(scan, nonce="n-2"))
    kinds = []
    for other in others:
        kinds.append(type(decide(site, other)))
        later(site, hours=1)
    assert kinds == [CheckedIn, CheckedOut, CheckedIn]


def test_what_was_not_recorded_is_decided_anew(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise NotStored("full")

    scan = read(site)
    monkeypatch.setattr("kiosk.attendance.deliveries.keep_answer", full)
    assert isinstance(decide(site, scan), NotRecorded)
    assert facts()[0][0] == 0  # neither the answer nor the fact
    monkeypatch.undo()
    assert isinstance(decide(site, scan), CheckedIn)


def test_an_answer_is_kept_for_seven_days(site: Services) -> None:
    scan = read(site)
    first = decide(site, scan)
    later(site, days=6.9)
    assert type(decide(site, scan)) is type(first)
    later(site, days=0.2)
    decide(site, read(site, "002"))
    assert run_sql("SELECT count(*) FROM scan_delivery") == [(1,)]


def test_two_processes_that_get_one_delivery_make_one_fact(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan, looked = read(site), []

    def look(found: deliveries.Delivered) -> object:
        looked.append(found)
        return None if len(looked) == 1 else deliveries.find_answer(found)

    first = decide(site, scan)
    monkeypatch.setattr("kiosk.attendance.deliveries.find_answer", look)
    later(site, hours=1)
    again = decide(site, scan)
    assert isinstance(again, CheckedIn)
    assert again.at == first.at
    assert len(looked) == 2
    assert facts()[0][0] == 1


def test_without_a_nonce_nothing_is_kept(site: Services) -> None:
    decide(site, Scan(site.people.badge_code("001"), "wedge"))
    with transaction():
        assert run_sql("SELECT count(*) FROM scan_delivery") == [(0,)]
