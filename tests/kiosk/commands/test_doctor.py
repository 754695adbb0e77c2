"""`doctor`: what it looks at, and what it says to do."""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playhouse.migrations import Runner

from db import inspection
from db.connection import close_file, database, open_file
from db.inspection import Inspection, inspect_file
from db.schema import APPLICATION_ID, MIGRATIONS, make_file
from kiosk.commands import checks, record_checks
from kiosk.config import Home
from tests.kiosk.commands.calling import Call
from tests.kiosk.commands.test_front import Terminal


@pytest.fixture(autouse=True)
def own_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctor looks for journals there; this machine's are no matter of the tests."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(folder))


NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
Usage = namedtuple("Usage", "total used free")


def change(home: Path, *statements: str) -> None:
    file = sqlite3.connect(home / "kiosk.db")
    with file:
        for statement in statements:
            file.execute(statement)
    file.close()


def test_a_healthy_site(call: Call) -> None:
    ended = call("doctor", "--json")
    assert ended.code == 0
    assert ended.json["healthy"] is True
    for check in ended.json["checks"]:
        assert check.keys() == {"name", "state", "sentence"}
        assert check["state"] in {"ok", "warn"}
    told = call("doctor", "--lang", "en").out
    assert "the chain holds" in told
    assert told.endswith("The kiosk can work.\n")


def test_a_fact_that_differs_from_its_entry_is_found(call: Call, home: Path) -> None:
    change(home, "INSERT INTO refused_scan SELECT x'77', 2, 'x', 'x', NULL, 1, 'x', 'x', 'x'")
    ended = call("doctor", "--lang", "en")
    assert ended.code == 1
    assert "what is shown differs from entry 2" in ended.out


def test_sums_that_differ_from_the_facts_are_found(call: Call, home: Path) -> None:
    assert "agree with the facts" in call("doctor", "--lang", "en").out
    change(
        home,
        "DELETE FROM commitment_open",
        "UPDATE member_tally SET amount = amount + 1 WHERE what = 'services'",
    )
    ended = call("doctor", "--lang", "en")
    assert ended.code == 1
    assert "commitment_open, member_tally differ from the facts they are made of" in ended.out
    names = {check["name"]: check["state"] for check in call("doctor", "--json").json["checks"]}
    assert names["汇总"] == "bad"


@pytest.mark.parametrize("schema", range(1, 8))
def test_a_file_of_an_earlier_program_is_not_called_damaged(
    tmp_path: Path, call: Call, schema: int
) -> None:
    earlier = tmp_path / "earlier"
    earlier.mkdir()
    for file in sorted(MIGRATIONS.glob("0*.py"))[:schema]:
        shutil.copy(file, earlier)
    open_file(tmp_path / "kiosk.db")
    database.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    Runner(database, str(earlier)).up()
    database.execute_sql(f"PRAGMA user_version = {schema}")
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    close_file()
    found = inspect_file(tmp_path / "kiosk.db")
    assert (found.damage, found.is_older) == (None, True)
    told = call("doctor", "--lang", "en", at=tmp_path).out
    assert "from an earlier program; open the kiosk once" in told
    assert "can't be read" not in told


def test_an_entry_that_was_changed_is_found(call: Call, home: Path) -> None:
    change(
        home,
        "DROP TRIGGER ledger_entry_keeps_update",
        "UPDATE ledger_entry SET payload = '{}' WHERE seq = 2",
    )
    ended = call("doctor", "--lang", "en")
    assert ended.code == 1
    assert "entry 2 was changed" in ended.out
    assert ended.out.endswith("Something must be done.\n")


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE ledger_entry SET at = at + 1 WHERE seq = 3", 3),
        ("UPDATE ledger_entry SET salt = x'00' WHERE seq = 1", 1),
        ("UPDATE ledger_entry SET payload = NULL, salt = NULL WHERE seq = 2", None),
        ("DELETE FROM ledger_entry WHERE seq = 2", 2),
    ],
)
def test_the_chain_is_walked(home: Path, statement: str, broken: int | None) -> None:
    change(
        home,
        "DROP TRIGGER ledger_entry_keeps_update",
        "DROP TRIGGER ledger_entry_keeps_delete",
        statement,
    )
    assert inspect_file(home / "kiosk.db").broken_seq == broken


