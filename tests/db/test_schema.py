"""The file is looked at before anything is written to it."""

import hashlib
import shutil
import struct
from pathlib import Path

import apsw
import pytest

from db import schema
from db.base import Row
from db.connection import close_file, database, open_file, run_sql, transaction
from db.errors import NotStored, UnusableFile
from tests.builders import make_site


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "kiosk.db"
    schema.make_file(path)
    return path


def refusal(path: Path) -> str:
    """Why the file is refused; it must be the same, byte for byte, afterwards, and alone."""
    before = hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b""
    beside = sorted(path.parent.iterdir())
    with pytest.raises(UnusableFile) as refused:
        schema.check_file(path)
    assert (hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"") == before
    assert sorted(path.parent.iterdir()) == beside
    return refused.value.code


def test_a_new_file_is_usable(file: Path) -> None:
    schema.check_file(file)


def test_a_new_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    half_made = tmp_path / "kiosk.db.new"
    half_made.write_bytes(b"left over from a power cut")
    schema.make_file(tmp_path / "kiosk.db")
    schema.check_file(tmp_path / "kiosk.db")
    assert not half_made.exists()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.db") == "missing"


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"%PDF-1.7" + bytes(4096)])
def test_what_is_no_database_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kiosk.db"
    path.write_bytes(content)
    assert refusal(path) == "not_a_database"


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.db"
    connection = apsw.Connection(str(path))
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()
    assert refusal(path) == "foreign"


def test_a_file_of_a_newer_program_is_left_alone(file: Path) -> None:
    connection = apsw.Connection(str(file))
    connection.execute(f"PRAGMA user_version = {schema.newest_schema() + 1}")
    connection.pragma("wal_checkpoint(TRUNCATE)")
    connection.close()
    assert refusal(file) == "newer_schema"


def test_a_file_marked_read_only_is_left_alone(file: Path) -> None:
    file.chmod(0o444)
    assert refusal(file) == "read_only"


def test_a_file_cut_short_is_damaged(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-8192])
    assert refusal(file) == "damaged"


def test_a_file_with_overwritten_pages_is_damaged(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[8192:12288] = b"\xaa" * 4096
    file.write_bytes(content)
    assert refusal(file) == "damaged"


def test_a_file_whose_index_lost_an_entry_is_damaged(tmp_path: Path) -> None:
    make_site(tmp_path, members=5)
    close_file()
    path = tmp_path / "home" / "kiosk.db"
    connection = apsw.Connection(str(path))
    connection.pragma("writable_schema", True)
    # An index that covers no rows any more: SQLite opens such a file without a word.
    connection.execute("DELETE FROM sqlite_schema WHERE name = 'member_branch'")
    connection.close()
    assert refusal(path) == "damaged"


def test_a_large_file_is_not_read_to_its_end_at_start(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "_QUICK_CHECK_BYTES", 0)
    schema.check_file(file)


def test_a_large_file_is_read_to_its_end_when_the_kiosk_starts(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "_QUICK_CHECK_BYTES", 0)
    open_file(file)
    page = run_sql("SELECT rootpage FROM sqlite_schema WHERE name = 'holding_post'")[0][0]
    close_file()
    content = bytearray(file.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xaa" * 4096
    file.write_bytes(content)
    schema.check_file(file)
    with pytest.raises(UnusableFile):
        schema.check_file(file, thorough=True)


def test_only_its_owner_reads_the_file(tmp_path: Path) -> None:
    make_site(tmp_path)
    for path in (tmp_path / "home").glob("kiosk.db*"):
        assert path.stat().st_mode & 0o077 == 0, path


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (apsw.IOError("disk"), "broken"),
        (apsw.BusyError("held"), "locked"),
        (apsw.FullError(), "full"),
    ],
)
def test_a_file_that_only_can_not_be_read_now_is_not_called_damaged(
    file: Path, monkeypatch: pytest.MonkeyPatch, error: apsw.Error, reason: str
) -> None:
    def fail(*_: object, **__: object) -> str:
        raise error

    monkeypatch.setattr(schema, "_read_pages", fail)
    with pytest.raises(NotStored) as refused:
        schema.check_file(file)
    assert refused.value.code == reason


