"""Files that are not to be touched: each is refused with its own sentence and stays as it was."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kiosk.commands.calling import Call

Break = Callable[[Path], None]


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def scribble(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096:12_288] = os.urandom(8192)
    file.write_bytes(data)


def from_the_future(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[60:64] = (9999).to_bytes(4, "big")
    file.write_bytes(data)


def of_another_program(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    other.close()


def text(file: Path) -> None:
    file.write_text("a shopping list\n" * 100)


def nothing(file: Path) -> None:
    file.write_bytes(b"")


def protect(file: Path) -> None:
    file.chmod(0o444)


def remove(file: Path) -> None:
    file.unlink()


BROKEN: list[tuple[str, Break]] = [
    ("damaged", cut),
    ("damaged", scribble),
    ("newer_schema", from_the_future),
    ("foreign", of_another_program),
    ("not_a_database", text),
    ("not_a_database", nothing),
    ("read_only", protect),
    ("missing", remove),
]
COMMANDS = (
    ("members", "list"),
    ("members", "import", "roster.csv"),
    ("badges", "show", "001"),
    ("scan", "123"),
    ("onsite",),
    ("day", "show"),
)


ONLY_READ = ("onsite", "day")
"""Commands that answer from a file that can't be written."""


def everything(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in home.iterdir()}


@pytest.mark.parametrize(("code", "break_it"), BROKEN)
def test_such_a_file_is_refused_and_stays_as_it_was(
    call: Call, home: Path, code: str, break_it: Break
) -> None:
    break_it(home / "kiosk.db")
    before = everything(home)
    sentences = set()
    for command in COMMANDS:
        ended = call(*command)
        if code == "read_only" and command[0] in ONLY_READ:
            assert (ended.code, ended.out != "") == (0, True)
            assert json.loads(call(*command, "--json").err)["warning"] == code
            continue
        # What takes no scan must not look like a refused badge to a gate.
        assert ended.code == (3 if command[0] == "scan" and code != "missing" else 1)
        assert ended.out == ""
        sentences.add(ended.error)
        assert json.loads(call(*command, "--json").error)["error"] == code
    assert len(sentences) == 1
    assert everything(home) == before


def test_each_kind_has_a_sentence_of_its_own(call: Call, home: Path, tmp_path: Path) -> None:
    sentences = {}
    for place, (code, break_it) in enumerate(BROKEN):
        other = tmp_path / f"broken{place}"
        shutil.copytree(home, other)
        break_it(other / "kiosk.db")
        told = call("onsite", at=other).error
        sentences[code] = told.replace(str(other), "")
    assert len(set(sentences.values())) == len(sentences) == 6


@pytest.mark.parametrize(("code", "break_it"), BROKEN)
def test_the_doctor_says_so_and_writes_nothing(
    call: Call, home: Path, code: str, break_it: Break
) -> None:
    break_it(home / "kiosk.db")
    before = everything(home)
    ended = call("doctor", "--json")
    checks = {check["name"]: check for check in ended.json["checks"]}
    assert checks["记录"]["state"] == ("warn" if code == "missing" else "bad")
    assert ended.code == (0 if code == "missing" else 1)
    assert everything(home) == before


def test_a_file_without_a_site_is_refused(call: Call, home: Path) -> None:
    other = sqlite3.connect(home / "kiosk.db")
    with other:
        other.execute("DELETE FROM site")
    other.close()
    assert json.loads(call("onsite", "--json").error)["error"] == "no_site"
