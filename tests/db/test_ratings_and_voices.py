"""Ratings, voices and drafts come to a file of before; words are erased, never rewritten."""

import shutil
from pathlib import Path

import pytest

from db import schema, voices
from db.connection import close_file, database, open_file, run_sql, transaction
from db.errors import Conflict
from db.voices import VoiceFilter
from tests.every_fact import make_every_fact

TABLES = {
    *("rating_box", "rating", "rating_ruling", "voice", "voice_step", "voice_standing"),
    *("voice_guess", "draft", "draft_photo"),
}
OLD_ROWS = (
    "INSERT INTO site (uid, name, zone, branch, made_at) VALUES (x'01', '工地', 'UTC', '支部', 1)",
    "INSERT INTO terminal VALUES (x'05', '1号门', 1)",
    "INSERT INTO branch VALUES (x'02', '支部')",
    "INSERT INTO member (uid, number, name, initials, branch_uid, joined_at)"
    " VALUES (x'03', '1', '李明', 'lm', x'02', 6)",
    "INSERT INTO post (uid, name) VALUES (x'06', '塔吊')",
    "INSERT INTO catalogue_item (uid, kind, text, place) VALUES (x'07', 'service', '送水', 1)",
    "INSERT INTO service_entry (uid, seq, member_uid, item_uid, text, minutes, at, work_day, zone)"
    " VALUES (x'08', 1, x'03', x'07', '送水', 20, 7, '2026-11-20', 'UTC')",
)


def migrations_until(folder: Path, last: int) -> Path:
    folder.mkdir()
    for path in schema.MIGRATIONS.glob("[0-9]*.py"):
        if int(path.name[:4]) <= last:
            shutil.copy(path, folder)
    return folder


def tables() -> set[str]:
    return {name for (name,) in run_sql("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def test_a_file_of_before_gets_them_and_keeps_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kiosk.db"
    with monkeypatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", migrations_until(tmp_path / "old", 7))
        schema.make_file(path)
    open_file(path)
    for statement in OLD_ROWS:
        run_sql(statement)
    before = run_sql("SELECT uid, text, minutes, item_uid FROM service_entry")
    assert TABLES.isdisjoint(tables())
    close_file()
    schema.check_file(path)
    open_file(path)
    schema.bring_up_to_date()
    assert tables() >= TABLES
    assert run_sql("SELECT uid, text, minutes, item_uid FROM service_entry") == before
    assert run_sql("PRAGMA foreign_key_check") == []
    schema.check_file(path, thorough=True)


@pytest.fixture(scope="module")
def every_fact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_every_fact(tmp_path_factory.mktemp("site"))


@pytest.fixture
def file(every_fact: Path, tmp_path: Path) -> None:
    open_file(Path(shutil.copy(every_fact, tmp_path)))


WORDS = [("rating", "word"), ("voice", "text"), ("voice", "place"), ("voice_step", "text")]


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize(("table", "column"), WORDS)
def test_words_can_be_erased_but_never_rewritten(table: str, column: str) -> None:
    with pytest.raises(Conflict, match="facts are never changed"), transaction():
        run_sql(f"UPDATE {table} SET {column} = '别的话'")
    with transaction():
        run_sql(f"UPDATE {table} SET {column} = ''")
    assert run_sql(f"SELECT DISTINCT {column} FROM {table}") == [("",)]
    with pytest.raises(Conflict), transaction():
        run_sql(f"UPDATE {table} SET {column} = '又写上'")


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("table", ["rating", "rating_box", "voice", "voice_step"])
def test_no_other_column_of_theirs_can_change(table: str) -> None:
    if table == "rating_box":
        run_sql(
            "INSERT INTO rating_box SELECT randomblob(16), kind, subject_uid, of_uid, stars, word,"
            " set_aside, terminal_uid, slot_at + 900000000, work_day, zone FROM rating"
        )
    words = {column for name, column in WORDS if name == table} | {"author_name", "word"}
    more = "coalesce({0}, 0) + 1"
    others = {"BLOB": "x'00'", "INTEGER": more, "TEXT": "coalesce({0}, '') || 'x'"}
    columns = [
        (name, others[kind].format(name))
        for _cid, name, kind, *_rest in run_sql(f"PRAGMA table_info({table})")
        if name not in words
    ]
    assert len(columns) >= 10
    for name, other in columns:
        with pytest.raises(Conflict, match="facts are never changed"), transaction():
            run_sql(f"UPDATE {table} SET {name} = {other}")


ASKED = {
    "all": VoiceFilter(),
    "a kind": VoiceFilter(kind="hazard"),
    "a state": VoiceFilter(state="open"),
    "both": VoiceFilter("problem", "solved"),
    "a page in the middle": VoiceFilter(before=60),
}


def fill_voices(until: int) -> None:
    """Voices up to a number, of all kinds and states, each with a step."""
    ((first,),) = run_sql("SELECT coalesce(max(number), 0) + 1 FROM voice")
    ((member,),) = run_sql("SELECT uid FROM member LIMIT 1")
    with transaction():
        run_sql(
            "WITH RECURSIVE n(i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)"
            " INSERT INTO voice SELECT randomblob(16), i, i, CASE i % 4 WHEN 0 THEN 'hazard'"
            " WHEN 1 THEN 'problem' WHEN 2 THEN 'suggestion' ELSE 'help' END, NULL, '',"
            " '灯不亮 ' || i, '', NULL, '', x'00', '2026-11-27', 1, '2026-11-20', 'UTC' FROM n",
            (first, until),
        )
        run_sql(
            "INSERT INTO voice_step SELECT randomblob(16), number, uid, 'reply', '收到', NULL,"
            " NULL, ?, 0, NULL, 1, '2026-11-20', 'UTC' FROM voice WHERE number >= ?",
            (member, first),
        )
        run_sql(
            "INSERT INTO voice_standing SELECT uid, number, kind, CASE number % 3 WHEN 0 THEN"
            " 'open' WHEN 1 THEN 'solved' ELSE 'confirmed' END, NULL, due_on, '', NULL, NULL"
            " FROM voice WHERE number >= ?",
            (first,),
        )


@pytest.mark.usefixtures("file")
def test_a_page_costs_no_more_with_100_000_voices_than_with_100() -> None:
    fill_voices(100)
    few = {name: steps_of(asked) for name, asked in ASKED.items()}
    fill_voices(100_000)
    many = {name: steps_of(asked) for name, asked in ASKED.items()}
    assert {name: (many[name], few[name]) for name in ASKED if many[name] > 1.1 * few[name]} == {}
    assert few["all"] > 100  # steps are counted


def steps_of(asked: VoiceFilter) -> int:
    """How many steps SQLite takes for a page: no other program on the machine changes it."""
    taken = 0

    def count() -> bool:
        nonlocal taken
        taken += 1
        return False

    connection = database.connection()
    connection.set_progress_handler(count, 1)
    try:
        assert len(voices.list_voices(asked, 8)) == 8
    finally:
        connection.set_progress_handler(None, 1)
    return taken
