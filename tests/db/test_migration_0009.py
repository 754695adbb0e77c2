"""A file with promises and services of the first schema keeps all of them, and what they meant."""

import shutil
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from db import schema
from db.catalogue import list_items
from db.commitments import count_silent, find_commitment, list_open_commitments
from db.connection import close_file, open_file, run_sql
from db.entries import find_service
from db.records import get_tallies
from tests.every_fact import make_every_fact

_DAY = "1, '2026-01-01', 'UTC'"
OLD_ROWS = (
    "INSERT INTO branch VALUES (x'02', '支部')",
    "INSERT INTO member (uid, number, name, initials, branch_uid, joined_at)"
    f" VALUES (x'{'03' * 16}', '1', '李明', 'lm', x'02', 1)",
    f"INSERT INTO catalogue_item VALUES (x'{'07' * 16}', 'service', '搬运', 'Carrying', 30, 1)",
    f"INSERT INTO commitment VALUES (x'{'08' * 16}', 1, x'{'03' * 16}', NULL, '巡查',"
    f" '2026-01-01', {_DAY})",
    f"INSERT INTO commitment VALUES (x'{'18' * 16}', 2, x'{'03' * 16}', NULL, '清理',"
    f" '2026-01-02', {_DAY})",
    f"INSERT INTO commitment_change VALUES (x'{'09' * 16}', 3, x'{'08' * 16}', 'kept',"
    f" x'{'03' * 16}', '', {_DAY})",
    f"INSERT INTO service_entry VALUES (x'{'0a' * 16}', 4, x'{'03' * 16}', x'{'08' * 16}',"
    f" x'{'07' * 16}', '搬运', 25, '木工班', 'A区', {_DAY})",
    f"INSERT INTO presence (uid, member_uid, work_day, in_at, out_at, closed, closed_at)"
    f" VALUES (x'{'0b' * 16}', x'{'03' * 16}', '2026-01-01', 1, 3600000001, 'scan', 3600000001)",
    f"INSERT INTO presence (uid, member_uid, work_day, in_at, closed, closed_at)"
    f" VALUES (x'{'0c' * 16}', x'{'03' * 16}', '2026-01-01', 5, 'rule', 6)",
)
MEMBER = UUID("03" * 16)


@pytest.fixture
def migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file as migrations 1 to 7 made it, with rows, brought up to date."""
    older = tmp_path / "older"
    older.mkdir()
    for number in range(1, 8):
        shutil.copy(next(schema.MIGRATIONS.glob(f"{number:04}_*.py")), older)
    path = tmp_path / "kiosk.db"
    with monkeypatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", older)
        schema.make_file(path)
    open_file(path)
    for statement in OLD_ROWS:
        run_sql(statement)
    close_file()
    open_file(path)
    schema.bring_up_to_date()
    return path


@pytest.mark.usefixtures("migrated")
def test_what_was_promised_and_done_means_what_it_meant() -> None:
    kept, still_open = find_commitment(UUID("08" * 16)), find_commitment(UUID("18" * 16))
    assert kept is not None
    assert still_open is not None
    assert (kept.text, kept.state, kept.rhythm, kept.post) == ("巡查", "kept", "", "")
    assert still_open.state is None
    assert list_open_commitments(MEMBER) == [still_open]
    entry = find_service(UUID("0a" * 16))
    assert entry is not None
    assert (entry.text, entry.text_en, entry.minutes) == ("搬运", "Carrying", 25)
    assert (entry.for_kind, entry.served, entry.confirmed_minutes) == ("", None, None)
    assert [item.text for item in list_items("service")] == ["搬运"]
    assert run_sql("PRAGMA foreign_key_check") == []


@pytest.mark.usefixtures("migrated")
def test_sums_begin_with_what_stands() -> None:
    sums = get_tallies(MEMBER)
    assert sums.judged == {"kept": 1}
    assert (sums.services, sums.claimed_minutes, sums.confirmed) == (1, 25, 0)
    assert (sums.hours.days, sums.hours.seconds, sums.hours.unknown) == (1, 3600, 1)
    assert count_silent(MEMBER, date(2026, 1, 3)) == {"overdue": 1}
    assert count_silent(MEMBER, date(2026, 1, 2)) == {"open": 1}


@pytest.mark.usefixtures("migrated")
@pytest.mark.parametrize("table", ["commitment", "commitment_change", "service_entry"])
def test_rebuilt_tables_are_kept_by_triggers_again(table: str) -> None:
    verbs = {
        name.rsplit("_", 1)[-1]
        for (name,) in run_sql(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", (table,)
        )
        if "_keeps_" in name
    }
    assert verbs == {"update", "delete", "insert"}


def test_sums_are_those_of_the_facts(tmp_path: Path) -> None:
    open_file(make_every_fact(tmp_path))
    for (uid,) in run_sql("SELECT uid FROM member"):
        sums = get_tallies(UUID(bytes=uid))
        ((entries, claimed),) = run_sql(
            "SELECT count(*), coalesce(sum(minutes), 0) FROM service_entry e WHERE member_uid = ?"
            " AND NOT EXISTS (SELECT 1 FROM service_strike s WHERE s.entry_uid = e.uid)",
            (uid,),
        )
        assert (sums.services, sums.claimed_minutes) == (entries, claimed)
        ((days,),) = run_sql(
            "SELECT count(DISTINCT work_day) FROM presence WHERE member_uid = ?", (uid,)
        )
        ((seconds,),) = run_sql(
            "SELECT coalesce(sum((out_at - in_at) / 1000000 - breaks_s), 0) FROM presence"
            " WHERE member_uid = ? AND out_at IS NOT NULL",
            (uid,),
        )
        assert (sums.hours.days, sums.hours.seconds) == (days, seconds)
