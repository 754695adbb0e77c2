"""Where a site keeps what it printed to a file."""

import os
from datetime import datetime
from pathlib import Path

from kiosk.config import Home
from kiosk.errors import KioskError
from kiosk.i18n import _

FOLDER = "print"
_MOST_A_MINUTE = 100


def keep_print(home: Home, pdf: bytes, kind: str, at: datetime) -> Path:
    """Keep a document under a name that says what it is and when it was made.

    Args:
        home: The site's folder.
        pdf: The document.
        kind: What it is, the name's beginning, such as `badges`.
        at: When, in the site's zone.

    Returns:
        Where it is: `print/badges-20261122-0658.pdf`, for the owner only (mode 0600).

    Raises:
        KioskError: `not_written`.
    """
    folder = home.folder / FOLDER
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        return _written(folder, pdf, f"{kind}-{at:%Y%m%d-%H%M}")
    except OSError as error:
        sentence = _("{folder} can't be written ({why}); free space or ask for rights.")
        why = error.strerror or type(error).__name__
        raise KioskError("not_written", sentence.format(folder=folder, why=why)) from error


def _written(folder: Path, pdf: bytes, name: str) -> Path:
    for number in range(1, _MOST_A_MINUTE):
        path = folder / (f"{name}.pdf" if number == 1 else f"{name}-{number}.pdf")
        try:
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        try:
            with os.fdopen(file, "wb") as stream:
                stream.write(pdf)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return path
    raise FileExistsError(name)