def test_rows_that_point_at_nothing_are_found(call: Call, home: Path) -> None:
    change(home, "DELETE FROM branch")
    assert "3" in next(
        check["sentence"]
        for check in call("doctor", "--json").json["checks"]
        if check["name"] == "记录"
    )


def test_a_day_that_nobody_can_open_is_told(call: Call) -> None:
    def found() -> str:
        checks = call("doctor", "--json").json["checks"]
        state: str = next(check["state"] for check in checks if check["name"] == "督导")
        return state

    assert found() == "warn"
    assert "members supervisor" in call("doctor").out
    call("members", "supervisor", "002", "--pin-stdin", stdin=b"246810\n")
    assert found() == "ok"


def test_damage_in_a_page_is_found_by_reading_everything(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_checks, "check_file", lambda _path: None)
    file = home / "kiosk.db"
    data = bytearray(file.read_bytes())
    data[8192:12_288] = b"\x55" * 4096
    file.write_bytes(data)
    assert inspect_file(file).damage
    assert call("doctor").code == 1


def test_what_quick_check_says_is_damage(call: Call, home: Path) -> None:
    data = bytearray((home / "kiosk.db").read_bytes())
    data[36:40] = (7).to_bytes(4, "big")  # pages on the free list, says the header
    (home / "kiosk.db").write_bytes(data)
    assert "reelist" in (inspect_file(home / "kiosk.db").damage or "")
    assert call("doctor").code == 1


def test_a_file_beside_its_log_is_read_through_it(home: Path) -> None:
    writer = sqlite3.connect(home / "kiosk.db")
    writer.execute("PRAGMA journal_mode = wal")
    with writer:
        writer.execute("DROP TRIGGER ledger_entry_keeps_update")
        writer.execute("UPDATE ledger_entry SET kind = 'x' WHERE seq = 1")
    assert (home / "kiosk.db-wal").exists()
    assert inspect_file(home / "kiosk.db").broken_seq == 1
    writer.close()


def test_an_empty_ledger_holds(tmp_path: Path) -> None:
    make_file(tmp_path / "new.db")
    assert inspect_file(tmp_path / "new.db") == Inspection(None)


def test_the_clock() -> None:
    assert record_checks.check_clock(NOW, None).state == "ok"
    assert record_checks.check_clock(NOW, NOW + timedelta(seconds=5)).state == "ok"
    assert record_checks.check_clock(NOW, NOW + timedelta(hours=1)).state == "warn"
    assert record_checks.check_clock(NOW.replace(year=1970), None).state == "bad"


def test_entries_ahead_of_the_clock_are_told_though_the_last_one_is_not(
    call: Call, home: Path
) -> None:
    hours_us = 9 * 3600 * 1_000_000
    change(
        home,
        "DROP TRIGGER ledger_entry_keeps_update",
        f"UPDATE ledger_entry SET at = at + {hours_us} WHERE seq = 1",
    )
    checks = call("doctor", "--json").json["checks"]
    clock = next(check for check in checks if check["name"] == "时钟")
    assert clock["state"] == "warn"
    ahead = inspect_file(home / "kiosk.db").latest_at
    assert ahead is not None
    assert ahead.astimezone().strftime("%Y-%m-%d %H:%M") in clock["sentence"]
    assert "set the clock" in call("doctor", "--lang", "en").out


@pytest.mark.parametrize("page", [2, 9])
def test_a_file_that_breaks_off_while_it_is_read_is_damaged(home: Path, page: int) -> None:
    file = home / "kiosk.db"
    file.write_bytes(file.read_bytes()[: page * 4096 - 100])
    assert inspect_file(file).damage
    file.write_bytes(b"no database at all " * 500)
    assert "not a database" in str(inspect_file(file).damage)


def test_the_secret(home: Path) -> None:
    here = Home(home)
    assert record_checks.check_secret(here).state == "ok"
    here.secret_file.chmod(0o644)
    assert record_checks.check_secret(here).state == "warn"
    here.secret_file.write_text("half")
    assert record_checks.check_secret(here).state == "bad"


def test_an_unsafe_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    assert record_checks.check_sqlite().state == "ok"
    monkeypatch.setattr(inspection, "FIRST_FIXED_SQLITE", (99, 0, 0))
    assert record_checks.check_sqlite().state == "bad"


