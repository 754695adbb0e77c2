"""Looks into a file without opening it for writing: for the doctor, who may find it broken."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import apsw

from db.agreement import find_first_disagreement
from db.attendance import FEW_AFTER
from db.base import from_micros, to_micros
from db.connection import FIRST_FIXED_SQLITE
from db.derived import find_differing_tables
from db.ledger import entry_digest
from db.people import LIVING_ACCESS
from db.schema import newest_schema

_END = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in a file.

    Attributes:
        damage: The first thing that SQLite found damaged, or None.
        orphans: Rows that point at nothing.
        broken_seq: The first ledger entry that does not hold, or None.
        entries: Ledger entries.
        latest_at: The latest time that any of them bears and that is believed, UTC; None when there
            is none. Not the last one's: that may have been written by a clock that had fallen
            behind.
        changed_seq: The first entry whose fact is missing or says something else, or None.
        openers: How many people can open the supervisor's day.
        differing: The derived tables that do not say what their facts come to.
        is_older: Whether an earlier program wrote it last: its tables are not those of this one, so
            that neither facts nor derived tables were compared.
    """

    damage: str | None
    orphans: int = 0
    broken_seq: int | None = None
    entries: int = 0
    latest_at: datetime | None = None
    changed_seq: int | None = None
    openers: int = 0
    differing: tuple[str, ...] = ()
    is_older: bool = False


def sqlite_version() -> tuple[str, bool]:
    """The SQLite in use, and whether it is one without the WAL-reset bug."""
    version = apsw.sqlite_lib_version()
    return version, tuple(map(int, version.split("."))) >= FIRST_FIXED_SQLITE


def inspect_file(path: Path, horizon: datetime | None = None) -> Inspection:
    """Read the whole file: pages, foreign keys and the ledger's chain; writes nothing.

    What can't be read at all is reported as damage.

    Args:
        path: The file.
        horizon: Times behind it are not believed where fewer than half of the ledger's entries bear
            them, UTC; None: all are.
    """
    try:
        with _reading(path) as connection:
            answer = connection.execute("PRAGMA quick_check(1)").fetchall()[0][0]
            if answer != "ok":
                return Inspection(str(answer))
            orphans = len(connection.execute("PRAGMA foreign_key_check").fetchall())
            count, latest_at = _entries(connection, horizon)
            schema = connection.execute("PRAGMA user_version").fetchall()[0][0]
            is_older = schema != newest_schema()  # a newer file is never read
            changed = None if is_older else find_first_disagreement(connection)
            differing = () if is_older else find_differing_tables(connection)
            broken = _first_broken(connection)
            openers = len(connection.execute(f"SELECT 1 FROM {LIVING_ACCESS}").fetchall())
            seen = (orphans, broken, count, latest_at, changed, openers, differing, is_older)
            return Inspection(None, *seen)
    except apsw.Error as error:
        return Inspection(str(error))


@contextmanager
def _reading(path: Path) -> Iterator[apsw.Connection]:
    # Beside a write-ahead log the file is read through it; alone it is opened immutable, so that
    # not even an empty log appears beside it.
    alone = not path.with_name(path.name + "-wal").exists()
    uri = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"
    connection = apsw.Connection(uri, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    try:
        yield connection
    finally:
        connection.close()


def _entries(connection: apsw.Connection, horizon: datetime | None) -> tuple[int, datetime | None]:
    until = _END if horizon is None else to_micros(horizon)
    if not connection.execute(FEW_AFTER, (until,)).fetchall()[0][0]:
        until = _END
    rows: list[tuple[Any, ...]] = connection.execute(
        "SELECT count(*), max(at) FILTER (WHERE at <= ?) FROM ledger_entry", (until,)
    ).fetchall()
    count, latest = rows[0]
    return count, None if latest is None else from_micros(latest)


def _first_broken(connection: apsw.Connection) -> int | None:
    expected, previous = 1, bytes(32)
    rows = connection.execute(
        "SELECT terminal_uid, epoch, seq, at, kind, subject, payload_digest, previous, digest,"
        " payload, salt FROM ledger_entry ORDER BY seq"
    )
    for row in rows:
        if not _holds(row, expected, previous):
            return expected
        expected, previous = expected + 1, row[8]
    return None


def _holds(row: tuple[Any, ...], expected: int, previous: bytes) -> bool:
    terminal, epoch, seq, at, kind, subject, payload_digest, before, digest, payload, salt = row
    place = (epoch, seq, at)
    right = entry_digest(
        UUID(bytes=terminal), place, kind, UUID(bytes=subject), payload_digest, previous
    )
    if (seq, before, digest) != (expected, previous, right):
        return False
    # An erased payload leaves its digest, which the chain covers.
    salted = (salt or b"") + str(payload).encode()
    return payload is None or hashlib.sha256(salted).digest() == payload_digest
