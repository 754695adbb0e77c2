"""Badges that mark nobody while the roll is called: kept as any other, and told."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from db import muster as records
from db.connection import run_sql
from db.ledger import find_first_broken
from db.people import Member
from kiosk.attendance.muster import journal, keeping
from kiosk.attendance.views import CheckedOut, Refused, Scan
from kiosk.services import Services
from tests.builders import uid_of
from tests.kiosk.attendance.muster.called import make_called_site, now


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_called_site(tmp_path)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("rubbish", "not_a_code"), ("1" * 34, "wrong_check_digits")],
)
def test_a_code_that_leads_to_nobody_marks_nobody(site: Services, text: str, reason: str) -> None:
    site.muster.start("drill")
    result = site.muster.scan(Scan(text, "wedge"))
    assert result is not None
    assert (result.result, result.member, result.reason) == ("refused", None, reason)
    assert now(site).seen == ()


def test_a_dead_badge_and_one_of_who_left_mark_nobody(site: Services) -> None:
    site.muster.start("drill")
    code = Scan(site.people.badge_code("002"), "wedge")
    run_sql("UPDATE badge SET dead_at = 1 WHERE member_uid = ?", (uid_of("002").bytes,))
    dead = site.muster.scan(code)
    assert dead is not None
    assert dead.reason == "badge_dead"
    run_sql("UPDATE member SET left_at = 1 WHERE number = '002'")
    left = site.muster.scan(code)
    assert left is not None
    assert left.reason == "member_left"
    run_sql("UPDATE badge SET token_hash = x'00' WHERE member_uid = ?", (uid_of("002").bytes,))
    unknown = site.muster.scan(code)
    assert unknown is not None
    assert unknown.reason == "unknown_code"
    assert now(site).seen == ()


def test_a_badge_where_the_record_does_not_answer_is_told(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db.errors import NotStored

    def broken() -> None:
        raise NotStored("broken")

    monkeypatch.setattr(records, "list_running", broken)
    result = site.muster.scan(Scan("x", "wedge"))
    assert result is not None
    assert (result.result, result.reason) == ("not_recorded", "broken")


def test_a_refused_scan_outside_a_muster_is_the_gates(site: Services) -> None:
    assert isinstance(site.attendance.scan(Scan("rubbish", "wedge")), Refused)
    assert Member.select().count() == 5


def kept_refusals() -> list[tuple[object, ...]]:
    return run_sql("SELECT reason, code, member_uid IS NOT NULL, source FROM refused_scan")


def test_a_refused_scan_is_kept_as_any_other_and_told_on_the_roll(site: Services) -> None:
    run_sql("UPDATE badge SET dead_at = 1 WHERE member_uid = ?", (uid_of("002").bytes,))
    code = Scan(site.people.badge_code("003"), "wedge")
    dead = Scan(site.people.badge_code("001"), "serial")
    run_sql("UPDATE badge SET dead_at = 1 WHERE member_uid = ?", (uid_of("001").bytes,))
    site.muster.start("real")
    for scanned in (Scan("rubbish", "wedge"), Scan("rubbish", "wedge"), dead, Scan(" ", "wedge")):
        result = site.muster.scan(scanned)
        assert result is not None
        assert (result.result, result.kind, result.is_kept) == ("refused", "real", True)
    assert kept_refusals() == [
        ("not_a_code", "r…", 0, "wedge"),
        ("badge_dead", kept_refusals()[1][1], 1, "serial"),
    ]
    assert dead.text not in str(kept_refusals())
    assert now(site).refused == 2
    site.muster.end("001", "李")
    site.attendance.scan(Scan("rubbish too", "wedge"))
    assert site.oversight.day().musters[0].refused == 2
    assert [one.reason for one in site.oversight.day().refused].count("not_a_code") == 2
    assert find_first_broken() is None
    assert isinstance(site.attendance.scan(code), CheckedOut)


def test_a_refused_scan_names_whose_badge_it_was(site: Services) -> None:
    code = Scan(site.people.badge_code("002"), "wedge")
    run_sql("UPDATE badge SET dead_at = 1 WHERE member_uid = ?", (uid_of("002").bytes,))
    site.muster.start("real")
    result = site.muster.scan(code)
    assert result is not None
    assert result.member is not None
    assert result.member.number == "002"


def refuse(site: Services, text: str) -> bool:
    result = site.muster.scan(Scan(text, "wedge"))
    assert result is not None
    assert result.result == "refused"
    return result.is_kept


def test_refusals_wait_in_the_journal_and_come_into_the_record_once(site: Services) -> None:
    run_sql("UPDATE badge SET dead_at = 1 WHERE member_uid = ?", (uid_of("001").bytes,))
    code = site.people.badge_code("002")
    dead = code[:-1] + ("1" if code[-1] != "1" else "2")
    site.muster.start("real")
    run_sql("PRAGMA query_only = 1")
    assert refuse(site, "rubbish")
    assert refuse(site, "rubbish")  # a repeat waits once
    assert refuse(site, dead)
    assert now(site).refused == 2
    assert dead not in site.muster.journal._places[0].read_text()
    waiting = site.muster.journal.facts()
    run_sql("PRAGMA query_only = 0")
    site.muster.end("001", "李")
    assert [reason for reason, *_rest in kept_refusals()] == ["not_a_code", "wrong_check_digits"]
    assert site.oversight.day().musters[0].refused == 2
    site.muster.journal.append(waiting)  # as after a crash before the journal was taken away
    assert site.muster.take_over()
    assert len(kept_refusals()) == 2
    assert find_first_broken() is None


def test_a_refusal_of_a_dead_badge_names_its_owner_when_it_comes_into_the_record(
    site: Services,
) -> None:
    code = site.people.badge_code("002")
    run_sql("UPDATE badge SET dead_at = 1 WHERE member_uid = ?", (uid_of("002").bytes,))
    site.muster.start("real")
    run_sql("PRAGMA query_only = 1")
    assert refuse(site, code)
    (fact,) = site.muster.journal.facts()
    run_sql("PRAGMA query_only = 0")
    stranger = replace(fact, uid=uuid4(), told={**fact.told, "member": uuid4().hex, "code": "9…"})
    site.muster.journal.append([stranger])  # an older copy of the record does not know them
    assert site.muster.take_over()
    rows = run_sql("SELECT member_uid FROM refused_scan ORDER BY seq")
    assert rows == [(uid_of("002").bytes,), (None,)]


def test_no_more_refusals_wait_than_there_is_room_for(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_REFUSED", 2)
    site.muster.start("real")
    run_sql("PRAGMA query_only = 1")
    assert [refuse(site, text) for text in ("一二", "三四", "五六", "一二")] == [
        True,
        True,
        False,
        True,
    ]
    assert now(site).refused == 2


def test_a_refusal_that_is_only_in_memory_says_so(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.muster.start("real")
    run_sql("PRAGMA query_only = 1")
    monkeypatch.setattr(journal, "_write", lambda *_told: False)
    assert not refuse(site, "rubbish")
