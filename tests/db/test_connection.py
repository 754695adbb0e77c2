"""One writer, readers that can't write, errors with a reason."""

import resource
import subprocess
import sys
from pathlib import Path
from threading import Thread

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import base, connection
from db.connection import (
    changes,
    close_file,
    database,
    open_file,
    open_to_read,
    run_sql,
    transaction,
)
from db.errors import Conflict, NotStored
from db.oversight import get_site
from tests.builders import make_site


def test_the_file_is_opened_as_the_decision_says(tmp_path: Path) -> None:
    make_site(tmp_path)
    assert run_sql("PRAGMA journal_mode") == [("wal",)]
    assert run_sql("PRAGMA synchronous") == [(2,)]
    assert run_sql("PRAGMA foreign_keys") == [(1,)]
    assert database.execute_sql("SELECT sqlite_version()").fetchone()[0] >= "3.51.3"


def test_a_readers_thread_can_not_write(tmp_path: Path) -> None:
    make_site(tmp_path)
    said: list[str] = []

    def read_and_try_to_write() -> None:
        connection.read_only_thread()
        said.append(get_site().name)
        try:
            run_sql("DELETE FROM site")
        except NotStored as error:
            said.append(error.code)
        connection.close_thread()

    thread = Thread(target=read_and_try_to_write)
    thread.start()
    thread.join()
    assert said == ["北岸安置房项目", "read_only"]


def test_an_error_undoes_the_whole_transaction(tmp_path: Path) -> None:
    make_site(tmp_path, members=1)

    def fail_half_way() -> None:
        with transaction():
            run_sql("UPDATE member SET name = 'x'")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert run_sql("SELECT count(*) FROM member WHERE name = 'x'") == [(0,)]


def test_a_constraint_is_a_conflict(tmp_path: Path) -> None:
    make_site(tmp_path, members=2)
    with pytest.raises(Conflict), transaction():
        run_sql("UPDATE member SET number = '001'")


def test_a_held_lock_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_site(tmp_path)
    other = apsw.Connection(str(tmp_path / "home" / "kiosk.db"))
    other.execute("BEGIN IMMEDIATE")
    database.connection().setbusytimeout(10)
    with pytest.raises(NotStored) as refused, transaction():
        run_sql("UPDATE site SET turn_hour = 5")
    assert refused.value.code == "locked"
    other.close()


FILL = """
import sys, resource, signal
from db.connection import open_file, run_sql, transaction
from db.errors import NotStored
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
open_file(__import__("pathlib").Path(sys.argv[1]))
size = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
try:
    with transaction():
        run_sql("UPDATE member SET phone = hex(randomblob(3000000))")
except NotStored as error:
    print(error.code)
print(run_sql("SELECT count(*) FROM member WHERE length(phone) > 100")[0][0])
"""


def test_a_full_disk_is_named_and_keeps_nothing(tmp_path: Path) -> None:
    make_site(tmp_path, members=1)
    close_file()
    path = tmp_path / "home" / "kiosk.db"
    size = path.stat().st_size + 200_000
    assert size < resource.RLIM_INFINITY or resource.RLIM_INFINITY < 0
    run = subprocess.run(
        [sys.executable, "-c", FILL, str(path), str(size)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert run.stdout.split() in (["full", "0"], ["broken", "0"])


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotStored) as refused:
        open_file(tmp_path / "none" / "kiosk.db")
    assert refused.value.code == "read_only"


def test_a_raw_driver_error_gets_a_reason(tmp_path: Path) -> None:
    with pytest.raises(NotStored) as refused, connection.store_errors():
        raise apsw.CorruptError("page 3")
    assert refused.value.code == "damaged"


def test_another_process_writing_shows(tmp_path: Path) -> None:
    make_site(tmp_path)
    before = changes()
    other = apsw.Connection(str(tmp_path / "home" / "kiosk.db"))
    other.execute("UPDATE site SET turn_hour = 5")
    other.close()
    assert changes() != before


@given(st.integers(0, 2**52))
def test_times_come_back_to_the_microsecond(micros: int) -> None:
    assert base.to_micros(base.from_micros(micros)) == micros


def test_empty_columns_stay_empty() -> None:
    for field in (base.UidField(), base.UtcField(), base.DayField()):
        assert field.db_value(None) is None
        assert field.python_value(None) is None


def test_keys_made_later_sort_later() -> None:
    keys = [base.new_uid() for _ in range(1000)]
    assert sorted(key.bytes for key in keys) == [key.bytes for key in keys]
    assert {key.version for key in keys} == {7}


def test_whoever_opens_a_file_waits_as_long_for_the_lock(tmp_path: Path) -> None:
    services = make_site(tmp_path)
    patience = [(connection.BUSY_TIMEOUT_S * 1000,)]
    assert run_sql("PRAGMA busy_timeout") == patience
    open_to_read(services.context.home.database)
    assert run_sql("PRAGMA busy_timeout") == patience
