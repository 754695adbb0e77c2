"""The rules of attendance, changed from the command line."""

import json
from pathlib import Path

import pytest

from db.connection import open_file, run_sql
from tests.kiosk.commands.calling import Call


def test_the_rules_are_shown(call: Call) -> None:
    shown = json.loads(call("rules", "--json").out)
    assert shown == {"debounce_s": 10, "turn_hour": 4, "longest_h": 16, "retention_years": 5}
    assert "debounce_s" in call("rules").out


def test_the_debounce_window_is_changed_and_entered_in_the_ledger(call: Call, home: Path) -> None:
    assert json.loads(call("rules", "--debounce", "30", "--json").out)["debounce_s"] == 30
    call("rules", "--debounce", "30")
    open_file(home / "kiosk.db")
    entries = run_sql("SELECT payload FROM ledger_entry WHERE kind = 'rules_changed'")
    assert entries == [('{"after":{"debounce_s":30},"before":{"debounce_s":10}}',)]


@pytest.mark.parametrize("wrong", [("--debounce", "-1"), ("--turn-hour", "24"), ("--longest", "0")])
def test_an_impossible_rule_is_refused_and_changes_nothing(
    call: Call, wrong: tuple[str, str]
) -> None:
    ended = call("rules", "--debounce", "20", *wrong, "--json")
    assert (ended.code, json.loads(ended.error)["error"]) == (1, "impossible_rule")
    assert json.loads(call("rules", "--json").out)["debounce_s"] == 10
