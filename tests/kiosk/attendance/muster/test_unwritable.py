"""A muster while the record can not be written: nothing is lost, nothing comes in twice."""

import os
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from db.connection import close_file, run_sql
from db.ledger import find_first_broken
from kiosk.attendance.muster.desk import MusterDesk
from kiosk.attendance.muster.journal import FILE, list_aside
from kiosk.attendance.muster.opening import open_even_unwritable
from kiosk.attendance.views import Scan
from kiosk.services import Services
from tests.builders import make_site, scan, uid_of

ROOT = Path(__file__).parents[4]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(elsewhere))
    services = make_site(tmp_path, 4)
    for number in ("001", "002", "003"):
        scan(services, number)
    return services


def unwritable() -> None:
    run_sql("PRAGMA query_only = 1")


def writable() -> None:
    run_sql("PRAGMA query_only = 0")


def table_counts() -> list[int]:
    tables = ("muster_start", "muster_seen", "muster_visitor", "muster_undone", "muster_end")
    return [run_sql(f"SELECT count(*) FROM {table}")[0][0] for table in tables]


def test_a_whole_muster_on_a_record_that_cant_be_written(site: Services) -> None:
    desk, code = site.muster, Scan(site.people.badge_code("001"), "wedge")
    unwritable()
    running = desk.start("real")
    assert desk.journal.kept == "journal"
    assert desk.running() == running
    assert desk.start("real") == running
    assert desk.scan(code).result == "safe"  # type: ignore[union-attr]
    assert desk.scan(code).result == "already"  # type: ignore[union-attr]
    desk.mark_safe(uid_of("002"), "李工")
    desk.undo(uid_of("002"), "李工", "错")
    desk.mark_safe(uid_of("002"), "李工")
    desk.add_visitor("客", "李工", is_here=True)
    view = desk.end("001", "李")
    assert [one.member.number for one in view.missing] == ["003"]
    assert desk.running() is None
    assert (view.kept, table_counts()) == ("journal", [0] * 5)
    assert [one.uid for one in site.oversight.day().musters] == [running.uid]
    assert desk.take_over() is False
    writable()
    assert desk.take_over() is True
    assert table_counts() == [1, 4, 1, 1, 1]
    assert desk.take_over() is True
    assert table_counts() == [1, 4, 1, 1, 1]
    after = desk.view(running.uid)
    assert (after.seen, after.missing, after.ended_at) == (view.seen, view.missing, view.ended_at)
    assert find_first_broken() is None


def test_marks_between_go_into_the_record_with_what_waited(site: Services) -> None:
    running = site.muster.start("drill")
    unwritable()
    site.muster.mark_safe(uid_of("001"), "李工")
    writable()
    site.muster.mark_safe(uid_of("002"), "李工")
    assert (site.muster.journal.kept, table_counts()[:2]) == ("record", [1, 2])
    assert len(site.muster.view(running.uid).seen) == 2


def test_what_was_taken_over_but_not_put_away_comes_in_once(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = site.muster.start("drill")
    unwritable()
    site.muster.mark_safe(uid_of("001"), "李工")
    writable()

    def refuse(*_args: object, **_more: object) -> None:
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse)  # as when the power went between the two
        assert site.muster.take_over() is False
    assert len(site.muster.view(running.uid).seen) == 1
    assert site.muster.take_over() is True
    assert table_counts()[:2] == [1, 1]


def test_two_marks_of_one_person_in_journal_and_record_are_one(site: Services) -> None:
    site.muster.start("drill")
    other = MusterDesk(site.context, "command")
    unwritable()
    site.muster.mark_safe(uid_of("001"), "李工")
    saved = site.muster.journal.facts()
    (site.context.home.folder / FILE).unlink()
    writable()
    other.mark_safe(uid_of("001"), "王工")
    site.muster.journal.append(saved)
    assert site.muster.take_over() is True
    assert table_counts()[:2] == [1, 1]


def test_a_hand_at_one_terminal_and_a_badge_at_another_are_both_kept(site: Services) -> None:
    running = site.muster.start("drill")
    unwritable()
    site.muster.mark_safe(uid_of("001"), "李工")
    saved = site.muster.journal.facts()
    (site.context.home.folder / FILE).unlink()
    writable()
    site.muster.scan(Scan(site.people.badge_code("001"), "wedge"))
    site.muster.journal.append(saved)
    assert site.muster.take_over() is True
    assert table_counts()[:2] == [1, 2]
    (seen,) = site.muster.view(running.uid).seen
    assert (seen.how, [one.how for one in seen.beside]) == ("badge", ["hand"])


def test_marks_of_a_muster_that_the_record_knows_nothing_of_are_kept_aside(
    site: Services, tmp_path: Path
) -> None:
    """The record was replaced by an older copy, or the journal by that of another home."""
    before = tmp_path / "before.db"
    run_sql("VACUUM INTO ?", (str(before),))
    site.muster.start("real")
    unwritable()
    site.muster.mark_safe(uid_of("001"), "李工")
    home = site.context.home
    text = (home.folder / FILE).read_text()
    close_file()
    home.database.write_bytes(before.read_bytes())
    older = open_even_unwritable(home)
    assert older.muster.journal.kept == "record"
    assert table_counts() == [0] * 5
    (aside,) = list_aside(home.folder)
    assert (aside.parent, aside.read_text()) == (home.folder, text)
    assert older.muster.running() is None


