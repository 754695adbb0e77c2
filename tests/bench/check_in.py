"""A durable check-in against the bare SQLite's insert and commit on the same disk."""

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import apsw

from db.connection import close_file
from kiosk.attendance.views import CheckedIn, CheckedOut, Scan
from kiosk.clock import SystemClock
from kiosk.services import Services, open_services
from tests.bench.rows import make_large_site

ROUNDS = 1_000


def check_in_ratio(folder: Path, punches: int) -> float:
    """Median time of a decided, entered and committed scan over that of a bare insert."""
    folder.mkdir()
    site = make_large_site(folder, 1_000, punches)
    services = open_services(site.context.home, SystemClock())
    codes = [services.people.badge_code(f"{number:03}") for number in range(1, 1_001)]
    bare = _bare_insert(folder / "bare.db")
    ours, plain = [], []
    for turn in range(ROUNDS):
        ours.append(_timed(partial(_scan, services, codes[turn % len(codes)])))
        plain.append(_timed(bare))
    close_file()
    return statistics.median(ours) / statistics.median(plain)


def _timed(call: Callable[[], None]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def _scan(services: Services, code: str) -> None:
    answer = services.attendance.scan(Scan(code, "bench"))
    if not isinstance(answer, CheckedIn | CheckedOut):
        raise TypeError(f"not counted: {answer}")


def _bare_insert(path: Path) -> Callable[[], None]:
    connection = apsw.Connection(str(path))
    connection.pragma("journal_mode", "wal")
    connection.pragma("synchronous", "full")
    connection.execute("CREATE TABLE punch (id INTEGER PRIMARY KEY, member BLOB, at INTEGER)")

    def insert() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO punch (member, at) VALUES (?, ?)", (bytes(16), 1))
        connection.execute("COMMIT")

    return insert
