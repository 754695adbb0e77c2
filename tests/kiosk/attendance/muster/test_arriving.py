"""Who arrives while a roll is called is on site from then on."""

from datetime import timedelta
from pathlib import Path

import pytest

from db.connection import run_sql
from db.inspection import inspect_file
from kiosk.attendance.muster.taking import take_scan
from kiosk.attendance.views import CheckedIn, CheckedOut, Refused, Scan
from kiosk.people.views import MemberView
from kiosk.services import Services
from tests.builders import NOON, add_member, make_site, scan, set_clock, uid_of
from tests.kiosk.attendance.muster.called import badge, left_at, make_called_site, missing, now

AT = NOON + timedelta(hours=1)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return make_called_site(tmp_path)


def on_site(site: Services) -> list[str]:
    return sorted(one.number for one in site.attendance.on_site())


def unwritable(on: bool = True) -> None:
    run_sql(f"PRAGMA query_only = {int(on)}")


def test_a_scan_during_a_muster_checks_in_who_was_not_on_site(site: Services) -> None:
    site.muster.start("drill")
    set_clock(site, AT + timedelta(minutes=2))
    answers = {number: badge(site, number) for number in ("001", "004", "005")}
    assert {number: one.checked_in for number, one in answers.items()} == {
        "001": False,
        "004": True,
        "005": True,
    }
    assert {one.result for one in answers.values()} == {"safe"}
    assert badge(site, "005").result == "already"
    assert on_site(site) == ["001", "002", "003", "004", "005"]
    made = run_sql("SELECT kind, source, at FROM presence_mark WHERE source = 'muster'")
    at = (AT + timedelta(minutes=2)).timestamp() * 1_000_000
    assert made == [("in", "muster", at)] * 2
    assert sorted(one.person.member.number for one in now(site).seen) == ["001", "004", "005"]
    site.muster.end("001", "李")
    set_clock(site, AT + timedelta(hours=3))
    site.muster.start("real")
    assert missing(site) == ["001", "002", "003", "004", "005"]
    site.muster.end("001", "李")
    set_clock(site, AT + timedelta(hours=9))
    assert isinstance(scan(site, "005"), CheckedOut)
    assert inspect_file(site.context.home.database).changed_seq is None


def test_whoever_was_marked_by_hand_is_checked_in_by_their_own_scan(site: Services) -> None:
    site.muster.start("drill")
    site.muster.mark_safe(uid_of("005"), "李工")
    assert "005" not in on_site(site)
    again = badge(site, "005")
    assert (again.result, again.checked_in) == ("already", True)
    assert "005" in on_site(site)
    assert badge(site, "005").checked_in is False


def test_a_hand_mark_taken_back_leaves_who_scanned_safe_by_their_badge(site: Services) -> None:
    site.muster.start("drill")
    site.muster.mark_safe(uid_of("005"), "李工")
    set_clock(site, AT + timedelta(minutes=1))
    again = badge(site, "005")
    assert (again.result, again.at) == ("already", AT)
    assert badge(site, "005").result == "already"
    assert run_sql("SELECT how FROM muster_seen ORDER BY seq") == [("hand",), ("badge",)]
    (seen,) = now(site).seen
    assert (seen.how, seen.at) == ("badge", AT + timedelta(minutes=1))
    assert [(one.how, one.by) for one in seen.beside] == [("hand", "李工")]
    site.muster.undo(uid_of("005"), "李工", "认错了人")
    (seen,) = now(site).seen
    assert (seen.how, seen.beside) == ("badge", ())
    assert "005" in on_site(site)
    site.muster.undo(uid_of("005"), "李工", "别人拿着他的胸牌")
    assert now(site).seen == ()
    assert "005" in missing(site)
    assert "005" not in on_site(site)
    report = site.muster.end("001", "李")
    assert [(one.how, one.reason) for one in report.taken_back] == [
        ("hand", "认错了人"),
        ("badge", "别人拿着他的胸牌"),
    ]
    assert inspect_file(site.context.home.database).changed_seq is None


def test_who_was_seen_at_a_gate_and_scans_is_safe_by_their_badge_though_the_gate_goes(
    site: Services,
) -> None:
    site.muster.start("drill")
    scan(site, "005", source="turnstile")
    assert badge(site, "005").result == "already"
    assert [one.how for one in now(site).seen] == ["badge"]
    site.muster.undo(uid_of("005"), "李工", "别人")
    assert [(one.how, one.beside) for one in now(site).seen] == [("badge", ())]


def test_a_badge_after_a_hand_mark_waits_in_the_journal_with_its_check_in(site: Services) -> None:
    site.muster.start("drill")
    site.muster.mark_safe(uid_of("005"), "李工")
    unwritable()
    again = badge(site, "005")
    assert (again.result, again.checked_in) == ("already", True)
    assert badge(site, "005").result == "already"
    site.muster.undo(uid_of("005"), "李工", "认错了人")
    assert [one.how for one in now(site).seen] == ["badge"]
    unwritable(on=False)
    assert site.muster.take_over()
    assert [(one.how, one.beside) for one in now(site).seen] == [("badge", ())]
    assert "005" in on_site(site)
    assert run_sql("SELECT how FROM muster_seen ORDER BY seq") == [("hand",), ("badge",)]
    assert inspect_file(site.context.home.database).changed_seq is None


def test_who_was_checked_out_since_their_mark_is_not_checked_in_where_nothing_can_be_written(
    site: Services,
) -> None:
    site.muster.start("drill")
    badge(site, "005")
    set_clock(site, AT + timedelta(minutes=20))
    left_at(site, "005", AT + timedelta(minutes=10))
    unwritable()
    again = badge(site, "005")
    assert (again.result, again.checked_in) == ("already", False)
    unwritable(on=False)
    assert badge(site, "005").checked_in


