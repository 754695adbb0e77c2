"""Who may open the supervisor's day, from the command line."""

import json
from pathlib import Path

from db.connection import close_file, open_file
from db.ledger import LedgerEntry
from tests.kiosk.commands.calling import Call, Ended

GIVE = ("--pin-stdin", "--json")
PIN = b"246810\n"


def refused(ended: Ended) -> str:
    assert (ended.code, ended.out) == (1, "")
    code: str = json.loads(ended.error)["error"]
    return code


def entries(home: Path) -> list[tuple[str, str | None]]:
    open_file(home / "kiosk.db")
    found = LedgerEntry.select().where(LedgerEntry.kind.startswith("pin_")).order_by("seq")
    told = [(entry.kind, entry.payload) for entry in found]
    close_file()
    return told


def test_a_pin_is_given_and_taken_away(call: Call, home: Path) -> None:
    given = call("members", "supervisor", "001", *GIVE, stdin=PIN)
    assert given.json == {"number": "001", "name": "李工001", "role": "supervisor"}
    told = call("members", "supervisor", "002", "--pin-stdin", stdin=PIN)
    assert told.out == "张工002 可以进入督导页面。\n"
    assert call("members", "supervisor", "001", "--end", "--json").json["role"] is None
    given_words = ("pin_set", '{"role":"supervisor"}')
    assert entries(home) == [given_words, given_words, ("pin_ended", '{"role":"supervisor"}')]
    assert refused(call("members", "supervisor", "001", "--end", "--json")) == "no_role"


def test_the_last_one_stays_whatever_is_tried(call: Call) -> None:
    call("members", "supervisor", "001", *GIVE, stdin=PIN)
    for words in (
        ("supervisor", "001", "--end"),
        ("leave", "001", "--reason", "x"),
        ("forget", "001", "--now", "--reason", "x", "--yes"),
    ):
        assert refused(call("members", *words, "--json")) == "last_supervisor"
    assert "members supervisor" in call("members", "leave", "001", "--reason", "x").error
    call("members", "supervisor", "002", *GIVE, stdin=PIN)
    ended = call("members", "supervisor", "002", "--end", "--lang", "en")
    assert ended.out.endswith("can no longer open the supervisor's day.\n")
    call("members", "supervisor", "002", *GIVE, stdin=PIN)
    assert call("members", "leave", "001", "--reason", "x").code == 0


def test_a_weak_pin_and_a_wrong_call_give_nothing(call: Call, home: Path) -> None:
    for pin in (b"", b"12345\n", b"12345x\n", b"\xff\n"):
        assert refused(call("members", "supervisor", "001", *GIVE, stdin=pin)) == "pin_too_weak"
    assert call("members", "supervisor", "001").code == 2
    assert call("members", "supervisor", "001", "--end", "--pin-stdin").code == 2
    assert refused(call("members", "supervisor", "099", *GIVE, stdin=PIN)) == "unknown_member"
    assert entries(home) == []
