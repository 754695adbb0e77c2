"""`scan`: single codes, streams of anything, and every answer it can give."""

import io
import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.connection import close_file, open_file, run_sql, transaction
from db.errors import NotStored
from db.inspection import inspect_file
from db.people import Badge, Member
from kiosk.attendance.desk import Attendance
from kiosk.attendance.views import NotRecorded, Scan
from kiosk.commands import main
from kiosk.commands import scan as scan_module
from kiosk.commands.reading import LONGEST_LINE, read_lines
from kiosk.people.codes import check_digits
from tests.builders import uid_of
from tests.kiosk.commands.calling import Call, CodeOf

KEYS = {"result", "reason", "member", "at", "work_day"}
UNKNOWN = "1" + "7" * 31
UNKNOWN += check_digits(UNKNOWN)


def change(home: Path, table: type[Badge] | type[Member], **columns: object) -> None:
    open_file(home / "kiosk.db")
    with transaction():
        key = Badge.member if table is Badge else Member.uid
        table.update(columns).where(key == uid_of("002")).execute()
    close_file()


def test_first_scan_checks_in_and_the_repeat_is_answered(call: Call, code_of: CodeOf) -> None:
    code = code_of("002")
    first, again = call("scan", code, "--json"), call("scan", code, "--json")
    assert (first.code, again.code) == (0, 0)
    assert first.json.keys() == KEYS
    assert first.json["result"] == "checked_in"
    assert first.json["reason"] is None
    assert first.json["member"].keys() == {"number", "name"}
    assert first.json["member"]["number"] == "002"
    assert datetime.fromisoformat(first.json["at"]).utcoffset() == timedelta(0)
    assert again.json["result"] == "repeated"
    assert again.json["at"] == first.json["at"]


def test_the_next_scan_after_the_window_checks_out(call: Call, code_of: CodeOf, home: Path) -> None:
    open_file(home / "kiosk.db")
    run_sql("UPDATE site SET debounce_s = 0")
    close_file()
    ended = call("scan", code_of("001"), "--json")
    assert ended.json["result"] == "checked_out"


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("unknown_code", UNKNOWN),
        ("wrong_check_digits", UNKNOWN[:-1] + str((int(UNKNOWN[-1]) + 1) % 10)),
        ("cut_code", UNKNOWN[:20]),
        ("too_long", UNKNOWN * 2),
        ("not_a_code", "001"),
        ("other_version", "2" + "7" * 31 + check_digits("2" + "7" * 31)),
    ],
)
def test_each_refusal_has_its_reason(call: Call, reason: str, code: str) -> None:
    ended = call("scan", code, "--json")
    assert ended.code == 1
    assert ended.json["result"] == "refused"
    assert ended.json["reason"] == reason
    assert ended.json["member"] is None
    told = call("scan", code)
    assert told.code == 1
    assert "拒绝" in told.out
    assert reason not in told.out


def test_a_dead_badge_is_refused_by_name(call: Call, code_of: CodeOf, home: Path) -> None:
    code = code_of("002")
    change(home, Badge, dead_at=datetime.fromisoformat("2026-11-01T00:00Z"))
    ended = call("scan", code, "--json")
    assert (ended.json["reason"], ended.json["member"]["number"]) == ("badge_dead", "002")


def test_who_left_is_refused_by_name(call: Call, code_of: CodeOf, home: Path) -> None:
    code = code_of("002")
    change(home, Member, left_at=datetime.fromisoformat("2026-11-01T00:00Z"))
    ended = call("scan", code, "--json")
    assert (ended.json["reason"], ended.json["member"]["number"]) == ("member_left", "002")
    assert "002" in call("scan", code).out


@pytest.mark.parametrize(("direction", "words"), [("in", "签到"), ("out", "签退")])
def test_text_says_who_and_what(
    call: Call, code_of: CodeOf, home: Path, direction: str, words: str
) -> None:
    open_file(home / "kiosk.db")
    run_sql("UPDATE site SET debounce_s = 0")
    close_file()
    ended = call("scan", code_of("002" if direction == "in" else "001"))
    assert ended.out.count("\n") == 1
    assert words in ended.out


@pytest.mark.parametrize(("language", "word"), [("zh", "已签"), ("en", "DONE")])
def test_a_repeat_is_told_in_the_screens_word(
    call: Call, code_of: CodeOf, language: str, word: str
) -> None:
    assert word in call("scan", code_of("001"), "--lang", language).out


def test_a_stream_is_answered_line_by_line(call: Call, code_of: CodeOf) -> None:
    codes = "\r\n".join(code_of(number) for number in ("002", "003"))
    ended = call("scan", "--json", stdin=f"{codes}\r\n".encode())
    assert [line["result"] for line in ended.json_lines] == ["checked_in", "checked_in"]
    assert ended.code == 0


BLANKS = b"\n   \t\r\n\r\n"


