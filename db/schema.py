"""The file's shape: checked before anything is written to it, then brought up to date."""

import os
import struct
from pathlib import Path

import apsw

from db.connection import (
    BUSY_TIMEOUT_S,
    FIRST_FIXED_SQLITE,
    close_file,
    database,
    open_file,
    reason_of,
    run_sql,
    store_errors,
)
from db.errors import NotStored, UnusableFile

APPLICATION_ID = 0x4B494F53
"""`KIOS`: marks a SQLite file as ours (https://www.sqlite.org/pragma.html#pragma_application_id)."""

MIGRATIONS = Path(__file__).parent / "migrations"
_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_QUICK_CHECK_BYTES = 64 * 1024 * 1024


def newest_schema() -> int:
    """The number of the newest migration this program knows."""
    return max(int(path.name[:4]) for path in MIGRATIONS.glob("[0-9]*.py"))


def check_file(path: Path, *, thorough: bool = False) -> None:
    """Look at a file without writing to it or beside it.

    The header's fields are those of https://www.sqlite.org/fileformat2.html#the_database_header.

    Args:
        path: The file.
        thorough: Read every page, however large the file is; else only of a file up to 64 MB.

    Raises:
        UnusableFile: It is missing, not a database, not ours, damaged, newer or read-only.
        NotStored: It could not be looked at now: `locked`, `full` or `broken`.
    """
    _check_header(path)
    _check_writable(path)
    check_pages(path, everything=thorough or path.stat().st_size <= _QUICK_CHECK_BYTES)


def _check_header(path: Path) -> None:
    if not path.is_file():
        raise UnusableFile("missing")
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise UnusableFile("not_a_database")
    page_size, counter, pages = struct.unpack(">16xH6xII", header[:32])
    version, application, valid_for = struct.unpack(">60xi4xi20xI", header[:96])
    if application != APPLICATION_ID:
        raise UnusableFile("foreign")
    if version > newest_schema():
        raise UnusableFile("newer_schema")
    size = pages * (page_size if page_size > 1 else 65536)
    # Beside a log the file may end early: the power failed while the log was carried over into it,
    # or somebody carries it over now. SQLite reads those pages from the log.
    if counter == valid_for and size > path.stat().st_size and not _has_log(path):
        raise UnusableFile("damaged", "the file is shorter than its header says")


def _check_writable(path: Path) -> None:
    # The mode is looked at too: root may write anywhere, but somebody took the w away on purpose.
    marked = not path.stat().st_mode & 0o222
    if marked or not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise UnusableFile("read_only")


def check_pages(path: Path, *, everything: bool) -> None:
    """Read the file's pages; all of them, or only the schema and the head of the ledger.

    Raises:
        UnusableFile: `damaged`.
        NotStored: The disk or another program kept it from being read.
    """
    # Beside a write-ahead log the file is read through it; alone it is opened immutable, so that
    # not even an empty log appears beside it.
    alone = not _log_of(path).exists()
    try:
        answer = _read_pages(path, everything=everything, immutable=alone)
    except apsw.Error as error:
        answer = _damage(error)
    if answer != "ok" and alone and _log_of(path).exists():
        # Somebody opened it meanwhile and may have written under the immutable reading.
        check_pages(path, everything=everything)
    elif answer != "ok":
        raise UnusableFile("damaged", answer)


def _read_pages(path: Path, *, everything: bool, immutable: bool) -> str:
    uri = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if immutable else ''}"
    sql = "PRAGMA quick_check(1)" if everything else "SELECT count(*), 'ok' FROM sqlite_schema"
    connection = apsw.Connection(uri, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    try:
        connection.setbusytimeout(BUSY_TIMEOUT_S * 1000)
        answer = str(connection.execute(sql).fetchall()[0][-1])
        connection.execute("SELECT max(seq) FROM ledger_entry").fetchall()
    finally:
        connection.close()
    return answer


def _damage(error: apsw.Error) -> str:
    """What is damaged. Raises `NotStored` where the file may be whole and only can't be read."""
    reason = reason_of(error)
    is_damage = reason == "damaged" or isinstance(error, apsw.SQLError)  # a table is not there
    if not is_damage:
        raise NotStored(reason, str(error)) from error
    return str(error)


def _has_log(path: Path) -> bool:
    log = _log_of(path)
    return log.exists() and log.stat().st_size > 0


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def bring_up_to_date() -> None:
    """Apply the migrations that the open file does not have yet.

    Raises:
        NotStored: The file could not be written.
    """
    check_sqlite()
    newest = newest_schema()
    if run_sql("PRAGMA user_version")[0][0] == newest:
        return
    from playhouse.migrations import Runner  # costs 25 ms, needed once in a file's life

    with store_errors():
        database.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        Runner(database, str(MIGRATIONS)).up()
        database.execute_sql(f"PRAGMA user_version = {newest}")
        # The header is read before SQLite is asked, so it must not lag behind in the log.
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def make_file(path: Path) -> None:
    """Make a new, empty file of ours; it appears under its name only when it is whole.

    Raises:
        NotStored: It could not be written.
    """
    half_made = path.with_name(path.name + ".new")
    half_made.unlink(missing_ok=True)
    half_made.touch(mode=0o600)  # phone numbers are in it; SQLite's log takes the same mode
    open_file(half_made)
    try:
        bring_up_to_date()
    finally:
        close_file()
    half_made.replace(path)


def check_sqlite() -> None:
    """Refuse a SQLite that can damage a file.

    Raises:
        NotStored: `old_sqlite`.
    """
    version = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    if version < FIRST_FIXED_SQLITE:
        raise NotStored("old_sqlite", apsw.sqlite_lib_version())