def test_badge_dates_gate_nothing_in_a_muster(site: Services) -> None:
    run_sql(
        "UPDATE badge SET valid_until = '2020-01-01' WHERE member_uid = ?", (uid_of("005").bytes,)
    )
    site.muster.start("drill")
    assert badge(site, "005").checked_in
    assert "005" in on_site(site)


def test_the_check_in_waits_in_the_journal_with_its_mark(site: Services) -> None:
    site.muster.start("drill")
    unwritable()
    set_clock(site, AT + timedelta(minutes=2))
    assert badge(site, "005").checked_in
    assert "005" not in on_site(site)
    site.muster.end("001", "李")
    real = site.muster.start("real")  # the record can't be written yet, and knows nothing of 005
    assert missing(site) == ["001", "002", "003", "005"]
    unwritable(on=False)
    set_clock(site, AT + timedelta(minutes=30))
    assert site.muster.take_over()
    since = {one.number: one.since for one in site.attendance.on_site()}
    assert since["005"] == AT + timedelta(minutes=2)
    assert site.muster.view(real.uid).expected == 4
    assert site.muster.take_over()
    assert run_sql("SELECT count(*) FROM presence_mark WHERE source = 'muster'") == [(1,)]


def test_a_mark_that_comes_late_checks_in_nobody_who_came_and_went_since(site: Services) -> None:
    site.muster.start("drill")
    set_clock(site, AT + timedelta(minutes=2))
    unwritable()
    badge(site, "005")
    site.muster.end("001", "李")
    waiting = (site.context.home.folder / "muster.journal").read_text()
    (site.context.home.folder / "muster.journal").unlink()
    unwritable(on=False)
    site.muster.end("001", "李")
    for hours in (1, 2):
        set_clock(site, AT + timedelta(hours=hours))
        scan(site, "005")
    (site.context.home.folder / "muster.journal").write_text(waiting)
    assert site.muster.take_over()
    assert "005" not in on_site(site)


def test_a_check_in_goes_with_the_mark_that_made_it(site: Services) -> None:
    site.muster.start("drill")
    badge(site, "005")
    badge(site, "001")
    for number in ("005", "001"):
        site.muster.undo(uid_of(number), "王工", "别人拿着他的胸牌")
    assert on_site(site) == ["001", "002", "003"]
    assert missing(site) == ["001", "002", "003", "005"]  # nobody leaves the roll
    assert badge(site, "005").checked_in
    assert on_site(site) == ["001", "002", "003", "005"]
    assert inspect_file(site.context.home.database).changed_seq is None


def test_a_check_in_that_a_supervisor_corrected_stays_when_the_mark_goes(site: Services) -> None:
    site.muster.start("drill")
    badge(site, "005")
    set_clock(site, AT + timedelta(minutes=20))
    left_at(site, "005", AT + timedelta(minutes=10))
    site.muster.undo(uid_of("005"), "王工", "错")
    assert "005" not in on_site(site)
    assert "005" in missing(site)


def test_who_is_overdue_is_checked_in_anew(site: Services) -> None:
    set_clock(site, NOON + timedelta(hours=20))
    site.muster.start("drill")
    assert badge(site, "001").checked_in
    assert on_site(site) == ["001"]


def test_with_a_clock_set_back_the_check_in_still_stands(site: Services) -> None:
    site.muster.start("drill")
    set_clock(site, NOON - timedelta(hours=3))
    assert badge(site, "004").checked_in
    assert "004" in on_site(site)


def test_in_the_minute_after_the_end_nobody_checks_out_and_the_unknown_check_in(
    site: Services,
) -> None:
    site.muster.start("drill")
    badge(site, "005")
    site.muster.mark_safe(uid_of("004"), "李工")
    site.muster.end("001", "李")
    set_clock(site, AT + timedelta(seconds=30))

    def gate(number: str) -> object:
        return take_scan(site, Scan(site.people.badge_code(number), "wedge"))

    over = gate("005")
    assert isinstance(over, Refused)
    assert over.reason == "muster_over"
    assert isinstance(over.member, MemberView)
    assert isinstance(gate("004"), CheckedIn)  # they have no presence that a scan could end
    assert on_site(site) == ["001", "002", "003", "004", "005"]


def test_a_scan_that_a_gate_delivers_late_marks_nobody_safe(site: Services) -> None:
    site.muster.start("drill")
    late = Scan(site.people.badge_code("003"), "gate", at=AT - timedelta(minutes=5))
    assert isinstance(take_scan(site, late), CheckedOut)
    assert missing(site) == ["001", "002", "003"]
    came = Scan(site.people.badge_code("005"), "gate", at=AT - timedelta(minutes=5))
    assert isinstance(take_scan(site, came), CheckedIn)
    assert missing(site) == ["001", "002", "003", "005"]
    site.muster.end("001", "李")
    after = Scan(site.people.badge_code("001"), "gate", at=AT - timedelta(minutes=5))
    assert isinstance(take_scan(site, after), CheckedOut)


def test_what_waits_is_taken_over_before_the_next_scan_is_decided(site: Services) -> None:
    site.muster.start("drill")
    unwritable()
    badge(site, "005")
    site.muster.end("001", "李")
    unwritable(on=False)
    set_clock(site, AT + timedelta(hours=2))
    assert isinstance(take_scan(site, Scan(site.people.badge_code("005"), "wedge")), CheckedOut)


def test_a_member_added_while_it_runs_is_checked_in_too(tmp_path: Path) -> None:
    site = make_site(tmp_path, 1)
    site.muster.start("drill")
    add_member("777")
    assert badge(site, "777").checked_in
    assert on_site(site) == ["777"]
