"""A file of an older program is brought up to date with everything that is in it."""

import os
import shutil
from pathlib import Path

import pytest

from db import schema
from db.connection import close_file, database, open_file, run_sql
from db.errors import UnusableFile

OLD_ROWS = (
    "INSERT INTO site (uid, name, zone, branch, made_at) VALUES (x'01', '工地', 'UTC', '支部', 1)",
    "INSERT INTO branch VALUES (x'02', '支部')",
    "INSERT INTO photo VALUES ('aa', 1, 1, 1)",
    "INSERT INTO member (uid, number, name, initials, branch_uid, photo_sha256,"
    " photo_approved_at, joined_at, left_at)"
    " VALUES (x'03', '1', '李明', 'lm', x'02', 'aa', 5, 6, 7)",
    "INSERT INTO badge VALUES (x'04', x'03', x'05', 8, 9, 'reissued')",
)
NEW_COLUMNS = {
    "badge": ("valid_from", "valid_until"),
    "member": ("waiting_photo_sha256", "left_because", "forgotten_at"),
    "site": ("retention_years", "ask_h", "asks_out"),
}


@pytest.fixture
def old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file as the first schema made it, with a row in each table that changes."""
    first = tmp_path / "first"
    first.mkdir()
    shutil.copy(next(schema.MIGRATIONS.glob("0001*.py")), first)
    path = tmp_path / "kiosk.db"
    with monkeypatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", first)
        schema.make_file(path)
    open_file(path)
    assert run_sql("PRAGMA user_version") == [(1,)]
    for statement in OLD_ROWS:
        run_sql(statement)
    close_file()
    return path


def old_columns() -> dict[str, list[tuple[object, ...]]]:
    found = {}
    for table, new in NEW_COLUMNS.items():
        names = [row[1] for row in run_sql(f"PRAGMA table_info({table})") if row[1] not in new]
        found[table] = run_sql(f"SELECT {', '.join(names)} FROM {table}")
    return found


def bring_up_to_date(path: Path) -> None:
    schema.check_file(path)
    open_file(path)
    schema.bring_up_to_date()


def test_every_row_means_what_it_meant_before(old_file: Path) -> None:
    open_file(old_file)
    before = old_columns()
    bring_up_to_date(old_file)
    assert old_columns() == before
    assert run_sql("SELECT valid_from, valid_until FROM badge") == [(None, None)]
    columns = "waiting_photo_sha256, left_because, forgotten_at"
    assert run_sql(f"SELECT {columns} FROM member") == [(None, "", None)]
    assert run_sql("SELECT retention_years FROM site") == [(5,)]
    assert run_sql("PRAGMA user_version") == [(schema.newest_schema(),)]
    schema.check_file(old_file, thorough=True)


def test_an_old_file_and_a_new_one_have_the_same_shape(old_file: Path, tmp_path: Path) -> None:
    def shape() -> list[tuple[object, ...]]:
        tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1"
        return [(name, *run_sql(f"PRAGMA table_info({name})")) for (name,) in run_sql(tables)]

    bring_up_to_date(old_file)
    migrated = shape()
    schema.make_file(tmp_path / "new.db")
    open_file(tmp_path / "new.db")
    assert shape() == migrated


def test_a_migration_that_dies_is_finished_at_the_next_start(old_file: Path) -> None:
    died = 0
    for place in range(100):
        if die_at(old_file, place) == 0:
            break
        died += 1
        schema.check_file(old_file)
    assert died > len(sum(NEW_COLUMNS.values(), ()))
    bring_up_to_date(old_file)
    assert run_sql("SELECT retention_years FROM site") == [(5,)]


def die_at(path: Path, place: int) -> int:
    child = os.fork()
    if child == 0:
        _migrate_and_die(path, place)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _migrate_and_die(path: Path, left: int) -> None:
    try:
        open_file(path)
        run = database.execute_sql

        def counted(*arguments: object, **options: object) -> object:
            nonlocal left
            if left == 0:
                os._exit(9)
            left -= 1
            return run(*arguments, **options)

        database.execute_sql = counted
        schema.bring_up_to_date()
        os._exit(0)
    finally:
        os._exit(1)


def test_the_older_program_leaves_the_newer_file_alone(
    old_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_up_to_date(old_file)
    close_file()
    monkeypatch.setattr(schema, "MIGRATIONS", old_file.parent / "first")
    with pytest.raises(UnusableFile) as refused:
        schema.check_file(old_file)
    assert refused.value.code == "newer_schema"
