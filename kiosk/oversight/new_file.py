"""The file of a new site: made beside its place, put there in one step when it is whole."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kiosk.config import Home
from kiosk.errors import KioskError, RefusedError
from kiosk.i18n import _
from kiosk.recording import not_recorded

_PREFIX = ".set-up-"
_ABANDONED_S = 600


def check_empty(home: Home) -> None:
    """Refuse a home that holds a site.

    Raises:
        RefusedError: `site_exists`.
    """
    if not home.is_empty():
        raise RefusedError(
            "site_exists",
            _("There is a site in {folder} already; choose another folder with --home.").format(
                folder=home.folder
            ),
        )


def put_broken_secret_aside(home: Home) -> None:
    """Rename the secret of an empty home when it is no whole one."""
    # Without a record a key that was cut by a power failure would lock the home for ever; a whole
    # one is kept, because the record may come back from a backup.
    if not home.secret_file.exists():
        return
    try:
        home.secret()
    except KioskError:
        home.secret_file.replace(home.secret_file.with_suffix(".broken"))


@contextmanager
def half_made(home: Home) -> Iterator[Path]:
    """A place for the new file, on the same disk, that is cleared away afterwards.

    Raises:
        NotRecordedError: The folder takes nothing.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=home.folder))
    except OSError as error:
        raise not_recorded("read_only") from error
    try:
        yield folder / home.database.name
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned(home: Home) -> None:
    """Clear away what set-ups left that were killed or cut off by a power failure."""
    for folder in home.folder.glob(f"{_PREFIX}*"):
        with suppress(OSError):  # a set-up that ends at this moment removes its own
            if time.time() - folder.stat().st_mtime > _ABANDONED_S:
                shutil.rmtree(folder, ignore_errors=True)


def put_in_place(file: Path, home: Home) -> None:
    """Let the new file appear under its name, in one step, unless another one is there.

    Raises:
        RefusedError: `site_exists`: somebody else was first.
    """
    try:
        os.link(file, home.database)  # refuses to replace a file, unlike a renaming
    except FileExistsError:
        check_empty(home)
    except OSError:  # a file system without links
        check_empty(home)
        file.replace(home.database)
    make_durable(home.folder)


def make_durable(folder: Path) -> None:
    """Make the names in a folder survive a power cut, where the system can do that."""
    with suppress(OSError):  # Windows opens no folder, and needs none of this
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
