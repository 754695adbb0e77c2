"""`scan` and `scan --serve` while a roll is called: seen safe, neither in nor out."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from kiosk.attendance.muster import journal as journals
from kiosk.config import Home
from kiosk.services import close_services, open_services
from tests.kiosk.commands.calling import Call, CodeOf, Ended

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))


def here(call: Call) -> list[str]:
    return [one["number"] for one in call("onsite", "--json").json["members"]]


def stations(call: Call) -> list[str]:
    seen = call("muster", "status", "--json").json["seen"]
    return [mark["station"].partition("@")[0] for mark in seen]


def serve(call: Call, *codes: str) -> list[Any]:
    asked = [{"id": place, "code": code, "source": "gate-3"} for place, code in enumerate(codes)]
    lines = "".join(json.dumps(one) + "\n" for one in asked)
    return list(call("scan", "--serve", stdin=lines.encode()).json_lines)


def test_a_scan_marks_safe_and_checks_nobody_out(call: Call, code_of: CodeOf) -> None:
    code = code_of("001")
    call("muster", "start", "--drill")
    first = call("scan", code, "--json")
    assert first.code == 0
    told = {name: first.json[name] for name in ("result", "reason", "member", "muster", "kept")}
    assert told == {
        "result": "safe",
        "reason": None,
        "member": {"number": "001", "name": "李工001"},
        "muster": "drill",
        "kept": True,
    }
    again = call("scan", code, "--json").json
    assert (again["result"], again["at"]) == ("repeated", first.json["at"])
    assert here(call) == ["001"]
    assert stations(call) == ["command"]


def test_people_are_told_in_words(call: Call, code_of: CodeOf) -> None:
    call("muster", "start")
    assert "真实紧急集合  已到  001 李工001" in call("scan", code_of("001")).out
    assert "已经记过" in call("scan", code_of("001")).out
    refused = call("scan", "rubbish")
    assert refused.code == 1
    assert "真实紧急集合  拒绝" in refused.out
    assert call("muster", "status", "--json").json["refused_scans"] == 1
    assert len(call("day", "show", "--json").json["refused_scans"]) == 1


def test_a_gate_marks_safe_in_its_own_name(call: Call, code_of: CodeOf) -> None:
    came = code_of("002")
    call("muster", "start")
    safe, again, refused = serve(call, came, came, "0017")
    assert (safe["id"], safe["result"], safe["muster"]) == (0, "safe", "real")
    assert (again["result"], refused["result"], refused["reason"]) == (
        "repeated",
        "refused",
        "not_a_code",
    )
    assert (safe["checked_in"], again["checked_in"]) == (True, False)
    assert here(call) == ["001", "002"]
    assert stations(call) == ["gate-3"]


def test_a_second_process_sees_the_start_at_once(home: Path, code_of: CodeOf, call: Call) -> None:
    """The gate's process was there before the muster and stays."""
    came = code_of("002")
    command = [sys.executable, "-m", "run", "--home", str(home), "scan", "--serve"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as gate:
        assert gate.stdin is not None
        assert gate.stdout is not None

        def ask(what: dict[str, str]) -> Any:
            assert gate.stdin is not None
            assert gate.stdout is not None
            gate.stdin.write(json.dumps(what) + "\n")
            gate.stdin.flush()
            return json.loads(gate.stdout.readline())

        assert ask({"ping": "1"})["ready"] is True
        call("muster", "start", "--drill")
        assert ask({"code": came})["result"] == "safe"
        gate.stdin.close()
        assert gate.wait(60) == 0
    assert here(call) == ["001", "002"]


def test_on_a_file_that_cant_be_written_the_mark_waits_in_the_journal(
    call: Call, code_of: CodeOf, home: Path
) -> None:
    one, two = code_of("001"), code_of("002")
    (home / "kiosk.db").chmod(0o444)
    lost = call("scan", one, "--json")
    assert (lost.code, lost.json["result"]) == (3, "not_recorded")
    assert serve(call, two)[0]["result"] == "not_recorded"
    call("muster", "start")
    assert call("scan", one, "--json").json["result"] == "safe"
    safe, refused = serve(call, two, "rubbish")
    assert (safe["result"], safe["kept"]) == ("safe", True)
    assert (refused["result"], refused["kept"]) == ("refused", True)
    assert "未能记入记录" not in call("scan", "rubbish").out
    (home / "kiosk.db").chmod(0o644)
    status = call("muster", "status", "--json").json
    assert (status["safe"], status["kept"], status["refused_scans"]) == (2, "record", 1)


def test_a_mark_in_a_memory_that_ends_is_none(
    call: Call, code_of: CodeOf, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_of("001")
    call("muster", "start")
    (home / "kiosk.db").chmod(0o444)
    monkeypatch.setattr(journals, "_write", lambda _place, _line: False)

    def lost(ended: Ended) -> bool:
        return ended.code == 3

    assert lost(call("scan", code, "--json"))
    assert lost(call("muster", "safe", "001", "--json"))
    assert serve(call, code)[0]["result"] == "not_recorded"


def test_where_the_record_does_not_answer_it_is_told(
    call: Call, code_of: CodeOf, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db import muster as records
    from db.errors import NotStored

    def broken() -> None:
        raise NotStored("broken")

    code = code_of("001")
    monkeypatch.setattr(records, "list_running", broken)
    ended = call("scan", code, "--json")
    assert (ended.code, ended.json["result"], ended.json["kept"]) == (3, "not_recorded", False)
    assert call("scan", code).code == 3
    services = open_services(Home(home))
    assert [one.number for one in services.attendance.on_site()] == ["001"]
    close_services()
