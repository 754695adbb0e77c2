"""Teams raised for urgent tasks: joined, left, led, ended with a result."""

import json
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db.connection import run_sql
from kiosk.errors import RefusedError
from kiosk.people.admin import Admin
from kiosk.people.teams.views import InTeam, NewTeam
from kiosk.people.teams.words import days_words, state_word
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_team, make_site, scan, set_clock, uid_of

DAY = timedelta(days=1)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    site = make_site(tmp_path, members=5)
    site.access.set_pin(uid_of("005"), "supervisor", "246810")
    return site


@pytest.fixture
def team(site: Services) -> UUID:
    """Led by 001, with 002, from Friday on."""
    new = NewTeam("抢险突击队", "三天内抽干基坑", uid_of("001"), (uid_of("002"),))
    return site.teams.raise_team(new, uid_of("005"))


def entries(since: int = 0) -> list[tuple[str, dict[str, object]]]:
    rows = run_sql("SELECT kind, payload FROM ledger_entry WHERE seq > ? ORDER BY seq", (since,))
    return [(kind, json.loads(payload)) for kind, payload in rows]


def head() -> int:
    seq: int = run_sql("SELECT max(seq) FROM ledger_entry")[0][0]
    return seq


def numbers(times: Iterable[InTeam]) -> list[str]:
    return [one.member.number for one in times]


def cards(site: Services) -> list[str]:
    """Who has a team on their card on the board."""
    return [one.number for one in site.people.list_members() if one.teams]


def test_a_team_is_raised_with_its_leader_and_members(site: Services) -> None:
    before = head()
    new = NewTeam(
        " 抢险\x1b[2J突击队",
        "抽干基坑",
        uid_of("003"),
        (uid_of("001"), uid_of("003"), uid_of("002")),
        until=FRIDAY + 3 * DAY,
    )
    uid = site.teams.raise_team(new, uid_of("005"))
    team = site.teams.team(uid)
    assert (team.name, team.goal, team.state, team.result) == (
        "抢险突击队",
        "抽干基坑",
        "running",
        "",
    )
    assert (team.since, team.until) == (FRIDAY, FRIDAY + 3 * DAY)
    assert team.leader is not None
    assert (team.leader.number, numbers(team.members)) == ("003", ["003", "001", "002"])
    assert {one.until for one in team.members} == {FRIDAY + 3 * DAY}
    ((kind, told),) = entries(before)
    assert (kind, told["by"], told["leader"]) == (
        "team_added",
        str(uid_of("005")),
        str(uid_of("003")),
    )
    assert told["members"] == [str(uid_of(number)) for number in ("003", "001", "002")]


def test_a_team_of_nobody_waits_for_members(site: Services) -> None:
    uid = site.teams.raise_team(NewTeam("夜战队", "赶浇筑"))
    assert (site.teams.team(uid).leader, site.teams.team(uid).members) == (None, ())


def test_a_running_team_is_on_the_cards_of_its_members(site: Services, team: UUID) -> None:
    assert cards(site) == ["001", "002"]
    site.teams.join_team(team, uid_of("003"), since=FRIDAY + DAY)
    assert cards(site) == ["001", "002"]
    set_clock(site, NOON + DAY)
    assert cards(site) == ["001", "002", "003"]
    assert site.people.get_member("003").teams == ("抢险突击队",)
    site.teams.end_team(team, "基坑已抽干")
    assert cards(site) == []


def test_a_team_that_is_ahead_begins_on_its_day(site: Services) -> None:
    new = NewTeam("防汛队", "堵住北侧", members=(uid_of("001"),), since=FRIDAY + 2 * DAY)
    uid = site.teams.raise_team(new)
    site.teams.join_team(uid, uid_of("002"))
    assert site.teams.team(uid).state == "ahead"
    assert {one.since for one in site.teams.team(uid).members} == {FRIDAY + 2 * DAY}
    assert cards(site) == []
    set_clock(site, NOON + 2 * DAY)
    assert site.teams.team(uid).state == "running"
    assert cards(site) == ["001", "002"]


