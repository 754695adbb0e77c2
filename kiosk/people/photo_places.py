"""Where a photo may be fetched from: the site's own folder and what is plugged in, nothing else.

A supervisor sees folders and photos under a few places and never the rest of the disk. Links are
not followed, hidden files are not shown, and a file is bounded before it is read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kiosk.config import Home
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.people.photo_refusal import MOST_BYTES, PhotoRefused
from kiosk.text import clean_line

FOLDER_NAME = "photos-in"
"""The folder of the home in which photos wait to be taken in."""
MEDIA = (Path("/media"), Path("/run/media"), Path("/mnt"), Path("/Volumes"))
"""Where sticks and cards are mounted, up to two folders deep: Linux, and macOS last."""
MOST_ENTRIES = 500
"""Photos and folders shown of one folder; a card with more is sorted into folders first."""
LONGEST_NAME = 60
_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif")
# No link, and nonblocking: a pipe that calls itself photo.jpg would make everybody wait for ever.
_READING = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
)


@dataclass(frozen=True, slots=True)
class PhotoPlace:
    """A place with photos.

    Attributes:
        folder: Its folder; nothing outside of it is ever shown or read through it.
        name: Its name, cleaned; empty for the site's own folder.
    """

    folder: Path
    name: str


@dataclass(frozen=True, slots=True)
class PhotoEntry:
    """A folder or a photo file in a place.

    Attributes:
        path: Where it is; for reading, not for showing.
        name: What it is called, cleaned.
        size: Bytes of a file; None for a folder.
    """

    path: Path
    name: str
    size: int | None

    @property
    def is_folder(self) -> bool:
        """Whether it can be opened instead of taken."""
        return self.size is None

    @property
    def is_too_large(self) -> bool:
        """Whether its bytes are too many to be read."""
        return self.size is not None and self.size > MOST_BYTES


def list_places(home: Home, media: Sequence[Path] = MEDIA) -> list[PhotoPlace]:
    """The site's own folder, which is made when it is missing, and what is plugged in.

    Args:
        home: The site's home.
        media: Under which folders sticks are mounted.
    """
    own = home.folder / FOLDER_NAME
    with suppress(OSError):
        own.mkdir(mode=0o700, exist_ok=True)
    return [PhotoPlace(own, ""), *list_media(media)]


def list_media(media: Sequence[Path] = MEDIA) -> list[PhotoPlace]:
    """What is plugged in, by name."""
    return sorted(_mounted(media), key=lambda place: place.name)


def list_photos(place: PhotoPlace, folder: Path) -> list[PhotoEntry]:
    """Folders, then photo files of a folder, each by name; empty when it can't be read any more.

    Raises:
        RefusedError: `outside`: the folder is not under the place.
    """
    _check_inside(place, folder)
    try:
        with os.scandir(folder) as found:
            entries = [entry for each in found if (entry := _entry(each)) is not None]
    except OSError:  # the stick was pulled out, or belongs to somebody else
        return []
    entries.sort(key=lambda entry: (not entry.is_folder, entry.name.casefold(), entry.path))
    return entries[:MOST_ENTRIES]


def read_photo(place: PhotoPlace, path: Path) -> bytes:
    """The bytes of a photo file, at most as many as are ever looked at.

    Raises:
        PhotoRefused: `too_many_bytes`, or `damaged` when it can't be read.
        RefusedError: `outside`: the file is not under the place.
    """
    _check_inside(place, path.parent)
    try:
        with os.fdopen(os.open(path, _READING), "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise PhotoRefused("not_a_photo")
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise PhotoRefused("damaged") from error
    if len(data) > MOST_BYTES:
        raise PhotoRefused("too_many_bytes")
    return data


def _mounted(media: Iterable[Path]) -> Iterator[PhotoPlace]:
    for root in media:
        with suppress(OSError):
            for folder in (root, *root.glob("*"), *root.glob("*/*")):
                if not folder.is_symlink() and folder.is_mount():
                    yield PhotoPlace(folder, clean_line(folder.name, LONGEST_NAME))


def _entry(found: os.DirEntry[str]) -> PhotoEntry | None:
    name = clean_line(found.name, LONGEST_NAME)
    if found.name.startswith(".") or not name:
        return None
    with suppress(OSError):
        if found.is_dir(follow_symlinks=False):
            return PhotoEntry(Path(found.path), name, None)
        if found.name.lower().endswith(_ENDINGS) and found.is_file(follow_symlinks=False):
            return PhotoEntry(Path(found.path), name, found.stat(follow_symlinks=False).st_size)
    return None


def _check_inside(place: PhotoPlace, folder: Path) -> None:
    if not folder.resolve().is_relative_to(place.folder.resolve()):
        raise RefusedError("outside", _("Photos are fetched from the places offered only."))
