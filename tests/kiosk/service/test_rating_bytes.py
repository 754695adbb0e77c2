"""Case 28, down to the bytes: neither the file nor its log tells the order of ratings."""

import random
import re
import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from uuid import UUID

import apsw
import pytest

from db.connection import close_file, database, empty_log, run_sql, transaction
from kiosk.attendance.night import NightWatch
from kiosk.clock import SetClock
from kiosk.config import Home
from kiosk.services import Services, open_services
from tests.builders import NOON, make_site, scan, set_clock, uid_of

LATER = NOON + timedelta(hours=9)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, 8, debounce_s=0)


Ballot = tuple[UUID, int, str]
"""The key under which a rating is given, its stars, and a word that is found in bytes."""


def ballots(count: int, longest: int = 40) -> list[Ballot]:
    chance = random.Random(count)  # noqa: S311
    return [
        (
            UUID(int=chance.getrandbits(128), version=4),
            chance.randint(1, 5),
            f"<{place:03}>" + "x" * chance.randrange(longest),
        )
        for place in range(count)
    ]


def give_all(site: Services, given: Sequence[Ballot]) -> None:
    """Each in a quarter of an hour of its own word, and there in the order in which it stands."""
    for place, (uid, stars, word) in enumerate(given):
        quarter, member = divmod(int(word[1:4]), 8)
        set_clock(site, NOON + timedelta(minutes=15 * quarter, seconds=place))
        subject = uid_of(f"00{member + 1}")
        assert not site.ratings.give("member", stars, subject_uid=subject, word=word, uid=uid)


def file_of(site: Services) -> Path:
    return site.context.home.database


def log_of(site: Services) -> bytes:
    path = file_of(site)
    log = path.with_name(path.name + "-wal")
    return log.read_bytes() if log.exists() else b""


def pages_of(site: Services) -> list[bytes]:
    """The file's pages, the first one at place 0; its log is in it."""
    close_file()
    stored = file_of(site).read_bytes()
    size = int.from_bytes(stored[16:18], "big")
    return [stored[at : at + size] for at in range(0, len(stored), size)]


def free_bytes(pages: Sequence[bytes]) -> list[bytes]:
    """What stands on the file's free pages, but for the list of their numbers."""
    trunk, found = int.from_bytes(pages[0][32:36], "big"), []
    while trunk:
        page = pages[trunk - 1]
        numbers = [int.from_bytes(page[at : at + 4], "big") for at in range(0, len(page), 4)]
        found.append(page[8 + 4 * numbers[1] :])
        found += [pages[number - 1] for number in numbers[2 : 2 + numbers[1]]]
        trunk = numbers[0]
    return found


def found_on(page: bytes, given: Sequence[Ballot]) -> list[UUID]:
    """The keys of those whose words stand on a page, in the order of its bytes."""
    places = [(page.find(word[:5].encode()), uid) for uid, _stars, word in given]
    return [uid for at, uid in sorted(places) if at >= 0]


@pytest.mark.parametrize("count", [2, 12, 60])
def test_a_box_filled_in_another_order_is_byte_for_byte_the_same_file(
    site: Services, tmp_path: Path, count: int
) -> None:
    given = ballots(count)
    close_file()
    files = []
    for turn, order in enumerate((given, given[::-1], sorted(given))):
        home = tmp_path / str(turn)
        shutil.copytree(site.context.home.folder, home)
        again = open_services(Home(home), SetClock(NOON))
        give_all(again, order)
        pages = pages_of(again)
        assert sum(len(found_on(page, given)) for page in pages) == count
        files.append([page[100:] if place == 0 else page for place, page in enumerate(pages)])
    assert files[0] == files[1] == files[2]


def test_a_box_lies_in_the_order_of_its_keys_whatever_was_given_last(site: Services) -> None:
    given = ballots(40)
    give_all(site, given)
    pages = pages_of(site)
    box = [page for page in pages if found_on(page, given)]
    assert len(box) > 1  # it takes more than a page
    free = free_bytes(pages)
    assert free  # the tray took some too
    assert not any(map(any, free))
    for page in box:
        found = found_on(page, given)
        assert found == sorted(found, key=lambda uid: uid.bytes, reverse=True)


def test_a_word_that_is_added_does_not_tell_which_was_the_last(site: Services) -> None:
    given = ballots(9)
    for uid, stars, word in given:
        site.ratings.give("member", stars, subject_uid=uid_of("001"), uid=uid)
        site.ratings.add_word(uid, word)
    (box,) = [page for page in pages_of(site) if found_on(page, given)]
    assert found_on(box, given) == sorted(found_on(box, given), key=lambda uid: uid.bytes)[::-1]


def test_the_log_holds_no_rating_between_two_scans(site: Services) -> None:
    given = ballots(4)
    for place, ballot in enumerate(given):
        scan(site, f"00{place + 1}")
        give_all(site, [ballot])
        scan(site, f"00{place + 5}")
        log = log_of(site)
        assert uid_of(f"00{place + 5}").bytes in log  # a frame is found this way
        assert not any(one[0].bytes in log or one[2].encode() in log for one in given)


def test_once_the_box_is_empty_no_frame_and_no_free_page_tells_of_a_rating(site: Services) -> None:
    given = ballots(40)
    for place in range(0, 40, 5):
        scan(site, f"00{place // 5 + 1}")
        give_all(site, given[place : place + 5])
    set_clock(site, LATER)
    assert site.ratings.empty_box() == 40
    assert log_of(site) == b""
    pages = pages_of(site)
    assert not any(map(any, free_bytes(pages)))
    told = [page for page in pages if found_on(page, given)]
    for page in told:
        found = found_on(page, given)
        assert found in (sorted(found), sorted(found, reverse=True))
    # Once in the rating, once in its entry of the ledger: nowhere is a copy left.
    assert sum(len(re.findall(rb"<\d{3}>", page)) for page in told) == 80


def test_a_log_that_a_reader_holds_is_emptied_a_minute_later(site: Services) -> None:
    given = ballots(1)
    reader = apsw.Connection(str(file_of(site)))
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM rating").fetchall()
    give_all(site, given)
    set_clock(site, LATER)
    assert site.ratings.empty_box() == 1
    assert given[0][2].encode() in log_of(site)
    reader.close()
    night = NightWatch(site.context)
    assert night.look().is_due
    night.close()
    assert log_of(site) == b""
    assert not NightWatch(site.context).look().is_due


def test_while_anything_lies_in_the_box_the_log_begins_with_a_minute_not_with_a_rating(
    site: Services,
) -> None:
    give_all(site, ballots(1))
    scan(site, "001")
    night = NightWatch(site.context)
    assert night.look().is_due
    night.close()
    assert log_of(site) == b""
    assert run_sql("SELECT count(*) FROM rating_box") == [(1,)]


def test_a_log_can_not_be_emptied_within_a_transaction(site: Services) -> None:
    with transaction():
        scan(site, "001")
        assert not empty_log()
    assert log_of(site)
    assert empty_log()
    assert log_of(site) == b""


def test_nobody_waits_for_a_reader_of_the_log(site: Services) -> None:
    is_reading, may_end = Event(), Event()

    def read() -> None:
        reader = apsw.Connection(str(file_of(site)))
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM rating").fetchall()
        is_reading.set()
        may_end.wait(30)
        reader.close()

    thread = Thread(target=read)
    thread.start()
    assert is_reading.wait(30)
    scan(site, "001")
    assert not empty_log()
    assert database.connection().pragma("busy_timeout") == 10_000  # as before
    may_end.set()
    thread.join()