def test_members_join_and_leave_and_the_team_keeps_when(site: Services, team: UUID) -> None:
    before = head()
    set_clock(site, NOON + 2 * DAY)
    site.teams.join_team(team, uid_of("003"), by=uid_of("005"))
    set_clock(site, NOON + 4 * DAY)
    site.teams.leave_team(team, uid_of("002"), by=uid_of("005"))
    site.teams.leave_team(team, uid_of("003"), until=FRIDAY + 3 * DAY)
    set_clock(site, NOON + 5 * DAY)
    site.teams.join_team(team, uid_of("002"))
    view = site.teams.team(team)
    assert [(one.member.number, one.since) for one in view.members] == [
        ("001", FRIDAY),
        ("002", FRIDAY + 5 * DAY),
    ]
    assert [(one.member.number, one.since, one.until) for one in view.past] == [
        ("002", FRIDAY, FRIDAY + 4 * DAY),
        ("003", FRIDAY + 2 * DAY, FRIDAY + 3 * DAY),
    ]
    kinds = [kind for kind, _told in entries(before)]
    assert kinds == ["team_joined", "team_left", "team_left", "team_joined"]


def test_one_who_joined_by_mistake_was_never_in_it(site: Services, team: UUID) -> None:
    site.teams.join_team(team, uid_of("003"))
    site.teams.leave_team(team, uid_of("003"), until=FRIDAY - DAY)
    assert numbers(site.teams.team(team).past) == []
    assert cards(site) == ["001", "002"]


def test_whoever_leads_and_leaves_leads_no_more(site: Services, team: UUID) -> None:
    before = head()
    site.teams.leave_team(team, uid_of("001"))
    assert site.teams.team(team).leader is None
    site.teams.lead_team(team, uid_of("002"), uid_of("005"))
    site.teams.lead_team(team, uid_of("002"))
    leader = site.teams.team(team).leader
    assert leader is not None
    assert leader.number == "002"
    assert [(kind, told.get("led")) for kind, told in entries(before)] == [
        ("team_left", True),
        ("team_led", None),
    ]


def test_a_team_ends_with_what_came_of_it(site: Services, team: UUID) -> None:
    set_clock(site, NOON + 2 * DAY)
    site.teams.join_team(team, uid_of("003"), since=FRIDAY + 4 * DAY)
    before = head()
    site.teams.end_team(team, " 提前\x07半天抽干 ", by=uid_of("005"))
    view = site.teams.team(team)
    assert (view.state, view.result, view.until) == ("ended", "提前半天抽干", FRIDAY + 2 * DAY)
    assert view.leader is not None
    assert [(one.member.number, one.until) for one in view.members] == [
        ("001", FRIDAY + 2 * DAY),
        ("002", FRIDAY + 2 * DAY),
    ]
    assert [kind for kind, _told in entries(before)] == ["team_ended"]
    assert site.teams.list_teams(FRIDAY + DAY)[0].state == "running"


def test_a_team_can_have_ended_yesterday(site: Services, team: UUID) -> None:
    set_clock(site, NOON + 2 * DAY)
    site.teams.end_team(team, "已抽干", until=FRIDAY + DAY)
    assert site.teams.team(team).until == FRIDAY + DAY


def test_a_team_that_is_ahead_is_called_off(site: Services) -> None:
    new = NewTeam("防汛队", "堵住北侧", members=(uid_of("001"),), since=FRIDAY + 2 * DAY)
    uid = site.teams.raise_team(new)
    site.teams.end_team(uid, "雨没有来")
    view = site.teams.team(uid)
    assert (view.state, view.is_called_off, state_word(view)) == ("ended", True, "已取消")
    assert (view.members, days_words(view)) == ((), "11月22日 周日 起")
    set_clock(site, NOON + 3 * DAY)
    assert cards(site) == []


