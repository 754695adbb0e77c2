"""Presences on file: what the constraints refuse, whoever writes, and the indexes that answer."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import apsw
import pytest

from db import people
from db import presence as stays
from db.connection import database, run_sql, transaction
from db.errors import Conflict
from kiosk.services import Services
from tests.builders import NOON, make_site, scan, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """001 is here; 002 came and left."""
    services = make_site(tmp_path)
    scan(services, "001")
    scan(services, "002")
    set_clock(services, NOON + timedelta(hours=1))
    scan(services, "002")
    return services


def copy_of(table: str, **changed: str) -> str:
    """SQL that writes 001's row of a table once more, some columns changed, round the desk."""
    columns = [name for _id, name, *_more in run_sql(f"PRAGMA table_info({table})")]
    values = ", ".join(changed.get(name, name) for name in columns)
    of = uid_of("001").hex
    return f"INSERT INTO {table} SELECT {values} FROM {table} WHERE member_uid = x'{of}'"


@pytest.mark.parametrize(
    ("table", "changed", "column"),
    [
        # A second open presence of one member.
        ("presence", {"uid": "x'aa'", "in_at": "in_at + 1"}, r"presence\.member_uid"),
        # A second first punch, as two scanners would write that both saw none.
        ("punch", {"uid": "x'aa'", "seq": "900"}, r"punch\.member_uid"),
    ],
)
@pytest.mark.usefixtures("site")
def test_going_round_the_desk_nobody_is_here_twice(
    table: str, changed: dict[str, str], column: str
) -> None:
    before = run_sql(f"SELECT * FROM {table}")
    sql = copy_of(table, **changed)
    with pytest.raises(Conflict, match=f"UNIQUE constraint failed: {column}"), transaction():
        run_sql(sql)
    assert run_sql(f"SELECT * FROM {table}") == before


@pytest.mark.usefixtures("site")
def test_going_round_the_desk_one_punch_follows_a_punch() -> None:
    followed = "(SELECT uid FROM punch WHERE member_uid = x'{}' AND after_uid IS NULL)"
    sql = copy_of("punch", uid="x'aa'", after_uid=followed.format(uid_of("002").hex))
    with pytest.raises(Conflict, match=r"UNIQUE constraint failed: punch\.after_uid"):
        run_sql(sql)


@pytest.mark.usefixtures("site")
def test_a_closed_presence_can_not_be_opened_beside_an_open_one() -> None:
    run_sql("UPDATE presence SET member_uid = ? WHERE closed = 'scan'", (uid_of("001").bytes,))
    with pytest.raises(Conflict, match=r"presence\.member_uid"):
        run_sql("UPDATE presence SET closed = NULL WHERE closed = 'scan'")


def plans_of(call: object, *args: object) -> list[str]:
    """How SQLite finds what a call asks for."""
    assert callable(call)
    asked: list[str] = []
    connection = database.connection()

    def note(_cursor: apsw.Cursor, sql: str, _bound: object) -> bool:
        asked.append(sql)
        return True

    connection.exec_trace = note
    call(*args)
    connection.exec_trace = None
    plan = []
    for sql in asked:
        found = connection.execute(f"EXPLAIN QUERY PLAN {sql}", (0,) * sql.count("?"))
        plan += [str(row[-1]) for row in found]
    return plan


@pytest.mark.usefixtures("site")
def test_who_is_on_site_is_found_down_an_index_and_nobody_else_is_read() -> None:
    around = plans_of(stays.list_presences_around, NOON - timedelta(hours=16), NOON)
    assert around == ["SEARCH p USING INDEX presence_in (in_at>? AND in_at<?)"]
    assert "SEARCH m USING PRIMARY KEY (uid=?)" in plans_of(people.list_names_of, [])
    assert plans_of(stays.list_open_presences)[0] == "SCAN p USING INDEX presence_one_open"
    early = plans_of(stays.list_open_presences, NOON)
    assert "SEARCH p USING INDEX presence_closed_by_rule (closed_at>?)" in early
    unclear = plans_of(stays.list_unclear_presences, NOON)
    assert unclear == ["SEARCH p USING INDEX presence_in_doubt (in_at<?)"]


def test_only_those_asked_for_who_have_not_left_are_named(site: Services) -> None:
    asked = [uid_of(number) for number in ("001", "003")]
    site.keeping.let_go(asked[1], "调走")
    assert people.list_names_of(asked) == {asked[0]: ("001", "李工001")}


@pytest.mark.parametrize("kind", ["undo", "closed"])
@pytest.mark.usefixtures("site")
def test_going_round_the_desk_nothing_is_undone_or_closed_twice(kind: str) -> None:
    (here,) = stays.list_open_presences()

    def write(key: int) -> None:
        names = (kind, NOON, here.work_day, here.uid, "kiosk", "ok")
        mark = stays.Mark(UUID(int=key), 900 + key, *names)
        with transaction():
            stays.add_mark(mark, here.member_uid, NOON, "Asia/Shanghai", None, "")

    write(1)
    with pytest.raises(Conflict, match=r"UNIQUE constraint failed: presence_mark\.names_uid"):
        write(2)
    assert run_sql("SELECT count(*) FROM presence_mark") == [(1,)]


@pytest.mark.usefixtures("site")
def test_what_was_closed_by_rule_was_not_undone() -> None:
    (here,) = stays.list_open_presences()
    for key, kind in ((1, "closed"), (2, "undo")):
        assert not stays.is_void(here.uid)
        mark = stays.Mark(UUID(int=key), key, kind, NOON, here.work_day, here.uid, "rule", "ok")
        with transaction():
            stays.add_mark(mark, here.member_uid, NOON, "Asia/Shanghai", None, "")
    assert stays.is_void(here.uid)
