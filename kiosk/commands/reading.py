"""Standard input, whatever comes out of it: bounded lines, bad bytes replaced."""

import sys
from collections.abc import Iterator
from typing import BinaryIO

from kiosk.commands.arguments import UsageError
from kiosk.i18n import _

LONGEST_LINE = 4096
"""Bytes of a line that are looked at; what stands behind them is dropped."""
_CHUNK = 65_536


def standard_input() -> BinaryIO:
    """The bytes of standard input.

    Raises:
        UsageError: It is closed.
    """
    if sys.stdin is None:
        raise UsageError(_("Standard input is closed; nothing can be read."))
    return sys.stdin.buffer


def read_lines(stream: BinaryIO) -> Iterator[str]:
    """The lines of a stream as they come: cut to `LONGEST_LINE` bytes, blank ones left out.

    Lines end with LF, CR or both: scanners send any of them.
    """
    read = getattr(stream, "read1", stream.read)  # read1 gives what is there and does not wait
    line = b""
    while chunk := read(_CHUNK):
        *whole, line = (line + chunk.replace(b"\r", b"\n")).split(b"\n")
        line = line[:LONGEST_LINE]
        yield from _texts(whole)
    yield from _texts([line])


def _texts(lines: list[bytes]) -> Iterator[str]:
    for line in lines:
        text = line[:LONGEST_LINE].decode("utf-8", "replace")
        if text.strip():
            yield text


def read_line(most: int) -> str:
    """The first line of standard input without blanks round it; empty when there is none.

    Args:
        most: The most bytes that are read.
    """
    return standard_input().readline(most).decode("utf-8", "replace").strip()