def test_a_team_whose_planned_last_day_is_over_still_gets_its_result(site: Services) -> None:
    new = NewTeam("三日队", "清场", members=(uid_of("001"),), until=FRIDAY + 2 * DAY)
    uid = site.teams.raise_team(new)
    set_clock(site, NOON + 6 * DAY)
    assert site.teams.team(uid).state == "ended"
    assert cards(site) == []
    site.teams.end_team(uid, "清场完成")
    view = site.teams.team(uid)
    assert (view.until, view.result) == (FRIDAY + 2 * DAY, "清场完成")
    assert [(one.member.number, one.until) for one in view.members] == [
        ("001", FRIDAY + 2 * DAY),
    ]


def test_the_list_has_running_teams_first_and_leaves_what_was_asked_for(
    site: Services, team: UUID
) -> None:
    site.teams.raise_team(NewTeam("防汛队", "堵北侧", uid_of("003"), since=FRIDAY + 2 * DAY))
    done = site.teams.raise_team(NewTeam("清场队", "清场", uid_of("003")))
    site.teams.raise_team(NewTeam("夜战队", "赶浇筑", uid_of("003")))
    site.teams.end_team(done, "完成")
    names = [one.name for one in site.teams.list_teams()]
    assert names == ["夜战队", "抢险突击队", "防汛队", "清场队"]
    assert [one.name for one in site.teams.list_teams(state="ahead")] == ["防汛队"]
    assert [one.name for one in site.teams.list_teams(member=uid_of("001"))] == ["抢险突击队"]
    later = site.teams.list_teams(FRIDAY + 2 * DAY, member=uid_of("003"), state="running")
    assert [one.name for one in later] == ["防汛队", "夜战队"]
    before = site.teams.list_teams(FRIDAY - DAY)
    assert {one.state for one in before} == {"ahead"}


def test_the_lights_are_those_of_today(site: Services, team: UUID) -> None:
    scan(site, "002")
    lights = [one.member.on_site_since is not None for one in site.teams.team(team).members]
    assert lights == [False, True]
    other = site.teams.list_teams(FRIDAY + DAY)[0]
    assert [one.member.on_site_since for one in other.members] == [None, None]


def test_a_team_is_found_by_its_name_however_it_is_typed(site: Services, team: UUID) -> None:
    add_team("3号楼A队", "001")
    assert site.teams.team_named("抢险 突击队") == team
    assert site.teams.team(site.teams.team_named("３号楼ａ队")).goal == "抢工期"


def test_who_leaves_the_site_leaves_their_teams(site: Services, team: UUID) -> None:
    site.keeping.let_go(uid_of("001"), "完工")
    set_clock(site, NOON + DAY)
    view = site.teams.team(team)
    assert view.leader is None
    assert (numbers(view.members), numbers(view.past)) == (["002"], ["001"])


def test_a_team_that_ended_keeps_who_led_it(site: Services, team: UUID) -> None:
    site.teams.end_team(team, "已抽干")
    set_clock(site, NOON + DAY)
    site.keeping.let_go(uid_of("001"), "完工")
    leader = site.teams.team(team).leader
    assert leader is not None
    assert leader.number == "001"
    assert site.teams.team(team).members[0].until == FRIDAY


def test_a_team_raised_by_the_set_up_is_one_like_all(site: Services) -> None:
    uid = Admin(site.context).raise_team("老队", "抢工", [uid_of("004")], since=FRIDAY - 9 * DAY)
    view = site.teams.team(uid)
    assert (view.state, numbers(view.members), view.members[0].since) == (
        "running",
        ["004"],
        FRIDAY - 9 * DAY,
    )


def test_the_words_of_a_team_are_said(site: Services, team: UUID) -> None:
    assert days_words(site.teams.team(team)) == "11月20日 周五 起"
    site.teams.end_team(team, "已抽干")
    view = site.teams.team(team)
    assert (state_word(view), days_words(view)) == ("已结束", "11月20日 周五 至 11月20日 周五")


Act = Callable[[Services, UUID], object]


