"""One muster at a time, however many terminals start one at once, and wherever they could write."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db import muster as records
from db.connection import run_sql
from db.errors import Conflict, NotStored
from db.inspection import inspect_file
from db.muster import MusterFact
from kiosk.attendance.muster.desk import MusterDesk, Told
from kiosk.attendance.muster.journal import FILE
from kiosk.attendance.muster.roll import Expected
from kiosk.attendance.muster.views import Running
from kiosk.attendance.muster.whom import list_expected
from kiosk.context import Moment
from kiosk.oversight.views import SiteView
from kiosk.services import Services
from tests.builders import NOON, set_clock, uid_of
from tests.kiosk.attendance.muster.called import badge, make_called_site, missing, now

ROOT = Path(__file__).parents[4]
STARTERS = 4


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return make_called_site(tmp_path)


def unwritable(on: bool = True) -> None:
    run_sql(f"PRAGMA query_only = {int(on)}")


def away(site: Services) -> str:
    """Take the journal away, as if it were on a terminal that nobody else can read."""
    place = site.context.home.folder / FILE
    text = place.read_text()
    place.unlink()
    return text


def back(site: Services, *texts: str) -> None:
    (site.context.home.folder / FILE).write_text("".join(texts))


def started() -> list[str]:
    return [str(row[0]) for row in run_sql("SELECT kind FROM muster_start ORDER BY seq")]


START = """
import sys
from pathlib import Path
from db.connection import run_sql
from kiosk.config import Home
from kiosk.services import open_services
site = open_services(Home(Path(sys.argv[1])))
if sys.argv[2] == "unwritable":
    run_sql("PRAGMA query_only = 1")