def test_python() -> None:
    assert checks.check_python((3, 11)).state == "ok"
    assert checks.check_python((3, 10)).state == "bad"


def test_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.check_modules().state == "ok"
    monkeypatch.setattr(checks, "_HEIC_MODULE", "no_such_module")
    assert checks.check_modules().state == "warn"
    monkeypatch.setattr(checks, "_MODULES", ("no_such_module",))
    assert "no_such_module" in checks.check_modules().sentence


@pytest.mark.parametrize(("free_mb", "state"), [(5000, "ok"), (500, "warn"), (50, "bad")])
def test_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free_mb: int, state: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(0, 0, free_mb * 1024 * 1024))
    assert checks.check_disk(tmp_path / "not" / "yet" / "there").state == state


@pytest.mark.parametrize(
    ("encoding", "state"), [("UTF-8", "ok"), ("utf8", "ok"), ("ascii", "warn"), ("", "warn")]
)
def test_the_encoding(encoding: str, state: str) -> None:
    assert checks.check_encoding(encoding).state == state


@pytest.mark.parametrize(
    ("term", "colour", "size", "state"),
    [
        ("xterm-256color", "truecolor", (120, 40), "ok"),
        ("xterm-256color", "", (120, 40), "warn"),
        ("xterm-256color", "truecolor", (79, 40), "warn"),
        ("xterm-256color", "truecolor", (80, 23), "warn"),
        ("linux", "truecolor", (120, 40), "warn"),
        ("", "truecolor", (120, 40), "warn"),
    ],
)
def test_the_terminal(
    monkeypatch: pytest.MonkeyPatch, term: str, colour: str, size: tuple[int, int], state: str
) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("COLORTERM", colour)
    monkeypatch.setenv("COLUMNS", str(size[0]))
    monkeypatch.setenv("LINES", str(size[1]))
    assert checks.check_terminal().state == state


def test_no_terminal_is_no_harm() -> None:
    assert checks.check_terminal().state == "ok"


def test_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "fc-list"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert checks.check_fonts().state == "ok"
    for script, state in (("echo Noto", "ok"), ("true", "warn"), ("exit 1", "ok")):
        tool.write_text(f"#!/bin/sh\n{script}\n")
        tool.chmod(0o755)
        assert checks.check_fonts().state == state


def test_a_font_tool_that_hangs_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_args: object, **_kw: object) -> None:
        raise subprocess.TimeoutExpired("fc-list", 10)

    monkeypatch.setattr(shutil, "which", lambda _name: "/bin/true")
    monkeypatch.setattr(subprocess, "run", hang)
    assert checks.check_fonts().state == "ok"


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("muster.journal", "marks wait for the record"),
        ("muster.journal.aside-1", "this record did not take"),
    ],
)
def test_marks_of_a_muster_that_are_not_in_the_record_are_told(
    call: Call, home: Path, name: str, word: str
) -> None:
    assert "nothing waits" in call("doctor", "--lang", "en").out
    (home / name).write_text("{}")
    told = call("doctor", "--lang", "en").out
    assert word in told
    assert str(home / name) in told.replace("\n", "")
    assert (home / name).read_text() == "{}"


def test_one_entry_that_is_absurdly_far_ahead_is_not_believed(call: Call, home: Path) -> None:
    years_us = 9 * 365 * 86400 * 1_000_000
    change(
        home,
        "DROP TRIGGER ledger_entry_keeps_update",
        f"UPDATE ledger_entry SET at = at + {years_us} WHERE seq = 1",
    )
    checks = call("doctor", "--json").json["checks"]
    assert next(check for check in checks if check["name"] == "时钟")["state"] == "ok"


def test_a_record_that_is_mostly_far_ahead_of_the_clock_is_believed(call: Call, home: Path) -> None:
    years_us = 9 * 365 * 86400 * 1_000_000
    change(
        home,
        "DROP TRIGGER ledger_entry_keeps_update",
        f"UPDATE ledger_entry SET at = at + {years_us} WHERE seq > 1",
    )
    checks = call("doctor", "--json").json["checks"]
    assert next(check for check in checks if check["name"] == "时钟")["state"] == "warn"