def raising(name: str = "新队", goal: str = "抢工", **told: object) -> Act:
    def act(site: Services, _team: UUID) -> object:
        return site.teams.raise_team(NewTeam(name, goal, **told))  # type: ignore[arg-type]

    return act


@pytest.mark.parametrize(
    ("code", "act"),
    [
        ("bad_name", raising(" \x00")),
        ("bad_name", raising("队" * 61)),
        ("team_exists", raising("抢险　突击队")),
        ("no_goal", raising(goal=" \u202e")),
        ("too_long", raising(goal="长" * 10_000)),
        ("too_many", raising(members=tuple(uuid4() for _ in range(201)))),
        ("unknown_member", raising(leader=uuid4())),
        ("day_over", raising(since=FRIDAY - DAY)),
        ("ends_before", raising(since=FRIDAY + DAY, until=FRIDAY)),
        ("unknown_team", lambda site, _team: site.teams.team(uuid4())),
        ("unknown_team", lambda site, _team: site.teams.team_named("没有的队")),
        ("unknown_team", lambda site, _team: site.teams.join_team(uuid4(), uid_of("003"))),
        ("unknown_team", lambda site, _team: site.teams.end_team(uuid4(), "好")),
        ("unknown_member", lambda site, team: site.teams.join_team(team, uuid4())),
        ("unknown_member", lambda site, team: site.teams.leave_team(team, uuid4())),
        ("member_left", lambda site, team: site.teams.join_team(team, uid_of("004"))),
        ("in_team_already", lambda site, team: site.teams.join_team(team, uid_of("002"))),
        (
            "day_over",
            lambda site, team: site.teams.join_team(team, uid_of("003"), since=FRIDAY - DAY),
        ),
        ("in_team_not", lambda site, team: site.teams.leave_team(team, uid_of("003"))),
        (
            "day_over",
            lambda site, team: site.teams.leave_team(team, uid_of("002"), until=FRIDAY - 2 * DAY),
        ),
        ("in_team_not", lambda site, team: site.teams.lead_team(team, uid_of("003"))),
        ("no_result", lambda site, team: site.teams.end_team(team, "\u200f ")),
        ("too_long", lambda site, team: site.teams.end_team(team, "长" * 201)),
        (
            "day_over",
            lambda site, team: site.teams.end_team(team, "好", until=FRIDAY - 2 * DAY),
        ),
        (
            "still_to_come",
            lambda site, team: site.teams.end_team(team, "好", until=FRIDAY + DAY),
        ),
    ],
)
def test_what_can_not_be_is_refused_and_changes_nothing(
    site: Services, team: UUID, code: str, act: Act
) -> None:
    site.keeping.let_go(uid_of("004"), "完工")
    before = everything()
    with pytest.raises(RefusedError) as refused:
        act(site, team)
    assert refused.value.code == code
    assert everything() == before


def test_nobody_joins_after_the_last_day_that_is_planned(site: Services) -> None:
    uid = site.teams.raise_team(NewTeam("三日队", "清场", until=FRIDAY + 2 * DAY))
    with pytest.raises(RefusedError) as refused:
        site.teams.join_team(uid, uid_of("001"), since=FRIDAY + 3 * DAY)
    assert refused.value.code == "ends_before"


@pytest.mark.parametrize(
    "act",
    [
        lambda site, team: site.teams.join_team(team, uid_of("003")),
        lambda site, team: site.teams.leave_team(team, uid_of("002")),
        lambda site, team: site.teams.lead_team(team, uid_of("002")),
        lambda site, team: site.teams.end_team(team, "又一次"),
    ],
)
def test_a_team_that_has_ended_stays_as_it_was(site: Services, team: UUID, act: Act) -> None:
    site.teams.end_team(team, "已抽干")
    before = everything()
    with pytest.raises(RefusedError) as refused:
        act(site, team)
    assert refused.value.code == "team_ended"
    assert everything() == before


def everything() -> list[object]:
    return [run_sql(f"SELECT * FROM {table}") for table in ("team", "team_member", "ledger_entry")]
