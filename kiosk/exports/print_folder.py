"""Where a site keeps what it printed or saved to a file."""

import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from kiosk.config import Home
from kiosk.errors import KioskError
from kiosk.files import write_whole
from kiosk.i18n import _
from kiosk.text import clean_line

FOLDER = "print"
KEPT_DAYS = 7
"""After so many days of 24 hours a document is deleted, at the next one or at the next start."""
_DAY_S = 86_400
_MOST_A_MINUTE = 100
_ENDINGS = (".pdf", ".json")


def keep_print(home: Home, pdf: bytes, kind: str, at: datetime, ending: str = "pdf") -> Path:
    """Keep a document under a name that says what it is and when it was made; old ones go.

    Args:
        home: The site's folder.
        pdf: The document.
        kind: What it is, the name's beginning, such as `badges`.
        at: When, in the site's zone.
        ending: What its name ends with: `pdf` or `json`.

    Returns:
        Where it is: `print/badges-20261122-0658.pdf`, for the owner only (mode 0600).

    Raises:
        KioskError: `not_written`.
    """
    folder = home.folder / FOLDER
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        drop_old_prints(home)
        return _written(folder, pdf, f"{kind}-{at:%Y%m%d-%H%M}", ending)
    except OSError as error:
        sentence = _("{folder} can't be written ({why}); free space or ask for rights.")
        why = error.strerror or type(error).__name__
        raise KioskError("not_written", sentence.format(folder=folder, why=why)) from error


def put_on_stick(stick: Path, pdf: bytes, kind: str, at: datetime, ending: str = "pdf") -> Path:
    """Put a document on a stick, under a name as in the folder of prints; it is never dropped.

    Args:
        stick: Where it is mounted.
        pdf: The document.
        kind: What it is, the name's beginning, such as `badges`.
        at: When, in the site's zone.
        ending: What its name ends with: `pdf` or `json`.

    Raises:
        KioskError: `not_written`: it is full, write-protected or was pulled out.
    """
    try:
        return _written(stick, pdf, f"{kind}-{at:%Y%m%d-%H%M}", ending)
    except OSError as error:
        sentence = _("The stick {name} can't be written ({why}); look at it, or take another one.")
        why = error.strerror or type(error).__name__
        told = sentence.format(name=clean_line(stick.name), why=why)
        raise KioskError("not_written", told) from error


def drop_old_prints(home: Home) -> None:
    """Delete what is older than `KEPT_DAYS`: living codes and photos are on it."""
    oldest = time.time() - KEPT_DAYS * _DAY_S
    with suppress(OSError):  # no folder, or no rights: the kiosk goes on
        for path in (home.folder / FOLDER).glob("*.*"):
            is_ours = any(
                ending in path.name for ending in _ENDINGS
            )  # half-made ones end otherwise
            if is_ours and path.lstat().st_mtime < oldest:
                path.unlink()


def _written(folder: Path, pdf: bytes, name: str, ending: str) -> Path:
    for number in range(1, _MOST_A_MINUTE):
        path = folder / (f"{name}.{ending}" if number == 1 else f"{name}-{number}.{ending}")
        try:
            path.touch(0o600, exist_ok=False)  # the name is taken before anybody else has it
        except FileExistsError:
            continue
        try:
            write_whole(path, pdf)
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return path
    raise FileExistsError(name)
