"""Cases 24 to 27: what went wrong in systems like this one."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from db.connection import run_sql
from kiosk.commands.shapes import commitment_shape, service_shape
from kiosk.errors import RefusedError
from kiosk.service.confirming import BadLines
from kiosk.service.views import ServiceView
from kiosk.services import Services
from tests.builders import NOON, make_site, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    site = make_site(tmp_path)
    site.access.set_pin(uid_of("003"), "supervisor", "246810")
    return site


def entries() -> int:
    count: int = run_sql("SELECT count(*) FROM ledger_entry")[0][0]
    return count


def refused_code(site: Services, uid: UUID, state: str, by: str = "001", why: str = "") -> str:
    before = entries()
    with pytest.raises(RefusedError) as refused:
        site.service.judge_commitment(uid, state, uid_of(by), why)
    assert entries() == before
    return refused.value.code


def test_case_24_keeping_twice_or_one_that_was_withdrawn_is_refused(site: Services) -> None:
    judge, who = site.service.judge_commitment, uid_of("001")
    kept = site.service.make_commitment(who, text="巡查").uid
    judge(kept, "kept", who)
    assert refused_code(site, kept, "kept") == "already_judged"
    withdrawn = site.service.make_commitment(who, text="清理").uid
    judge(withdrawn, "withdrawn", who, "任务取消")
    assert refused_code(site, withdrawn, "kept") == "already_judged"
    partly = site.service.make_commitment(who, text="带教").uid
    judge(partly, "partly_kept", who)
    assert refused_code(site, partly, "missed", why="下雨") == "already_judged"
    assert judge(partly, "kept", who).state == "kept"
    assert refused_code(site, partly, "partly_kept") == "already_judged"
    assert refused_code(site, partly, "open") == "unknown_state"


def test_case_25_late_is_late_and_a_miss_needs_who_and_why(site: Services) -> None:
    who = uid_of("001")
    late = site.service.make_commitment(who, text="巡查").uid
    missed = site.service.make_commitment(who, text="清理").uid
    set_clock(site, NOON + timedelta(days=9))
    assert site.service.judge_commitment(late, "kept", who).state == "kept"
    assert refused_code(site, missed, "missed") == "reason_needed"
    assert refused_code(site, missed, "missed", "002", "没来") == "not_yours"
    judged = site.service.judge_commitment(missed, "missed", uid_of("003"), "没来")
    assert (judged.changed_by, judged.reason) == ("003", "没来")
    assert "没来" not in str(commitment_shape(judged))


def logged(site: Services, minutes: int = 30, by: str = "001") -> ServiceView:
    return site.service.log_service(uid_of(by), minutes, text="修工具")


def test_case_26_one_bad_line_commits_nothing_and_every_bad_one_is_named(site: Services) -> None:
    good, done, own = logged(site), logged(site), logged(site, by="003")
    struck, short = logged(site), logged(site, 10)
    site.service.confirm_service(done.uid, uid_of("003"))
    site.service.strike_service(struck.uid, uid_of("001"), "记错了")
    before = entries()
    numbers = [one.entry for one in (good, done, own, good, struck, short)]
    with pytest.raises(BadLines) as refused:
        site.service.confirm_services([*numbers, 1], uid_of("003"), 20)
    assert [(entry, fault.code) for entry, fault in refused.value.faults] == [
        (done.entry, "already_confirmed"),
        (own.entry, "own_service"),
        (good.entry, "already_confirmed"),
        (struck.entry, "struck"),
        (short.entry, "impossible_minutes"),
        (1, "unknown_service"),
    ]
    assert all(str(entry) in refused.value.sentence for entry, _fault in refused.value.faults)
    assert entries() == before
    assert site.service.get_service(good.uid).confirmed_minutes is None
    both = site.service.confirm_services([good.entry, short.entry], uid_of("003"))
    assert [one.confirmed_minutes for one in both] == [30, 10]


def test_case_27_claimed_and_confirmed_minutes_are_two_things(site: Services) -> None:
    entry = logged(site, 90)
    assert (entry.minutes, entry.confirmed_minutes) == (90, None)
    confirmed = site.service.confirm_service(entry.uid, uid_of("003"), 45)
    assert (confirmed.minutes, confirmed.confirmed_minutes) == (90, 45)
    assert (confirmed.confirmed_by, confirmed.confirmed_how) == ("003", "supervisor")
    told = service_shape(confirmed)
    assert (told["minutes"], told["confirmed_minutes"]) == (90, 45)
    assert site.service.get_service(logged(site, 5).uid).confirmed_minutes is None
