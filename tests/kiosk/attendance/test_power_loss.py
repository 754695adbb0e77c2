"""Power fails between any two steps: everything of a deed is on record, or nothing of it.

Whatever the step, the file opens again, the ledger verifies, the facts agree with it, the presences
are those that the ledger comes to; and what was acknowledged is there.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from db.connection import close_file, open_file, run_sql
from db.inspection import inspect_file
from kiosk.attendance.replay import find_first_difference
from kiosk.clock import SetClock
from kiosk.config import Home
from kiosk.services import open_services
from tests.builders import NOON
from tests.kiosk.attendance.dying import DEEDS

ROOT = Path(__file__).parents[3]

State = list[tuple[object, ...]]


def state_of(folder: Path) -> State:
    """How many rows each table has, and what every presence is; the file must be whole."""
    home = Home(folder)
    open_services(home, SetClock(NOON))
    tables = run_sql("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    state: State = [(name, run_sql(f"SELECT count(*) FROM {name}")[0][0]) for (name,) in tables]
    assert find_first_difference() is None
    state += run_sql("SELECT member_uid, in_at, out_at, closed, break_since FROM presence")
    close_file()
    looked = inspect_file(home.database)
    assert (looked.damage, looked.orphans) == (None, 0)
    assert (looked.broken_seq, looked.changed_seq) == (None, None)
    return state


def killed(deed: str, kind: str, folder: Path) -> list[tuple[bool, State]]:
    """What the record holds after being killed at each step, and whether it was acknowledged."""
    program = [sys.executable, "-m", "tests.kiosk.attendance.dying", deed, kind, str(folder)]
    told = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    ends = json.loads(told.stdout)
    assert [came_through for _acknowledged, came_through in ends] == [False] * (len(ends) - 1) + [
        True
    ]
    return [
        (acknowledged, state_of(folder / str(step)))
        for step, (acknowledged, _came_through) in enumerate(ends, 1)
    ]


@pytest.mark.parametrize("deed", DEEDS)
def test_killed_between_any_two_statements_keeps_both_rows_or_neither(
    deed: str, tmp_path: Path
) -> None:
    found = killed(deed, "statement", tmp_path)
    before = state_of(tmp_path / "0")
    *lost, (acknowledged, after) = found
    assert acknowledged
    assert after != before
    assert len(lost) >= 4  # begin, the fact, its ledger entry, commit
    assert lost == [(False, before)] * len(lost)


@pytest.mark.parametrize("deed", ["comes_after_forgetting", "night"])
def test_killed_in_the_middle_of_any_write_to_the_disk_keeps_all_or_nothing(
    deed: str, tmp_path: Path
) -> None:
    found = killed(deed, "write", tmp_path)
    before, (_acknowledged, after) = state_of(tmp_path / "0"), found[-1]
    states = [state for _acknowledged, state in found]
    assert {state == before for state in states} == {True, False}
    assert all(state in (before, after) for state in states)
    assert all(state == after for acknowledged, state in found if acknowledged)


def test_a_record_that_was_killed_is_written_on(tmp_path: Path) -> None:
    killed("comes", "statement", tmp_path)
    open_file(tmp_path / "3" / "kiosk.db")
    run_sql("UPDATE site SET debounce_s = 5")
    assert run_sql("SELECT debounce_s FROM site") == [(5,)]
