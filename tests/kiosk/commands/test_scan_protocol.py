"""`scan --serve`: every line is answered, in order, until the input ends."""

import io
import json
import os
import select
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from db.attendance import Punch
from db.connection import close_file, database, open_file
from db.errors import NotStored
from kiosk.attendance.coverage.desk import Coverage
from kiosk.attendance.desk import Attendance
from kiosk.attendance.views import Scan, ScanResult
from kiosk.clock import SystemClock
from kiosk.commands import scan_protocol
from kiosk.commands.scan_protocol import (
    LONGEST_REQUEST,
    BadRequest,
    Ping,
    Record,
    Request,
    parse_request,
    read_requests,
)
from kiosk.config import Home
from kiosk.oversight.desk import Oversight
from kiosk.oversight.views import SiteView
from tests.builders import add_member, make_site
from tests.kiosk.commands.calling import Call, CodeOf
from tests.kiosk.commands.gate_lines import lines_of, serve

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs/formats/scan-protocol.md"


def kept_sources(home: Path) -> list[str]:
    open_file(home / "kiosk.db")
    found = [row.source for row in Punch.select().order_by(Punch.seq)]
    close_file()
    return found


def test_the_example_of_the_page_is_what_happens(call: Call, home: Path, tmp_path: Path) -> None:
    services = make_site(tmp_path / "other", 1, clock=SystemClock())
    add_member("017", name="李卫国")
    code = services.people.badge_code("017")
    close_file()
    example = PAGE.read_text("utf-8").split("```")[1].strip().splitlines()
    asked = [line[2:] for line in example if line.startswith("> ")]
    told = [json.loads(line[2:]) for line in example if line.startswith("< ")]
    asked = [line.replace("1735203684109527730146982245817364", code) for line in asked]
    ended = call(
        "scan",
        "--serve",
        "--lang",
        "en",
        stdin="\n".join(asked).encode(),
        at=tmp_path / "other/home",
    )
    assert ended.code == 0
    answers = ended.json_lines
    assert [strip_times(answer) for answer in answers] == [strip_times(answer) for answer in told]
    assert answers[1]["at"] == answers[2]["at"]


def strip_times(answer: dict[str, Any]) -> dict[str, Any]:
    return (
        answer
        | {key: len(answer[key]) for key in ("work_day",) if answer.get(key)}
        | ({"at": answer["at"][-1]} if "at" in answer else {})
    )


def test_every_line_is_answered_in_order_with_its_id(call: Call, code_of: CodeOf) -> None:
    code = code_of("002")
    answers = serve(
        call,
        lines_of({"id": "a", "code": code}, {"id": 2, "code": code}, {"code": "1"})
        + b"\r\n  \n"
        + lines_of({"id": None, "code": ""})
        + json.dumps({"id": -5, "code": f"]Q1{code}\r"}).encode(),
    )
    assert [answer["id"] for answer in answers] == ["a", 2, None, None, -5]
    results = [answer["result"] for answer in answers]
    assert results == ["checked_in", "repeated", "refused", "refused", "repeated"]


def test_the_source_is_cleaned_and_kept(call: Call, code_of: CodeOf, home: Path) -> None:
    serve(
        call,
        lines_of(
            {"code": code_of("002"), "source": "\x1b[31m gate-3 \u202e" + "x" * 100},
            {"code": code_of("003"), "source": " \x00 "},
        ),
    )
    assert kept_sources(home)[-2:] == ["gate-3 " + "x" * 33, "gate"]


def test_a_ping_tells_the_site(call: Call) -> None:
    (answer,) = serve(call, lines_of({"ping": 0, "id": 9, "code": "x"}))
    assert answer.keys() == {"id", "pong", "protocol", "site", "ready", "at"}
    assert (answer["id"], answer["pong"], answer["protocol"]) == (9, 1, 1)
    assert (answer["site"], answer["ready"]) == ("北岸安置房项目", True)


@pytest.mark.parametrize(
    ("line", "error", "request_id"),
    [
        (b"{", "bad_json", None),
        (b"\xff{}", "bad_json", None),
        (b"[" * 4000, "bad_json", None),
        (b'{"id": ' + b"9" * 4080, "bad_json", None),
        (b"[1]", "not_an_object", None),
        (b"null", "not_an_object", None),
        (b'{"id": 1.5, "code": "1"}', "bad_id", None),
        (b'{"id": true, "code": "1"}', "bad_id", None),
        (b'{"id": 9007199254740992, "code": "1"}', "bad_id", None),
        (b'{"id": "' + b"x" * 101 + b'", "code": "1"}', "bad_id", None),
        (b'{"id": {}, "ping": 1}', "bad_id", None),
        (b'{"id": 7}', "bad_code", 7),
        (b'{"id": 7, "code": 17}', "bad_code", 7),
        (b'{"id": "7", "code": "1", "source": null}', "bad_source", "7"),
        (b'{"id": 7, "code": "1", "nonce": 0}', "bad_nonce", 7),
        (b'{"id": 7, "code": "1", "at": "yesterday"}', "bad_at", 7),
        (b'{"id": 7, "code": "1", "at": 17}', "bad_at", 7),
        (b'{"id": 7, "code": "1", "at": "2026-11-01T08:00:00"}', "bad_at", 7),
        (b'{"id": 7, "code": "1", "at": "2020-01-01T08:00:00Z"}', "bad_at", 7),
        (b'{"id": 7, "code": "1", "at": "9999-12-31T23:59:59-23:59"}', "bad_at", 7),
        (b'{"code": "1", "nonce": "' + b"n" * 101 + b'"}', "bad_nonce", None),
        (b'{"code": "' + b"1" * LONGEST_REQUEST + b'"}', "too_long", None),
    ],
)
def test_what_is_not_understood_is_answered_and_the_next_line_is_read(
    call: Call, code_of: CodeOf, line: bytes, error: str, request_id: object
) -> None:
    bad, good = serve(call, line + b"\n" + lines_of({"code": code_of("002")}))
    assert bad.keys() == {"id", "error", "message"}
    assert (bad["id"], bad["error"]) == (request_id, error)
    assert bad["message"]
    assert good["result"] == "checked_in"


