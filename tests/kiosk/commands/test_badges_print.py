"""`badges print`: a document that is whole or not there, or a printer that got it."""

import errno
import os
import socket
from pathlib import Path
from typing import Any

import apsw
import numpy as np
import pypdfium2
import pytest
import zxingcpp

from db.connection import close_file, open_file, run_sql, transaction
from db.errors import NotStored
from db.people import Member
from kiosk.errors import KioskError
from kiosk.exports import badge_sheet, fonts
from kiosk.people.badges import Badges
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
        "missing": [],
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
        assert str(folder if out == folder else out.parent) in ended.error
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
    assert prints(home) == []


def test_what_can_not_be_entered_is_not_written(
    call: Call, home: Path, tmp_path: Path, monkeypatch: Environment
) -> None:
    writer = apsw.Connection(str(home / "kiosk.db"))
    make = badge_sheet.make_badges_pdf

    def make_while_locked(*told: Any) -> bytes:
        run_sql("PRAGMA busy_timeout = 50")
        writer.execute("BEGIN IMMEDIATE")
        return make(*told)

    monkeypatch.setattr(badge_sheet, "make_badges_pdf", make_while_locked)
    ended = call("badges", "print", "--out", str(tmp_path / "x.pdf"))
    writer.close()
    assert (ended.code, ended.out) == (3, "")
    assert "被其他程序占用" in ended.error
    assert not (tmp_path / "x.pdf").exists()
    assert prints(home) == []


def test_the_entry_stays_when_the_printing_fails(
    call: Call, home: Path, tmp_path: Path, monkeypatch: Environment
) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        ended = call("badges", "print", "001", "--out", str(tmp_path / "x.pdf"))
    assert ended.code == 1
    assert "No space left" in ended.error
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    assert len(prints(home)) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "wrong",
    [
        ("", "不是文件名", "is none"),
        (".", "不是文件名", "is none"),
        ("/", "不是文件名", "is none"),
        ("a\0b", "不是文件名", "is none"),
        ("file/x.pdf", "没有文件夹", "no folder"),
        ("none/x.pdf", "没有文件夹", "no folder"),
        ("x" * 300, "文件名太长", "too long"),
        ("fifo", "链接、管道或设备", "a link, a pipe or a device"),
        ("link", "链接、管道或设备", "a link, a pipe or a device"),
        ("dangling", "链接、管道或设备", "a link, a pipe or a device"),
        ("socket", "链接、管道或设备", "a link, a pipe or a device"),
    ],
)
def test_a_name_that_is_no_file_is_told_and_touches_nothing(
    call: Call,
    home: Path,
    tmp_path: Path,
    monkeypatch: Environment,
    wrong: tuple[str, str, str],
    language: str,
) -> None:
    name, *words = wrong
    monkeypatch.chdir(tmp_path)
    Path("file").write_bytes(b"older")
    os.mkfifo("fifo")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket")
    Path("link").symlink_to("file")
    Path("dangling").symlink_to("nowhere")
    before = {path: path.lstat().st_mode for path in tmp_path.iterdir()}
    ended = call("badges", "print", "001", "--out", name, "--lang", language)
    assert (ended.code, ended.out) == (1, "")
    assert words[language == "en"] in ended.error
    assert len(ended.error) < 300
    assert {path: path.lstat().st_mode for path in tmp_path.iterdir()} == before
    assert Path("file").read_bytes() == b"older"
    assert prints(home) == []


def test_an_older_file_is_replaced_by_one_for_the_owner_only(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "badges.pdf"
    out.write_bytes(b"older")
    out.chmod(0o666)
    assert call("badges", "print", "001", "--out", str(out)).code == 0
    assert out.read_bytes().startswith(b"%PDF-")
    assert out.stat().st_mode & 0o777 == 0o600


def test_characters_that_no_font_has_are_told(call: Call, tmp_path: Path) -> None:
    call("members", "change", "002", "--name", "محمد 王", "--job", "مح")
    out = ("badges", "print", "001", "002", "--out", str(tmp_path / "x.pdf"))
    assert call(*out, "--json").json["missing"] == [{"number": "002", "characters": "محد"}]
    told = call(*out)
    assert (told.code, "2" in told.out) == (0, True)
    assert "打印成了方框：002 محمد 王 محد。" in told.error
    assert "a box is printed instead: 002" in call(*out, "--lang", "en").error


def test_characters_of_the_site_are_told_once(call: Call, home: Path, tmp_path: Path) -> None:
    open_file(home / "kiosk.db")
    with transaction():
        run_sql("UPDATE site SET branch = 'فرع'")
    close_file()
    out = ("badges", "print", "--out", str(tmp_path / "x.pdf"))
    assert call(*out, "--json").json["missing"] == [{"number": "", "characters": "فرع"}]
    assert "工地 " in call(*out).error


def test_a_document_on_standard_output_tells_of_boxes_beside_it(
    home: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    from kiosk.commands import main

    assert main(["--home", str(home), "members", "change", "002", "--job", "مح"]) == 0
    capfdbinary.readouterr()
    assert main(["--home", str(home), "badges", "print", "002", "--out", "-", "--json"]) == 0
    told = capfdbinary.readouterr()
    assert told.out.startswith(b"%PDF-")
    assert "مح" in told.err.decode()


def test_the_code_is_drawn_as_it_is_printed(call: Call) -> None:
    drawn = call("badges", "show", "001").out.splitlines()[1:]
    unfolded = [(row in "█▀", row in "█▄") for line in drawn for row in line]
    size = 25 + 2 * 4
    light = np.array(unfolded).reshape(-1, size, 2).transpose(0, 2, 1).reshape(-1, size)
    picture = np.kron(light, np.full((8, 8), 255)).astype(np.uint8)
    (found,) = zxingcpp.read_barcodes(picture)
    assert (found.ec_level, len(light)) == ("H", size + 1)


def test_a_code_that_a_command_gives_out_is_entered_before(
    call: Call, home: Path, monkeypatch: Environment
) -> None:
    for verb in ("show", "reissue"):
        assert call("badges", verb, "001", "--json").code == 0
        assert call("badges", verb, "001").code == 0
    assert len(prints(home)) == 4
    assert all('"terminal"' in told for told in prints(home))

    def full(*_told: object) -> None:
        raise NotStored("full")

    monkeypatch.setattr(Badges, "record_printed", full)
    for verb in ("show", "reissue"):
        ended = call("badges", verb, "001", "--json")
        assert (ended.code, ended.out) == (3, "")


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
    tools, seen = tmp_path / "bin", tmp_path / "seen"
    put(tools, "lpstat", "echo Gate_1")
    # What the record holds at the moment at which the printer gets the document.
    put(tools, "lp", f'cat > "{tmp_path}/got.pdf"; mkdir "{seen}"; cp "{home}"/kiosk.db* "{seen}"')
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    ended = call("badges", "print", "002", "--printer", "Gate_1")
    assert ended.code == 0
    assert "Gate_1" in ended.out
    assert len(text_of((tmp_path / "got.pdf").read_bytes())) == 1
    assert '"Gate_1"' in prints(home)[0]
    assert prints(seen) == prints(home)


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
