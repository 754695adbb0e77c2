"""Folders and zips of photos, honest and hostile ones."""

import io
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.people.photo_refusal import MOST_BYTES, PhotoRefused
from kiosk.people.roster import photo_files
from kiosk.people.roster.archives import open_archive
from kiosk.people.roster.photo_files import open_photos
from kiosk.people.roster.refusal import RosterRefused


def read_all(path: Path | None) -> dict[str, bytes]:
    with open_photos(path) as files:
        return {file.name: file.read() for file in files}


def zipped(folder: Path, parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path = folder / "photos.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(RosterRefused) as caught:
        read_all(path)
    assert caught.value.sentence
    return caught.value.code


def photo_refusal(path: Path) -> str:
    with open_photos(path) as files, pytest.raises(PhotoRefused) as caught:
        files[0].read()
    return caught.value.code


def test_without_photos_there_are_none() -> None:
    assert read_all(None) == {}


def test_a_folder_is_read_with_those_inside_it(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "002.JPG").write_bytes(b"two")
    (tmp_path / "001.jpg").write_bytes(b"one")
    for other in (".hidden.jpg", "Thumbs.db"):
        (tmp_path / other).write_bytes(b"")
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "link.jpg").symlink_to("/etc/hostname")
    (tmp_path / "links").symlink_to("/etc")
    assert read_all(tmp_path) == {"001.jpg": b"one", "b/002.JPG": b"two"}
    with open_photos(tmp_path) as files:
        assert [(file.stem, file.suffix) for file in files] == [("001", ".jpg"), ("002", ".jpg")]


def test_a_photo_that_vanishes_is_refused(tmp_path: Path) -> None:
    photo = tmp_path / "001.jpg"
    photo.write_bytes(b"one")
    with open_photos(tmp_path) as files:
        photo.unlink()
        with pytest.raises(PhotoRefused):
            files[0].read()


def test_a_zip_is_read_without_what_systems_put_in(tmp_path: Path) -> None:
    parts = {
        "照片/": b"",
        "照片/张三.jpg": b"one",
        "__MACOSX/照片/._张三.jpg": b"x",
        "照片/.DS_Store": b"x",
    }
    assert read_all(zipped(tmp_path, parts)) == {"照片/张三.jpg": b"one"}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
@pytest.mark.parametrize("name", ["照片/张三.jpg", "照片\\廣\\001.jpg"])
def test_chinese_names_without_their_flag_are_read(
    tmp_path: Path, encoding: str, name: str
) -> None:
    """As Windows (system encoding, backslashes) and macOS (UTF-8) write them."""
    raw = name.encode(encoding)
    path = zipped(tmp_path, {"x" * len(raw): b"one"})
    path.write_bytes(path.read_bytes().replace(b"x" * len(raw), raw))
    assert read_all(path) == {name.replace("\\", "/"): b"one"}


def test_a_name_in_no_known_encoding_stays_readable(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"xx.jpg": b"one"})
    path.write_bytes(path.read_bytes().replace(b"xx.jpg", b"\xff\xff.jpg"))
    (name,) = read_all(path)
    assert name.endswith(".jpg")


@pytest.mark.parametrize(
    "name",
    ["../001.jpg", "a/../../001.jpg", "/etc/001.jpg", "C:/001.jpg", "C:001.jpg", "..\\1.jpg"],
)
def test_paths_that_lead_outside_are_refused(tmp_path: Path, name: str) -> None:
    assert refusal(zipped(tmp_path, {"000.jpg": b"zero", name: b"one"})) == "unsafe_archive"


def test_links_in_a_zip_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("001.jpg")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert refusal(tmp_path / "photos.zip") == "unsafe_archive"


def test_a_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"001.jpg": b"one"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert refusal(path) == "unsafe_archive"


def test_what_is_not_there_or_no_zip_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "missing") == "no_file"
    assert refusal(tmp_path / "pipe") == "no_file"
    for damage in (b"", b"no zip", b"PK\x05\x06", b"PK\x05\x06" + bytes(17)):
        (tmp_path / "photos").write_bytes(damage)
        assert refusal(tmp_path / "photos") == "damaged"


def test_bombs_are_refused_before_they_are_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refusal(zipped(tmp_path, {"001.jpg": bytes(2_000_000)})) == "bomb"
    monkeypatch.setattr(photo_files, "MOST_UNPACKED_BYTES", 1000)
    assert refusal(zipped(tmp_path, {"1.jpg": bytes(600), "2.jpg": bytes(600)})) == "bomb"


def test_a_zip_that_lies_about_a_size_gives_no_more_than_it_says(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"001.jpg": bytes(range(256)) * 40})
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 100)
    path.write_bytes(data)
    assert photo_refusal(path) == "damaged"


def test_an_entry_packed_in_an_unknown_way_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"001.jpg": b"one"})
    data = bytearray(path.read_bytes())
    struct.pack_into("<H", data, data.index(b"PK\x01\x02") + 10, 99)
    struct.pack_into("<H", data, 8, 99)
    path.write_bytes(data)
    assert photo_refusal(path) == "damaged"


def test_a_photo_is_read_no_further_than_it_may_be_large(tmp_path: Path) -> None:
    body = os.urandom(1000) * (MOST_BYTES // 1000 + 100)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "001.jpg").write_bytes(body)
    path = zipped(tmp_path, {"001.jpg": body}, zipfile.ZIP_STORED)
    for source in (tmp_path / "a", path):
        assert len(read_all(source)["001.jpg"]) == MOST_BYTES + 1


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_files, "MOST_FILES", 2)
    parts = {f"{place}.jpg": b"" for place in range(3)}
    assert refusal(zipped(tmp_path, parts)) == "too_many_entries"
    (tmp_path / "photos.zip").unlink()
    for name in parts:
        (tmp_path / name).write_bytes(b"")
    assert refusal(tmp_path) == "too_many_entries"


def archive_with_directory_of(size: int, *, zip64: bool) -> bytes:
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 0xFFFFFFFF if zip64 else size, 0, 0)
    if not zip64:
        return end
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, size, 0)
    return record + struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1) + end


@pytest.mark.parametrize("zip64", [False, True])
@pytest.mark.parametrize("comment", [b"", b"a comment"])
def test_a_giant_directory_is_refused_before_it_is_read(*, zip64: bool, comment: bytes) -> None:
    data = bytearray(archive_with_directory_of(2**31, zip64=zip64) + comment)
    struct.pack_into("<H", data, len(data) - len(comment) - 2, len(comment))
    with pytest.raises(RosterRefused) as caught, open_archive(io.BytesIO(data), 20_000, 2**32):
        raise AssertionError
    assert caught.value.code == "too_many_entries"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6),
    )
)
def test_any_bytes_are_photos_or_refused(
    tmp_path: Path, damage: bytes | list[tuple[float, int]]
) -> None:
    path = zipped(tmp_path, {"001.jpg": b"one", "张三.png": b"two"})
    if isinstance(damage, bytes):
        path.write_bytes(damage)
    else:
        data = bytearray(path.read_bytes())
        for place, value in damage:
            data[int(place * (len(data) - 1))] = value
        path.write_bytes(data)
    try:
        with open_photos(path) as files:
            for file in files:
                assert len(file.read()) <= MOST_BYTES + 1
    except (RosterRefused, PhotoRefused) as refused:
        assert refused.sentence  # noqa: PT017
