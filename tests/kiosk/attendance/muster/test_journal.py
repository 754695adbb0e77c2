"""Where facts wait while the record can't be written, and how they come into it: once."""

import json
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db.errors import NotStored
from db.muster import MusterFact
from kiosk.attendance.muster import journal as journals
from kiosk.attendance.muster.journal import FILE, Journal, list_aside, list_waiting
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


def taking(taken: list[MusterFact]) -> Callable[[Sequence[MusterFact]], tuple[()]]:
    def take(facts: Sequence[MusterFact]) -> tuple[()]:
        taken.extend(facts)
        return ()

    return take


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
    journal.hand_over(taking(taken))
    assert taken == facts
    assert (journal.facts(), journal.kept) == ([], "record")


def test_torn_and_foreign_lines_are_passed_over(folders: tuple[Path, Path]) -> None:
    journal, kept = Journal(folders[0], NAME), fact()
    journal.append([kept])
    line = (folders[0] / FILE).read_text().strip()
    torn = [
        "{",
        "[]",
        "7",
        '{"fact": "x"}',
        line[:60],
        *map(line.replace, *zip(*WRONG, strict=True)),
    ]
    assert line not in torn
    with (folders[0] / FILE).open("ab") as file:
        file.write(b"\xff\n" + "\n".join(torn).encode())
    more = fact(3)
    journal.append([more])
    assert journal.facts() == [kept, more]


WRONG = (
    ('"turn"', '"turns"'),
    ('"turn": 0', '"turn": "0"'),
    ('"how": "hand"', '"how": "eye"'),
    ('"how": "hand"', '"how": 7'),
    ('"person": "', '"person": "7'),
    ("+00:00", ""),
    ('"zone": "UTC"', '"zone": "Mars/Base"'),
    (NAME, "1" * 32),
)
"""What no fact of this site can say."""


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "party", "expected": "[]", "follows": "", "since": 0},
        {"kind": "real", "expected": '[["7"]]', "follows": "", "since": 0},
        {
            "kind": "real",
            "expected": f'[["{UUID(int=1).hex}", "x", "2026-11-20T04:00:00+00:00"]]',
            "follows": "",
            "since": 0,
        },
    ],
)
def test_a_start_that_no_roll_can_be_called_from_is_passed_over(
    folders: tuple[Path, Path], told: dict[str, str | int]
) -> None:
    journal = Journal(folders[0], NAME)
    journal.append([replace(fact(), kind="muster_start", told=told)])
    assert journal.facts() == []


def asides(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.aside-*"))


def test_what_the_record_does_not_take_is_kept_aside_and_nothing_of_it_is_lost(
    folders: tuple[Path, Path],
) -> None:
    """Of another copy of the home, or of a muster that this record knows nothing of."""
    journal, ours, strange = Journal(folders[0], NAME), fact(1), fact(2)
    for name in ("muster.journal.aside-1", "muster.journal.aside-2"):
        journal.append([ours, strange])
        text = (folders[0] / FILE).read_text()
        journal.hand_over(lambda _facts: {strange.uid})
        assert (journal.facts(), journal.kept) == ([], "record")
        assert (folders[0] / name).read_text() == text
    assert [path.name for path in list_aside(folders[0])] == asides(folders[0])
    journal.append([ours])
    assert list_waiting(folders[0]) == [folders[0] / FILE]


def test_a_journal_of_another_site_is_not_taken_and_kept_aside(
    folders: tuple[Path, Path],
) -> None:
    Journal(folders[0], "1" * 32).append([fact()])
    journal, taken = Journal(folders[0], NAME), list[MusterFact]()
    assert journal.facts() == []
    journal.hand_over(taking(taken))
    assert (taken, asides(folders[0])) == ([], ["muster.journal.aside-1"])


def test_a_journal_that_is_too_large_to_be_ours_is_kept_aside(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, kept = Journal(folders[0], NAME), fact()
    journal.append([kept])
    size = (folders[0] / FILE).stat().st_size
    monkeypatch.setattr(journals, "_MOST_BYTES", size + 1)
    more = fact(2)
    journal.append([more])  # there is no room for it: it waits elsewhere
    assert (journal.kept, journal.facts()) == ("elsewhere", [kept, more])
    monkeypatch.setattr(journals, "_MOST_BYTES", size - 1)
    journal.hand_over(lambda _facts: ())
    assert (asides(folders[0]), len(asides(folders[1]))) == (["muster.journal.aside-1"], 1)


def test_where_there_are_too_many_aside_it_stays_where_it_is(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journals, "_MOST_ASIDE", 1)
    journal, strange = Journal(folders[0], NAME), fact()
    journal.append([strange])
    journal.hand_over(lambda _facts: {strange.uid})
    assert journal.facts() == [strange]


def test_two_copies_of_a_home_have_journals_of_their_own_elsewhere(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for home in (folders[0], copy):
        (home / FILE).mkdir()
    journal, other, kept = Journal(folders[0], NAME), Journal(copy, NAME), fact()
    journal.append([kept])
    other.hand_over(lambda _facts: ())
    assert (other.facts(), journal.facts()) == ([], [kept])
    (waiting,) = list_waiting(folders[0])
    assert list_aside(copy) == [waiting]
    assert list_aside(folders[0]) == list_waiting(copy) == []


def test_what_is_only_in_memory_and_is_strange_stays_there(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journals, "_write", lambda *_told: False)
    journal, strange = Journal(folders[0], NAME), fact()
    journal.append([strange, fact(2)])
    journal.hand_over(lambda _facts: {strange.uid})
    assert journal.facts() == [strange]


@pytest.mark.parametrize("more", [(), (fact(2),)])
def test_a_journal_that_was_taken_over_by_another_process_is_not_taken_again(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, more: tuple[MusterFact, ...]
) -> None:
    """Who waited for the lock holds a file that is gone; another one may be there by now."""
    journal, lock = Journal(folders[0], NAME), journals._lock
    journal.append([fact()])
    seen: list[int] = []

    def slow_lock(file: int) -> None:
        lock(file)
        if not seen:
            seen.append(file)
            (folders[0] / FILE).unlink()
            Journal(folders[0], NAME).append(more)

    monkeypatch.setattr(journals, "_lock", slow_lock)
    taken: list[MusterFact] = []
    journal.hand_over(taking(taken))
    assert (taken, journal.facts()) == ([], [*more])


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
    assert (folders[0] / FILE).read_bytes() == b""  # nothing torn stays behind


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
    journal.hand_over(lambda _facts: ())
    assert journal.kept == "journal"  # it waits until it can be read


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
        {"because": "pin", "by_number": "1", "by_name": "李", "during": "[]"},
    )
    journal.append([kept])
    assert journal.facts() == [kept]
    assert json.loads((folders[0] / FILE).read_text())["told"]["by_name"] == "李"
