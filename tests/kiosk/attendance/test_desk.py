"""Scans through the real desk and a real file."""

import json
import threading
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import attendance as facts
from db import presence as stays
from db.connection import close_thread, database, run_sql, transaction
from db.errors import Conflict, NotStored
from db.ledger import find_first_broken
from db.rule_versions import RuleVersion, list_rule_versions
from kiosk.attendance import rule_periods
from kiosk.attendance.closing import close_days
from kiosk.attendance.views import (
    CheckedIn,
    CheckedOut,
    NotRecorded,
    Refused,
    Repeated,
    Scan,
)
from kiosk.attendance.waiting import settle
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.people.codes import check_digits, make_code
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_post, add_team, make_site, scan, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


def read(site: Services, text: str) -> str:
    """The reason a text is refused for."""
    answer = site.attendance.scan(Scan(text, "wedge"))
    assert isinstance(answer, Refused)
    return answer.reason


def later(site: Services, **span: float) -> None:
    set_clock(site, site.context.clock.now() + timedelta(**span))


@pytest.mark.parametrize("text", ["", " ", "\r\n", "\t \u3000"])
@pytest.mark.parametrize("source", ["wedge", "camera", "command"])
def test_a_bare_enter_is_refused_and_not_kept(site: Services, text: str, source: str) -> None:
    before = run_sql("SELECT count(*) FROM ledger_entry")
    answer = site.attendance.scan(Scan(text, source))
    assert isinstance(answer, Refused)
    assert (answer.reason, answer.member) == ("not_a_code", None)
    assert run_sql("SELECT count(*) FROM ledger_entry") == before
    assert run_sql("SELECT count(*) FROM refused_scan") == [(0,)]


def test_a_day_of_one_member(site: Services) -> None:
    came = scan(site, "001")
    assert isinstance(came, CheckedIn)
    assert (came.at, came.member.number, came.member.on_site_since) == (NOON, "001", NOON)
    later(site, seconds=5)
    again = scan(site, "001")
    assert isinstance(again, Repeated)
    assert (again.at, again.direction) == (NOON, "in")
    later(site, hours=8)
    left = scan(site, "001")
    assert isinstance(left, CheckedOut)
    assert (left.since, left.member.on_site_since) == (NOON, None)
    assert run_sql("SELECT count(*) FROM punch") == [(2,)]


def test_an_answer_carries_todays_posts_and_open_promises(site: Services) -> None:
    add_post("3号塔吊", "001")
    site.service.make_commitment(uid_of("001"), text="每天巡查")
    answer = scan(site, "001")
    assert isinstance(answer, CheckedIn)
    assert [post.name for post in answer.member.posts] == ["3号塔吊"]
    assert [promise.text for promise in answer.commitments] == ["每天巡查"]


def test_a_forgotten_check_out_is_told_at_the_next_coming(site: Services) -> None:
    scan(site, "001")
    later(site, hours=20)
    answer = scan(site, "001")
    assert isinstance(answer, CheckedIn)
    assert answer.forgotten == NOON


def forgotten_of(site: Services, number: str) -> datetime | None:
    came = scan(site, number)
    assert isinstance(came, CheckedIn)
    return came.forgotten


def test_what_the_night_closed_is_told_at_the_next_coming_until_it_is_dealt_with(
    site: Services,
) -> None:
    for number in ("001", "002", "003"):
        scan(site, number)
    later(site, hours=18)
    close_days(site.context)
    asked, settled = (stays.list_all_presences(uid_of(number))[0] for number in ("002", "003"))
    site.corrections.ask(asked.member_uid, "left", NOON + timedelta(hours=5), asked.uid)
    settle(site.context, settled.uid, None, "没人看见")
    told = [forgotten_of(site, number) for number in ("001", "002", "003")]
    assert told == [NOON, None, None]


def test_nothing_is_forgotten_where_nobody_checks_out(tmp_path: Path) -> None:
    services = make_site(tmp_path, asks_out=False)
    scan(services, "001")
    later(services, hours=24)
    came = scan(services, "001")
    assert isinstance(came, CheckedIn)
    assert came.forgotten is None


def test_the_same_badge_from_two_sources_is_one_fact(site: Services) -> None:
    scan(site, "001", "wedge")
    assert isinstance(scan(site, "001", "camera"), Repeated)
    assert run_sql("SELECT source FROM punch") == [("wedge",)]


