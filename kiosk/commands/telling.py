"""How commands speak: results on standard output, errors as one line on standard error."""

import io
import json
import sys
from contextlib import suppress
from datetime import UTC, datetime

from kiosk.errors import KioskError
from kiosk.text import cell_width, clean_line, fit

_LONGEST_ERROR = 20_000


def speak_safely() -> None:
    """Never fail for a character that the terminal can't show, nor for a closed stream."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, io.StringIO())
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def print_json(value: object) -> None:
    """Print a value as one JSON text of several lines."""
    print(json.dumps(value, ensure_ascii=not _takes_unicode(), indent=2))


def print_json_line(value: object) -> None:
    """Print a value as JSON on one line, now."""
    print(json.dumps(value, ensure_ascii=not _takes_unicode()), flush=True)


def _takes_unicode() -> bool:
    encoding: str = getattr(sys.stdout, "encoding", None) or ""
    return encoding.lower().startswith("utf")


def report_error(error: KioskError, *, as_json: bool) -> int:
    """Tell what went wrong in one line on standard error; returns the exit code."""
    line = clean_line(error.sentence, _LONGEST_ERROR)
    if as_json:
        line = json.dumps({"error": error.code, "message": line})
    with suppress(OSError, ValueError):  # nobody listens
        print(line, file=sys.stderr, flush=True)
    return error.exit_code


def iso(at: datetime | None) -> str | None:
    """A time as programs read it: UTC, ISO 8601 with `Z`, microseconds only when there are any."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def print_table(rows: list[tuple[str, ...]], indent: str = "") -> None:
    """Print rows with their columns under each other, wide characters counted as two cells."""
    if not rows:
        return
    widths = [max(map(cell_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (fit(cell, width) for cell, width in zip(row, widths, strict=True))
        print((indent + "  ".join(cells)).rstrip())
