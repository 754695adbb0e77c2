"""Commands that only read answer where nothing can be written."""

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from kiosk import services
from kiosk.recording import not_recorded
from tests.kiosk.commands.calling import Call

ROOT = Path(__file__).parents[3]
COMMANDS = (("onsite",), ("coverage",), ("day", "show"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("code", ["full", "read_only"])
def test_what_only_reads_answers_where_nothing_can_be_written(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], code: str
) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise not_recorded(code)

    before = call(*command, "--json").json
    if code == "read_only":
        (home / "kiosk.db").chmod(0o444)
    else:
        monkeypatch.setattr(services, "check_file", refuse)
    ended = call(*command, "--json")
    assert ended.code == 0
    assert ended.json.keys() == before.keys()
    assert json.loads(ended.err)["warning"] == code
    assert "can't be written" in call(*command, "--lang", "en").err


def test_where_the_record_can_be_written_nothing_is_said(call: Call) -> None:
    assert [call(*command).err for command in COMMANDS] == [""] * 3


def test_a_closing_that_writes_is_refused_as_before(call: Call, home: Path) -> None:
    (home / "kiosk.db").chmod(0o444)
    assert call("day", "close").code != 0


def test_a_disk_without_room_for_a_byte_keeps_nobody_from_asking_who_is_on_site(
    home: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "run.py"), "--home", str(home), "onsite", "--json"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["count"] == 1
    assert "warning" in json.loads(done.stderr)


def test_where_no_temporary_folder_takes_a_byte_the_usual_one_is_looked_into(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> str:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", none)
    assert call("onsite", "--json").json["count"] == 1