def test_marks_come_after_the_start_that_waits_elsewhere(site: Services) -> None:
    """The home could not be written at first, then it could, and the record not yet."""
    (site.context.home.folder / FILE).mkdir()
    unwritable()
    running = site.muster.start("real")
    (site.context.home.folder / FILE).rmdir()
    site.muster.mark_safe(uid_of("001"), "李工")
    writable()
    assert site.muster.take_over()
    assert [one.person.member.number for one in site.muster.view(running.uid).seen] == ["001"]
    assert list_aside(site.context.home.folder) == []


def test_a_drill_that_turned_real_in_the_journal_stays_two_musters(site: Services) -> None:
    unwritable()
    drill = site.muster.start("drill")
    site.muster.mark_safe(uid_of("001"), "李工")
    real = site.muster.start("real")
    site.muster.scan(Scan("rubbish", "wedge"))
    site.muster.end("001", "李")
    before = [site.muster.view(one.uid) for one in (drill, real)]
    writable()
    assert site.muster.take_over()
    after = [site.muster.view(one.uid) for one in (drill, real)]
    assert [one.refused for one in (*before, *after)] == [0, 1, 0, 1]
    assert [len(one.seen) for one in (*before, *after)] == [1, 0, 1, 0]


def test_an_end_in_the_journal_ends_what_the_record_started(site: Services) -> None:
    site.muster.start("drill")
    unwritable()
    site.muster.end("001", "李")
    assert site.muster.running() is None


KILLED = """
import os, signal, sys
from pathlib import Path
from db.connection import run_sql
from kiosk.config import Home
from kiosk.services import open_services
from tests.builders import uid_of
site = open_services(Home(Path(sys.argv[1])))
site.muster.start("real")
site.muster.mark_safe(uid_of("001"), "li")
if sys.argv[2] == "unwritable":
    run_sql("PRAGMA query_only = 1")
site.muster.mark_safe(uid_of("002"), "li")
print("marked", flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("how", ["written", "unwritable"])
def test_after_a_kill_in_the_middle_the_same_muster_runs_on(site: Services, how: str) -> None:
    home = site.context.home.folder
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(home), how],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(home.parent / "elsewhere")},
    )
    assert (killed.returncode, killed.stdout) == (-signal.SIGKILL, "marked\n"), killed.stderr
    again = open_even_unwritable(site.context.home)
    running = again.muster.running()
    assert running is not None
    assert running.kind == "real"
    seen = again.muster.view(running.uid).seen
    assert sorted(one.person.member.number for one in seen) == ["001", "002"]
    assert (again.muster.journal.kept, table_counts()[:2]) == ("record", [1, 2])


RACE = """
import sys
from pathlib import Path
from db.connection import run_sql
from kiosk.config import Home
from kiosk.services import open_services
from tests.builders import uid_of
site = open_services(Home(Path(sys.argv[1])))
if sys.argv[2] == "unwritable":
    run_sql("PRAGMA query_only = 1")
sys.stdin.readline()
for number in ("001", "002", "003", "004") * 5:
    print(site.muster.mark_safe(uid_of(number), "li").result)
"""


@pytest.mark.parametrize("how", ["written", "unwritable"])
def test_two_processes_marking_the_same_people_mark_each_once(site: Services, how: str) -> None:
    running = site.muster.start("real")
    home = site.context.home.folder
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, str(home), how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(home.parent / "elsewhere")},
        )
        for _racer in range(2)
    ]
    told = [racer.communicate("\n")[0].split() for racer in racers]
    assert [len(lines) for lines in told] == [20, 20]
    assert site.muster.take_over()
    view = site.muster.view(running.uid)
    assert sorted(one.person.member.number for one in view.seen) == ["001", "002", "003", "004"]
    assert table_counts()[1] == 4
    assert find_first_broken() is None


FULL = """
import resource, signal, sys
from pathlib import Path
from db.connection import run_sql
from kiosk.config import Home
from kiosk.services import open_services
from tests.builders import uid_of
site = open_services(Home(Path(sys.argv[1])))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
running = site.muster.start("real")
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
print(site.muster.mark_safe(uid_of("001"), "li").result, site.muster.journal.kept)
print(len(site.muster.view(running.uid).seen))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
print(site.muster.take_over(), run_sql("SELECT count(*) FROM muster_seen")[0][0])
"""


@pytest.mark.parametrize(("room", "kept"), [(0, "memory"), (2_000, "journal")])
def test_a_full_disk_keeps_nobody_from_being_marked(site: Services, room: int, kept: str) -> None:
    assert resource.RLIMIT_FSIZE is not None
    home = site.context.home.folder
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(home), str(room)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(home.parent / "elsewhere")},
    )
    assert done.stdout.split() == ["safe", kept, "1", "True", "1"], done.stderr
