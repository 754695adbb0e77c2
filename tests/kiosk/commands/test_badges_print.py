"""`badges print`: a document that is whole or not there, or a printer that got it."""

import os
from pathlib import Path

import pypdfium2
import pytest

from db.connection import close_file, open_file, run_sql, transaction
from db.people import Member
from kiosk.errors import KioskError
from kiosk.exports import fonts
from tests.kiosk.commands.calling import Call, CodeOf

Environment = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def chinese_font() -> None:
    try:
        fonts.find_fonts()
    except KioskError:
        if os.environ.get("CI"):
            raise
        pytest.skip("tool missing: install fonts-noto-cjk")


def text_of(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def prints(home: Path) -> list[str]:
    open_file(home / "kiosk.db")
    rows = run_sql("SELECT payload FROM ledger_entry WHERE kind = 'badge_printed'")
    close_file()
    return [str(row[0]) for row in rows]


def test_everybody_is_printed_on_a_sheet(call: Call, home: Path, tmp_path: Path) -> None:
    out = tmp_path / "badges.pdf"
    ended = call("badges", "print", "--out", str(out), "--json")
    assert ended.code == 0
    assert ended.json == {
        "out": str(out),
        "printer": None,
        "layout": "sheet",
        "badges": ["001", "002", "003"],
    }
    assert os.name == "nt" or out.stat().st_mode & 0o077 == 0
    (page,) = text_of(out.read_bytes())
    assert all(number in page for number in ("001", "002", "003"))
    assert "塔吊指挥" in page
    assert len(prints(home)) == 3
    assert '"file"' in prints(home)[0]


def test_some_are_printed_as_cards_in_their_order(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "badges.pdf"
    ended = call("badges", "print", "003", "001", "--layout", "cards", "--out", str(out))
    assert (ended.code, ended.err) == (0, "")
    assert "2" in ended.out
    first, second = text_of(out.read_bytes())
    assert "003" in first
    assert "001" in second


def test_printing_again_changes_no_code_and_no_byte(
    call: Call, code_of: CodeOf, tmp_path: Path
) -> None:
    before = code_of("001")
    for name in ("a.pdf", "b.pdf"):
        assert call("badges", "print", "001", "--out", str(tmp_path / name)).code == 0
    assert code_of("001") == before
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_standard_output_carries_the_document_alone(
    home: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    from kiosk.commands import main

    assert main(["--home", str(home), "badges", "print", "--out", "-", "--json"]) == 0
    told = capfdbinary.readouterr()
    assert told.out.startswith(b"%PDF-")
    assert told.out.rstrip().endswith(b"%%EOF")
    assert told.err == b""


def test_a_refusal_leaves_the_older_file_as_it_was(call: Call, home: Path, tmp_path: Path) -> None:
    out = tmp_path / "badges.pdf"
    out.write_bytes(b"older")
    ended = call("badges", "print", "001", "998", "999", "--out", str(out))
    assert ended.code == 1
    assert "998" in ended.error
    assert "999" in ended.error
    assert out.read_bytes() == b"older"
    assert prints(home) == []


def test_a_file_that_cant_be_written_is_told_and_nothing_is_left(
    call: Call, home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "taken.pdf"
    folder.mkdir()
    for out in (folder, tmp_path / "none" / "badges.pdf"):
        ended = call("badges", "print", "001", "--out", str(out))
        assert ended.code == 1
        assert str(out) in ended.error
    assert not list(tmp_path.glob(".*.part"))
    assert prints(home) == []


def test_a_site_without_members_has_no_badges(call: Call, home: Path, tmp_path: Path) -> None:
    open_file(home / "kiosk.db")
    with transaction():
        Member.update(left_at=Member.joined_at).execute()
    close_file()
    ended = call("badges", "print", "--out", str(tmp_path / "x.pdf"), "--json")
    assert ended.code == 1
    assert "no_members" in ended.error
    assert not (tmp_path / "x.pdf").exists()


def put(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    (folder / name).chmod(0o755)


def test_a_printer_gets_the_document(
    call: Call, home: Path, tmp_path: Path, monkeypatch: Environment
) -> None:
    tools = tmp_path / "bin"
    put(tools, "lpstat", "echo Gate_1")
    put(tools, "lp", f'cat > "{tmp_path}/got.pdf"')
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    ended = call("badges", "print", "002", "--printer", "Gate_1")
    assert ended.code == 0
    assert "Gate_1" in ended.out
    assert len(text_of((tmp_path / "got.pdf").read_bytes())) == 1
    assert '"Gate_1"' in prints(home)[0]


def test_without_that_printer_nothing_is_issued_or_printed(
    call: Call, home: Path, tmp_path: Path, monkeypatch: Environment
) -> None:
    tools = tmp_path / "bin"
    put(tools, "lpstat", "echo Gate_1")
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    ended = call("badges", "print", "002", "--printer", "Gate_2", "--json")
    assert ended.code == 1
    assert "unknown_printer" in ended.error
    assert prints(home) == []


@pytest.mark.parametrize(
    "more", [(), ("--out", "a", "--printer", "b"), ("--out", "a", "--layout", "x")]
)
def test_where_to_must_be_said_once(call: Call, more: tuple[str, ...]) -> None:
    assert call("badges", "print", "001", *more).code == 2
