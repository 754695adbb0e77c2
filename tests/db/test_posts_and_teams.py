"""A file with posts and teams of an older program means what it meant, and takes what is new."""

import shutil
from pathlib import Path

import pytest

from db import schema
from db.connection import close_file, open_file, run_sql, transaction
from db.errors import Conflict

OLDER = range(1, 8)
OLD_ROWS = (
    "INSERT INTO site (uid, name, zone, branch, made_at) VALUES (x'01', '工地', 'UTC', '支部', 1)",
    "INSERT INTO branch VALUES (x'02', '支部')",
    "INSERT INTO member (uid, number, name, initials, branch_uid, joined_at)"
    " VALUES (x'03', '1', '李明', 'lm', x'02', 6), (x'04', '2', '王亮', 'wl', x'02', 6)",
    "INSERT INTO post (uid, name, kind, made_at) VALUES (x'05', '塔吊', 'post', 7)",
    "INSERT INTO holding (uid, post_uid, member_uid, since)"
    " VALUES (x'06', x'05', x'03', '2026-11-01')",
    "INSERT INTO team VALUES (x'07', '突击队', '抢工期', '2026-11-01', NULL),"
    " (x'08', '防汛队', '', '2026-07-01', '2026-08-01')",
    "INSERT INTO team_member VALUES (x'09', x'07', x'03'), (x'0a', x'08', x'03'),"
    " (x'0b', x'08', x'04')",
)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file as the program before this one left it, brought up to date."""
    older = tmp_path / "older"
    older.mkdir()
    for number in OLDER:
        shutil.copy(next(schema.MIGRATIONS.glob(f"{number:04}*.py")), older)
    path = tmp_path / "kiosk.db"
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
    return path


def test_who_was_in_a_team_was_in_it_for_as_long_as_it_stood(file: Path) -> None:
    rows = run_sql(
        "SELECT hex(uid), hex(team_uid), hex(member_uid), since, until, made_at, ended_at"
        " FROM team_member ORDER BY uid"
    )
    assert rows == [
        ("09", "07", "03", "2026-11-01", None, None, None),
        ("0A", "08", "03", "2026-07-01", "2026-08-01", None, None),
        ("0B", "08", "04", "2026-07-01", "2026-08-01", None, None),
    ]
    columns = "hex(uid), name, goal, since, until, result, leader_uid, made_at, ended_at"
    assert run_sql(f"SELECT {columns} FROM team ORDER BY uid") == [
        ("07", "突击队", "抢工期", "2026-11-01", None, "", None, None, None),
        ("08", "防汛队", "", "2026-07-01", "2026-08-01", "", None, None, None),
    ]
    schema.check_file(file, thorough=True)


def test_posts_and_their_holders_stand_as_before(file: Path) -> None:
    assert run_sql("SELECT hex(uid), name, kind, made_at, ended_at FROM post") == [
        ("05", "塔吊", "post", 7, None)
    ]
    assert run_sql("SELECT hex(uid), since, until FROM holding") == [("06", "2026-11-01", None)]


def test_one_who_left_a_team_can_be_in_it_again_but_nobody_is_in_it_twice(file: Path) -> None:
    again = (
        "INSERT INTO team_member (uid, team_uid, member_uid, since)"
        " VALUES (x'0c', x'07', x'03', '2026-11-20')"
    )
    with pytest.raises(Conflict):
        run_in_store(again)
    run_sql("UPDATE team_member SET until = '2026-11-10' WHERE uid = x'09'")
    run_in_store(again)
    assert run_sql("PRAGMA foreign_key_check") == []


def run_in_store(statement: str) -> None:
    with transaction():
        run_sql(statement)
