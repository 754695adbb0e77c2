"""The muster on a real file: who is called, who is seen, what becomes of it (case 36)."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from db import muster as records
from db.connection import run_sql
from db.inspection import inspect_file
from db.ledger import find_first_broken
from db.people import Member
from kiosk.attendance.muster.desk import MusterDesk
from kiosk.attendance.muster.roll import Expected, pack
from kiosk.attendance.muster.taking import take_scan
from kiosk.attendance.muster.views import MusterScan, MusterView
from kiosk.attendance.views import CheckedIn, CheckedOut, Refused, Scan
from kiosk.errors import RefusedError
from kiosk.people.access import UNRECORDED_TRIES, WaitError
from kiosk.services import Services
from tests.builders import NOON, make_site, scan, set_clock, uid_of

PIN = "246810"


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """001 to 003 are on site, 004 left again, 005 never came."""
    services = make_site(tmp_path, 5)
    for number in ("001", "002", "003", "004"):
        scan(services, number)
    set_clock(services, NOON + timedelta(hours=1))
    scan(services, "004")
    services.access.set_pin(uid_of("001"), "supervisor", PIN)
    return services


def badge(site: Services, number: str, desk: MusterDesk | None = None) -> MusterScan:
    result = (desk or site.muster).scan(Scan(site.people.badge_code(number), "wedge"))
    assert result is not None
    return result


def now(site: Services) -> MusterView:
    running = site.muster.running()
    assert running is not None
    return site.muster.view(running.uid)


def missing(site: Services) -> list[str]:
    return [one.member.number or one.member.name for one in now(site).missing]


def test_everybody_on_site_is_called_and_a_badge_marks_safe_without_checking_out(
    site: Services,
) -> None:
    assert site.muster.running() is None
    assert site.muster.scan(Scan(site.people.badge_code("001"), "wedge")) is None
    site.muster.start("real")
    assert missing(site) == ["001", "002", "003"]
    marked = badge(site, "002")
    assert (marked.result, marked.was_expected) == ("safe", True)
    assert marked.member is not None
    assert marked.member.number == "002"
    assert missing(site) == ["001", "003"]
    assert [one.number for one in site.attendance.on_site()] == ["001", "002", "003"]
    (seen,) = now(site).seen
    assert (seen.how, seen.by, seen.at, seen.is_elsewhere) == (
        "badge",
        "",
        NOON + timedelta(hours=1),
        False,
    )


def test_a_second_badge_is_answered_with_the_first_time(site: Services) -> None:
    site.muster.start("drill")
    badge(site, "002")
    set_clock(site, NOON + timedelta(hours=2))
    again = badge(site, "002")
    assert (again.result, again.at) == ("already", NOON + timedelta(hours=1))
    assert len(now(site).seen) == 1


def test_who_was_not_on_the_list_is_added_when_seen(site: Services) -> None:
    site.muster.start("drill")
    assert badge(site, "005").was_expected is False
    view = now(site)
    assert (view.expected, len(view.seen), len(view.missing)) == (4, 1, 3)
    assert view.seen[0].person.why == "came"


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


def test_a_hand_mark_names_who_says_so(site: Services) -> None:
    site.muster.start("drill")
    assert site.muster.mark_safe(uid_of("003"), " 李\x1b[31m工 ").result == "safe"
    (seen,) = now(site).seen
    assert (seen.how, seen.by) == ("hand", "李工")
    with pytest.raises(RefusedError, match="姓名"):
        site.muster.mark_safe(uid_of("002"), " \x00 ")
    with pytest.raises(RefusedError):
        site.muster.mark_safe(uuid4(), "李工")


def test_a_hand_mark_is_taken_back_with_a_reason_and_both_stay(site: Services) -> None:
    desk, running = site.muster, site.muster.start("drill")
    desk.mark_safe(uid_of("003"), "李工")
    with pytest.raises(RefusedError) as refused:
        desk.undo(uid_of("003"), "王工", "  ")
    assert refused.value.code == "no_reason"
    desk.undo(uid_of("003"), "王工", "认错人了")
    assert "003" in missing(site)
    with pytest.raises(RefusedError) as refused:
        desk.undo(uid_of("003"), "王工", "再来")
    assert refused.value.code == "not_marked"
    desk.mark_safe(uid_of("003"), "王工")
    assert "003" not in missing(site)
    kinds = [fact.kind for fact in records.list_facts(running.uid)]
    assert kinds == ["muster_start", "muster_seen", "muster_undone", "muster_seen"]


def test_a_badge_mark_is_not_taken_back(site: Services) -> None:
    site.muster.start("drill")
    badge(site, "003")
    with pytest.raises(RefusedError):
        site.muster.undo(uid_of("003"), "王工", "错")


def test_visitors_are_added_as_here_or_as_missing(site: Services) -> None:
    site.muster.start("real")
    site.muster.add_visitor("赵来访", "李工", is_here=True)
    lost = site.muster.add_visitor("钱来访", "李工", is_here=False)
    view = now(site)
    assert (view.expected, view.visitors, len(view.seen)) == (5, 2, 1)
    # between those whose place is least known and those with an open presence
    assert missing(site) == ["钱来访", "001", "002", "003"]
    assert view.seen[0].person.is_visitor
    found = site.muster.mark_safe(lost, "李工")
    assert found.member is not None
    assert found.member.name == "钱来访"
    assert missing(site) == ["001", "002", "003"]


def test_those_least_known_are_called_first(site: Services) -> None:
    set_clock(site, NOON + timedelta(hours=2))
    scan(site, "005")
    site.afterthoughts.begin_break(uid_of("005"))
    set_clock(site, NOON + timedelta(hours=17))
    site.muster.start("real")
    whys = [(one.member.number, one.why) for one in now(site).missing]
    assert whys == [
        ("001", "overdue"),
        ("002", "overdue"),
        ("003", "overdue"),
        ("005", "on_break"),
    ]


def test_who_was_closed_by_rule_today_may_be_here(site: Services) -> None:
    from kiosk.attendance.closing import close_days

    set_clock(site, NOON + timedelta(hours=20))
    close_days(site.context)
    site.muster.start("real")
    assert [one.why for one in now(site).missing] == ["forgotten"] * 3
    assert [one.since for one in now(site).missing] == [NOON] * 3


def test_who_left_the_site_for_good_is_not_called(site: Services) -> None:
    run_sql("UPDATE member SET left_at = 1 WHERE number = '002'")
    site.muster.start("real")
    assert missing(site) == ["001", "003"]


def test_one_who_left_for_good_meanwhile_is_still_named(site: Services) -> None:
    site.muster.start("real")
    run_sql("UPDATE member SET left_at = 1 WHERE number = '002'")
    assert missing(site) == ["001", "002", "003"]


def test_a_badge_at_another_gate_counts_as_seen(site: Services) -> None:
    site.muster.start("real")
    set_clock(site, NOON + timedelta(hours=2))
    scan(site, "003", source="turnstile")
    scan(site, "005", source="turnstile")
    seen = {one.person.member.number: one for one in now(site).seen}
    assert {number: one.how for number, one in seen.items()} == {"003": "gate", "005": "gate"}
    assert seen["003"].station == "turnstile"
    assert badge(site, "003").result == "already"


def test_a_real_one_ends_the_drill_and_is_never_mixed_with_it(site: Services) -> None:
    drill = site.muster.start("drill")
    badge(site, "002")
    real = site.muster.start("real")
    assert real.uid != drill.uid
    assert site.muster.running() == real
    assert missing(site) == ["001", "002", "003"]
    was = site.muster.view(drill.uid)
    assert (was.kind, was.because, was.ended_by) == ("drill", "real", ("", ""))
    assert [one.person.member.number for one in was.seen] == ["002"]
    with pytest.raises(RefusedError) as refused:
        site.muster.start("drill")
    assert refused.value.code == "muster_running"
    assert [one.kind for one in site.muster.list_day(site.oversight.today())] == ["drill", "real"]


def test_starting_what_runs_joins_it(site: Services) -> None:
    assert site.muster.start("drill") == site.muster.start("drill")
    with pytest.raises(RefusedError):
        site.muster.start("meeting")


def test_without_a_muster_nothing_can_be_done(site: Services) -> None:
    for call in (
        lambda: site.muster.mark_safe(uid_of("001"), "李"),
        lambda: site.muster.add_visitor("客", "李", is_here=True),
        lambda: site.muster.undo(uid_of("001"), "李", "错"),
        lambda: site.muster.end("001", "李"),
    ):
        with pytest.raises(RefusedError) as refused:
            call()
        assert refused.value.code == "no_muster"


def test_it_ends_with_who_ended_it_and_stays_in_the_day(site: Services) -> None:
    site.muster.start("drill")
    badge(site, "002")
    set_clock(site, NOON + timedelta(hours=1, minutes=12))
    supervisor = site.muster.admit(site.access, "001", PIN)
    ended = site.muster.end(supervisor.number, supervisor.name)
    assert site.muster.running() is None
    assert ended.ended_at == NOON + timedelta(hours=1, minutes=12)
    assert (ended.because, ended.ended_by[0]) == ("pin", "001")
    (kept,) = site.oversight.day().musters
    assert kept == ended
    set_clock(site, NOON + timedelta(hours=2))
    scan(site, "003")  # what comes after the end is no sighting
    assert site.muster.view(ended.uid).seen == ended.seen


def test_a_second_end_changes_nothing(site: Services) -> None:
    running = site.muster.start("drill")
    other = MusterDesk(site.context, "command")
    site.muster.end("001", "李")
    with pytest.raises(RefusedError):
        other.end("002", "王")
    assert other.view(running.uid).ended_by == ("001", "李")


def test_a_wrong_pin_ends_nothing(site: Services) -> None:
    with pytest.raises(RefusedError):
        site.muster.admit(site.access, "001", "000000")


def test_a_mark_made_at_another_terminal_is_told_apart(site: Services) -> None:
    site.muster.start("drill")
    other = MusterDesk(site.context, "command")
    badge(site, "001", other)
    assert badge(site, "001").result == "already"
    assert [one.is_elsewhere for one in now(site).seen] == [True]


def test_facts_agree_with_the_ledger_and_are_never_changed(site: Services) -> None:
    site.muster.start("drill")
    badge(site, "001")
    site.muster.mark_safe(uid_of("002"), "李工")
    site.muster.undo(uid_of("002"), "李工", "错")
    site.muster.add_visitor("客", "李工", is_here=True)
    site.muster.end("001", "李")
    assert find_first_broken() is None
    assert inspect_file(site.context.home.database).changed_seq is None
    for table in records.COLUMNS:
        assert run_sql(f"SELECT count(*) FROM {table}")[0][0] >= 1
        for verb in (f"UPDATE {table} SET at = 0", f"DELETE FROM {table}"):
            with pytest.raises(Exception, match="never changed"):
                run_sql(verb)


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE muster_seen SET how = 'hand'",
        "UPDATE muster_start SET kind = 'drill'",
        "UPDATE muster_end SET by_name = '别人'",
        "DELETE FROM muster_seen",
        "DELETE FROM muster_end",
    ],
)
def test_a_changed_fact_shows_against_the_ledger(site: Services, tamper: str) -> None:
    site.muster.start("real")
    badge(site, "001")
    site.muster.end("001", "李")
    table = tamper.split()[1] if tamper.startswith("UPDATE") else tamper.split()[2]
    for verb in ("update", "delete"):
        run_sql(f"DROP TRIGGER {table}_keeps_{verb}")
    run_sql(tamper)
    assert inspect_file(site.context.home.database).changed_seq is not None


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


def test_a_pin_that_cant_be_recorded_is_still_asked_for(site: Services) -> None:
    run_sql("PRAGMA query_only = 1")
    assert site.muster.admit(site.access, "001", PIN).number == "001"
    for _try in range(UNRECORDED_TRIES):
        with pytest.raises(RefusedError) as refused:
            site.muster.admit(site.access, "001", "999999")
        assert refused.value.code == "wrong_pin"
    with pytest.raises(WaitError):
        site.muster.admit(site.access, "001", PIN)
    site.access._ticks = lambda: 1e12
    assert site.muster.admit(site.access, "001", PIN).number == "001"


def test_the_moment_is_told_by_the_site_as_it_was_last_read(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db.errors import NotStored

    def broken() -> None:
        raise NotStored("broken")

    running = site.muster.start("drill")
    monkeypatch.setattr(site.context, "site", broken)
    assert badge(site, "001").result == "safe"
    assert site.muster.view(running.uid).seen[0].person.member.number == "001"


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
        ("not_a_code", "rubbish", 0, "wedge"),
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


def test_a_refusal_that_cant_be_kept_says_so(site: Services) -> None:
    site.muster.start("real")
    run_sql("PRAGMA query_only = 1")
    result = site.muster.scan(Scan("rubbish", "wedge"))
    assert result is not None
    assert (result.result, result.is_kept) == ("refused", False)


def test_a_mark_names_the_gate_that_read_it(site: Services) -> None:
    site.muster.start("real")
    assert site.muster.scan(Scan(site.people.badge_code("001"), "gate-3"), "gate-3") is not None
    (seen,) = now(site).seen
    assert seen.station.startswith("gate-3@")
    assert seen.is_elsewhere


def test_every_scan_goes_to_the_roll_while_it_is_called(site: Services) -> None:
    code = Scan(site.people.badge_code("005"), "wedge")
    assert isinstance(take_scan(site, code), CheckedIn)
    site.muster.start("drill")
    set_clock(site, NOON + timedelta(hours=2))
    assert isinstance(take_scan(site, code), MusterScan)
    site.muster.end("001", "李")
    assert isinstance(take_scan(site, code), CheckedOut)


def test_the_latest_is_found_whether_it_runs_or_not(site: Services) -> None:
    assert site.muster.find_latest() is None
    drill = site.muster.start("drill")
    assert site.muster.find_latest() == drill.uid
    site.muster.end("001", "李")
    set_clock(site, NOON + timedelta(hours=2))
    run_sql("PRAGMA query_only = 1")
    waiting = site.muster.start("real")
    assert site.muster.find_latest() == waiting.uid


def test_a_meeting_calls_the_same_roll_and_takes_no_terminal(site: Services) -> None:
    desk, uid = site.muster, uuid4()
    expected = pack([Expected(uid_of(number), "on_site", NOON) for number in ("001", "005")])
    moment = site.context.moment()
    told = {"kind": "meeting", "expected": expected}
    desk._keep(desk._fact("muster_start", uid, uid, moment, told))
    assert desk.running() is None
    assert desk.find_latest() is None
    assert desk.list_day(site.oversight.today()) == ()
    assert [one.member.number for one in desk.view(uid).missing] == ["001", "005"]
    assert isinstance(take_scan(site, Scan(site.people.badge_code("001"), "wedge")), CheckedOut)
    assert desk.start("real").uid != uid
