"""Standard input, whatever comes out of it: bounded lines, bad bytes replaced."""

import sys
from collections.abc import Iterator
from typing import BinaryIO

from kiosk.commands.arguments import UsageError
from kiosk.i18n import _

LONGEST_LINE = 4096
"""Bytes of a line that are looked at; what stands behind them is dropped."""
LONGEST_PIN_LINE = 200
"""Bytes of a line with a PIN that are looked at."""
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
    """The lines of a stream as they come, blank ones among them, cut to `LONGEST_LINE` bytes.

    Lines end with LF, CR or both: scanners send any of them.
    """
    line = b""
    for piece in _with_single_ends(stream):
        *whole, line = (line + piece).split(b"\n")
        line = line[:LONGEST_LINE]
        yield from map(_text, whole)
    if line:
        yield _text(line)


def _with_single_ends(stream: BinaryIO) -> Iterator[bytes]:
    read = getattr(stream, "read1", stream.read)  # read1 gives what is there and does not wait
    after_cr = False
    while chunk := read(_CHUNK):
        # A CR is answered at once; the LF that belongs to it may come in the next chunk.
        rest = chunk[1:] if after_cr and chunk.startswith(b"\n") else chunk
        after_cr = chunk.endswith(b"\r")
        yield rest.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _text(line: bytes) -> str:
    return line[:LONGEST_LINE].decode("utf-8", "replace")


def read_line(most: int) -> str:
    """The first line of standard input without blanks round it; empty when there is none.

    Args:
        most: The most bytes that are read.
    """
    return standard_input().readline(most).decode("utf-8", "replace").strip()
