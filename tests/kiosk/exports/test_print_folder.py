"""What was printed to a file is kept for its owner only, under a name that says when."""

import os
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.config import Home
from kiosk.errors import KioskError
from kiosk.exports import print_folder
from kiosk.exports.print_folder import KEPT_DAYS, drop_old_prints, keep_print, put_on_stick

AT = datetime(2026, 11, 22, 6, 58, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_two_of_one_minute_are_two_files(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first, second = (keep_print(home, words, "badges", AT) for words in (b"one", b"two"))
    assert first == tmp_path / "print/badges-20261122-0658.pdf"
    assert second == tmp_path / "print/badges-20261122-0658-2.pdf"
    assert (first.read_bytes(), second.read_bytes()) == (b"one", b"two")
    assert [path.stat().st_mode & 0o777 for path in (first, second, first.parent)] == [
        0o600,
        0o600,
        0o700,
    ]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "print").write_text("a file")
    with pytest.raises(KioskError, match="print") as told:
        keep_print(Home(tmp_path), b"", "badges", AT)
    assert told.value.code == "not_written"


def test_a_full_disk_leaves_no_half_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KioskError, match="No space") as told:
        keep_print(Home(tmp_path), b"pdf", "badges", AT)
    assert told.value.code == "not_written"
    assert list((tmp_path / "print").iterdir()) == []


def test_documents_of_more_than_a_week_are_deleted(tmp_path: Path) -> None:
    home = Home(tmp_path)
    drop_old_prints(home)
    old, new = (keep_print(home, b"pdf", kind, AT) for kind in ("old", "new"))
    half_made = old.with_name(".old.pdf.x1")
    other = old.with_name("notes.txt")
    for path in (half_made, other):
        path.write_bytes(b"")
    week_ago = time.time() - KEPT_DAYS * 86_400
    for path in (old, half_made, other):
        os.utime(path, (week_ago - 60, week_ago - 60))
    os.utime(new, (week_ago + 60, week_ago + 60))
    third = keep_print(home, b"pdf", "third", AT)
    assert set(third.parent.iterdir()) == {new, third, other}


def test_there_is_an_end_to_the_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_folder, "_MOST_A_MINUTE", 2)
    keep_print(Home(tmp_path), b"", "badges", AT)
    with pytest.raises(KioskError):
        keep_print(Home(tmp_path), b"", "badges", AT)


def test_a_stick_gets_the_document_and_one_that_was_pulled_out_is_named(tmp_path: Path) -> None:
    stick = tmp_path / "KINGSTON"
    stick.mkdir()
    assert put_on_stick(stick, b"one", "badges", AT).read_bytes() == b"one"
    with pytest.raises(KioskError, match="GONE") as told:
        put_on_stick(tmp_path / "GONE", b"one", "badges", AT)
    assert told.value.code == "not_written"
