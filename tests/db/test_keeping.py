"""What keeping members writes, row by row."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import apsw
import pytest

from db import keeping, people
from db.base import new_uid, to_micros
from db.connection import run_sql, transaction
from db.errors import Conflict, NotStored
from tests.builders import FRIDAY, NOON, add_member, add_post, make_site, uid_of

DAY = timedelta(days=1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return make_site(tmp_path, 2).context.home.database


pytestmark = pytest.mark.usefixtures("file")


def add_photo(sign: str) -> str:
    people.add_photo(sign * 64, 300, 400, NOON, [("thumb", sign.encode())])
    return sign * 64


def test_an_unknown_member_is_not_found() -> None:
    assert keeping.find_kept_member(uuid4()) is None


def test_only_members_own_columns_can_be_changed() -> None:
    member = uid_of("001")
    keeping.update_member(member, {"name": "李明", "left_at": "1", "uid": b"x"})
    found = keeping.find_kept_member(member)
    assert found is not None
    assert (found.uid, found.name, found.left_at) == (member, "李明", None)


def test_a_number_that_is_taken_conflicts() -> None:
    with pytest.raises(Conflict), transaction():
        keeping.update_member(uid_of("001"), {"number": "002"})


def test_leaving_ends_what_is_held_and_leaves_what_had_ended() -> None:
    member = uid_of("001")
    for place, until in enumerate((None, FRIDAY + DAY, FRIDAY, FRIDAY - DAY)):
        add_post(f"岗{place}", "001", "002", since=FRIDAY - 9 * DAY)
        day = until.isoformat() if until else None
        run_sql(
            "UPDATE holding SET until = ? WHERE post_uid = (SELECT uid FROM post WHERE name = ?)",
            (day, f"岗{place}"),
        )
    keeping.mark_left(member, NOON, "end", FRIDAY)
    ends = "SELECT h.until FROM holding h JOIN post p ON p.uid = h.post_uid WHERE h.member_uid = ?"
    mine = run_sql(f"{ends} ORDER BY p.name", (member.bytes,))
    assert mine == [("2026-11-20",)] * 3 + [("2026-11-19",)]
    told = run_sql(f"{ends.replace('h.until', 'h.ended_at')} ORDER BY p.name", (member.bytes,))
    assert told == [(to_micros(NOON),)] * 2 + [(None,)] * 2
    others = run_sql(f"{ends} ORDER BY p.name", (uid_of("002").bytes,))
    assert others == [(None,), ("2026-11-21",), ("2026-11-20",), ("2026-11-19",)]


def test_unused_photos_are_dropped_and_counted() -> None:
    shown, waiting, _unused = (add_photo(sign) for sign in "abc")
    keeping.show_photo(uid_of("001"), shown, NOON)
    keeping.keep_waiting_photo(uid_of("002"), waiting)
    assert keeping.drop_unused_photos() == 1
    assert keeping.drop_unused_photos() == 0
    assert run_sql("SELECT sha256 FROM photo_rendition ORDER BY 1") == [(shown,), (waiting,)]
    keeping.keep_waiting_photo(uid_of("002"), None)
    assert keeping.drop_unused_photos() == 1
    keeping.show_photo(uid_of("001"), None, None)
    assert keeping.drop_unused_photos() == 1
    assert run_sql("SELECT count(*) FROM photo_rendition") == [(0,)]


def test_the_photo_that_waits_is_another_than_the_one_that_is_shown() -> None:
    member = uid_of("001")
    keeping.show_photo(member, add_photo("a"), NOON)
    keeping.keep_waiting_photo(member, add_photo("b"))
    found = keeping.find_kept_member(member)
    assert found is not None
    assert (found.photo, found.waiting_photo) == ("a" * 64, "b" * 64)
    run_sql("UPDATE member SET photo_approved_at = NULL")
    found = keeping.find_kept_member(member)
    assert found is not None
    assert found.photo is None


def test_erasing_one_member_leaves_the_others_as_they_are() -> None:
    member, other = uid_of("001"), uid_of("002")
    kept = keeping.find_kept_member(other)
    others = (
        "SELECT * FROM ledger_entry WHERE subject IN (SELECT uid FROM badge WHERE member_uid = ?)"
    )
    before = run_sql(others, (other.bytes,))
    branch = people.get_or_add_branch("—", new_uid())
    with transaction():
        keeping.erase_member(member, "X-1", branch, NOON)
    assert keeping.find_kept_member(other) == kept
    assert run_sql(others, (other.bytes,)) == before
    assert all(payload is None for *_rest, payload in badge_payloads(member.bytes))
    assert [one.number for one in keeping.list_kept_members()] == ["002"]


def badge_payloads(member: bytes) -> list[tuple[object, ...]]:
    rows = run_sql(
        "SELECT seq, payload FROM ledger_entry"
        " WHERE subject IN (SELECT uid FROM badge WHERE member_uid = ?)",
        (member,),
    )
    assert rows
    return rows


def test_erasing_takes_the_place_of_nobody() -> None:
    add_member("X-1")
    with pytest.raises(Conflict), transaction():
        keeping.erase_member(uid_of("001"), "X-1", uid_of_branch(), NOON)


def uid_of_branch() -> UUID:
    return people.get_or_add_branch("—", new_uid())


def test_freed_bytes_are_gone_from_file_and_log(file: Path) -> None:
    with transaction():
        run_sql("UPDATE member SET phone = ?", ("SECRETPHONE" * 400,))
    run_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with transaction():
        run_sql("UPDATE member SET phone = ''")
    keeping.erase_freed_bytes()
    assert file.with_name("kiosk.db-wal").stat().st_size == 0
    assert b"SECRETPHONE" not in file.read_bytes()
    assert run_sql("PRAGMA user_version") != [(0,)]


@pytest.mark.parametrize("begin", ["BEGIN", "BEGIN IMMEDIATE"])
def test_whoever_holds_the_file_is_noticed(file: Path, begin: str) -> None:
    other = apsw.Connection(str(file))
    other.execute(begin)
    other.execute("SELECT count(*) FROM member").fetchall()
    run_sql("PRAGMA busy_timeout = 50")
    with pytest.raises(NotStored) as held:
        keeping.erase_freed_bytes()
    assert held.value.code == "locked"
    other.execute("COMMIT")
    keeping.erase_freed_bytes()
    other.close()
