"""Files that are written whole or not at all, for their owner only; and read only if they end."""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Opening what became a pipe in this moment waits for nobody; Windows changes no line ends."""


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in place of the one before; nobody ever sees half of it, and it is on disk.

    It is made beside the older one under a name that nobody can guess, readable by its owner only
    (mode 0600), and keeps that mode.

    Raises:
        OSError: It can't be written, or something that is no ordinary file has the name; what was
            there before is untouched.
    """
    import tempfile  # 13 ms, and nobody writes at the start

    if not is_replaceable(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    number, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)  # mode 0600
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def open_ordinary(path: Path) -> BinaryIO:
    """Open an ordinary file to read its bytes; what has no end is never waited for.

    A pipe that nobody writes to, or a device, would keep whoever reads it for ever.

    Raises:
        OSError: It can't be read, or is no ordinary file.
        ValueError: The name holds what no name may hold.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    return os.fdopen(os.open(path, os.O_RDONLY | _AT_ONCE), "rb")


def is_replaceable(path: Path) -> bool:
    """Whether nothing has this name, or an ordinary file: no folder, link, pipe or device.

    Raises:
        OSError: The system can't look, such as `NotADirectoryError` or a name that is too long.
        ValueError: The name holds what no name may hold.
    """
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return True