def test_a_file_that_another_program_opened_meanwhile_is_read_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = schema._read_pages

    def torn(path: Path, *, everything: bool, immutable: bool) -> str:
        if immutable:
            open_file(path)
            run_sql("UPDATE site SET turn_hour = 5")
            return "a torn page"
        return read(path, everything=everything, immutable=immutable)

    monkeypatch.setattr(schema, "_read_pages", torn)
    schema.check_file(file)


def test_a_file_in_use_can_be_looked_at(tmp_path: Path) -> None:
    make_site(tmp_path)
    path = tmp_path / "home" / "kiosk.db"
    assert path.with_name("kiosk.db-wal").exists()
    schema.check_file(path)


def test_every_class_matches_its_table(file: Path) -> None:
    open_file(file)
    rows = [row for row in Row.__subclasses__() if row.__module__.startswith("db.")]
    assert len(rows) >= 18
    for row in rows:
        columns = {name for _, name, *_ in run_sql(f"PRAGMA table_info({row._meta.table_name})")}
        assert {field.column_name for field in row._meta.sorted_fields} == columns, row


def test_a_file_up_to_date_is_not_migrated_again(file: Path) -> None:
    open_file(file)
    before = file.stat().st_mtime_ns
    schema.bring_up_to_date()
    assert file.stat().st_mtime_ns == before


def test_a_migration_cut_off_before_its_mark_is_finished_at_the_next_start(file: Path) -> None:
    open_file(file)
    database.execute_sql("PRAGMA user_version = 0")
    schema.bring_up_to_date()
    assert run_sql("PRAGMA user_version") == [(schema.newest_schema(),)]


def test_a_sqlite_that_can_damage_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: "3.51.2")
    with pytest.raises(NotStored, match=r"3\.51\.2"):
        schema.check_sqlite()


def test_the_header_names_the_program(file: Path) -> None:
    assert struct.unpack(">i", file.read_bytes()[68:72]) == (schema.APPLICATION_ID,)


def test_a_file_shorter_than_its_own_page_size_field_of_65536_says(tmp_path: Path) -> None:
    # A page size of 65536 is written as 1 in the header.
    path = tmp_path / "kiosk.db"
    connection = apsw.Connection(str(path))
    connection.pragma("page_size", 65536)
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute("CREATE TABLE ledger_entry (seq INTEGER PRIMARY KEY)")
    connection.close()
    schema.check_file(path)
    path.write_bytes(path.read_bytes()[:65536])
    assert refusal(path) == "damaged"


def test_a_file_that_breaks_while_it_is_read_is_damaged(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[100:108] = b"\x05" * 8  # the head of the schema's own page
    file.write_bytes(content)
    assert refusal(file) == "damaged"


def test_a_file_that_lost_power_while_its_log_was_carried_over_is_whole(tmp_path: Path) -> None:
    # The header was carried over already, the pages by which the file grows were not.
    make_site(tmp_path)
    file = tmp_path / "home" / "kiosk.db"
    run_sql("PRAGMA wal_autocheckpoint = 0")
    with transaction():
        run_sql("UPDATE member SET phone = hex(randomblob(20000))")
    cut = tmp_path / "cut.db"
    shutil.copy(file, cut)
    shutil.copy(f"{file}-wal", f"{cut}-wal")
    close_file()
    assert cut.stat().st_size < file.stat().st_size
    cut.write_bytes(file.read_bytes()[:4096] + cut.read_bytes()[4096:])
    schema.check_file(cut, thorough=True)
    open_file(cut)
    assert run_sql("SELECT min(length(phone)) FROM member") == [(40_000,)]
    close_file()
    shutil.copy(file, cut)
    cut.write_bytes(cut.read_bytes()[:-8192])
    assert refusal(cut) == "damaged"
