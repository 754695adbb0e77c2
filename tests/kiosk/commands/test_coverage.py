"""`run.py coverage`, and what the day says of key posts."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from db.connection import open_file, run_sql
from kiosk.attendance.coverage.hours import WeeklyHours
from kiosk.clock import SystemClock
from kiosk.config import Home
from kiosk.services import Services, close_services, open_services
from tests.builders import add_post, uid_of
from tests.kiosk.commands.calling import Call


def opened(home: Path) -> Services:
    return open_services(Home(home), SystemClock())


def test_each_key_post_is_told_with_those_that_need_somebody_first(call: Call) -> None:
    empty, held = call("coverage", "--json").json["posts"]
    assert (empty["name"], empty["kind"], empty["state"]) == ("空着的岗", "post", "empty")
    assert (empty["since"], empty["holders"], empty["planned"]) == (None, [], [])
    assert (held["name"], held["state"], held["least"]) == ("塔吊指挥", "covered", 1)
    assert held["holders"] == [
        {"number": "001", "name": held["holders"][0]["name"], "on_break": False}
    ]
    assert held["since"].endswith("Z")


def test_another_time_gives_another_answer(call: Call) -> None:
    told = call("coverage", "--at", "2026-01-01T06:30", "--json").json
    assert told["at"] == "2025-12-31T22:30:00Z"
    assert {post["name"]: post["state"] for post in told["posts"]} == {
        "塔吊指挥": "not_due",
        "空着的岗": "empty",
    }


def test_as_text_it_has_strips_and_words(call: Call) -> None:
    chinese = call("coverage").out
    assert "关键岗 2 个，空岗 1 个" in chinese
    assert "▲  空着的岗  空岗" in chinese
    assert "╳" in chinese
    assert "▁" in chinese
    english = call("coverage", "--lang", "en").out
    assert "1 of 2 key posts stand empty" in english
    assert "over a week" in english
    past = call("coverage", "--at", "2026-01-01T06:30", "--lang", "en").out
    assert "1 of 1 key post stands empty at 2026-01-01 06:30" in past
    assert "○  塔吊指挥" in past


def test_a_time_that_is_still_to_come_is_refused(call: Call) -> None:
    ended = call("coverage", "--at", "2199-01-01T06:30", "--lang", "en")
    assert ended.code == 1
    assert "2199-01-01 06:30 is still to come" in ended.error


def test_a_time_that_is_none_is_refused(call: Call) -> None:
    ended = call("coverage", "--at", "gestern", "--json")
    assert ended.code == 2
    assert "gestern" in ended.error


def test_the_day_keeps_minutes_gaps_and_who_was_asked(call: Call, home: Path) -> None:
    services = opened(home)
    crane = next(one for one in services.coverage.now() if one.name == "塔吊指挥")
    second = _second(services)
    services.coverage.add_deputy(crane.uid, second)
    services.coverage.hand_over(uid_of("001"), crane.uid, "named", taker_uid=second)
    services.coverage.hand_over(uid_of("001"), crane.uid, "left")
    close_services()
    day = call("day", "show", "--json").json
    empty, held = day["coverage"]
    assert (empty["name"], empty["covered_minutes"]) == ("空着的岗", 0)
    assert set(empty["gaps"][0]) == {"from", "to"}
    assert [(one["answer"], one["taker"]) for one in held["asked"]] == [
        ("named", "张工002"),
        ("left", None),
    ]
    (only,) = call("day", "show", "--member", "001", "--json").json["coverage"]
    assert only["name"] == "塔吊指挥"


def _second(services: Services) -> UUID:
    from kiosk.attendance.views import Scan

    services.attendance.scan(Scan(services.people.badge_code("002"), "wedge"))
    return uid_of("002")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hours_of_another_day_are_told_with_their_day(call: Call, home: Path, lang: str) -> None:
    open_file(home / "kiosk.db")
    run_sql("UPDATE holding SET since = date(since, '-3 day')")
    services = opened(home)
    yesterday = services.oversight.today() - timedelta(days=1)
    post = next(one for one in services.coverage.now() if one.name == "空着的岗")
    services.coverage.set_least(post.uid, 2)
    services.coverage.set_hours(post.uid, [WeeklyHours(1 << yesterday.weekday(), 60, 120)])
    close_services()
    assert "○  空着的岗" in call("coverage", "--lang", lang).out


def test_of_an_empty_post_is_told_who_is_due_not_who_is_there(call: Call, home: Path) -> None:
    services = opened(home)
    add_post("门卫", "002", since=services.oversight.today())
    close_services()
    line = next(one for one in call("coverage").out.splitlines() if "门卫" in one)
    assert "应到 " in line
