"""Posts from the command line: their words, their lists by member, state and day, their pages."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.connection import close_file, open_file, run_sql
from kiosk.clock import SetClock
from kiosk.config import Home
from kiosk.service.commitments import NewCommitment
from kiosk.services import close_services, open_services
from tests.builders import uid_of
from tests.kiosk.commands.calling import BY, Call

CRANE, EMPTY = "塔吊指挥", "空着的岗"
TODAY = datetime.now(UTC)
IN_A_WEEK = f"{TODAY + timedelta(days=7):%Y-%m-%d}"


pytestmark = pytest.mark.usefixtures("supervisor")


def names(call: Call, *filters: str) -> list[str]:
    return [one["name"] for one in call("posts", "list", *filters, "--json").json["posts"]]


def entry(home: Path) -> tuple[str, dict[str, Any]]:
    """The newest entry of the ledger."""
    open_file(home / "kiosk.db")
    kind, payload = run_sql("SELECT kind, payload FROM ledger_entry ORDER BY seq DESC LIMIT 1")[0]
    close_file()
    return kind, json.loads(payload)


def test_what_is_named_of_a_post_is_changed_and_told(call: Call, home: Path) -> None:
    words = ("--duty", "指挥吊装", "--standard", "随叫随到", "--zone", "B区", "--basis", "task")
    told = call("posts", "set", CRANE, *words, "--honour", "vanguard", "--by", "001", "--json").json
    assert [told[key] for key in ("duty", "standard", "zone", "basis", "honour", "kind")] == [
        *("指挥吊装", "随叫随到", "B区", "task", "vanguard", "post"),
    ]
    kind, payload = entry(home)
    assert (kind, payload["duty"]) == ("post_changed", ["负责塔吊指挥", "指挥吊装"])
    assert payload["by"] is not None
    said = call("posts", "set", CRANE, "--name", "1号塔吊", "--kind", "link", "--zone", "", *BY).out
    assert said.startswith("1号塔吊 · 关键环节")
    assert "先锋岗 · 凭事设岗" in said
    assert "岗位职责：指挥吊装" in said
    assert call("posts", "set", "1号塔吊", "--honour", "none", "--json", *BY).json["honour"] == ""


def test_a_post_is_made_with_its_words(call: Call) -> None:
    words = ("--duty", "守住大门", "--basis", "person", "--honour", "model", "--kind", "none")
    told = call("posts", "add", "门卫", *words, "--by", "001", "--json").json
    assert (told["duty"], told["basis"], told["honour"], told["state"]) == (
        *("守住大门", "person", "model", "vacant"),
    )


def test_a_post_is_given_up_and_stays_to_be_looked_at(call: Call, home: Path) -> None:
    told = call("posts", "end", CRANE, "--by", "001", "--json").json
    assert (told["state"], told["kind"], told["holders"]) == ("ended", "", [])
    assert told["ended_at"].endswith("Z")
    assert entry(home)[0] == "post_ended"
    assert names(call, "--all") == [EMPTY]
    assert names(call, "--state", "ended") == [CRANE]
    assert "已撤岗" in call("posts", "list", "--state", "ended").out
    said = call("posts", "show", CRANE).out
    assert said.startswith("塔吊指挥 · 已撤岗")
    shown = call("posts", "show", CRANE, "--json").json
    assert (shown["hours"], shown["coverage"]) == ([], None)


def test_posts_are_listed_by_member_state_and_day(call: Call) -> None:
    call("posts", "add", "资料室", "--kind", "none", *BY)
    call("posts", "assign", "资料室", "002", "--since", IN_A_WEEK, "--by", "001")
    assert names(call, "--member", "001") == [CRANE]
    assert names(call, "--state", "vacant") == [EMPTY, "资料室"]
    assert names(call, "--member", "002") == []
    assert names(call, "--member", "002", "--on", IN_A_WEEK) == ["资料室"]
    later = call("posts", "list", "--on", IN_A_WEEK, "--state", "held", "--json").json["posts"]
    held = {one["name"]: [who["number"] for who in one["holders"]] for one in later}
    assert held == {CRANE: ["001"], "资料室": ["002"]}
    said = call("posts", "list", "--on", IN_A_WEEK).out.splitlines()
    assert len(said) == 3
    assert "无人" in next(line for line in said if EMPTY in line)
    nothing = call("posts", "list", "--member", "003")
    assert (nothing.code, nothing.out) == (0, "")
    assert "posts list --all" in nothing.error


def test_a_page_has_hours_state_and_who_held_it(call: Call) -> None:
    call("posts", "assign", CRANE, "002", "--by", "001")
    shown = call("posts", "show", CRANE, "--json").json
    assert (shown["coverage"], shown["hours"], shown["rating"]) == ("covered", ["全天"], None)
    assert [one["number"] for one in shown["holders"]] == ["001", "002"]
    assert (shown["history"], shown["commitments"]) == ([], [])
    assert [(one["number"], one["text"]) for one in shown["services"]] == [("001", "帮工友修工具")]
    assert "现在：有人在岗" in call("posts", "show", CRANE).out


def test_a_page_tells_who_held_it_before(call: Call, home: Path) -> None:
    open_file(home / "kiosk.db")
    run_sql("UPDATE holding SET since = '2026-01-05', until = '2026-02-05'")
    close_file()
    assert [one["until"] for one in call("posts", "show", CRANE, "--json").json["history"]] == [
        "2026-02-05"
    ]
    said = call("posts", "show", CRANE).out
    assert "历任在岗人\n    2026-01-05  001 " in said


def test_promises_services_and_ratings_stand_on_a_page(call: Call, home: Path) -> None:
    promise_serve_and_rate(home)
    shown = call("posts", "show", CRANE, "--json").json
    assert [one["text"] for one in shown["commitments"]] == ["吊装前先检查"]
    assert [one["text"] for one in shown["services"]] == ["检查吊索", "帮工友修工具"]
    assert (shown["rating"]["count"], shown["rating"]["mean"]) == (5, 4.0)
    said = call("posts", "show", CRANE).out
    for words in ("吊装前先检查", "检查吊索", "群众评价：", "4.0"):
        assert words in said


def promise_serve_and_rate(home: Path) -> None:
    """A promise tied to the crane, a service for it, and five ratings of its holder."""
    clock = SetClock(TODAY - timedelta(hours=20))
    services = open_services(Home(home), clock)
    for hour in range(5):
        services.ratings.give("member", 4, subject_uid=uid_of("001"))
        clock.set(TODAY - timedelta(hours=18 - 2 * hour))
    services.ratings.empty_box()
    clock.set(TODAY)
    post, who = services.coverage.post_named(CRANE), uid_of("001")
    made = services.service.promise(who, NewCommitment(text="吊装前先检查", post_uid=post))
    services.service.log_service(who, 15, text="检查吊索", commitment_uid=made.uid)
    close_services()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("set", "没有的岗", "--duty", "x", *BY), "unknown_post"),
        (("set", CRANE, "--duty", "长" * 10_000, *BY), "too_long"),
        (("set", CRANE, "--name", EMPTY, *BY), "post_exists"),
        (("set", CRANE, "--duty", "x", "--by", "002"), "no_supervisor"),
        (("set", CRANE, "--duty", "x", "--by", "999"), "unknown_member"),
        (("assign", CRANE, "002", "--by", "002"), "no_supervisor"),
        (("end", "没有的岗", *BY), "unknown_post"),
        (("show", "没有的岗"), "unknown_post"),
        (("list", "--member", "999"), "unknown_member"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(
    call: Call, words: tuple[str, ...], code: str
) -> None:
    ended = call("posts", *words, "--json")
    assert (ended.code, ended.out) == (1, "")
    assert json.loads(ended.error)["error"] == code


@pytest.mark.parametrize(
    "words",
    [
        ("set", CRANE),
        ("set", CRANE, "--by", "001"),
        ("set", CRANE, "--honour", "hero", *BY),
        ("set", CRANE, "--basis", "luck", *BY),
        ("list", "--state", "loud"),
        ("list", "--on", "soon"),
        ("show",),
    ],
)
def test_arguments_that_say_nothing_are_wrong_usage(call: Call, words: tuple[str, ...]) -> None:
    assert call("posts", *words).code == 2