@pytest.mark.parametrize(
    ("text", "reason", "kept"),
    [
        ("001", "not_a_code", "001"),
        ("\x00", "not_a_code", ""),
        ("1" * 20, "cut_code", "1111…11"),
        ("9" * 4000, "too_long", "9999…99"),
        ("zhang san feng", "not_a_code", "zh…ng"),
        ("张三", "not_a_code", "张…"),
    ],
)
def test_what_is_no_code_is_refused_and_its_ends_are_kept(
    site: Services, text: str, reason: str, kept: str
) -> None:
    assert read(site, text) == reason
    assert run_sql("SELECT reason, code FROM refused_scan") == [(reason, kept)]
    told = run_sql("SELECT payload FROM ledger_entry WHERE kind = 'refused_scan'")
    assert [json.loads(row[0])["code"] for row in told] == [kept]


def test_an_invented_code_is_unknown(site: Services) -> None:
    body = "1" + "4" * 31
    assert read(site, body + check_digits(body)) == "unknown_code"


def test_a_code_made_with_another_secret_is_unknown(site: Services) -> None:
    badge = run_sql("SELECT uid FROM badge LIMIT 1")[0][0]
    assert read(site, make_code(bytes(32), UUID(bytes=badge))) == "unknown_code"


def test_a_dead_badge_is_refused_by_its_members_name(site: Services) -> None:
    code = site.people.badge_code("002")
    run_sql("UPDATE badge SET dead_at = 1 WHERE member_uid = ?", (uid_of("002").bytes,))
    answer = site.attendance.scan(Scan(code, "wedge"))
    assert isinstance(answer, Refused)
    assert answer.reason == "badge_dead"
    assert answer.member is not None
    assert answer.member.number == "002"


def test_a_member_who_left_is_refused(site: Services) -> None:
    code = site.people.badge_code("002")
    run_sql("UPDATE member SET left_at = 1 WHERE number = '002'")
    assert read(site, code) == "member_left"


def test_a_repeated_refusal_is_answered_and_kept_once(site: Services) -> None:
    read(site, "rubbish")
    later(site, seconds=5)
    assert read(site, "rubbish") == "not_a_code"
    assert run_sql("SELECT count(*) FROM refused_scan") == [(1,)]
    later(site, seconds=10)
    read(site, "rubbish")
    assert run_sql("SELECT count(*) FROM refused_scan") == [(2,)]


def test_control_bytes_are_kept_harmless(site: Services) -> None:
    read(site, "\x1b]0;title\x07a\x00b\x9b31m\u202ec")
    assert run_sql("SELECT code FROM refused_scan") == [("a…",)]
    read(site, "\x1b[31m1\x00\x072\x9b0m3\u202e")
    assert run_sql("SELECT code FROM refused_scan ORDER BY uid DESC LIMIT 1") == [("123",)]


def test_a_clock_behind_the_record_lets_people_in_and_marks_the_fact(site: Services) -> None:
    scan(site, "001")
    later(site, days=-400)
    assert isinstance(scan(site, "002"), CheckedIn)
    later(site, minutes=1)
    assert isinstance(scan(site, "003"), CheckedIn)
    marks = [clock for (clock,) in run_sql("SELECT clock FROM punch ORDER BY seq")]
    assert marks == ["ok", "behind", "behind"]


