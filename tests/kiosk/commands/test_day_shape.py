"""A day's promises as programs read them: a repeated one occasion by occasion."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from kiosk.commands.day_shape import day_shape
from kiosk.service.commitments import NewCommitment
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, make_site, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


def promised(site: Services) -> UUID:
    return site.service.promise(uid_of("001"), NewCommitment(text="巡查", rhythm="day")).uid


def told(site: Services, day: date) -> list[tuple[str, str, list[str]]]:
    found: Any = day_shape(site.oversight.day(day))["commitments"]
    return [(one["due_on"][-2:], one["state"], one["because"]) for one in found]


def test_each_occasion_stands_for_itself(site: Services) -> None:
    uid, who = promised(site), uid_of("001")
    set_clock(site, NOON + timedelta(days=1))
    site.service.judge_commitment(uid, "missed", who, "下雨", FRIDAY)
    site.service.judge_commitment(uid, "kept", who)
    saturday = FRIDAY + timedelta(days=1)
    assert told(site, saturday) == [("20", "missed", ["judged"]), ("21", "kept", ["judged", "due"])]


def test_one_that_is_overdue_is_not_taken_for_todays(site: Services) -> None:
    promised(site)
    set_clock(site, NOON + timedelta(days=1))
    saturday = FRIDAY + timedelta(days=1)
    assert told(site, saturday) == [("21", "open", ["due"]), ("20", "overdue", ["overdue"])]


def test_what_was_said_twice_on_a_day_stands_there_once_as_it_was_said_last(site: Services) -> None:
    uid, who = promised(site), uid_of("001")
    set_clock(site, NOON + timedelta(days=1))
    site.service.judge_commitment(uid, "partly_kept", who, "", FRIDAY)
    site.service.judge_commitment(uid, "kept", who, "", FRIDAY)
    saturday = FRIDAY + timedelta(days=1)
    assert ("20", "kept", ["judged"]) in told(site, saturday)


def test_a_day_tells_what_was_said_on_it_and_not_what_was_said_later(site: Services) -> None:
    uid, who = promised(site), uid_of("001")
    once = site.service.make_commitment(who, text="清理").uid
    for one in (uid, once):
        site.service.judge_commitment(one, "partly_kept", who)
    set_clock(site, NOON + timedelta(days=1))
    site.service.judge_commitment(uid, "kept", who, "", FRIDAY)
    site.service.judge_commitment(once, "kept", who)
    assert told(site, FRIDAY) == [("20", "partly_kept", ["made", "judged", "due"])] * 2
    saturday = FRIDAY + timedelta(days=1)
    assert told(site, saturday) == [
        ("20", "kept", ["judged"]),
        ("20", "kept", ["judged"]),
        ("21", "open", ["due"]),
    ]


def test_to_withdraw_the_whole_is_told_beside_the_occasion_judged_before(site: Services) -> None:
    uid, who = promised(site), uid_of("001")
    site.service.judge_commitment(uid, "kept", who)
    site.service.judge_commitment(uid, "withdrawn", who, "转岗")
    assert sorted(told(site, FRIDAY)) == [
        ("20", "kept", ["judged", "due"]),
        ("20", "withdrawn", ["made", "judged"]),
    ]


def test_two_members_and_two_promises_of_one_are_never_taken_for_one(site: Services) -> None:
    promised(site)
    promised(site)
    site.service.promise(uid_of("002"), NewCommitment(text="巡查", rhythm="day"))
    assert told(site, FRIDAY) == [("20", "open", ["made", "due"])] * 3
