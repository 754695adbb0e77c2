"""A muster from its start to its end, and what stays of it (case 36)."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from db import muster as records
from db.connection import run_sql
from db.inspection import inspect_file
from db.ledger import find_first_broken
from kiosk.attendance.muster.desk import MusterDesk
from kiosk.attendance.muster.roll import Expected, pack
from kiosk.attendance.muster.taking import take_scan
from kiosk.attendance.views import CheckedOut, Scan
from kiosk.errors import RefusedError
from kiosk.people.access import UNRECORDED_TRIES, WaitError
from kiosk.services import Services
from tests.builders import NOON, scan, set_clock, uid_of
from tests.kiosk.attendance.muster.called import PIN, badge, make_called_site, missing


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_called_site(tmp_path)


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
    told: dict[str, str | int] = {
        "kind": "meeting",
        "expected": expected,
        "follows": "",
        "since": 0,
    }
    desk._keeping.keep(desk._fact("muster_start", uid, uid, moment, told))
    assert desk.running() is None
    assert desk.find_latest() is None
    assert desk.list_day(site.oversight.today()) == ()
    assert [one.member.number for one in desk.view(uid).missing] == ["001", "005"]
    assert isinstance(take_scan(site, Scan(site.people.badge_code("001"), "wedge")), CheckedOut)
    assert desk.start("real").uid != uid
