"""The one database file: opened, checked, written by one thread, read by others.

The settings and their reasons are measured facts (`docs/adr/0002-sqlite.md`): APSW brings a SQLite
without the WAL-reset bug, FULL loses nothing in a power cut, IMMEDIATE never meets a lock upgrade.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw
from peewee import DatabaseError, IntegrityError, InterfaceError, OperationalError
from playhouse.apsw_ext import APSWDatabase

from db.errors import Conflict, NotStored

FIRST_FIXED_SQLITE = (3, 51, 3)
"""The first SQLite in which two connections can write and checkpoint at once without harm."""

BUSY_TIMEOUT_S = 10
"""How long anything waits for the write lock of another process before it is `locked`."""

LOG_PATIENCE_MS = 100
"""How long emptying the log waits for who reads through it: nobody's scan waits longer for it."""

_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "cache_size": -16_000,
    "temp_store": "memory",
    # Without it INSERT OR REPLACE deletes a row and no trigger hears of it.
    "recursive_triggers": 1,
    # What is deleted is overwritten: a free page must not tell in which order ratings came.
    "secure_delete": 1,
}
_READ_AND_WRITE = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
_thread = threading.local()


class KioskDatabase(APSWDatabase):  # type: ignore[misc]  # playhouse has no types
    """The database file, one connection a thread; a reader's connection can't write."""

    def _connect(self) -> apsw.Connection:
        connection: apsw.Connection = super()._connect()
        # APSW binds str, int, float and bytes only; peewee's migration history binds a datetime.
        connection.convert_binding = _bind_as_text
        if getattr(_thread, "reads_only", False):
            connection.pragma("query_only", True)
        return connection


def _bind_as_text(_cursor: apsw.Cursor, _number: int, value: object) -> str:
    return str(value)


database = KioskDatabase(None, pragmas=_PRAGMAS, lock_type="IMMEDIATE")


def open_file(path: Path) -> None:
    """Point the tables at a file and connect this thread to it.

    Raises:
        NotStored: The file can't be opened for writing.
    """
    close_file()
    _point_to(str(path), _PRAGMAS, _READ_AND_WRITE)
    with store_errors():
        database.connect()


def open_to_read(path: Path) -> None:
    """Point the tables at a file that can't be written and connect this thread to it.

    Beside a write-ahead log the file is read through it; alone, or where the log can't be read, it
    is opened immutable: as it stood when it was last closed.

    Raises:
        NotStored: The file can't be read either.
    """
    close_file()
    uri = f"{path.absolute().as_uri()}?mode=ro"
    try:
        is_alone = not path.with_name(path.name + "-wal").exists()
        _connect_to_read(f"{uri}&immutable=1" if is_alone else uri)
    except NotStored:
        _connect_to_read(f"{uri}&immutable=1")


def _connect_to_read(uri: str) -> None:
    pragmas = {name: value for name, value in _PRAGMAS.items() if name != "journal_mode"}
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    _point_to(uri, pragmas, flags)
    with store_errors():
        database.connect()
    run_sql("SELECT count(*) FROM sqlite_schema")


def _point_to(path: str, pragmas: dict[str, Any], flags: int) -> None:
    # Peewee keeps the flags of the file before, but falls back to its own 5 s of patience.
    database.init(path, pragmas=pragmas, timeout=BUSY_TIMEOUT_S, flags=flags)


def close_file() -> None:
    """Close this thread's connection; other threads close their own with `close_thread`."""
    if database.database is not None and not database.is_closed():
        database.close()


def close_thread() -> None:
    """Close the connection of the calling thread."""
    close_file()


def read_only_thread() -> None:
    """Make every connection that the calling thread opens a reader's."""
    _thread.reads_only = True


def changes() -> int:
    """A number that changes when another connection has committed to the file."""
    version: int = database.execute_sql("PRAGMA data_version").fetchone()[0]
    return version


def empty_log() -> bool:
    """Move all of the write-ahead log into the file and cut it to nothing.

    Returns:
        Whether it is empty now. Not within a transaction, nor while somebody reads through it or
        writes, nor where the disk is full: then try again later, nothing is lost.
    """
    connection = database.connection()
    connection.set_busy_timeout(LOG_PATIENCE_MS)
    try:
        connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
    except apsw.Error:
        return False
    finally:
        connection.set_busy_timeout(BUSY_TIMEOUT_S * 1000)
    return True


@contextmanager
def transaction() -> Iterator[None]:
    """One write transaction: durable when left, undone when an error leaves it.

    Raises:
        Conflict: A constraint refused the write.
        NotStored: The write did not become durable; nothing of it is in the file.
    """
    with store_errors(), database.atomic():
        yield


@contextmanager
def store_errors() -> Iterator[None]:
    """Turn the driver's exceptions into the store's own."""
    try:
        yield
    except IntegrityError as error:
        raise Conflict("conflict", str(error)) from error
    except (OperationalError, DatabaseError, InterfaceError) as error:
        raise NotStored(reason_of(error.__context__), str(error)) from error
    except apsw.Error as error:
        raise NotStored(reason_of(error), str(error)) from error


_REASONS: dict[type[apsw.Error], str] = {
    apsw.FullError: "full",
    apsw.BusyError: "locked",
    apsw.LockedError: "locked",
    apsw.ReadOnlyError: "read_only",
    apsw.CantOpenError: "read_only",
    apsw.CorruptError: "damaged",
    apsw.NotADBError: "damaged",
}


def reason_of(error: BaseException | None) -> str:
    """The stable reason behind an exception of the driver's, such as `full` or `damaged`."""
    return next((why for kind, why in _REASONS.items() if isinstance(error, kind)), "broken")


def run_sql(sql: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """All rows of one statement, for the few paths where building a query costs too much."""
    with store_errors():
        rows: list[tuple[Any, ...]] = database.execute_sql(sql, parameters).fetchall()
    return rows
