"""Asking the terminal what it is, before the screen starts."""

from __future__ import annotations

import os
import re
import sys
import time
from dataclasses import dataclass

QUERY_ID = 31
"""Image id of the query that transmits nothing."""

QUESTIONS = (
    b"\x1b[>q"  # XTVERSION: name and version
    + b"\x1b_Gi=%d,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\" % QUERY_ID  # kitty graphics, a query only
    + b"\x1b[48;2;1;2;3m\x1bP$qm\x1b\\\x1b[0m"  # DECRQSS: is a 24-bit colour kept as it was set?
    + b"\x1b[16t"  # a cell's size in pixels
    + b"\x1b[c"  # DA1, which every terminal answers: its answer ends the waiting
)
"""What is asked, in this order; terminals answer in order and pass over what they do not know."""

MAX_ANSWER_BYTES = 4096
"""More than this is not an answer."""

NO_ANSWERS = frozenset({"", "dumb", "linux"})
"""Values of TERM under which nothing is asked: the questions would be printed as text."""

FIRST_PLACEHOLDERS = (0, 28)
"""The first kitty that knows Unicode placeholders."""

_LAST_ANSWER = re.compile(rb"\x1b\[\?[0-9;]{0,64}c")
_NAME_ANSWER = re.compile(rb"\x1bP>\|([\x20-\x7e]{1,100})\x1b\\")
_COLOUR_ANSWER = re.compile(rb"\x1bP1\$r[0-9:;]{0,32}?48[:;]2[:;]{1,2}1[:;]2[:;]3m")
_CELL_ANSWER = re.compile(rb"\x1b\[6;([0-9]{1,4});([0-9]{1,4})t")
_NAME_AND_VERSION = re.compile(r"([A-Za-z][A-Za-z_-]*)[ (]*v?([0-9]{1,9}(?:\.[0-9]{1,9}){0,3})?")


@dataclass(frozen=True, slots=True)
class TerminalKind:
    """What a terminal said of itself."""

    name: str = ""
    """In lower case, such as `kitty` or `xterm`; empty when it did not say."""
    version: tuple[int, ...] = ()
    """Such as (0, 41, 1); empty when it did not say."""
    graphics: bool = False
    """Whether it answered the kitty graphics query with OK."""
    true_colour: bool = False
    """Whether it keeps 24-bit colours unrounded; xterm does and announces it nowhere."""
    cell_px: tuple[int, int] | None = None
    """A cell's width and height in pixels, or None when it did not say."""

    @property
    def placeholders(self) -> bool:
        """Whether images may be shown through Unicode placeholders.

        Only kitty's own are trusted: others answer the graphics query and print the
        placeholders as text.
        """
        return self.name == "kitty" and self.graphics and self.version >= FIRST_PLACEHOLDERS


def parse_answers(answers: bytes) -> TerminalKind:
    """Read what a terminal answered to `QUESTIONS`; anything else in the bytes is passed over."""
    name = ""
    version: tuple[int, ...] = ()
    said = _NAME_ANSWER.search(answers)
    parts = _NAME_AND_VERSION.match(said[1].decode("ascii")) if said else None
    if parts:
        name, version = parts[1].lower(), _numbers(parts[2])
    return TerminalKind(
        name=name,
        version=version,
        graphics=b"\x1b_Gi=%d;OK\x1b\\" % QUERY_ID in answers,
        true_colour=_COLOUR_ANSWER.search(answers) is not None,
        cell_px=_cell_px(answers),
    )


def _numbers(text: str | None) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")) if text else ()


def _cell_px(answers: bytes) -> tuple[int, int] | None:
    found = _CELL_ANSWER.search(answers)
    if not found:
        return None
    height, width = int(found[1]), int(found[2])
    return (width, height) if width and height else None


def probe_terminal(
    timeout_s: float = 0.2, fd_in: int | None = None, fd_out: int | None = None
) -> TerminalKind:
    """Ask the terminal what it is. Call it before the screen starts, on the main thread.

    Keys pressed while it waits are lost; it waits for one round trip, or the time-out.

    Args:
        timeout_s: The longest wait.
        fd_in: The terminal to read from; None takes standard input.
        fd_out: The terminal to write to; None takes the real standard output.

    Returns:
        What it said; an unknown kind when it said nothing, is no terminal, or on Windows.
    """
    if sys.platform == "win32" or os.environ.get("TERM", "") in NO_ANSWERS:
        return TerminalKind()
    import termios

    try:
        source = sys.__stdin__.fileno() if fd_in is None and sys.__stdin__ else fd_in
        target = sys.__stdout__.fileno() if fd_out is None and sys.__stdout__ else fd_out
        if source is None or target is None or not (os.isatty(source) and os.isatty(target)):
            return TerminalKind()
        return parse_answers(_converse(source, target, timeout_s))
    except (OSError, ValueError, termios.error):  # closed, detached or taken away
        return TerminalKind()


def _converse(source: int, target: int, timeout_s: float) -> bytes:
    import termios
    import tty

    before = termios.tcgetattr(source)
    try:
        tty.setraw(source, termios.TCSANOW)
        os.write(target, QUESTIONS)
        return _read_answers(source, time.monotonic() + timeout_s)
    finally:
        # flushes, so that an answer that comes late is not taken for keys
        termios.tcsetattr(source, termios.TCSAFLUSH, before)


def _read_answers(source: int, until: float) -> bytes:
    import select

    answers = b""
    while len(answers) < MAX_ANSWER_BYTES and not _LAST_ANSWER.search(answers):
        left_s = until - time.monotonic()
        if left_s <= 0 or not select.select([source], [], [], left_s)[0]:
            break
        got = os.read(source, MAX_ANSWER_BYTES)
        if not got:
            break
        answers += got
    return answers
