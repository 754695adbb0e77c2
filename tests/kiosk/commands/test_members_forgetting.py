"""Forgetting from the command line: asked on a terminal, one member or all that are due."""

import io
import json
import os
import pty
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from db.connection import close_file, open_file, run_sql
from tests.kiosk.commands.calling import Call, Ended

ROOT = Path(__file__).parents[3]
PSEUDONYM = re.compile(r"X-[0-9A-F]{8}")
REASON = ("--now", "--reason", "asked for it")
NOW = (*REASON, "--yes")


def refused(ended: Ended) -> str:
    assert (ended.code, ended.out) == (1, "")
    code: str = json.loads(ended.error)["error"]
    return code


def test_one_member(call: Call, home: Path) -> None:
    assert refused(call("members", "forget", "002", *NOW, "--json")) == "not_left"
    call("members", "leave", "002", "--reason", "end")
    assert refused(call("members", "forget", "002", "--yes", "--json")) == "too_early"
    assert refused(call("members", "forget", "002", "--now", "--yes", "--json")) == "no_reason"
    (told,) = call("members", "forget", "002", *NOW, "--json").json["forgotten"]
    assert PSEUDONYM.fullmatch(told["pseudonym"])
    assert call("members", "show", "002").code == 1
    shown = call("members", "show", told["pseudonym"]).out
    assert shown.count(told["pseudonym"]) == 1
    again = call("members", "forget", told["pseudonym"], "--yes", "--json").json
    assert again == {"forgotten": [told]}
    checks = call("doctor", "--json").json["checks"]
    assert "bad" not in {check["state"] for check in checks}
    assert "王工002".encode() not in (home / "kiosk.db").read_bytes()


def test_one_member_as_text_in_both_languages(call: Call) -> None:
    for number in ("002", "003"):
        call("members", "leave", number, "--reason", "end")
    chinese = call("members", "forget", "002", *NOW).out
    assert PSEUDONYM.search(chinese)
    assert "已清除 1 名成员" in chinese
    assert "1 member were erased" in call("members", "forget", "003", *NOW, "--lang", "en").out


def make_due(call: Call, home: Path, *numbers: str) -> None:
    for number in numbers:
        call("members", "leave", number, "--reason", "end")
    open_file(home / "kiosk.db")
    for number in numbers:
        run_sql("UPDATE member SET left_at = 1000000 WHERE number = ?", (number,))
    close_file()


def test_all_that_are_due(call: Call, home: Path) -> None:
    assert call("members", "forget", "--due", "--dry-run", "--json").json == {"due": []}
    make_due(call, home, "002", "003")
    due = call("members", "forget", "--due", "--dry-run", "--json").json["due"]
    assert [one["number"] for one in due] == ["002", "003"]
    assert {frozenset(one) for one in due} == {frozenset({"number", "name", "left_at"})}
    assert call("members", "forget", "--due", "--dry-run").out.endswith("2 名成员的保存期已满。\n")
    assert refused(call("members", "forget", "--due", "--json")) == "not_confirmed"
    assert len(call("members", "forget", "--due", "--yes", "--json").json["forgotten"]) == 2
    assert call("members", "forget", "--due", "--json").json == {"forgotten": []}


@pytest.mark.parametrize(
    "wrong",
    [
        (),
        ("002", "--due"),
        ("--due", "--now"),
        ("--due", "--reason", "x"),
        ("002", "--dry-run"),
    ],
)
def test_options_that_do_not_go_together(call: Call, wrong: tuple[str, ...]) -> None:
    ended = call("members", "forget", *wrong)
    assert ended.code == 2
    assert ended.error


@pytest.mark.parametrize(("language", "word"), [("en", "--yes"), ("zh", "请加上 --yes")])
def test_where_nobody_can_be_asked_nothing_is_erased_without_yes(
    call: Call, language: str, word: str
) -> None:
    call("members", "leave", "002", "--reason", "end")
    ended = call("members", "forget", "002", *REASON, "--lang", language)
    assert (ended.code, ended.out) == (1, "")
    assert word in ended.error
    assert refused(call("members", "forget", "002", *REASON, "--json")) == "not_confirmed"
    assert call("members", "show", "002").code == 0


def test_what_speaks_against_it_is_said_before_anybody_is_asked(call: Call) -> None:
    assert refused(call("members", "forget", "002", *REASON, "--json")) == "not_left"
    call("members", "leave", "002", "--reason", "end")
    assert refused(call("members", "forget", "002", "--json")) == "too_early"
    assert refused(call("members", "forget", "002", "--now", "--json")) == "no_reason"


class Terminal(io.TextIOWrapper):
    """Standard input at which somebody sits."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def type_in(call: Call, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ended]:
    """Call a command at a terminal and type a line."""

    def answer(line: str, *arguments: str) -> Ended:
        with monkeypatch.context() as patched:
            patched.setattr(io, "TextIOWrapper", Terminal)
            return call(*arguments, stdin=line.encode() + b"\n")

    return answer


def test_a_terminal_asks_for_the_number(call: Call, type_in: Callable[..., Ended]) -> None:
    call("members", "leave", "002", "--reason", "end")
    wrong = type_in("yes", "members", "forget", "002", *REASON)
    assert (wrong.code, wrong.out) == (1, "")
    assert "没有清除" in wrong.err
    assert call("members", "show", "002").code == 0
    done = type_in("002", "members", "forget", "002", *REASON)
    assert done.code == 0
    assert "002" in done.err
    assert call("members", "show", "002").code == 1


def test_a_terminal_asks_for_the_count_of_those_due(
    call: Call, home: Path, type_in: Callable[..., Ended]
) -> None:
    make_due(call, home, "002", "003")
    assert type_in("1", "members", "forget", "--due").code == 1
    assert type_in("2", "members", "forget", "--due").code == 0


def test_yes_is_not_asked(call: Call, home: Path, type_in: Callable[..., Ended]) -> None:
    make_due(call, home, "002")
    ended = type_in("", "members", "forget", "--due", "--yes")
    assert (ended.code, ended.err) == (0, "")


def test_a_real_terminal_is_asked(call: Call, home: Path) -> None:
    call("members", "leave", "002", "--reason", "end")
    near, far = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "run.py", "--home", str(home), "members", "forget", "002", *REASON],
        cwd=ROOT,
        stdin=far,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    timer = threading.Timer(30, child.kill)
    timer.start()
    os.write(near, b"002\n")
    out, err = child.communicate()
    timer.cancel()
    os.close(near)
    os.close(far)
    assert (child.returncode, b"002" in err) == (0, True)
    assert PSEUDONYM.search(out.decode())
