"""Where facts wait while the record can't be written, and how they come into it: once."""

import json
import os
import resource
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db.connection import run_sql
from db.errors import NotStored
from db.ledger import find_first_broken
from db.muster import MusterFact
from kiosk.attendance.muster import journal as journals
from kiosk.attendance.muster.desk import MusterDesk
from kiosk.attendance.muster.journal import FILE, Journal
from kiosk.attendance.views import Scan
from kiosk.services import Services
from tests.builders import NOON, make_site, scan, uid_of

ROOT = Path(__file__).parents[4]
NAME = "0" * 32


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    monkeypatch.setattr(journals.tempfile, "gettempdir", lambda: str(elsewhere))
    return home, elsewhere


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr(journals.tempfile, "gettempdir", lambda: str(elsewhere))
    services = make_site(tmp_path, 4)
    for number in ("001", "002", "003"):
        scan(services, number)
    return services


def fact(person: int = 1) -> MusterFact:
    told: dict[str, str | int] = {
        "person": UUID(int=person).hex,
        "turn": 0,
        "how": "hand",
        "by_name": "王\n工",
    }
    return MusterFact("muster_seen", uuid4(), uuid4(), NOON, "k@x", NOON.date(), "UTC", told)


def cant_store(_facts: object) -> None:
    raise NotStored("full")


def test_what_waits_is_read_as_it_was_written(folders: tuple[Path, Path]) -> None:
    journal = Journal(folders[0], NAME)
    facts = [fact(1), fact(2)]
    journal.append(facts)
    assert Journal(folders[0], NAME).facts() == facts
    assert journal.kept == "journal"
    assert (folders[0] / FILE).stat().st_mode & 0o777 == 0o600


def test_what_is_taken_over_waits_no_longer_and_what_is_not_stays(
    folders: tuple[Path, Path],
) -> None:
    journal, facts, taken = Journal(folders[0], NAME), [fact()], []
    journal.append(facts)
    with pytest.raises(NotStored):
        journal.hand_over(cant_store)
    assert journal.facts() == facts
    journal.hand_over(taken.extend)
    assert taken == facts
    assert (journal.facts(), journal.kept) == ([], "record")


def test_torn_and_foreign_lines_are_passed_over(folders: tuple[Path, Path]) -> None:
    journal, kept = Journal(folders[0], NAME), fact()
    journal.append([kept])
    line = (folders[0] / FILE).read_text().strip()
    torn = ["{", "[]", "7", '{"fact": "x"}', line[:60], line.replace('"turn"', '"turns"')]
    with (folders[0] / FILE).open("ab") as file:
        file.write(b"\xff\n" + "\n".join(torn).encode())
    more = fact(3)
    journal.append([more])
    assert journal.facts() == [kept, more]


def test_where_the_home_cant_be_written_it_is_kept_elsewhere(
    folders: tuple[Path, Path],
) -> None:
    (folders[0] / FILE).mkdir()  # nobody can write to a folder, root neither
    journal, kept = Journal(folders[0], NAME), fact()
    journal.append([kept])
    assert (journal.kept, journal.facts()) == ("elsewhere", [kept])
    journal.hand_over(lambda facts: None)
    assert journal.kept == "record"


def test_where_nothing_can_be_written_it_is_in_memory_and_says_so(
    folders: tuple[Path, Path],
) -> None:
    (folders[0] / FILE).mkdir()
    place = folders[1] / f"site-kiosk-{NAME}.journal"
    place.mkdir()
    journal, kept, before = Journal(folders[0], NAME), fact(), Journal(folders[0], NAME).mark
    journal.append([kept])
    assert (journal.kept, journal.facts()) == ("memory", [kept])
    assert journal.mark != before
    place.rmdir()
    more = fact(2)
    journal.append([more])
    assert (journal.kept, journal.facts()) == ("elsewhere", [kept, more])


def test_a_link_or_file_of_somebody_else_is_not_written_to(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folders[0] / FILE).mkdir()
    place, target = folders[1] / f"site-kiosk-{NAME}.journal", folders[1] / "passwd"
    target.write_text("secret")
    place.symlink_to(target)
    journal = Journal(folders[0], NAME)
    journal.append([fact()])
    assert (target.read_text(), journal.kept) == ("secret", "memory")
    place.unlink()
    place.write_text("")
    monkeypatch.setattr(journals.os, "getuid", lambda: 4711)
    journal.append([fact(2)])
    assert (place.read_text(), journal.kept) == ("", "memory")


def test_a_line_that_did_not_go_in_whole_does_not_count(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(journals.os, "write", lambda file, data: write(file, data[:20]))
    journal = Journal(folders[0], NAME)
    journal.append([fact()])
    assert journal.kept == "memory"


def test_a_journal_that_was_taken_over_while_somebody_waited_is_made_anew(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, place, seen = journals._lock, folders[0] / FILE, []

    def slow_lock(file: int) -> None:
        lock(file)
        if not seen:
            seen.append(file)
            moved = place.rename(folders[0] / "gone")
            moved.unlink()
            place.write_text("")

    monkeypatch.setattr(journals, "_lock", slow_lock)
    journal, kept = Journal(folders[0], NAME), fact()
    journal.append([kept])
    assert journal.facts() == [kept]


def test_where_there_are_no_locks_it_is_kept_all_the_same(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journals, "fcntl", None)
    journal, kept = Journal(folders[0], NAME), fact()
    journal.append([kept])
    assert journal.facts() == [kept]


def test_a_journal_that_cant_be_read_is_empty(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(folders[0], NAME)
    journal.append([fact()])

    def refuse(*_args: object, **_more: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    assert journal.facts() == []


# With a real record


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


def test_a_mark_of_a_muster_that_nobody_knows_is_left_out(site: Services) -> None:
    site.muster.journal.append([fact()])
    assert site.muster.take_over() is True
    assert table_counts() == [0] * 5


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
    from kiosk.attendance.muster.opening import open_even_unwritable

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


def test_times_survive_the_journal(folders: tuple[Path, Path]) -> None:
    journal = Journal(folders[0], NAME)
    at = datetime(2026, 11, 20, 4, 0, 0, 123456, tzinfo=UTC)
    kept = MusterFact(
        "muster_end",
        uuid4(),
        uuid4(),
        at,
        "k",
        at.date(),
        "UTC",
        {"because": "pin", "by_number": "1", "by_name": "李"},
    )
    journal.append([kept])
    assert journal.facts() == [kept]
    assert json.loads((folders[0] / FILE).read_text())["told"]["by_name"] == "李"