print("ready", flush=True)
sys.stdin.readline()
site.muster.start("real")
print("started", flush=True)
sys.stdin.readline()
print(site.muster.running().uid, flush=True)
"""


@pytest.mark.parametrize("how", ["written", "unwritable"])
def test_four_processes_that_start_at_once_call_one_roll(site: Services, how: str) -> None:
    home = site.context.home.folder
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", START, str(home), how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(home.parent)},
        )
        for _starter in range(STARTERS)
    ]
    for word in ("ready\n", "started\n"):
        for starter in starters:
            assert starter.stdout is not None
            assert starter.stdin is not None
            assert starter.stdout.readline() == word
        for starter in starters:
            starter.stdin.write("\n")  # type: ignore[union-attr]  # asserted above
            starter.stdin.flush()  # type: ignore[union-attr]
    told = {starter.communicate()[0].strip() for starter in starters}
    assert len(told) == 1
    site.muster.end("001", "李")
    assert site.muster.running() is None
    assert site.muster.take_over()
    assert started() == ["real"]
    assert site.muster.running() is None


def test_who_is_second_joins_whoever_was_first_between_look_and_write(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, first = MusterDesk(site.context, "command"), list[Running]()

    def looked(site_view: SiteView, moment: Moment, waiting: list[MusterFact]) -> list[Expected]:
        if not first:
            monkeypatch.undo()
            first.append(other.start("drill"))
        return list_expected(site_view, moment, waiting)

    monkeypatch.setattr("kiosk.attendance.muster.desk.list_expected", looked)
    second = site.muster.start("drill")
    assert first == [second]
    assert started() == ["drill"]


def test_a_start_that_is_always_second_and_never_sees_the_first_gives_up(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.muster.start("drill")
    monkeypatch.setattr(MusterDesk, "running", lambda _self: None)
    monkeypatch.setattr("kiosk.attendance.muster.desk.newest_start", lambda: "")
    with pytest.raises(NotStored):
        site.muster.start("drill")
    assert started() == ["drill"]


def test_the_record_itself_lets_only_one_follow(site: Services) -> None:
    first = site.muster.start("drill")
    (fact,) = records.list_facts(first.uid)
    with pytest.raises(Conflict):
        records.add_fact(replace(fact, uid=uid_of("001")), 10_000)


def test_a_start_in_a_journal_becomes_marks_of_the_muster_that_ran(site: Services) -> None:
    unwritable()
    site.muster.start("real")
    set_clock(site, NOON + timedelta(hours=1, minutes=2))
    badge(site, "001")
    site.muster.mark_safe(uid_of("002"), "李工")
    site.muster.undo(uid_of("002"), "李工", "错")
    site.muster.add_visitor("客", "李工", is_here=True)
    site.muster.end("001", "李")
    waiting = away(site)
    unwritable(on=False)
    set_clock(site, NOON + timedelta(hours=1, minutes=1))
    running = site.muster.start("real")
    back(site, waiting)
    assert missing(site) == ["002", "003"]  # already before it is taken over
    assert site.muster.take_over()
    assert (site.muster.running(), started()) == (running, ["real"])
    assert missing(site) == ["002", "003"]
    assert (now(site).visitors, len(now(site).seen)) == (1, 2)
    assert inspect_file(site.context.home.database).changed_seq is None


def test_two_starts_in_two_journals_are_one_muster(site: Services) -> None:
    unwritable()
    site.muster.start("drill")
    badge(site, "001")
    one = away(site)
    site.muster.start("drill")
    badge(site, "002")
    two = away(site)
    back(site, one, two)
    assert missing(site) == ["003"]
    unwritable(on=False)
    assert site.muster.take_over()
    assert (missing(site), started()) == (["003"], ["drill"])
    site.muster.end("001", "李")
    assert site.muster.running() is None


def test_a_muster_in_a_journal_that_had_ended_before_stays_its_own(site: Services) -> None:
    unwritable()
    before = site.muster.start("drill")
    set_clock(site, NOON + timedelta(hours=1, minutes=5))
    site.muster.end("001", "李")
    waiting = away(site)
    unwritable(on=False)
    set_clock(site, NOON + timedelta(hours=2))
    running = site.muster.start("drill")
    back(site, waiting)
    assert site.muster.take_over()
    assert site.muster.running() == running
    assert [one.uid for one in site.muster.list_day(site.oversight.today())] == [
        before.uid,
        running.uid,
    ]
    assert site.muster.view(running.uid).seen == ()


def test_a_real_one_in_a_journal_ends_the_drill_that_ran(site: Services) -> None:
    unwritable()
    real = site.muster.start("real")
    badge(site, "001")
    waiting = away(site)
    unwritable(on=False)
    drill = site.muster.start("drill")
    back(site, waiting)
    assert site.muster.running() == real
    assert site.muster.take_over()
    assert site.muster.running() == real
    assert site.muster.view(drill.uid).because == "real"
    assert missing(site) == ["002", "003"]
    site.muster.end("001", "李")
    assert site.muster.running() is None


def test_a_drill_in_a_journal_becomes_marks_of_the_real_one(site: Services) -> None:
    unwritable()
    site.muster.start("drill")
    badge(site, "001")
    waiting = away(site)
    unwritable(on=False)
    real = site.muster.start("real")
    back(site, waiting)
    assert site.muster.take_over()
    assert (site.muster.running(), missing(site)) == (real, ["002", "003"])
    assert started() == ["real"]


def test_a_meeting_in_a_journal_joins_nothing_and_a_real_one_ends_no_meeting(
    site: Services,
) -> None:
    def call_meeting() -> UUID:
        uid, desk = uuid4(), site.muster
        told: Told = {"kind": "meeting", "expected": "[]", "follows": "", "since": 0}
        desk._keeping.keep(desk._fact("muster_start", uid, uid, site.context.moment(), told))
        return uid

    recorded = call_meeting()
    unwritable()
    waiting = call_meeting()
    real = site.muster.start("real")
    unwritable(on=False)
    assert site.muster.take_over()
    assert sorted(started()) == ["meeting", "meeting", "real"]
    assert site.muster.running() == real
    assert [site.muster.view(uid).ended_at for uid in (recorded, waiting)] == [None, None]
