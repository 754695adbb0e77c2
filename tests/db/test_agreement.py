"""A fact that was changed behind the program's back shows against its ledger entry."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from db.connection import database, open_file, run_sql
from db.inspection import inspect_file
from kiosk.attendance.views import Scan
from tests.builders import NOON, make_site, scan, set_clock, uid_of
from tests.every_fact import drop_triggers, make_every_fact


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
    drop_triggers()
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
        " at, work_day, zone, NULL, NULL FROM service_entry"
    )
    assert changed_seq(file) == 1


def test_an_erased_payload_still_agrees(file: Path) -> None:
    run_sql("UPDATE ledger_entry SET payload = NULL, salt = NULL")
    assert changed_seq(file) is None


def test_a_fact_that_claims_another_entry_shows_there(file: Path) -> None:
    run_sql("UPDATE service_entry SET seq = seq + 100")
    assert changed_seq(file) == run_sql("SELECT seq FROM service_entry")[0][0]


@pytest.fixture(scope="module")
def every_fact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_every_fact(tmp_path_factory.mktemp("site"))


@pytest.fixture
def corrected_file(every_fact: Path, tmp_path: Path) -> Path:
    """Corrections, questions, closings, rules, breaks, posts and a muster."""
    file = Path(shutil.copy(every_fact, tmp_path))
    open_file(file)
    drop_triggers()
    run_sql("PRAGMA foreign_keys = 0")
    return file


def test_untouched_corrections_agree(corrected_file: Path) -> None:
    assert changed_seq(corrected_file) is None


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("commitment", "rhythm = 'week'"),
        ("commitment", "until_on = '2030-01-01'"),
        ("commitment", "milestone = '封顶'"),
        ("commitment", "item_uid = x'00'"),
        ("commitment_change", "occasion = '2020-01-01'"),
        ("commitment_change", "after_uid = x'00'"),
        ("commitment_change", "commitment_uid = x'00'"),
        ("service_entry", "for_kind = 'site'"),
        ("service_entry", "served_uid = x'00'"),
        ("service_confirmation", "minutes = 15"),
        ("service_confirmation", "entry_uid = x'00'"),
        ("service_strike", "deed = 'restored'"),
        ("service_strike", "reason = '别的'"),
        ("service_photo", "sha256 = 'x'"),
        ("service_photo", "place = 2"),
        ("presence_mark", "placed_at = placed_at + 60000000"),
        ("presence_mark", "kind = 'back'"),
        ("presence_mark", "names_uid = x'00'"),
        ("presence_mark", "about_uid = NULL"),
        ("presence_mark", "by_uid = (SELECT uid FROM member WHERE number = '003')"),
        ("presence_mark", "reason = '别的'"),
        ("correction_request", "happened_at = happened_at - 1"),
        ("correction_request", "left_at = happened_at + 1"),
        ("correction_request", "text = '别的'"),
        ("correction_request", "punch_uid = NULL"),
        ("correction_ruling", "ruling = 'refused'"),
        ("correction_ruling", "mark_uid = NULL"),
        ("day_closing", "work_day = '2020-01-01'"),
        ("rule_version", "longest_h = 48"),
        ("rule_version", "since = since - 1"),
        ("rule_version", "shifts = '[1]'"),
        ("scan_question", "work_day = '2020-01-01'"),
        ("scan_answer", "direction = 'out'"),
        ("scan_answer", "by_uid = NULL"),
        ("presence_settled", "reason = '别的'"),
        ("presence_settled", "presence_uid = x'00'"),
        ("punch", "placed_at = 1"),
        ("post_setting", "least = 1"),
        ("post_setting", "hours = '[1]'"),
        ("post_setting", "by_uid = NULL"),
        ("post_kind", "kind = 'link'"),
        ("post_kind", "was = 'moment'"),
        ("post_kind", "by_uid = NULL"),
        ("post_taken", "post_uid = x'00'"),
        ("post_taken", "presence_uid = x'00'"),
        ("handover", "answer = 'left', taker_uid = NULL"),
        ("handover", "taker_uid = (SELECT uid FROM member WHERE number = '003')"),
        ("handover", "at = at + 1"),
        ("muster_start", "kind = 'real'"),
        ("muster_start", "expected = '[]'"),
        ("muster_seen", "person = 'x'"),
        ("muster_seen", "how = 'badge'"),
        ("muster_seen", "at = at - 60000000"),
        ("muster_visitor", "name = '别人'"),
        ("muster_undone", "reason = '别的'"),
        ("muster_end", "by_name = '别人'"),
        ("muster_end", "station = 'x'"),
        ("rating", "stars = 1"),
        ("rating", "word = '别的'"),
        ("rating", "set_aside = 'burst'"),
        ("rating", "subject_uid = x'00'"),
        ("rating", "of_uid = (SELECT uid FROM member WHERE number = '003')"),
        ("rating", "terminal_uid = x'00'"),
        ("rating", "slot_at = slot_at - 900000000"),
        ("rating_ruling", "counts = 1"),
        ("rating_ruling", "rating_uid = x'00'"),
        ("rating_ruling", "by_uid = (SELECT uid FROM member WHERE number = '003')"),
        ("voice", "text = '别的'"),
        ("voice", "text = ''"),
        ("voice", "number = 77"),
        ("voice", "author_uid = NULL"),
        ("voice", "due_on = '2020-01-01'"),
        ("voice", "at = at + 1"),
        ("voice_step", "kind = 'solved', owner_uid = NULL"),
        ("voice_step", "owner_uid = (SELECT uid FROM member WHERE number = '003')"),
        ("voice_step", "by_uid = (SELECT uid FROM member WHERE number = '003')"),
        ("voice_step", "is_author = 1"),
        ("voice_step", "due_on = '2020-01-01'"),
    ],
)
def test_a_changed_correction_shows(corrected_file: Path, table: str, change: str) -> None:
    (seq,) = run_sql(f"SELECT max(seq) FROM {table}")[0]
    database.execute_sql(f"UPDATE {table} SET {change} WHERE seq = {seq}")
    assert changed_seq(corrected_file) == seq
