"""The muster on a real file: who is called, who is seen, what becomes of it (case 36)."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from db import muster as records
from db.connection import run_sql
from kiosk.attendance.muster.desk import MusterDesk
from kiosk.attendance.muster.ending import AFTER_END
from kiosk.attendance.muster.taking import take_scan
from kiosk.attendance.muster.views import MusterScan
from kiosk.attendance.views import CheckedIn, CheckedOut, Refused, Scan
from kiosk.errors import RefusedError
from kiosk.services import Services
from tests.builders import NOON, scan, set_clock, uid_of
from tests.kiosk.attendance.muster.called import badge, make_called_site, missing, now


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_called_site(tmp_path)


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


def test_a_badge_mark_made_by_mistake_is_taken_back_and_both_stay(site: Services) -> None:
    running = site.muster.start("drill")
    badge(site, "003")
    site.muster.undo(uid_of("003"), "王工", "别人拿着他的胸牌")
    assert "003" in missing(site)
    _start, mark, undone = records.list_facts(running.uid)
    assert undone.kind == "muster_undone"
    assert (undone.told["person"], undone.told["turn"]) == (uid_of("003").hex, mark.told["turn"])
    assert badge(site, "003").result == "safe"
    assert "003" not in missing(site)


def test_a_sighting_at_a_gate_is_taken_back_and_the_badge_counts_again(site: Services) -> None:
    site.muster.start("drill")
    set_clock(site, NOON + timedelta(hours=2))
    scan(site, "003", source="turnstile")
    scan(site, "005", source="turnstile")
    for number in ("003", "005"):
        site.muster.undo(uid_of(number), "王工", "不在这里")
    assert missing(site) == ["001", "002", "003", "005"]
    with pytest.raises(RefusedError):
        site.muster.undo(uid_of("005"), "王工", "再来")
    assert badge(site, "005").result == "safe"
    assert missing(site) == ["001", "002", "003"]


def test_a_gate_scan_that_was_undone_marks_nobody_safe(site: Services) -> None:
    site.muster.start("real")
    set_clock(site, NOON + timedelta(hours=2))
    wrong = scan(site, "003", source="turnstile")
    assert isinstance(wrong, CheckedOut)
    assert "003" not in missing(site)
    assert wrong.scan is not None
    site.afterthoughts.undo(wrong.scan, "拿错了胸牌")
    assert "003" in missing(site)


def test_nobody_is_lost_after_the_longest_presence_was_changed(site: Services) -> None:
    from kiosk.attendance.closing import close_days
    from kiosk.oversight.ruling import RuleChange, change_rules

    set_clock(site, NOON + timedelta(hours=2))
    change_rules(site.context, RuleChange(longest_h=8, ask_h=7))
    set_clock(site, NOON + timedelta(hours=15))
    site.muster.start("drill")
    assert {one.why for one in now(site).missing} == {"on_site"}  # judged by 16 h
    site.muster.end("001", "李")
    set_clock(site, NOON + timedelta(hours=17))
    close_days(site.context)
    set_clock(site, NOON + timedelta(hours=39))  # closed 23 hours ago, begun 39 hours ago
    site.muster.start("real")
    assert [(one.member.number, one.why) for one in now(site).missing] == [
        ("001", "forgotten"),
        ("002", "forgotten"),
        ("003", "forgotten"),
    ]


def test_who_was_let_go_today_without_a_scan_may_still_be_here(site: Services) -> None:
    site.keeping.let_go(uid_of("002"), "调走")
    site.keeping.let_go(uid_of("004"), "调走")  # had checked out before
    site.muster.start("real")
    assert [(one.member.number, one.why) for one in now(site).missing] == [
        ("002", "let_go"),
        ("001", "on_site"),
        ("003", "on_site"),
    ]
    site.muster.end("001", "李")
    set_clock(site, NOON + timedelta(hours=26))
    site.muster.start("drill")
    assert "002" not in missing(site)


def test_a_clock_set_back_loses_nobody_whose_presence_begins_later(site: Services) -> None:
    from kiosk.attendance.closing import close_days

    set_clock(site, NOON + timedelta(hours=20))
    close_days(site.context)
    set_clock(site, NOON - timedelta(hours=3))
    site.muster.start("real")
    assert missing(site) == ["001", "002", "003"]
    set_clock(site, NOON - timedelta(hours=5))
    assert badge(site, "001").result == "safe"
    site.muster.undo(uid_of("001"), "王工", "错")
    assert missing(site) == ["001", "002", "003"]
    assert site.muster.find_latest() is not None


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


def test_a_mark_made_at_another_terminal_is_told_apart(site: Services) -> None:
    site.muster.start("drill")
    other = MusterDesk(site.context, "command")
    badge(site, "001", other)
    assert badge(site, "001").result == "already"
    assert [one.is_elsewhere for one in now(site).seen] == [True]


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
    set_clock(site, NOON + timedelta(hours=2) + AFTER_END)
    assert isinstance(take_scan(site, code), CheckedOut)


def test_in_the_minute_after_the_end_nobody_of_the_roll_is_checked_out(site: Services) -> None:
    codes = {number: site.people.badge_code(number) for number in ("001", "002", "005")}

    def told(number: str) -> str:
        result = take_scan(site, Scan(codes[number], "wedge"))
        return result.reason if isinstance(result, Refused) else type(result).__name__

    site.muster.start("real")
    badge(site, "001")
    site.muster.end("001", "李")
    set_clock(site, NOON + timedelta(hours=1, seconds=59))
    assert [told(number) for number in ("001", "002", "005")] == [
        "muster_over",
        "muster_missed",
        "CheckedIn",  # no matter of the roll's
    ]
    kept = [(one.reason, one.number) for one in site.oversight.day().refused]
    assert sorted(kept) == [("muster_missed", "002"), ("muster_over", "001")]
    assert "002" in [one.number for one in site.attendance.on_site()]
    dead = Scan(site.people.badge_code("003"), "wedge")
    run_sql("UPDATE badge SET dead_at = 1 WHERE member_uid = ?", (uid_of("003").bytes,))
    assert site.muster.refuse_after_end(dead) is None
    assert site.muster.refuse_after_end(Scan("rubbish", "wedge")) is None
    assert site.muster.refuse_after_end(Scan(site.people.badge_code("004"), "wedge")) is None
    run_sql("PRAGMA query_only = 1")
    assert told("002") == "NotRecorded"
    run_sql("PRAGMA query_only = 0")
    set_clock(site, NOON + timedelta(hours=1, seconds=60))
    assert told("002") == "CheckedOut"


def test_an_end_that_waits_in_the_journal_counts_as_well(site: Services) -> None:
    site.muster.start("real")
    run_sql("PRAGMA query_only = 1")
    site.muster.end("001", "李")
    run_sql("PRAGMA query_only = 0")
    refused = site.muster.refuse_after_end(Scan(site.people.badge_code("003"), "wedge"))
    assert refused is not None
    assert (refused.reason, refused.member is not None) == ("muster_missed", True)


def test_a_clock_far_ahead_hides_nobody_who_was_let_down_by_the_day_before(site: Services) -> None:
    from kiosk.attendance.closing import close_days

    set_clock(site, NOON + timedelta(hours=20))
    close_days(site.context)
    scan(site, "004")
    set_clock(site, NOON + timedelta(days=400))
    site.muster.start("real")
    assert [(one.member.number, one.why) for one in now(site).missing] == [
        ("001", "forgotten"),
        ("002", "forgotten"),
        ("003", "forgotten"),
        ("004", "on_site"),
    ]
