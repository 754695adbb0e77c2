"""The frame of the command line: where options stand, languages, errors, exit codes."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from db.errors import NotStored
from kiosk import i18n
from kiosk.commands import benching, main
from kiosk.commands.arguments import language_of_environment, spoken_language
from kiosk.commands.front import _reader_left
from kiosk.config import Home
from kiosk.oversight.desk import Oversight
from tests.kiosk.commands.calling import Call

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    "arguments",
    [
        ("members", "list", "--json", "--home"),
        ("members", "--json", "list", "--home"),
        ("--json", "members", "list", "--home"),
        ("members", "--lang", "en", "list", "--json", "--home"),
    ],
)
def test_common_options_stand_anywhere(
    home: Path, capsys: Capture, arguments: tuple[str, ...]
) -> None:
    assert main([*arguments, str(home)]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 3
    assert main(["--home", str(home), *arguments[:-1]]) == 0


def test_the_home_comes_from_the_environment(
    home: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_HOME", str(home))
    assert main(["onsite", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["count"] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["members"],
        ["members", "nonsense"],
        ["badges", "show"],
        ["onsite", "--at"],
        ["onsite", "--nonsense"],
        ["scan", "1", "2"],
        ["day", "show", "--lang", "klingon"],
        ["new"],
        ["new", "--name", "x", "--turn-hour", "noon"],
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_wrong_usage_is_one_line_and_2(call: Call, arguments: list[str], language: str) -> None:
    ended = call("--lang", language, *arguments)
    assert ended.code == 2
    assert ended.out == ""
    assert "run.py" in ended.error
    if "klingon" not in arguments:
        assert ("见" in ended.error) == (language == "zh")


def test_errors_are_objects_with_json(call: Call) -> None:
    ended = call("members", "show", "999", "--json")
    assert (ended.code, ended.out) == (1, "")
    told = json.loads(ended.error)
    assert told.keys() == {"error", "message"}
    assert told["error"] == "unknown_member"
    assert json.loads(call("nonsense", "--json").error)["error"] == "wrong_usage"


def test_help_in_both_languages(capsys: Capture) -> None:
    for language, words in (("zh", "用法"), ("en", "usage")):
        with pytest.raises(SystemExit) as ended:
            main(["--lang", language, "--help"])
        assert ended.value.code == 0
        told = capsys.readouterr().out
        assert words in told
        assert "doctor" in told


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "zh_CN"),
        ({"LANG": "C"}, "zh_CN"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US"}, "en"),
        ({"LANG": "en_US", "LC_MESSAGES": "zh_CN"}, "zh_CN"),
    ],
)
def test_the_environment_chooses_the_language(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language_of_environment() == language


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["--lang=en"], "en"),
        (["x", "--lang", "en"], "en"),
        (["--lang", "fr"], "zh_CN"),
        (["--lang=fr"], "zh_CN"),
        (["--lang"], "zh_CN"),
    ],
)
def test_errors_of_parsing_are_told_in_the_language_asked_for(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert spoken_language(arguments) == language


def broken_by(error: BaseException) -> Callable[[object], None]:
    def fail(_self: object) -> None:
        raise error

    return fail


def test_the_unexpected_is_one_line_too(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Oversight, "site", broken_by(ZeroDivisionError("a\nb\x1b[31m")))
    ended = call("onsite")
    assert ended.code == 1
    assert "ZeroDivisionError" in ended.error
    assert "\x1b" not in ended.error


def test_with_debug_the_traceback_is_shown(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Oversight, "site", broken_by(ZeroDivisionError()))
    monkeypatch.setenv("KIOSK_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        call("onsite")


def test_ctrl_c_is_one_line(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Oversight, "site", broken_by(KeyboardInterrupt()))
    ended = call("onsite")
    assert ended.code == 1
    assert ended.error == "已停止。"


def test_a_reader_that_left_ends_quietly(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Oversight, "site", broken_by(BrokenPipeError()))
    monkeypatch.setattr("kiosk.commands.front._reader_left", lambda: 0)
    ended = call("onsite")
    assert (ended.code, ended.err) == (0, "")


def test_what_is_buffered_for_a_reader_that_left_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "out").open("w") as out:
        monkeypatch.setattr(sys, "stdout", out)
        out.write("never read")
        assert _reader_left() == 0
    assert (tmp_path / "out").read_text() == ""


@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_closed_streams_change_nothing_but_the_output(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(sys, name, None)
    assert main(["onsite", "--home", str(home)]) == 0
    monkeypatch.setattr(sys, name, None)
    assert main(["members", "show", "999", "--home", str(home)]) == 1


def test_characters_that_the_terminal_lacks_are_replaced(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    assert main(["members", "list", "--home", str(home)]) == 0
    assert b"001" in written.getvalue()
    assert main(["members", "list", "--json", "--home", str(home)]) == 0
    assert "\\u" in written.getvalue().decode("ascii")


def test_without_a_terminal_the_kiosk_says_what_to_do(call: Call) -> None:
    for arguments in ((), ("demo",)):
        ended = call(*arguments)
        assert ended.code == 2
        assert "终端" in ended.error


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_with_a_terminal_the_screens_open_on_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[Home, bool]] = []

    def open_kiosk(home: Home, wall: bool) -> int:
        opened.append((home, wall))
        return 0

    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, Terminal())
    assert main(["--home", str(tmp_path)], open_kiosk) == 0
    assert main(["--home", str(tmp_path), "--wall"], open_kiosk) == 0
    assert opened == [(Home(tmp_path), False), (Home(tmp_path), True)]


def test_the_demo_is_prepared_and_then_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[object] = []

    def open_kiosk(home: Home, wall: bool) -> int:
        done.append([home, wall])
        return 7

    monkeypatch.setattr(
        "kiosk.demo.prepare_demo", lambda home, _clock, _progress: done.append(home)
    )
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, Terminal())
    monkeypatch.setenv("KIOSK_HOME", str(tmp_path))
    assert main(["demo"], open_kiosk) == 7
    assert done == [Home(tmp_path), [Home(tmp_path), False]]


def test_bench_measures_in_a_process_of_its_own(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def measured(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(subprocess, "run", measured)
    assert call("bench", "--json", "--short").code == 1
    assert asked == [[sys.executable, "-m", "tests.bench", "--json", "--short"]]


def test_bench_without_its_tests_says_so(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(benching, "_ROOT", tmp_path)
    ended = call("bench", "--json")
    assert (ended.code, json.loads(ended.error)["error"]) == (1, "no_bench")


def test_what_the_store_could_not_do_is_not_recorded(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise NotStored("full")

    monkeypatch.setattr(subprocess, "run", full)
    ended = call("bench", "--json")
    assert ended.code == 3
    assert json.loads(ended.error)["error"] == "full"


def test_the_language_of_the_arguments_stays(call: Call) -> None:
    call("onsite", "--lang", "en")
    assert i18n.current_language() == "en"


def test_opening_needs_a_front_end(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(sys, name, Terminal())
    assert main(["--home", os.devnull]) == 2
