"""`muster report`: the report on paper, of the latest or of a day."""

import json
import tempfile
from pathlib import Path

import pytest

from kiosk.config import Home
from kiosk.exports.preview import draw_page
from kiosk.services import close_services, open_services
from tests.builders import uid_of
from tests.kiosk.commands.calling import Call
from tests.kiosk.exports.papers import text_of

PIN = "246810"


@pytest.fixture(autouse=True)
def supervisor(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    services = open_services(Home(home))
    services.access.set_pin(uid_of("003"), "supervisor", PIN)
    close_services()


def hold(call: Call, *options: str) -> None:
    call("muster", "start", *options)
    call("muster", "end", "--number", "003", "--pin-stdin", stdin=f"{PIN}\n".encode())


def test_the_latest_is_written_to_a_file(call: Call, tmp_path: Path) -> None:
    hold(call, "--drill")
    hold(call)
    file = tmp_path / "muster.pdf"
    ended = call("muster", "report", "--out", str(file))
    assert (ended.code, ended.out) == (0, f"集合点名报告：{file}\n")
    assert draw_page(file.read_bytes()).pages == 1
    said = text_of(file.read_bytes())
    assert "紧急集合 REAL" in said
    assert "演练" not in said
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_day_is_all_of_its_musters(call: Call, tmp_path: Path) -> None:
    hold(call, "--drill")
    call("muster", "start")
    file = tmp_path / "muster.pdf"
    told = call("muster", "report", "today", "--out", str(file), "--json").json
    assert [one["kind"] for one in told["musters"]] == ["drill", "real"]
    assert (told["out"], told["printer"]) == (str(file), None)
    assert draw_page(file.read_bytes()).pages == 2
    assert "还在进行" in text_of(file.read_bytes())


def test_it_speaks_english_and_leaves_standard_output_to_the_document(
    home: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    from kiosk.commands import main

    assert main(["--home", str(home), "muster", "start", "--drill"]) == 0
    capfdbinary.readouterr()
    asked = ["--home", str(home), "--lang", "en", "muster", "report", "--out", "-", "--json"]
    assert main(asked) == 0
    written = capfdbinary.readouterr().out
    assert written.startswith(b"%PDF")
    assert written.rstrip().endswith(b"%%EOF")
    assert "Not seen" in text_of(written)


@pytest.mark.parametrize("day", ["latest", "2020-01-01"])
def test_where_there_was_none_it_says_so(call: Call, tmp_path: Path, day: str) -> None:
    ended = call("muster", "report", day, "--out", str(tmp_path / "x.pdf"), "--json")
    assert (ended.code, json.loads(ended.error)["error"]) == (1, "no_muster")
    assert not (tmp_path / "x.pdf").exists()


def test_a_day_that_is_none_and_a_file_that_cant_be_made_are_told(call: Call) -> None:
    hold(call, "--drill")
    assert call("muster", "report", "someday", "--out", "x.pdf").code == 2
    assert call("muster", "report").code == 2
    ended = call("muster", "report", "--out", "/no/such/folder/x.pdf", "--json")
    assert (ended.code, json.loads(ended.error)["error"]) == (1, "not_written")


def test_it_is_printed_from_a_file_that_cant_be_written(
    call: Call, home: Path, tmp_path: Path
) -> None:
    (home / "kiosk.db").chmod(0o444)
    call("muster", "start")
    file = tmp_path / "muster.pdf"
    assert call("muster", "report", "--out", str(file)).code == 0
    assert "001" in text_of(file.read_bytes())
