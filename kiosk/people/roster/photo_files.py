"""The photos that come with a roster: a folder or a zip, looked at without unpacking it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from zipfile import ZipFile, ZipInfo

from kiosk.files import open_ordinary
from kiosk.i18n import _
from kiosk.people.photo_refusal import MOST_BYTES, PhotoRefused
from kiosk.people.roster.archives import entry_name, is_link, open_archive
from kiosk.people.roster.refusal import RosterRefused
from kiosk.text import clean_line

MOST_FILES = 20_000
"""The most files a folder or zip of photos may hold."""
MOST_UNPACKED_BYTES = 4 * 1024**3
"""The most a zip of photos may unpack to."""
PHOTO_SUFFIXES = frozenset((".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"))
"""Files with another suffix are not missed when nobody claims them."""
_NOT_BY_PEOPLE = frozenset(("thumbs.db", "desktop.ini"))
_NOT_BY_PEOPLE_FOLDER = "__MACOSX"


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """One file among the photos."""

    name: str
    """Its path inside the folder or zip, cleaned, for the report."""
    stem: str
    """Its name without folder and suffix: by this it finds its member."""
    suffix: str
    """With its dot, in lower case."""
    read: Callable[[], bytes]
    """Its bytes; at most one more than a photo may have. Raises `PhotoRefused` when damaged."""


@contextmanager
def open_photos(path: Path | None) -> Iterator[list[PhotoFile]]:
    """The files of a folder (with those inside it) or a zip; none for None.

    Raises:
        RosterRefused: There is no such folder or zip, it is damaged, unsafe or holds too much.
    """
    if path is None:
        yield []
    elif path.is_dir():
        yield list(_folder_files(path))
    else:
        with _zip_files(path) as files:
            yield files


def _folder_files(folder: Path) -> Iterator[PhotoFile]:
    count = 0
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            if path.is_symlink() or not path.is_file() or not _is_by_people(name):
                continue
            count += 1
            if count > MOST_FILES:
                raise RosterRefused(
                    "too_many_entries",
                    _("The folder holds more than {most} files.").format(most=MOST_FILES),
                )
            yield _photo_file(path.relative_to(folder).as_posix(), _file_reader(path))


@contextmanager
def _zip_files(path: Path) -> Iterator[list[PhotoFile]]:
    try:
        file = open_ordinary(path)
    except (OSError, ValueError) as error:
        raise RosterRefused(
            "no_file",
            _("The photos {file} can't be read: name a folder or a zip file.").format(file=path),
        ) from error
    with file, open_archive(file, MOST_FILES, MOST_UNPACKED_BYTES) as archive:
        yield list(_entries(archive))


def _entries(archive: ZipFile) -> Iterator[PhotoFile]:
    for entry in archive.infolist():
        name = entry_name(entry)
        if is_link(entry) or _leads_outside(name):
            raise RosterRefused(
                "unsafe_archive",
                _("The zip file holds the unsafe path {name}: nothing of it was read.").format(
                    name=clean_line(name)
                ),
            )
        if not entry.is_dir() and not name.endswith("/") and _is_by_people(name):
            yield _photo_file(name, _entry_reader(archive, entry))


def _leads_outside(name: str) -> bool:
    windows = PureWindowsPath(name)
    return name.startswith("/") or bool(windows.drive) or ".." in windows.parts


def _is_by_people(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = path.name.startswith(".") or path.name.casefold() in _NOT_BY_PEOPLE
    return not hidden and _NOT_BY_PEOPLE_FOLDER not in path.parts


def _photo_file(name: str, read: Callable[[], bytes]) -> PhotoFile:
    path = PurePosixPath(clean_line(name))
    return PhotoFile(str(path), path.stem, path.suffix.casefold(), read)


def _file_reader(path: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with open_ordinary(path) as file:
                return file.read(MOST_BYTES + 1)
        except OSError as error:
            raise PhotoRefused("damaged") from error

    return read


def _entry_reader(archive: ZipFile, entry: ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with archive.open(entry) as file:
                return file.read(MOST_BYTES + 1)
        except Exception as error:  # damaged, or packed in a way that zipfile does not know
            raise PhotoRefused("damaged") from error

    return read
