"""A process that dies between any two statements leaves all of what it did, or nothing of it."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from db.connection import close_file, database, open_file, run_sql
from db.ledger import find_first_broken
from kiosk.clock import SetClock
from kiosk.config import Home
from kiosk.people.badges import Validity
from kiosk.people.keeping import MemberChange, NewMember
from kiosk.people.photo_intake import TakenPhoto
from kiosk.people.photo_sizes import PhotoSize
from kiosk.services import Services, open_services
from tests.builders import FRIDAY, NOON, add_post, make_site, scan, uid_of

PHOTO = TakenPhoto("f" * 64, 300, 400, dict.fromkeys(PhotoSize, b"portrait"))
DIED, DONE = 9, 0
NEVER = 1_000_000

Action = Callable[[Services], object]
ACTIONS: dict[str, Action] = {
    "issue": lambda site: site.people.badge_code("002"),
    "reissue": lambda site: site.badges.reissue(uid_of("001"), "lost"),
    "revoke": lambda site: site.badges.revoke(uid_of("001"), "copied"),
    "validity": lambda site: site.badges.set_validity(uid_of("001"), Validity(FRIDAY)),
    "prints": lambda site: site.badges.record_printed([uid_of("001"), uid_of("003")], "file"),
    "add": lambda site: site.keeping.add(NewMember("100", "李明", branch="新支部")),
    "change": lambda site: site.keeping.change(
        uid_of("001"), MemberChange("101", "李明", branch="新支部")
    ),
    "leave": lambda site: site.keeping.let_go(uid_of("001"), "end"),
    "back": lambda site: site.keeping.take_back(uid_of("002")),
    "offer": lambda site: site.keeping.offer_photo(uid_of("003"), PHOTO),
    "approve": lambda site: site.keeping.approve_photo(uid_of("001")),
    "refuse": lambda site: site.keeping.refuse_photo(uid_of("001"), "a hat"),
    "forget": lambda site: site.forgetting.forget(uid_of("004"), now=True, reason="asked"),
}


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """001 is on site with a post and a waiting photo; 002 has no badge; 004 has left."""
    site = make_site(tmp_path, 4)
    add_post("3号塔吊", "001")
    site.keeping.offer_photo(uid_of("001"), PHOTO)
    run_sql("DELETE FROM badge WHERE member_uid = ?", (uid_of("002").bytes,))
    scan(site, "001")
    site.keeping.let_go(uid_of("004"), "end")
    return site


def everything() -> dict[str, list[tuple[Any, ...]]]:
    tables = [name for (name,) in run_sql("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return {name: run_sql(f"SELECT * FROM {name}") for name in tables}


def shape() -> str:
    """What can be compared between two runs: keys and salts are new each time."""
    members = "SELECT number, name, left_at, left_because, waiting_photo_sha256 FROM member"
    return json.dumps(
        [
            run_sql("SELECT kind FROM ledger_entry WHERE payload IS NOT NULL ORDER BY seq"),
            run_sql(f"{members} WHERE number NOT LIKE 'X-%' ORDER BY number"),
            run_sql("SELECT dead_because, valid_from FROM badge ORDER BY 1, 2"),
            run_sql("SELECT direction, source FROM punch ORDER BY seq"),
            run_sql("SELECT until FROM holding"),
            run_sql("SELECT sha256 FROM photo"),
        ]
    )


def die_at(home: Path, place: int, action: Action) -> int:
    """Do it in a process that dies before its writing statement of that place; how that ended."""
    close_file()
    child = os.fork()
    if child == 0:
        run_and_die(home, place, action)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run_and_die(home: Path, place: int, action: Action) -> NoReturn:
    try:
        site = open_services(Home(home), SetClock(NOON))
        left, run = place, database.execute_sql

        def counted(sql: str, *arguments: object, **options: object) -> object:
            nonlocal left
            if not sql.lstrip().upper().startswith(("SELECT", "PRAGMA")):
                if left == 0:
                    os._exit(DIED)  # no exit handler, no rollback: as if the plug were pulled
                left -= 1
            return run(sql, *arguments, **options)

        database.execute_sql = counted
        action(site)
        os._exit(DONE)
    finally:
        os._exit(1)


@pytest.mark.parametrize("name", ACTIONS)
def test_a_death_between_two_statements_leaves_all_or_nothing(
    site: Services, name: str, tmp_path: Path
) -> None:
    home = site.context.home.folder
    if name == "back":
        site.keeping.let_go(uid_of("002"), "end")
    before, shape_before = everything(), shape()
    whole = shape_after(home, tmp_path / "copy", ACTIONS[name])
    ends: list[int] = []
    while not ends or shape() == shape_before:
        ends.append(die_at(home, len(ends), ACTIONS[name]))
        open_file(home / "kiosk.db")
        assert find_first_broken() is None
        assert shape() in {whole, shape_before}
        assert shape() == whole or everything() == before
    assert len(ends) > 2  # it died at least before the row and before its ledger entry
    assert set(ends[:-1]) == {DIED}


def shape_after(home: Path, copy: Path, action: Action) -> str:
    """What an undisturbed run leaves, tried on a copy."""
    close_file()
    shutil.copytree(home, copy)
    assert die_at(copy, NEVER, action) == DONE
    open_file(copy / "kiosk.db")
    whole = shape()
    open_file(home / "kiosk.db")
    assert shape() != whole
    return whole
