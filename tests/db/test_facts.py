"""Facts are insert-only, whoever asks."""

from pathlib import Path

import pytest

from db.connection import run_sql, transaction
from db.errors import Conflict
from db.ledger import find_first_broken
from kiosk.attendance.views import Scan
from tests.builders import make_site, scan, uid_of

FACTS = ["punch", "refused_scan", "commitment", "commitment_change", "service_entry", "pin_try"]


@pytest.fixture(autouse=True)
def one_of_each(tmp_path: Path) -> None:
    services = make_site(tmp_path)
    scan(services, "001")
    services.attendance.scan(Scan("rubbish", "wedge"))
    uid = uid_of("001")
    made = services.service.make_commitment(uid, text="每天巡查")
    services.service.judge_commitment(made.uid, "kept", uid)
    services.service.log_service(uid, 15, text="帮忙搬运")
    run_sql("INSERT INTO pin_try (uid, member_uid, at, passed) VALUES (x'01', NULL, 1, 0)")


@pytest.mark.parametrize("table", FACTS)
@pytest.mark.parametrize("verb", ["UPDATE {} SET at = 0", "DELETE FROM {}"])
def test_a_fact_is_never_changed_or_deleted(table: str, verb: str) -> None:
    assert run_sql(f"SELECT count(*) FROM {table}") == [(1,)]
    with pytest.raises(Conflict, match="facts are never changed"), transaction():
        run_sql(verb.format(table))
    assert run_sql(f"SELECT count(*) FROM {table} WHERE at > 0") == [(1,)]


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
        " zone, clock, source, badge_uid, placed_at FROM punch"
    )
    with pytest.raises(Conflict), transaction():
        run_sql(copy)


def test_a_member_has_one_living_badge_at_most() -> None:
    with pytest.raises(Conflict, match=r"badge\.member_uid"), transaction():
        run_sql(
            "INSERT INTO badge (uid, member_uid, token_hash, issued_at)"
            " SELECT x'bb', member_uid, x'cc', 1 FROM badge LIMIT 1"
        )
