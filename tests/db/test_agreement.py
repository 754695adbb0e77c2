"""A fact that was changed behind the program's back shows against its ledger entry."""

from datetime import timedelta
from pathlib import Path

import pytest

from db.connection import database, run_sql
from db.inspection import inspect_file
from kiosk.attendance.views import Scan
from tests.builders import NOON, make_site, scan, set_clock, uid_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    services = make_site(tmp_path)
    scan(services, "001")
    set_clock(services, NOON + timedelta(hours=8))
    scan(services, "001")
    services.attendance.scan(Scan("rubbish", "wedge"))
    made = services.service.make_commitment(uid_of("001"), text="每天巡查")
    services.service.judge_commitment(made.uid, "missed", uid_of("001"), "下雨")
    services.service.log_service(uid_of("002"), 15, text="帮忙", place="A区")
    for trigger, _table in run_sql("SELECT name, tbl_name FROM sqlite_schema WHERE type='trigger'"):
        database.execute_sql(f"DROP TRIGGER {trigger}")
    return services.context.home.database


def changed_seq(file: Path) -> int | None:
    found = inspect_file(file)
    assert found.damage is None
    return found.changed_seq


def test_untouched_facts_agree(file: Path) -> None:
    assert changed_seq(file) is None


@pytest.mark.parametrize(
    ("tamper", "table"),
    [
        ("UPDATE punch SET at = at - 3600000000 WHERE direction = 'out'", "punch"),
        ("UPDATE punch SET direction = 'in' WHERE direction = 'out'", "punch"),
        ("UPDATE punch SET work_day = '2026-11-19' WHERE direction = 'out'", "punch"),
        (
            "UPDATE punch SET member_uid = (SELECT uid FROM member WHERE number = '002')"
            " WHERE direction = 'out'",
            "punch",
        ),
        ("UPDATE refused_scan SET reason = 'unknown_code'", "refused_scan"),
        ("UPDATE commitment SET text = '别的'", "commitment"),
        ("UPDATE commitment SET due_on = '2027-01-01'", "commitment"),
        ("UPDATE commitment_change SET state = 'kept'", "commitment_change"),
        ("UPDATE service_entry SET minutes = 600", "service_entry"),
        ("DELETE FROM service_entry", "service_entry"),
        ("DELETE FROM punch WHERE direction = 'out'", "punch"),
    ],
)
def test_a_changed_or_missing_fact_shows(file: Path, tamper: str, table: str) -> None:
    (seq,) = run_sql("SELECT max(seq) FROM ledger_entry WHERE kind = ?", (table,))[0]
    run_sql(tamper)
    assert changed_seq(file) == seq


def test_an_invented_fact_shows(file: Path) -> None:
    run_sql(
        "INSERT INTO service_entry SELECT x'77', 1, member_uid, NULL, NULL, '假的', 60, '', '',"
        " at, work_day, zone FROM service_entry"
    )
    assert changed_seq(file) == 1


def test_an_erased_payload_still_agrees(file: Path) -> None:
    run_sql("UPDATE ledger_entry SET payload = NULL, salt = NULL")
    assert changed_seq(file) is None


def test_a_fact_that_claims_another_entry_shows_there(file: Path) -> None:
    run_sql("UPDATE service_entry SET seq = seq + 100")
    assert changed_seq(file) == run_sql("SELECT seq FROM service_entry")[0][0]
