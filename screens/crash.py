"""What is kept of a crash: where it was, never whose data it held."""

import traceback
from datetime import UTC, datetime
from pathlib import Path

MOST_BYTES = 256 * 1024
"""Size at which a log is put aside; the one put aside before it goes."""


def log_crash(folder: Path, error: BaseException) -> None:
    """Write the kinds of errors and the lines they came through; no values, no messages.

    A message or a local variable may hold a name or a phone number. A disk that refuses the log
    is no reason to crash again.

    Args:
        folder: The log's folder, made when missing.
        error: What went wrong.
    """
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        log = folder / "crash.log"
        if log.exists() and log.stat().st_size > MOST_BYTES:
            log.replace(folder / "crash.log.1")
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n{describe(error)}\n")
    except OSError:
        return


def describe(error: BaseException) -> str:
    """The error and what caused it, one line a frame."""
    lines: list[str] = []
    link: BaseException | None = error
    while link is not None and len(lines) < 200:  # noqa: PLR2004  # a cycle of causes must end
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        lines += [
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(link.__traceback__)
        ]
        link = link.__cause__ or link.__context__ or getattr(link, "error", None)
    return "\n".join(lines)