def test_nothing_is_green_when_the_record_can_not_be_written(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = site.people.badge_code("001")

    def full(*_: object, **__: object) -> None:
        raise NotStored("full")

    monkeypatch.setattr(facts, "add_punch", full)
    answer = site.attendance.scan(Scan(code, "wedge"))
    assert answer == NotRecorded("full", NOON)
    assert run_sql("SELECT count(*) FROM ledger_entry WHERE kind = 'punch'") == [(0,)]


def test_whoever_is_second_decides_anew(site: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    code = site.people.badge_code("001")
    write, refusals = facts.add_punch, iter([True, True, False])

    def refused_twice(*arguments: object) -> None:
        if next(refusals):
            raise Conflict("conflict")
        write(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(facts, "add_punch", refused_twice)
    assert isinstance(site.attendance.scan(Scan(code, "wedge")), CheckedIn)


def test_whoever_is_always_second_is_told_so(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = site.people.badge_code("001")

    def refused(*_: object) -> None:
        raise Conflict("conflict")

    monkeypatch.setattr(facts, "add_punch", refused)
    assert site.attendance.scan(Scan(code, "wedge")) == NotRecorded("locked", NOON)


def test_threads_that_scan_one_badge_at_once_make_one_fact(site: Services) -> None:
    code = site.people.badge_code("001")
    answers: list[object] = []

    def at_the_gate() -> None:
        answers.append(site.attendance.scan(Scan(code, "wedge")))
        close_thread()

    threads = [threading.Thread(target=at_the_gate) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(answer).__name__ for answer in answers) == ["CheckedIn"] + ["Repeated"] * 7
    assert run_sql("SELECT count(*) FROM punch") == [(1,)]


def test_the_board_shows_posts_teams_and_light(site: Services) -> None:
    add_post("3号塔吊", "002")
    add_team("抢险突击队", "002")
    scan(site, "002")
    first, second, _third = site.people.list_members()
    assert (first.on_site_since, first.posts, first.teams) == (None, (), ())
    assert (second.on_site_since, second.teams) == (NOON, ("抢险突击队",))
    assert second.posts[0].is_key


@settings(max_examples=25, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["001", "002"]), st.integers(-7200, 40 * 3600)), max_size=25
    )
)
def test_any_run_of_scans_keeps_presences_apart(
    steps: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    site = make_site(tmp_path_factory.mktemp("site"), members=2)
    for number, seconds in steps:
        later(site, seconds=seconds)
        scan(site, number)
    for number in ("001", "002"):
        check_chain(number)
    assert find_first_broken() is None


def check_chain(number: str) -> None:
    """Every punch follows the one before it; every check-out follows a check-in."""
    rows = run_sql(
        "SELECT uid, after_uid, direction, work_day FROM punch WHERE member_uid = ? ORDER BY seq",
        (uid_of(number).bytes,),
    )
    before: tuple[object, ...] = (None, None, "out", None)
    for row in rows:
        assert row[1] == before[0]
        if row[2] == "out":
            assert before[2] == "in"
            assert row[3] == before[3]
        before = row


def test_a_crash_between_fact_and_ledger_leaves_neither(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = site.people.badge_code("001")

    def crash(*_: object, **__: object) -> None:
        raise SystemExit

    monkeypatch.setattr(facts, "add_punch", crash)
    before = run_sql("SELECT count(*) FROM ledger_entry")
    with pytest.raises(SystemExit):
        site.attendance.scan(Scan(code, "wedge"))
    assert run_sql("SELECT count(*) FROM ledger_entry") == before
    with transaction():
        assert database.in_transaction()


def test_a_turn_moved_to_a_later_hour_leaves_every_fact_on_the_day_that_has_begun(
    tmp_path: Path,
) -> None:
    site = make_site(tmp_path, asks_out=False)
    set_clock(site, NOON - timedelta(hours=2))
    first = scan(site, "001")
    set_clock(site, NOON)
    change_rules(site.context, RuleChange(turn_hour=13))
    set_clock(site, NOON + timedelta(minutes=10))
    again, other = scan(site, "001"), scan(site, "002")
    assert isinstance(first, CheckedIn)
    assert isinstance(again, Repeated)  # the first scan of the day counts, and it is the same day
    assert isinstance(other, CheckedIn)
    assert {first.work_day, again.work_day, other.work_day, site.oversight.today()} == {FRIDAY}
    assert len(stays.list_day_presences(FRIDAY)) == 2


def test_the_work_days_are_worked_out_once_for_each_version_of_the_rules(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    def counted() -> list[RuleVersion]:
        read.append(1)
        return list_rule_versions()

    change_rules(site.context, RuleChange(turn_hour=5))
    assert site.context.moment().work_day == FRIDAY
    monkeypatch.setattr(rule_periods, "list_rule_versions", counted)
    for _moment in range(3):
        assert site.context.moment().work_day == FRIDAY
    assert read == []


def test_who_is_let_go_long_after_they_forgot_to_leave_is_given_no_check_out(
    site: Services,
) -> None:
    scan(site, "002")
    later(site, hours=17)
    code = site.people.badge_code("002")
    site.keeping.let_go(uid_of("002"), "调走了")
    (stay,) = stays.list_all_presences(uid_of("002"))
    assert (stay.out_at, stay.closed) == (None, None)
    answer = site.attendance.scan(Scan(code, "wedge"))
    assert isinstance(answer, Refused)
    assert answer.reason == "member_left"
    assert answer.member is not None
    assert answer.member.on_site_since is None
