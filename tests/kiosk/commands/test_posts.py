"""Key posts set from the command line."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.connection import open_file, run_sql
from tests.kiosk.commands.calling import BY, Call, Ended

CRANE, EMPTY = "塔吊指挥", "空着的岗"
TODAY = datetime.now(UTC)
IN_A_WEEK = f"{TODAY + timedelta(days=7):%Y-%m-%d}"


pytestmark = pytest.mark.usefixtures("supervisor")


def crane(call: Call) -> Any:
    return next(
        one for one in call("posts", "list", "--json").json["posts"] if one["name"] == CRANE
    )


def refused(ended: Ended) -> str:
    assert ended.code == 1
    assert ended.out == ""
    code: str = json.loads(ended.error)["error"]
    return code


def entries(home: Path) -> int:
    open_file(home / "kiosk.db")
    count: int = run_sql("SELECT count(*) FROM ledger_entry")[0][0]
    return count


def test_the_key_posts_are_listed(call: Call) -> None:
    posts = call("posts", "list", "--json").json["posts"]
    assert [one["name"] for one in posts] == [CRANE, EMPTY]
    first = posts[0]
    assert (first["kind"], first["least"], first["follows_shifts"]) == ("post", 1, True)
    assert [one["number"] for one in first["holders"]] == ["001"]
    assert (first["weekly"], first["moments"], first["deputies"]) == ([], [], [])
    said = call("posts", "list", "--lang", "en").out
    assert "all day" in said
    assert "nobody" in said


def test_hours_are_set_told_back_and_followed_again(call: Call) -> None:
    spans = ["mon-fri/08:00-18:00", "sat,sun/19:00-07:00"]
    assert call("posts", "hours", CRANE, "--weekly", *spans, "--json", *BY).json["weekly"] == spans
    assert crane(call)["follows_shifts"] is False
    assert call("posts", "hours", CRANE, "--weekly", *crane(call)["weekly"], *BY).code == 0
    told = call("posts", "hours", CRANE, "--weekly", "1/8:00-9:00", "--weekly", "2/9:00-10:00", *BY)
    assert "周一 08:00-09:00；周二 09:00-10:00" in told.out
    assert call("posts", "hours", CRANE, "--shifts", "--json", *BY).json["follows_shifts"] is True


def test_a_moment_comes_and_goes(call: Call) -> None:
    span = f"{IN_A_WEEK} 22:00/06:00"
    made = call("posts", "hours", CRANE, "--moment", span, "--name", "底板浇筑", "--json", *BY).json
    (moment,) = made["moments"]
    assert (moment["name"], moment["from"][11:], moment["to"][11:]) == (
        "底板浇筑",
        "14:00:00Z",
        "22:00:00Z",
    )
    assert made["follows_shifts"] is True
    assert "底板浇筑" in call("posts", "list").out
    ended = call("posts", "hours", CRANE, "--end-moment", f"{IN_A_WEEK} 22:00", "--json", *BY).json
    assert ended["moments"] == []
    only = call("posts", "hours", CRANE, "--moments-only", "--moment", span, "--json", *BY).json
    assert (only["follows_shifts"], only["moments"][0]["name"]) == (False, CRANE)


def test_the_least_number_is_set(call: Call) -> None:
    assert call("posts", "least", CRANE, "2", "--json", *BY).json["least"] == 2


def test_holders_come_and_go(call: Call) -> None:
    call("rules", "shift", "add", "白班", "--from", "07:00", "--to", "19:00")
    assert refused(call("posts", "assign", CRANE, "002", "--shift", "夜班", "--json", *BY))
    made = call("posts", "assign", CRANE, "002", "--shift", "白班", "--json", *BY).json
    holders = [(one["number"], one["shift"]) for one in made["holders"]]
    assert holders == [("002", "白班"), ("001", None)]
    later = call("posts", "assign", CRANE, "003", "--since", IN_A_WEEK, "--json", *BY).json[
        "holders"
    ]
    assert later[2]["since"] == IN_A_WEEK
    gone = call("posts", "release", CRANE, "001", "--json", *BY).json["holders"]
    assert gone[1]["until"] == gone[1]["since"]
    assert f" 到 {gone[1]['until']} 为止" in call("posts", "list").out
    call("posts", "release", CRANE, "001", "--until", "yesterday", *BY)
    assert [one["number"] for one in crane(call)["holders"]] == ["002", "003"]
    assert "白班" in call("posts", "list").out


def test_deputies_come_and_go(call: Call) -> None:
    made = call("posts", "deputy", CRANE, "002", "--json", *BY).json
    assert [one["number"] for one in made["deputies"]] == ["002"]
    assert "代岗人：002" in call("posts", "list").out
    call("posts", "deputy", CRANE, "002", "--end", "--until", "yesterday", *BY)
    assert crane(call)["deputies"] == []


def test_a_post_that_is_no_key_post_has_holders_only(call: Call, home: Path) -> None:
    open_file(home / "kiosk.db")
    run_sql("UPDATE post SET kind = '' WHERE name = ?", (EMPTY,))
    assert call("posts", "assign", EMPTY, "002", *BY).out.startswith(
        f"{EMPTY} · 不是关键岗\n  002 "
    )
    told = call("posts", "release", EMPTY, "002", "--json", *BY).json
    assert (told["name"], told["kind"], "least" in told) == (EMPTY, "", False)
    assert [one["number"] for one in told["holders"]] == ["002"]
    assert refused(call("posts", "least", EMPTY, "2", "--json", *BY)) == "no_key_post"


def test_a_post_is_made_and_becomes_a_key_post_and_none_again(call: Call) -> None:
    made = call("posts", "add", "消防值守", "--kind", "moment", "--zone", "B区", "--json", *BY).json
    assert (made["name"], made["kind"], made["holders"]) == ("消防值守", "moment", [])
    assert call("posts", "kind", "消防值守", "link", "--json", *BY).json["kind"] == "link"
    assert call("posts", "kind", "消防值守", "none", "--json", *BY).json["kind"] == ""
    assert call("posts", "add", "资料室", "--kind", "none", *BY).out.startswith(
        "资料室 · 不是关键岗\n"
    )
    listed = call("posts", "list", "--all", "--json").json["posts"]
    assert [(one["name"], one["kind"]) for one in listed[2:]] == [("消防值守", ""), ("资料室", "")]
    assert call("posts", "list", "--all").out.count("不是关键岗") == 2
    assert len(call("posts", "list", "--json").json["posts"]) == 2
    assert call("posts", "kind", "资料室", "post", *BY).out.startswith("资料室 · 关键岗位")


def test_without_a_key_post_the_list_says_how_to_begin(call: Call) -> None:
    for name in (CRANE, EMPTY):
        call("posts", "kind", name, "none", *BY)
    told = call("posts", "list")
    assert (told.code, told.out) == (0, "")
    assert "posts kind" in told.error
    assert call("posts", "list", "--json").json == {"posts": []}
    for name in (CRANE, EMPTY):
        call("posts", "end", name, *BY)
    none = call("posts", "list", "--all")
    assert (none.code, none.out) == (0, "")
    assert "还没有岗位；用 `posts add" in none.error


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("hours", "没有的岗", "--shifts"), "unknown_post"),
        (("hours", CRANE), "no_hours"),
        (("hours", CRANE, "--moments-only"), "no_hours"),
        (("hours", CRANE, "--weekly", "mon/8-18"), "bad_hours"),
        (
            ("hours", CRANE, "--weekly", "mon/08:00-18:00", "mon-fri/17:00-19:00"),
            "overlapping_hours",
        ),
        (("hours", CRANE, "--moment", "tomorrow"), "bad_hours"),
        (("hours", CRANE, "--moment", "2020-01-01 06:00/14:00"), "bad_hours"),
        (("hours", CRANE, "--end-moment", "soon"), "bad_hours"),
        (("hours", CRANE, "--end-moment", "2026-11-24 06:00"), "unknown_moment"),
        (("least", CRANE, "0"), "bad_least"),
        (("least", "没有的岗", "1"), "unknown_post"),
        (("assign", "没有的岗", "001"), "unknown_post"),
        (("kind", "没有的岗", "post"), "unknown_post"),
        (("add", CRANE), "post_exists"),
        (("add", " "), "bad_name"),
        (("assign", CRANE, "999"), "unknown_member"),
        (("assign", CRANE, "001"), "holds_already"),
        (("assign", CRANE, "003"), "member_left"),
        (("assign", CRANE, "002", "--shift", "早班"), "unknown_shift"),
        (("release", CRANE, "002"), "holds_not"),
        (("deputy", CRANE, "003"), "member_left"),
        (("deputy", CRANE, "002", "--end"), "holds_not"),
        (("assign", CRANE, "002", "--since", "2020-01-01"), "day_over"),
        (("deputy", CRANE, "002", "--since", "yesterday"), "day_over"),
        (("release", CRANE, "001", "--until", "2020-01-01"), "day_over"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(
    call: Call, home: Path, words: tuple[str, ...], code: str
) -> None:
    call("members", "leave", "003", "--reason", "done")
    before = entries(home)
    assert refused(call("posts", *words, "--json", *BY)) == code
    assert entries(home) == before


@pytest.mark.parametrize(
    "words",
    [
        ("least", CRANE, "two"),
        ("kind", CRANE, "crane"),
        ("add", "门卫", "--kind", "crane"),
        ("hours", CRANE, "--weekly", "mon/08:00-18:00", "--shifts"),
        ("deputy", CRANE, "002", "--end", "--since", "today"),
        ("deputy", CRANE, "002", "--until", "today"),
        ("assign", CRANE, "002", "--since", "soon"),
        (),
    ],
)
def test_arguments_that_contradict_are_wrong_usage(call: Call, words: tuple[str, ...]) -> None:
    assert call("posts", *words, *BY).code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("add", "门卫"),
        ("set", CRANE, "--duty", "x"),
        ("end", CRANE),
        ("kind", CRANE, "link"),
        ("hours", CRANE, "--shifts"),
        ("least", CRANE, "2"),
        ("assign", CRANE, "002"),
        ("release", CRANE, "001"),
        ("deputy", CRANE, "002"),
    ],
)
def test_only_a_supervisor_sets_posts_and_is_always_named(
    call: Call, home: Path, words: tuple[str, ...]
) -> None:
    before = entries(home)
    assert call("posts", *words).code == 2
    assert refused(call("posts", *words, "--by", "002", "--json")) == "no_supervisor"
    assert entries(home) == before
    assert call("posts", *words, *BY).code == 0
