"""Where facts wait while the record can't be written, and how they come into it: once."""

import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db.errors import NotStored
from db.muster import MusterFact
from kiosk.attendance.muster import journal as journals
from kiosk.attendance.muster.journal import FILE, Journal
from tests.builders import NOON

NAME = "0" * 32
"""The key of a site."""


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(elsewhere))
    return home, elsewhere


def fact(person: int = 1) -> MusterFact:
    told: dict[str, str | int] = {
        "person": UUID(int=person).hex,
        "turn": 0,
        "how": "hand",
        "by_name": "王\n工",
    }
    return MusterFact("muster_seen", uuid4(), uuid4(), NOON, "k@x", NOON.date(), "UTC", told)


def elsewhere(folders: tuple[Path, Path]) -> Path:
    """Where the journal is when the home can't be written."""
    return folders[1] / journals._elsewhere(folders[0], NAME)


def cant_store(_facts: object) -> tuple[()]:
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
    journal, facts = Journal(folders[0], NAME), [fact()]
    taken: list[MusterFact] = []
    journal.append(facts)
    with pytest.raises(NotStored):
        journal.hand_over(cant_store)
    assert journal.facts() == facts
    journal.hand_over(lambda facts: taken.extend(facts) or ())
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
    journal.hand_over(lambda facts: ())
    assert journal.kept == "record"


def test_where_nothing_can_be_written_it_is_in_memory_and_says_so(
    folders: tuple[Path, Path],
) -> None:
    (folders[0] / FILE).mkdir()
    place = elsewhere(folders)
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
    place, target = elsewhere(folders), folders[1] / "passwd"
    target.write_text("secret")
    place.symlink_to(target)
    journal = Journal(folders[0], NAME)
    journal.append([fact()])
    assert (target.read_text(), journal.kept) == ("secret", "memory")
    place.unlink()
    place.write_text("")
    monkeypatch.setattr(os, "getuid", lambda: 4711)
    journal.append([fact(2)])
    assert (place.read_text(), journal.kept) == ("", "memory")


def test_a_line_that_did_not_go_in_whole_does_not_count(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:20]))
    journal = Journal(folders[0], NAME)
    journal.append([fact()])
    assert journal.kept == "memory"


def test_a_journal_that_was_taken_over_while_somebody_waited_is_made_anew(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, place = journals._lock, folders[0] / FILE
    seen: list[int] = []

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
