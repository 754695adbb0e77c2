"""Zip files from outside: how much they hold is looked at before any of it is unpacked.

Python's `zipfile` never unpacks more of an entry than its header declares, so that bounds on what
is declared are bounds on what is unpacked.
"""

import stat
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from kiosk.i18n import _
from kiosk.people.roster.refusal import RosterRefused

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_MOST_RATIO = 200
_RATIO_FREE_BYTES = 1024 * 1024
"""Below this size a high ratio harms nobody."""
_ENTRY_BYTES = 512
"""Of the directory, for one entry, on average at most."""
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_MOST_COMMENT = 65_535
_LOCATOR_MARK = b"PK\x06\x07"
_LOCATOR_BYTES = 20
_END64 = struct.Struct("<4sQ2H2L4Q")


@contextmanager
def open_archive(file: BinaryIO, most_entries: int, most_bytes: int) -> Iterator[zipfile.ZipFile]:
    """Opens a zip after looking at how much it holds.

    Args:
        file: The zip, which can be searched.
        most_entries: How many entries it may hold.
        most_bytes: How much it may hold unpacked.

    Raises:
        RosterRefused: `too_many_entries`, `bomb`, `damaged` or `unsafe_archive` (encrypted).
    """
    if _directory_bytes(file) > most_entries * _ENTRY_BYTES:
        raise _too_many_entries(most_entries)
    try:
        archive = zipfile.ZipFile(file)
    except Exception as error:  # hostile bytes: whatever zipfile raises is an answer
        raise RosterRefused(
            "damaged", _("The zip file is damaged or cut off: copy it again.")
        ) from error
    with archive:
        _check_entries(archive.infolist(), most_entries, most_bytes)
        yield archive


def entry_name(entry: zipfile.ZipInfo) -> str:
    """An entry's name as its maker wrote it, with `/` between folders.

    Windows writes Chinese names in the system's encoding and macOS in UTF-8, both without the
    flag that says so; `zipfile` then takes them for code page 437.
    """
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def is_link(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry is a symbolic link (Unix modes stand in the attributes' upper half)."""
    return stat.S_ISLNK(entry.external_attr >> 16)


def _check_entries(entries: list[zipfile.ZipInfo], most_entries: int, most_bytes: int) -> None:
    if len(entries) > most_entries:
        raise _too_many_entries(most_entries)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise RosterRefused(
            "unsafe_archive", _("The file is protected by a password: save it without one.")
        )
    if sum(entry.file_size for entry in entries) > most_bytes or any(map(_is_bomb, entries)):
        raise RosterRefused(
            "bomb", _("The file holds far more than it seems to: it was not unpacked.")
        )


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    packed = max(entry.compress_size, 1)
    return entry.file_size > max(_RATIO_FREE_BYTES, packed * _MOST_RATIO)


def _too_many_entries(most: int) -> RosterRefused:
    return RosterRefused(
        "too_many_entries", _("The file holds more than {most} files.").format(most=most)
    )


def _directory_bytes(file: BinaryIO) -> int:
    """The size of a zip's directory, which `zipfile` reads whole; 0 if there is none.

    From APPNOTE.TXT 6.3.10, sections 4.3.14 to 4.3.16.
    """
    length = file.seek(0, 2)
    tail_at = max(0, length - _MOST_COMMENT - _END.size - _LOCATOR_BYTES - _END64.size)
    file.seek(tail_at)
    tail = file.read()
    file.seek(0)
    end = len(tail) - _END.size
    if not (tail.startswith(_END_MARK, max(end, 0)) and tail.endswith(b"\0\0")):
        end = tail.rfind(_END_MARK)
    if end < 0 or len(tail) < end + _END.size:
        return 0
    locator = end - _LOCATOR_BYTES
    if locator >= _END64.size and tail.startswith(_LOCATOR_MARK, locator):
        size: int = _END64.unpack_from(tail, locator - _END64.size)[8]
        return size
    size32: int = _END.unpack_from(tail, end)[5]
    return size32
