"""Phrases come to a file of before, which keeps its rows; the file itself bounds them."""

import shutil
from pathlib import Path

import pytest

from db import schema
from db.connection import close_file, open_file, run_sql, transaction
from db.errors import Conflict

OLD_ROWS = (
    "INSERT INTO site (uid, name, zone, branch, made_at) VALUES (x'01', '工地', 'UTC', '支部', 1)",
    "INSERT INTO branch VALUES (x'02', '支部')",
    "INSERT INTO member (uid, number, name, initials, branch_uid, joined_at)"
    " VALUES (x'03', '1', '李明', 'lm', x'02', 6)",
    "INSERT INTO catalogue_item (uid, kind, text, place) VALUES (x'07', 'service', '送水', 1)",
)


@pytest.mark.parametrize("last", [7, 12])
def test_a_file_of_before_gets_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    older, path = tmp_path / "older", tmp_path / "kiosk.db"
    older.mkdir()
    for one in schema.MIGRATIONS.glob("[0-9]*.py"):
        if int(one.name[:4]) <= last:
            shutil.copy(one, older)
    with monkeypatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", older)
        schema.make_file(path)
    open_file(path)
    for statement in OLD_ROWS:
        run_sql(statement)
    close_file()
    schema.check_file(path)
    open_file(path)
    schema.bring_up_to_date()
    assert run_sql("SELECT count(*) FROM phrase") == [(0,)]
    assert run_sql("SELECT text FROM catalogue_item") == [("送水",)]
    assert run_sql("PRAGMA foreign_key_check") == []
    schema.check_file(path, thorough=True)


@pytest.mark.parametrize(("text", "uses"), [("", 1), ("长" * 121, 1), ("词", 0)])
def test_the_file_refuses_what_no_program_should_write(
    tmp_path: Path, text: str, uses: int
) -> None:
    path = tmp_path / "kiosk.db"
    schema.make_file(path)
    open_file(path)
    with pytest.raises(Conflict), transaction():
        run_sql("INSERT INTO phrase VALUES ('place', x'', ?, ?, 1)", (text, uses))
