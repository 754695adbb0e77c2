"""The gate on a real pty: start to first paint, scan to answer, thousands of scans at once."""

import statistics
import sys
import time
from collections import Counter
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


def burst_faults(home: Path, codes: dict[str, str], scans: int) -> int:
    """How many scans sent as fast as the pty takes them were lost, merged, invented or reordered.

    `codes` are the members' codes by number. The site's debounce window must be 0, so that every
    scan counts.
    """
    numbers = list(codes)
    sent = [numbers[turn % len(numbers)] for turn in range(scans)]
    before = len(punches(home))
    kiosk = PtyProgram(kiosk_argv(home), SIZE, {})
    try:
        kiosk.drain(2)
        for number in sent:
            kiosk.send(codes[number].encode() + b"\r")
            kiosk.drain(0)
        decided = _until_quiet(kiosk, home, before + scans)[before:]
    finally:
        kiosk.close()
    wrong = (Counter(sent) - Counter(decided)) + (Counter(decided) - Counter(sent))
    return wrong.total() + refusals(home) + int(decided != sent and not wrong)


def _until_quiet(kiosk: PtyProgram, home: Path, expected: int, patience_s: float = 20) -> list[str]:
    """Wait for punches until there are enough, or no more come for a while."""
    found, since = punches(home), time.monotonic()
    while len(found) < expected and time.monotonic() - since < patience_s:
        kiosk.drain(0.5)
        now = punches(home)
        if len(now) > len(found):
            found, since = now, time.monotonic()
    kiosk.drain(1)  # one that was made up would still come
    return punches(home)


def punches(home: Path) -> list[str]:
    """The members' numbers of all punches on record, in order."""
    return _column(
        home, "SELECT number FROM punch JOIN member ON member.uid = punch.member_uid ORDER BY seq"
    )


def refusals(home: Path) -> int:
    """How many different texts were refused."""
    return len(_column(home, "SELECT code FROM refused_scan"))


def _column(home: Path, query: str) -> list[str]:
    connection = apsw.Connection(str(home / "kiosk.db"), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return [str(row[0]) for row in connection.execute(query)]
    finally:
        connection.close()