def test_half_surrogates_come_back_as_they_came(call: Call) -> None:
    ended = call("scan", "--serve", stdin=b'{"id": "\\ud800\xe4\xb8\xad", "code": "\\ud800"}\n')
    assert ended.out.isascii()
    assert ended.json["id"] == "\ud800中"
    assert ended.json["reason"] == "not_a_code"


def test_a_long_code_is_refused_not_cut(call: Call) -> None:
    assert serve(call, lines_of({"code": "1" * 1000}))[0]["reason"] == "too_long"


def test_an_empty_input_is_answered_with_nothing(call: Call) -> None:
    assert serve(call, b"") == []
    assert serve(call, b"\n\n \r\n") == []


def test_a_code_beside_it_is_wrong_usage(call: Call) -> None:
    ended = call("scan", "--serve", "123")
    assert ended.code == 2
    assert "--serve" in ended.error


def test_without_a_site_it_ends_at_once(call: Call, tmp_path: Path) -> None:
    ended = call("scan", "--serve", stdin=lines_of({"ping": 1}), at=tmp_path / "none")
    assert (ended.code, ended.out) == (1, "")
    assert ended.error


def test_a_record_that_can_not_be_used_comes_back(
    call: Call, code_of: CodeOf, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_of("002")
    file = home / "kiosk.db"
    file.chmod(0o444)

    def then_repaired(stream: io.BytesIO) -> Iterator[bytes | None]:
        yield from (json.dumps({"code": code}).encode(), b'{"ping": 1}')
        file.chmod(0o600)
        yield from (b'{"ping": 1}', json.dumps({"code": code}).encode())

    monkeypatch.setattr(scan_protocol, "read_requests", then_repaired)
    ended = call("scan", "--serve")
    lost, pong, again, good = ended.json_lines
    assert (lost["result"], lost["reason"]) == ("not_recorded", "read_only")
    assert (pong["ready"], pong["site"]) == (False, None)
    assert again["ready"] is True
    assert good["result"] == "checked_in"
    assert json.loads(ended.error)["error"] == "read_only"
    assert ended.code == 0


@pytest.mark.parametrize("code", ["full", "locked"])
def test_a_scan_that_was_not_recorded_is_answered_and_the_next_tries_anew(
    call: Call, code_of: CodeOf, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    scan, troubles = Attendance.scan, [code]

    def troubled(self: Attendance, one: Scan) -> ScanResult:
        if troubles:
            raise NotStored(troubles.pop())
        return scan(self, one)

    monkeypatch.setattr(Attendance, "scan", troubled)
    badge = code_of("002")
    first, second = serve(call, lines_of({"code": badge}, {"code": badge}))
    assert (first["result"], first["reason"]) == ("not_recorded", code)
    assert first["work_day"] is None
    assert second["result"] == "checked_in"


def test_a_record_that_another_program_holds_is_answered_so_and_comes_back(
    call: Call, code_of: CodeOf, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = json.dumps({"code": code_of("002")}).encode()

    def held_and_let_go(_stream: io.BytesIO) -> Iterator[bytes | None]:
        database.connection().setbusytimeout(10)  # milliseconds instead of ten seconds
        holder = apsw.Connection(str(home / "kiosk.db"))
        holder.execute("BEGIN IMMEDIATE")
        yield code
        holder.execute("ROLLBACK")
        holder.close()
        yield code

    monkeypatch.setattr(scan_protocol, "read_requests", held_and_let_go)
    held, good = call("scan", "--serve").json_lines
    assert (held["result"], held["reason"]) == ("not_recorded", "locked")
    assert good["result"] == "checked_in"


def test_after_trouble_the_record_that_is_there_now_is_used(
    call: Call, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, repaired = home / "kiosk.db", tmp_path / "repaired.db"
    shutil.copy(file, repaired)
    with closing(sqlite3.connect(repaired)) as database, database:
        database.execute("UPDATE site SET name = '从备份恢复'")

    def then_restored(_stream: io.BytesIO) -> Iterator[bytes | None]:
        yield b'{"ping": 1}'
        yield b'{"code": "1"}'
        repaired.replace(file)
        yield b'{"ping": 1}'

    def damaged(_desk: Attendance, _scan: Scan) -> ScanResult:
        raise NotStored("damaged")

    monkeypatch.setattr(Attendance, "scan", damaged)
    monkeypatch.setattr(scan_protocol, "read_requests", then_restored)
    first, lost, last = call("scan", "--serve").json_lines
    assert (first["site"], last["site"]) == ("北岸安置房项目", "从备份恢复")
    assert lost["reason"] == "damaged"


def test_a_record_that_breaks_while_it_is_asked_for_its_name_is_not_ready(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_desk: Oversight) -> SiteView:
        raise NotStored("broken")

    with monkeypatch.context() as patch:
        patch.setattr(Oversight, "site", broken)
        (answer,) = serve(call, lines_of({"ping": 1}))
    assert (answer["site"], answer["ready"]) == (None, False)


def test_what_can_not_be_closed_is_let_go_of(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise NotStored("broken")

    record = Record(Home(home))
    record.open()
    with monkeypatch.context() as patch:
        patch.setattr("kiosk.services.close_services", broken)
        record.close()
    assert record.site_name() == "北岸安置房项目"
    record.close()


def test_a_gate_gets_each_answer_before_it_asks_again(home: Path, code_of: CodeOf) -> None:
    code = code_of("003")
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    command = [sys.executable, "run.py", "--home", str(home), "scan", "--serve"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=buffered
    ) as gate:
        assert gate.stdin is not None
        assert gate.stdout is not None
        for request in ({"id": 1, "ping": 1}, {"id": 2, "code": code}, {"id": 3, "code": "x"}):
            gate.stdin.write(lines_of(request))
            gate.stdin.flush()
            assert select.select([gate.stdout], [], [], 30)[0]
            assert json.loads(gate.stdout.readline())["id"] == request["id"]
        gate.stdin.close()
        assert gate.wait(30) == 0


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
keys = st.sampled_from(["id", "code", "source", "ping", "x"])
requests = st.dictionaries(keys, json_values, max_size=5)


@given(st.binary(max_size=200) | requests.map(lambda told: json.dumps(told).encode()))
def test_any_line_is_a_request_or_a_coded_error(line: bytes) -> None:
    try:
        request = parse_request(line)
    except BadRequest as bad:
        told = bad.code
    else:
        assert isinstance(request, Ping | Request)
        told = "understood"
        if isinstance(request, Request):
            assert len(request.scan.source) <= 40
    codes = {"bad_json", "not_an_object", "bad_id", "bad_code", "bad_source"}
    assert told in codes | {"understood"}


@given(st.lists(st.binary(max_size=40).map(lambda line: line.replace(b"\n", b"x")), max_size=8))
def test_lines_are_found_and_blank_ones_left_out(lines: list[bytes]) -> None:
    read = list(read_requests(io.BytesIO(b"\n".join(lines))))
    assert [line.strip() for line in read if line] == [
        line.strip() for line in lines if line.strip()
    ]


LENGTHS = st.integers(0, 3 * LONGEST_REQUEST) | st.integers(
    LONGEST_REQUEST - 2, LONGEST_REQUEST + 4
)


@given(st.lists(LENGTHS, max_size=5), st.booleans(), st.sampled_from([b"\n", b"\r\n"]))
@example([LONGEST_REQUEST, LONGEST_REQUEST], True, b"\r\n")
def test_a_long_line_is_passed_over_and_takes_no_memory(
    lengths: list[int], ends: bool, end: bytes
) -> None:
    data = end.join(b"7" * length for length in lengths) + (end if ends else b"")
    read = list(read_requests(io.BytesIO(data)))
    expected = [None if length > LONGEST_REQUEST else length for length in lengths if length]
    assert [line if line is None else len(line.strip()) for line in read] == expected


def test_a_gate_is_told_which_posts_stand_empty_since_somebody_went(
    call: Call, code_of: CodeOf, home: Path
) -> None:
    codes = [code_of("001"), code_of("003")]
    open_file(home / "kiosk.db")
    database.execute_sql("UPDATE site SET debounce_s = 0")
    close_file()
    sent = [codes[0], codes[0], codes[1], codes[1]]
    answers = serve(call, lines_of(*({"code": code} for code in sent)))
    told = [(answer["result"], answer.get("stands_empty")) for answer in answers]
    assert told == [
        ("checked_out", ["塔吊指挥"]),
        ("checked_in", None),
        ("checked_in", None),
        ("checked_out", None),
    ]


def test_a_check_out_is_answered_though_nobody_can_tell_which_posts_stand_empty(
    call: Call, code_of: CodeOf, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_desk: object, _member: object) -> None:
        raise NotStored("broken")

    code = code_of("001")
    open_file(home / "kiosk.db")
    database.execute_sql("UPDATE site SET debounce_s = 0")
    close_file()
    monkeypatch.setattr(Coverage, "posts_left_empty", broken)
    (answer,) = serve(call, lines_of({"code": code}))
    assert answer["result"] == "checked_out"
    assert "stands_empty" not in answer
