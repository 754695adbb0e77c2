"""The gate on a real pty: start to first paint, scan to answer, a thousand scans at once."""

import statistics
import sys
import time
from pathlib import Path

import apsw

from tests.bench.terminal import PtyProgram

SIZE = (120, 40)
_EMPTY = [sys.executable, "-m", "tests.bench.empty_app"]


def kiosk_argv(home: Path) -> list[str]:
    """The command that opens the kiosk on a home."""
    return [sys.executable, "run.py", "--home", str(home)]


def start_ratio(home: Path, mark: bytes, rounds: int = 7) -> float:
    """Median start to first paint over that of an empty Textual app, in turn."""
    ours, plain = [], []
    for _ in range(rounds):
        ours.append(_start_s(kiosk_argv(home), mark))
        plain.append(_start_s(_EMPTY, b"ready"))
    return statistics.median(ours) / statistics.median(plain)


def _start_s(argv: list[str], mark: bytes) -> float:
    program = PtyProgram(argv, SIZE, {})
    try:
        return program.wait_for(mark) - program.begun
    finally:
        program.close()


def answer_ratio(home: Path, members: dict[str, tuple[str, str]], rounds: int = 60) -> float:
    """Median last character of a scan to the painted answer over a key's in an empty app.

    `members` are codes and what only their answers show, by number; each is scanned in turn.
    """
    kiosk = PtyProgram(kiosk_argv(home), SIZE, {})
    empty = PtyProgram(_EMPTY, SIZE, {})
    ours, plain = [], []
    try:
        kiosk.drain(2)
        empty.drain(1)
        people = list(members.values())
        for turn in range(rounds):
            code, mark = people[turn % len(people)]
            kiosk.send(code.encode())
            kiosk.drain(0.02)
            sent = kiosk.send(b"\r")
            ours.append(kiosk.wait_for(mark.encode()) - sent)
            kiosk.drain(0.1)
            sent = empty.send(b"x")
            plain.append(empty.wait_for(f"answer-{turn + 1}-".encode()) - sent)
            empty.drain(0.05)
    finally:
        kiosk.close()
        empty.close()
    return statistics.median(ours) / statistics.median(plain)


def burst_counts(home: Path, codes: list[str], scans: int = 1_000) -> tuple[int, int]:
    """Scans sent as fast as the pty takes them, and how many of them were decided.

    The site's debounce window must be 0, so that every scan counts.
    """
    kiosk = PtyProgram(kiosk_argv(home), SIZE, {})
    before = punches(home)
    try:
        kiosk.drain(2)
        for turn in range(scans):
            kiosk.send(codes[turn % len(codes)].encode() + b"\r")
            kiosk.read(0)
        end = time.monotonic() + 60
        while punches(home) - before < scans and time.monotonic() < end:
            kiosk.drain(0.2)
    finally:
        kiosk.close()
    return scans, punches(home) - before


def punches(home: Path) -> int:
    """How many punches are on record."""
    connection = apsw.Connection(str(home / "kiosk.db"), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return int(str(connection.execute("SELECT count(*) FROM punch").get))
    finally:
        connection.close()