def test_blank_lines_are_answered_to_a_program_and_never_kept(
    call: Call, code_of: CodeOf, home: Path
) -> None:
    code = code_of("002").encode()  # which is entered as well
    before = inspect_file(home / "kiosk.db").entries
    ended = call("scan", "--json", stdin=BLANKS + code + b"\r\n\n")
    reasons = [line["reason"] for line in ended.json_lines]
    assert reasons == ["not_a_code"] * 3 + [None, "not_a_code"]
    assert ended.json_lines[0].keys() == KEYS
    assert ended.code == 1
    assert inspect_file(home / "kiosk.db").entries == before + 1
    assert call("day", "show", "--json").json["refused_scans"] == []


def test_blank_lines_are_passed_over_in_text(call: Call, code_of: CodeOf) -> None:
    ended = call("scan", stdin=BLANKS + code_of("002").encode() + BLANKS)
    assert ended.out.count("\n") == 1
    assert "签到" in ended.out
    assert ended.code == 0


def test_the_worst_answer_of_a_stream_decides_the_exit_code(call: Call, code_of: CodeOf) -> None:
    ended = call("scan", "--json", stdin=f"{code_of('002')}\nrubbish\n{code_of('003')}".encode())
    assert [line["result"] for line in ended.json_lines] == ["checked_in", "refused", "checked_in"]
    assert ended.code == 1


def test_what_was_not_recorded_is_loud(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Attendance, scan: Scan) -> NotRecorded:
        return NotRecorded("full", self._context.clock.now())

    monkeypatch.setattr(Attendance, "scan", full)
    ended = call("scan", UNKNOWN, "--json")
    assert ended.code == 3
    assert ended.json["result"] == "not_recorded"
    assert ended.json["reason"] == "full"
    assert ended.json["work_day"] is None
    assert "没有记录" in call("scan", stdin=b"1\nrubbish\n").out


def test_a_store_that_breaks_exits_not_recorded(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Attendance, scan: Scan) -> None:
        raise NotStored("locked")

    monkeypatch.setattr(Attendance, "scan", broken)
    ended = call("scan", UNKNOWN)
    assert ended.code == 3
    assert ended.error
    assert ended.out == ""


@pytest.mark.parametrize("code", ["", "   "])
def test_an_empty_code_is_wrong_usage(call: Call, code: str) -> None:
    ended = call("scan", code)
    assert ended.code == 2
    assert ended.error


def test_a_closed_standard_input_is_wrong_usage(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert main(["scan", "--home", str(home)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_after_anything_the_next_good_scan_works(call: Call, code_of: CodeOf) -> None:
    junk = b"\xff\xfe\x00\x1b]0;x\x07\x1b[200~\n" + b"9" * 1_000_000 + b"\n"
    ended = call("scan", "--json", stdin=junk + code_of("003").encode() + b"\n")
    results = [line["result"] for line in ended.json_lines]
    assert results == ["refused", "refused", "checked_in"]
    refused = call("day", "show", "--json").json["refused_scans"]
    assert all("\x1b" not in one["code"] for one in refused)


class Slow(io.RawIOBase):
    """A stream that gives a few bytes at a time, as a pipe does."""

    def __init__(self, data: bytes, step: int) -> None:
        self._data, self._step = data, step

    def read(self, _size: int = -1) -> bytes:
        piece, self._data = self._data[: self._step], self._data[self._step :]
        return piece


@given(st.binary(max_size=300), st.integers(1, 40))
def test_any_bytes_give_the_same_bounded_lines_however_they_come(data: bytes, step: int) -> None:
    lines = list(read_lines(io.BytesIO(data)))
    assert list(read_lines(Slow(data, step))) == lines  # type: ignore[arg-type]
    *whole, rest = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    pieces = [*whole, rest] if rest else whole
    assert lines == [piece.decode("utf-8", "replace") for piece in pieces]


@given(st.integers(0, 3 * LONGEST_LINE), st.integers(1, 100))
def test_long_lines_are_cut_and_the_next_line_is_whole(length: int, step: int) -> None:
    data = b"7" * length + b"\nnext\n"
    lines = list(read_lines(Slow(data, step * 100)))  # type: ignore[arg-type]
    assert lines[-1] == "next"
    assert lines[:-1] == ["7" * min(length, LONGEST_LINE)]


@pytest.mark.parametrize("lines", [1, 3])
def test_a_file_that_takes_no_scan_answers_each_with_not_recorded(
    call: Call, home: Path, lines: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "kiosk.db").chmod(0o444)
    if lines == 1:
        ended = call("scan", "1" * 34, "--json")
    else:
        monkeypatch.setattr(scan_module, "read_lines", lambda _stream: iter(["1" * 34] * lines))
        ended = call("scan", "--json")
    answers = [(one["result"], one["reason"]) for one in ended.json_lines]
    assert answers == [("not_recorded", "read_only")] * lines
    assert (ended.code, json.loads(ended.error)["error"]) == (3, "read_only")


def test_no_site_is_no_lost_scan(call: Call, home: Path) -> None:
    (home / "kiosk.db").unlink()
    ended = call("scan", "1" * 34, "--json")
    assert (ended.code, ended.out, json.loads(ended.error)["error"]) == (1, "", "missing")
