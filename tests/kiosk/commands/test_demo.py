"""`demo --prepare`: what it says, and to whom."""

import sys
from pathlib import Path

import pytest

from kiosk.clock import Clock
from kiosk.config import Home
from kiosk.demo.building import Progress
from tests.kiosk.commands.calling import Call
from tests.kiosk.commands.test_front import Terminal


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    def prepare(home: Home, _clock: Clock, progress: Progress) -> bool:
        progress("working", 1, 2)
        return home.is_empty()

    monkeypatch.setattr("kiosk.demo.prepare_demo", prepare)


def test_what_was_made(call: Call, tmp_path: Path) -> None:
    ended = call("demo", "--prepare", "--json", at=tmp_path / "demo")
    assert ended.json["made"] is True
    assert ended.json["supervisor"] == {"number": "001", "pin": "246810"}
    assert ended.err == ""


def test_what_people_need_to_know(call: Call, tmp_path: Path) -> None:
    told = call("demo", "--prepare", at=tmp_path / "demo").out
    assert str(tmp_path / "demo") in told
    assert "246810" in told


def test_progress_is_written_over_itself_on_a_terminal(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    call("demo", "--prepare")
    _nothing, first, last, _end = terminal.getvalue().replace("\r\r", "\r").split("\r")
    assert first.strip() == "working 1/2"
    assert last == " " * len(first)
