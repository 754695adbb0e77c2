"""A file is whole or not there, and never put in place of what is no file."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.files import is_replaceable, open_ordinary, write_whole


def test_a_file_is_made_and_replaced_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / f"{'字' * 80}.pdf"  # a name that leaves little room beside it
    old_mask = os.umask(0)
    try:
        for data in (b"one", b"two"):
            write_whole(path, data)
            assert path.read_bytes() == data
            assert path.stat().st_mode & 0o777 == 0o600
            path.chmod(0o666)
    finally:
        os.umask(old_mask)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kind", ["folder", "fifo", "link", "dangling"])
def test_what_is_no_file_stays_what_it_is(tmp_path: Path, kind: str) -> None:
    path, other = tmp_path / kind, tmp_path / "other"
    other.write_bytes(b"older")
    make: dict[str, Callable[[], None]] = {
        "folder": lambda: path.mkdir(),
        "fifo": lambda: os.mkfifo(path),
        "link": lambda: path.symlink_to(other),
        "dangling": lambda: path.symlink_to("nowhere"),
    }
    make[kind]()
    before = path.lstat()
    assert not is_replaceable(path)
    with pytest.raises(FileExistsError):
        write_whole(path, b"new")
    assert path.lstat().st_ino == before.st_ino
    assert other.read_bytes() == b"older"
    assert set(tmp_path.iterdir()) == {path, other}


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_stops_the_writing_leaves_the_older_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def stop(_file: int) -> None:
        raise error

    path = tmp_path / "terminal.json"
    path.write_bytes(b"older")
    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(type(error)):
        write_whole(path, b"new")
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"older"]


def test_a_name_in_what_is_no_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError):
        is_replaceable(tmp_path / "file" / "x.pdf")
    with pytest.raises(OSError, match="too long"):
        write_whole(tmp_path / ("x" * 300), b"")


def test_only_what_ends_is_opened(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"a\r\nb")
    with open_ordinary(tmp_path / "file") as file:
        assert file.read() == b"a\r\nb"
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "link", Path("/dev/zero")):
        with pytest.raises(OSError, match="Invalid argument"):
            open_ordinary(path)
    with pytest.raises(FileNotFoundError):
        open_ordinary(tmp_path / "missing")
