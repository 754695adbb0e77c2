"""Badges in the file: found by a token's hash, one living one a member, days as days."""

from datetime import timedelta
from pathlib import Path

import pytest

from db import badges
from db.base import from_micros, new_uid
from db.connection import run_sql, transaction
from db.errors import Conflict
from tests.builders import FRIDAY, NOON, add_member, make_site, uid_of

HASH = bytes(range(32))
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def site(tmp_path: Path) -> None:
    make_site(tmp_path, 1)
    add_member("009")


def test_a_hash_leads_to_its_badge_and_member() -> None:
    uid, member = new_uid(), uid_of("009")
    badges.add_badge(uid, member, HASH, NOON, (FRIDAY, FRIDAY + DAY))
    found = badges.find_badge_holder(HASH)
    assert found == badges.BadgeHolder(uid, member, None, None, FRIDAY, FRIDAY + DAY)
    badges.change_validity(uid, None, None)
    badges.end_badge(uid, NOON, "lost")
    run_sql("UPDATE member SET left_at = 1 WHERE number = '009'")
    found = badges.find_badge_holder(HASH)
    assert found == badges.BadgeHolder(uid, member, NOON, from_micros(1), None, None)
    assert (found.badge_dead, found.member_left) == (True, True)


def test_an_unknown_hash_leads_nowhere() -> None:
    assert badges.find_badge_holder(bytes(32)) is None


def test_the_search_goes_down_an_index() -> None:
    (*_ids, plan) = run_sql(f"EXPLAIN QUERY PLAN {badges._FIND_HOLDER}", (HASH,))[0]
    assert plan.startswith("SEARCH b USING ")
    assert "token_hash=?" in plan


@pytest.mark.parametrize("hashed", [HASH, None])
def test_a_second_living_badge_and_a_second_owner_of_a_hash_conflict(hashed: bytes | None) -> None:
    member = uid_of("009")
    badges.add_badge(new_uid(), member, HASH, NOON, (None, None))
    other = member if hashed is None else uid_of("001")
    with pytest.raises(Conflict), transaction():
        badges.add_badge(new_uid(), other, hashed or bytes(32), NOON, (None, None))


def test_the_living_badge_is_listed_first_then_the_newest() -> None:
    member, kept = uid_of("009"), [new_uid() for _ in range(3)]
    for place, uid in enumerate(kept):
        hashed = bytes([place]) * 32
        badges.add_badge(uid, member, hashed, NOON - place * DAY, (None, None))
        if place < 2:
            badges.end_badge(uid, NOON + DAY, "reissued")
    found = badges.list_badges(member)
    assert [record.uid for record in found] == [kept[2], kept[0], kept[1]]
    assert [record.dead_at for record in found] == [None, NOON + DAY, NOON + DAY]
    assert [record.dead_because for record in found] == ["", "reissued", "reissued"]
    assert {record.member_uid for record in badges.list_living_badges()} == {
        member,
        uid_of("001"),
    }


def test_prints_of_a_badge_that_was_never_printed() -> None:
    assert badges.count_prints(new_uid()) == (0, None)
