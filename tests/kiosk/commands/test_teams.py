"""Teams from the command line: raised, joined, left, led, ended, listed by member, state, day."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.connection import close_file, open_file, run_sql
from kiosk.config import Home
from kiosk.services import close_services, open_services
from tests.builders import uid_of
from tests.kiosk.commands.calling import Call

TEAM = "抢险突击队"
BY = ("--by", "001")
IN_A_WEEK = f"{datetime.now(UTC) + timedelta(days=7):%Y-%m-%d}"


@pytest.fixture(autouse=True)
def supervisor(home: Path) -> None:
    """001 is a supervisor."""
    services = open_services(Home(home))
    services.access.set_pin(uid_of("001"), "supervisor", "246810")
    close_services()


@pytest.fixture
def team(call: Call) -> None:
    """Led by 001, with 002, from today on."""
    words = ("--goal", "三天抽干基坑", "--leader", "001", "--members", "002")
    assert call("teams", "raise", TEAM, *words, *BY).code == 0


def names(call: Call, *filters: str) -> list[str]:
    return [one["name"] for one in call("teams", "list", *filters, "--json").json["teams"]]


def test_a_team_is_raised_and_told(call: Call) -> None:
    words = (
        "--goal",
        "清场",
        "--since",
        IN_A_WEEK,
        "--until",
        IN_A_WEEK,
        "--members",
        "002",
        "003",
    )
    told = call("teams", "raise", "清场队", *words, *BY, "--json").json
    assert (told["name"], told["goal"], told["state"], told["leader"]) == (
        *("清场队", "清场", "ahead", None),
    )
    assert (told["since"], told["until"], told["result"], told["past"]) == (
        *(IN_A_WEEK, IN_A_WEEK, "", []),
    )
    assert [one["number"] for one in told["members"]] == ["002", "003"]


@pytest.mark.usefixtures("team")
def test_members_join_lead_and_leave(call: Call) -> None:
    joined = call("teams", "join", TEAM, "003", *BY, "--json").json
    assert [one["number"] for one in joined["members"]] == ["001", "002", "003"]
    assert call("teams", "lead", TEAM, "003", *BY, "--json").json["leader"]["number"] == "003"
    left = call("teams", "leave", TEAM, "002", *BY, "--json").json["members"]
    assert [(one["number"], one["until"] is None) for one in left] == [
        ("003", True),
        ("001", True),
        ("002", False),
    ]
    said = call("teams", "leave", TEAM, "003", "--until", "yesterday", *BY).out
    assert "003" not in said
    assert "002" in said


@pytest.mark.usefixtures("team")
def test_a_team_ends_with_its_result(call: Call) -> None:
    said = call("teams", "end", TEAM, "--result", "提前半天抽干", *BY).out
    assert "已结束" in said
    assert "  成果：提前半天抽干" in said
    assert "  任务目标：三天抽干基坑" in said
    told = call("teams", "show", TEAM, "--json").json
    assert (told["state"], told["result"], told["leader"]["number"]) == (
        *("ended", "提前半天抽干", "001"),
    )


@pytest.mark.usefixtures("team")
def test_a_team_shows_who_left_it(call: Call, home: Path) -> None:
    open_file(home / "kiosk.db")
    run_sql("UPDATE team SET since = '2026-01-01', goal = ''")
    run_sql(
        "UPDATE team_member SET since = '2026-01-01', until = '2026-01-05' WHERE member_uid ="
        " (SELECT uid FROM member WHERE number = '002')"
    )
    close_file()
    said = call("teams", "show", TEAM).out
    assert "  已退出的队员\n    002 " in said
    assert "任务目标" not in said  # a roster's team has none


@pytest.mark.usefixtures("team")
def test_teams_are_listed_by_member_state_and_day(call: Call) -> None:
    call("teams", "raise", "清场队", "--goal", "清场", "--leader", "003", "--since", IN_A_WEEK, *BY)
    assert names(call) == [TEAM, "清场队"]
    assert names(call, "--member", "003") == ["清场队"]
    assert names(call, "--state", "running") == [TEAM]
    assert names(call, "--state", "running", "--on", IN_A_WEEK) == ["清场队", TEAM]
    lines = call("teams", "list").out.splitlines()
    assert "进行中" in lines[0]
    assert "队长：" in lines[0]
    assert "三天抽干基坑" in lines[0]


def test_without_a_team_the_list_says_how_to_begin(call: Call) -> None:
    told = call("teams", "list")
    assert (told.code, told.out) == (0, "")
    assert "teams raise" in told.error
    assert "没有这样的突击队" in call("teams", "list", "--state", "ended").error
    assert call("teams", "list", "--json").json == {"teams": []}


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("raise", TEAM, "--goal", "又一次", *BY), "team_exists"),
        (("raise", "新队", "--goal", " ", *BY), "no_goal"),
        (("raise", "新队", "--goal", "抢工", "--by", "002"), "no_supervisor"),
        (("raise", "新队", "--goal", "抢工", "--leader", "999", *BY), "unknown_member"),
        (("join", TEAM, "002", *BY), "in_team_already"),
        (("join", "没有的队", "002", *BY), "unknown_team"),
        (("leave", TEAM, "003", *BY), "in_team_not"),
        (("lead", TEAM, "003", *BY), "in_team_not"),
        (("end", TEAM, "--result", "", *BY), "no_result"),
        (("end", TEAM, "--result", "好", "--until", IN_A_WEEK, *BY), "still_to_come"),
        (("show", "没有的队"), "unknown_team"),
        (("list", "--member", "999"), "unknown_member"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(
    call: Call, words: tuple[str, ...], code: str
) -> None:
    ended = call("teams", *words, "--json")
    assert (ended.code, ended.out) == (1, "")
    assert json.loads(ended.error)["error"] == code


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("raise", "新队", "--goal", "抢工"),
        ("raise", "新队", *BY),
        ("end", TEAM, *BY),
        ("list", "--state", "loud"),
        ("join", TEAM, "002", "--since", "soon", *BY),
    ],
)
@pytest.mark.usefixtures("team")
def test_arguments_that_are_missing_are_wrong_usage(call: Call, words: tuple[str, ...]) -> None:
    assert call("teams", *words).code == 2
