"""The rules of attendance, changed from the command line."""

import json
from pathlib import Path

import pytest

from db.connection import open_file, run_sql
from tests.kiosk.commands.calling import BY, Call


def test_the_rules_are_shown(call: Call) -> None:
    shown = call("rules", "--json").json
    assert [post["name"] for post in shown.pop("posts")] == ["塔吊指挥", "空着的岗"]
    assert shown == {
        "debounce_s": 10,
        "turn_hour": 4,
        "longest_h": 16,
        "retention_years": 5,
        "ask_h": 13,
        "asks_out": True,
        "shifts": [],
    }
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


def test_whether_people_check_out_and_when_they_are_asked_is_changed(call: Call) -> None:
    shown = call("rules", "--ask", "11", "--asks-out", "no", "--json").json
    assert (shown["ask_h"], shown["asks_out"]) == (11, False)
    assert call("rules", "--asks-out", "yes", "--json").json["asks_out"] is True


def test_shifts_are_added_changed_and_ended(call: Call) -> None:
    day = ("--from", "07:00", "--to", "19:00")
    call("rules", "shift", "add", "白班", *day, "--days", "1-5", "--grace", "5")
    changed = call("rules", "shift", "change", "白班", "--to", "18:30", "--json").json
    assert changed["shifts"] == [
        {"name": "白班", "from": "07:00", "to": "18:30", "days": "1,2,3,4,5", "grace_min": 5}
    ]
    call("rules", "shift", "add", "夜班", "--from", "19:00", "--to", "07:00")
    assert "夜班" in call("rules").out
    assert call("rules", "shift", "end", "白班", "--json").json["shifts"][0]["days"] == "1-7"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (("--from", "7", "--to", "19:00"), 2),
        (("--from", "07:00", "--to", "19:00", "--days", "0"), 2),
        (("--from", "07:00", "--to", "07:00"), 1),
    ],
)
def test_an_impossible_shift_is_refused(call: Call, wrong: tuple[str, ...], code: int) -> None:
    assert call("rules", "shift", "add", "白班", *wrong).code == code
    assert call("rules", "--json").json["shifts"] == []


def test_a_rule_file_is_taken_whole_or_not_at_all(call: Call, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    shift = {"name": "白班", "from": "07:00", "to": "19:00"}
    good.write_text(json.dumps({"rules": {"longest_h": 14}, "shifts": [shift]}), "utf-8")
    bad.write_text(json.dumps({"rules": {"longest_h": 99}, "shifts": [shift, shift]}), "utf-8")
    assert call("rules", "--file", str(bad), "--json").code == 1
    assert call("rules", "--json").json["longest_h"] == 16
    taken = call("rules", "--file", str(good), "--json").json
    assert (taken["longest_h"], [one["name"] for one in taken["shifts"]]) == (14, ["白班"])
    assert call("rules", "--file", str(tmp_path / "none.json")).code == 2
    assert call("rules", "--file", str(good), "--ask", "9").code == 2


@pytest.mark.usefixtures("supervisor")
def test_what_is_printed_is_taken_back_and_changes_nothing(
    call: Call, home: Path, tmp_path: Path
) -> None:
    call("rules", "shift", "add", "白班", "--from", "07:00", "--to", "19:00", "--days", "1-5")
    call("posts", "hours", "塔吊指挥", "--weekly", "mon-fri/08:00-18:00", *BY)
    call("posts", "assign", "空着的岗", "002", "--shift", "白班", *BY)
    call("posts", "deputy", "塔吊指挥", "003", *BY)
    printed, file = call("rules", "--json").out, tmp_path / "rules.json"
    file.write_text(printed, "utf-8")
    open_file(home / "kiosk.db")
    before = run_sql("SELECT * FROM ledger_entry")
    assert call("rules", "--file", str(file), "--json").out == printed
    open_file(home / "kiosk.db")
    assert run_sql("SELECT * FROM ledger_entry") == before


def test_every_fault_of_a_file_is_told_on_one_line(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "bad.json"
    posts = [{"name": f"没有的岗{place}"} for place in range(60)]
    file.write_text(json.dumps({"posts": posts}), "utf-8")
    ended = call("rules", "--file", str(file), "--json")
    told = json.loads(ended.error)
    assert (ended.code, told["error"]) == (1, "bad_rule_file")
    assert all(post["name"] in told["message"] for post in posts)


def test_a_file_that_is_too_long_is_no_rule_file(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "long.json"
    file.write_text(" " * 1_000_001, "utf-8")
    assert call("rules", "--file", str(file)).code == 2
