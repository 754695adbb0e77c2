"""Facts are insert-only, whoever asks."""

import shutil
from pathlib import Path

import pytest

from db.agreement import find_first_disagreement
from db.connection import database, open_file, run_sql, transaction
from db.errors import Conflict
from db.ledger import find_first_broken
from tests.every_fact import drop_triggers, make_every_fact

IN_THE_LEDGER = [
    "punch",
    "refused_scan",
    "commitment",
    "commitment_change",
    "service_entry",
    "service_confirmation",
    "service_strike",
    "service_photo",
    "presence_mark",
    "correction_request",
    "correction_ruling",
    "day_closing",
    "rule_version",
    "scan_question",
    "scan_answer",
    "presence_settled",
    "post_setting",
    "post_kind",
    "post_taken",
    "handover",
    "muster_start",
    "muster_seen",
    "muster_visitor",
    "muster_undone",
    "muster_end",
    "rating",
    "rating_ruling",
    "voice",
    "voice_step",
]
FACTS = [*IN_THE_LEDGER, "pin_try"]


@pytest.fixture(scope="module")
def every_fact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_every_fact(tmp_path_factory.mktemp("site"))


@pytest.fixture(autouse=True)
def one_of_each(every_fact: Path, tmp_path: Path) -> None:
    open_file(Path(shutil.copy(every_fact, tmp_path)))


def test_every_table_that_has_its_place_in_the_ledger_is_a_fact() -> None:
    placed = run_sql(
        "SELECT t.name FROM sqlite_schema t, pragma_table_info(t.name) c"
        " WHERE t.type = 'table' AND c.name = 'seq' AND t.name != 'ledger_entry'"
    )
    assert {name for (name,) in placed} == set(IN_THE_LEDGER)


@pytest.mark.parametrize("table", FACTS)
@pytest.mark.parametrize("verb", ["UPDATE {} SET uid = randomblob(16)", "DELETE FROM {}"])
def test_a_fact_is_never_changed_or_deleted(table: str, verb: str) -> None:
    before = run_sql(f"SELECT * FROM {table}")
    assert before
    with pytest.raises(Conflict, match="facts are never changed"), transaction():
        run_sql(verb.format(table))
    assert run_sql(f"SELECT * FROM {table}") == before


@pytest.mark.parametrize("table", IN_THE_LEDGER)
def test_every_fact_is_held_against_its_entry(table: str) -> None:
    assert find_first_disagreement(database.connection()) is None
    drop_triggers()
    database.execute_sql("PRAGMA foreign_keys = 0")
    ((seq,),) = run_sql(f"SELECT max(seq) FROM {table}")
    with transaction():
        run_sql(f"DELETE FROM {table} WHERE seq = ?", (seq,))
    assert find_first_disagreement(database.connection()) == seq


@pytest.mark.parametrize("table", [*FACTS, "ledger_entry"])
@pytest.mark.parametrize("listens", ["1", "0"])
def test_a_row_is_never_replaced(table: str, listens: str) -> None:
    before = run_sql(f"SELECT * FROM {table}")
    run_sql(f"PRAGMA recursive_triggers = {listens}")  # off in every program that does not know
    with pytest.raises(Conflict), transaction():
        run_sql(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
    assert run_sql(f"SELECT * FROM {table}") == before


def test_a_ledger_entry_is_never_deleted() -> None:
    with pytest.raises(Conflict), transaction():
        run_sql("DELETE FROM ledger_entry WHERE seq = 1")


@pytest.mark.parametrize(
    "change",
    ["kind = 'x'", "at = at + 1", "epoch = 2", "payload = '{}'", "digest = x'00'", "seq = 900"],
)
def test_a_ledger_entry_is_never_changed(change: str) -> None:
    with pytest.raises(Conflict), transaction():
        run_sql(f"UPDATE ledger_entry SET {change} WHERE seq = 2")


def test_a_persons_data_can_be_erased_and_the_chain_still_holds() -> None:
    with transaction():
        run_sql("UPDATE ledger_entry SET payload = NULL, salt = NULL WHERE seq = 2")
    assert find_first_broken() is None


def test_only_one_punch_can_follow_a_punch() -> None:
    copy = (
        "INSERT INTO punch SELECT x'aa', seq, member_uid, after_uid, direction, at, work_day,"
        " zone, clock, source, badge_uid, placed_at FROM punch LIMIT 1"
    )
    with pytest.raises(Conflict), transaction():
        run_sql(copy)


def test_a_member_has_one_living_badge_at_most() -> None:
    with pytest.raises(Conflict, match=r"badge\.member_uid"), transaction():
        run_sql(
            "INSERT INTO badge (uid, member_uid, token_hash, issued_at)"
            " SELECT x'bb', member_uid, x'cc', 1 FROM badge LIMIT 1"
        )
