"""`muster`: a roll call without a screen."""

import json
import tempfile
from pathlib import Path

import pytest

from kiosk.config import Home
from kiosk.services import close_services, open_services
from tests.builders import uid_of
from tests.kiosk.commands.calling import Call

PIN = "246810"


@pytest.fixture(autouse=True)
def supervisor(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    services = open_services(Home(home))
    services.access.set_pin(uid_of("003"), "supervisor", PIN)
    close_services()


def test_a_drill_from_its_start_to_its_end(call: Call, home: Path) -> None:
    started = call("muster", "start", "--drill", "--json").json
    assert (started["kind"], started["expected"], started["safe"]) == ("drill", 1, 0)
    (missing,) = started["missing"]
    assert (missing["number"], missing["why"]) == ("001", "on_site")
    assert missing["since"].endswith("Z")
    assert started["ended_at"] is None
    safe = call("muster", "safe", "001", "--by", "李工", "--json").json
    assert (safe["safe"], safe["missing"], safe["seen"][0]["by"]) == (1, [], "李工")
    assert call("muster", "visitor", "赵来访", "--json").json["safe"] == 2
    lost = call("muster", "visitor", "钱来访", "--missing", "--json").json
    assert (lost["expected"], lost["missing"][0]["name"]) == (3, "钱来访")
    status = call("muster", "status", "--json").json
    assert status == lost
    ended = call(
        *("muster", "end", "--number", "003", "--pin-stdin", "--json"), stdin=f"{PIN}\n".encode()
    )
    assert ended.code == 0
    assert ended.json["ended_at"] is not None
    assert [path.suffix for path in (home / "print").iterdir()] == [".txt"]
    (kept,) = call("day", "show", "--json").json["musters"]
    assert kept == ended.json
    assert "集合点名  1" in call("day", "show").out


def test_a_real_one_is_told_in_words(call: Call) -> None:
    told = call("muster", "start").out
    assert "真实紧急集合" in told
    assert "▲ 001" in told


def test_the_end_asks_for_number_and_pin(call: Call) -> None:
    call("muster", "start", "--drill")
    assert call("muster", "end").code == 2
    assert call("muster", "end", "--number", "003").code == 2
    refused = call("muster", "end", "--number", "003", "--pin-stdin", "--json", stdin=b"1\n")
    assert (refused.code, json.loads(refused.error)["error"]) == (1, "wrong_pin")
    assert call("muster", "status", "--json").json["ended_at"] is None


@pytest.mark.parametrize(
    "verb",
    [
        ("status",),
        ("safe", "001"),
        ("visitor", "客"),
        ("end", "--number", "003", "--pin-stdin"),
    ],
)
def test_without_a_muster_it_says_so(call: Call, verb: tuple[str, ...]) -> None:
    refused = call("muster", *verb, "--json")
    assert (refused.code, json.loads(refused.error)["error"]) == (1, "no_muster")


def test_a_member_that_nobody_knows_is_refused(call: Call) -> None:
    call("muster", "start")
    assert json.loads(call("muster", "safe", "999", "--json").error)["error"] == "unknown_member"


def test_on_a_read_only_file_it_works_all_the_same(call: Call, home: Path) -> None:
    (home / "kiosk.db").chmod(0o444)
    assert call("muster", "start", "--json").json["kept"] == "journal"
    assert call("muster", "safe", "001", "--json").json["safe"] == 1
    ended = call(
        *("muster", "end", "--number", "003", "--pin-stdin", "--json"), stdin=f"{PIN}\n".encode()
    )
    assert (ended.code, ended.json["safe"], ended.json["kept"]) == (0, 1, "journal")
    (home / "kiosk.db").chmod(0o644)
    (kept,) = call("day", "show", "--json").json["musters"]
    assert (kept["kind"], kept["safe"]) == ("real", 1)
    assert json.loads(call("muster", "status", "--json").error)["error"] == "no_muster"
    (after,) = call("day", "show", "--json").json["musters"]
    assert after["kept"] == "record"
