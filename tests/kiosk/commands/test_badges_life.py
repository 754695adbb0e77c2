"""The life of badges from the command line, in both languages and as JSON."""

import json
import re
from pathlib import Path

import pytest

from db.connection import close_file, open_file, run_sql
from tests.kiosk.commands.calling import Call, CodeOf, Ended

SHAPE = {
    *("number", "name", "state", "issued_at", "dead_at", "dead_because", "valid_from"),
    *("valid_until", "prints", "printed_at"),
}


def refused(ended: Ended) -> str:
    assert (ended.code, ended.out) == (1, "")
    code: str = json.loads(ended.error)["error"]
    return code


def test_reissue_gives_a_new_code_and_the_older_one_is_dead(call: Call, code_of: CodeOf) -> None:
    older = code_of("002")
    newer = call("badges", "reissue", "002", "--reason", "lost", "--json").json
    assert newer == {"number": "002", "code": code_of("002")}
    assert call("scan", older, "--json").json["reason"] == "badge_dead"
    assert call("scan", newer["code"], "--json").json["result"] == "checked_in"


def test_reissue_as_text_in_both_languages(call: Call) -> None:
    chinese, english = (
        call("badges", "reissue", "002").out,
        call("badges", "reissue", "002", "--lang", "en").out,
    )
    assert re.search(r"^002  \S+  \d{34}$", chinese, re.MULTILINE)
    assert "旧" in chinese or "作废" in chinese
    assert "no longer work" in english


def test_revoke_needs_a_reason_and_is_told(call: Call, code_of: CodeOf, home: Path) -> None:
    code = code_of("002")
    assert call("badges", "revoke", "002").code == 2
    assert refused(call("badges", "revoke", "002", "--reason", " ", "--json")) == "no_reason"
    told = call("badges", "revoke", "002", "--reason", "copied", "--json").json
    assert told.keys() == SHAPE
    assert (told["number"], told["state"], told["dead_because"]) == ("002", "dead", "copied")
    assert told["dead_at"].endswith("Z")
    assert refused(call("badges", "show", "002", "--json")) == "no_badge"
    assert refused(call("badges", "revoke", "002", "--reason", "again", "--json")) == "no_badge"
    assert call("scan", code, "--json").json["reason"] == "badge_dead"
    open_file(home / "kiosk.db")
    (payload,) = run_sql("SELECT payload FROM ledger_entry WHERE kind = 'badge_revoked'")
    close_file()
    assert json.loads(payload[0])["by"] is None


def test_days_are_set_one_by_one(call: Call) -> None:
    told = call("badges", "valid", "002", "--until", "2020-12-31", "--json").json
    assert (told["valid_from"], told["valid_until"], told["state"]) == (
        None,
        "2020-12-31",
        "expired",
    )
    told = call("badges", "valid", "002", "--from", "2020-01-01", "--json").json
    assert (told["valid_from"], told["valid_until"]) == ("2020-01-01", "2020-12-31")
    told = call("badges", "valid", "002", "--always", "--from", "today", "--json").json
    assert (told["valid_until"], told["state"]) == (None, "valid")
    told = call("badges", "valid", "002", "--always", "--json").json
    assert (told["valid_from"], told["valid_until"]) == (None, None)


def test_days_as_text(call: Call) -> None:
    asked = ("badges", "valid", "002", "--from", "2020-01-01", "--until", "2020-12-31")
    assert "已过期  2020-01-01 – 2020-12-31" in call(*asked).out
    assert "expired  2020-01-01 – 2020-12-31" in call(*asked, "--lang", "en").out
    assert call("badges", "valid", "002", "--always", "--lang", "en").out.endswith("valid\n")


@pytest.mark.parametrize("days", [(), ("--until", "tomorrow"), ("--from", "2026-02-30")])
def test_days_that_are_none_are_wrong_usage(call: Call, days: tuple[str, ...]) -> None:
    ended = call("badges", "valid", "002", *days)
    assert ended.code == 2
    assert ended.error


def test_days_that_can_not_be_are_refused(call: Call) -> None:
    wrong = ("--from", "2026-12-01", "--until", "2026-11-01", "--json")
    assert refused(call("badges", "valid", "002", *wrong)) == "impossible_days"
    call("badges", "revoke", "003", "--reason", "lost")
    assert refused(call("badges", "valid", "003", "--always", "--json")) == "no_badge"


def test_the_list_tells_the_state_of_each_badge(call: Call) -> None:
    call("members", "add", "--number", "004", "--name", "新人")
    call("members", "add", "--number", "005", "--name", "晚到")
    call("badges", "show", "005")
    call("badges", "valid", "005", "--from", "2099-01-01")
    call("badges", "valid", "002", "--until", "2020-12-31")
    call("members", "leave", "003", "--reason", "end")
    found = call("badges", "list", "--json").json
    assert {frozenset(one) for one in found} == {frozenset(SHAPE - {"prints", "printed_at"})}
    assert [(one["number"], one["state"]) for one in found] == [
        ("001", "valid"),
        ("002", "expired"),
        ("003", "left"),
        ("004", "none"),
        ("005", "not_yet"),
    ]
    assert found[3]["issued_at"] is None
    lines = call("badges", "list").out.splitlines()
    for line, word in zip(lines, ("有效", "已过期", "已离场", "没有胸牌", "未到"), strict=False):
        assert word in line
    assert lines[-1] == "共 5 名成员，1 人胸牌有效"
    english = call("badges", "list", "--lang", "en").out
    assert english.endswith("5 members, 1 with a valid badge\n")


def test_no_code_stands_in_the_list(call: Call, code_of: CodeOf) -> None:
    codes = {code_of(number) for number in ("001", "002")}
    out = call("badges", "list").out + call("badges", "list", "--json").out
    assert not any(code in out for code in codes)


@pytest.mark.parametrize(
    "verb",
    [("reissue",), ("revoke", "--reason", "x"), ("valid", "--always")],
)
def test_an_unknown_member_is_named(call: Call, verb: tuple[str, ...]) -> None:
    ended = call("badges", verb[0], "999", *verb[1:])
    assert ended.code == 1
    assert "999" in ended.error


def test_help_in_both_languages(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    for language, word in (("zh", "作废胸牌"), ("en", "dead from now on")):
        with pytest.raises(SystemExit) as ended:
            call("--lang", language, "badges", "--help")
        assert ended.value.code == 0
        assert word in " ".join(capsys.readouterr().out.split())
