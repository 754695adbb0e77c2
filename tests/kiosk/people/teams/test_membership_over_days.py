"""Whoever joins and leaves in whatever order: each day has who was in the team, and keeps them."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from db.people import list_team_names
from kiosk.errors import RefusedError
from kiosk.people.teams.views import NewTeam
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, make_site, set_clock, uid_of

MEMBERS = ("001", "002")
HORIZON = 30
"""Days that are looked at; who is in it for good is in it on the last one."""

Deed = tuple[str, str, int]
"""What is done, by whom, on which day after today."""

DEEDS = st.lists(
    st.tuples(
        st.sampled_from(("join", "leave", "sleep")),
        st.sampled_from(MEMBERS),
        st.integers(-2, 5),
    ),
    max_size=14,
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return make_site(tmp_path_factory.mktemp("teams"), members=2)


class Model:
    """Who is in the team on which days, as a set each."""

    def __init__(self) -> None:
        self.today = 0
        self.days: dict[str, set[int]] = {number: set() for number in MEMBERS}

    def join(self, number: str, day: int) -> bool:
        theirs = self.days[number]
        if day < self.today or any(one >= day for one in theirs):
            return False
        theirs |= set(range(day, HORIZON))
        return True

    def leave(self, number: str, day: int) -> bool:
        theirs = self.days[number]
        if day < self.today - 1 or not any(one > day for one in theirs):
            return False
        self.days[number] = {one for one in theirs if one <= day}
        return True


def on(day: int) -> date:
    return FRIDAY + timedelta(days=day)


def do(site: Services, team: UUID, deed: str, number: str, day: int) -> bool:
    try:
        if deed == "join":
            site.teams.join_team(team, uid_of(number), since=on(day))
        else:
            site.teams.leave_team(team, uid_of(number), until=on(day))
    except RefusedError:
        return False
    return True


def shown(site: Services, team: UUID, name: str) -> dict[str, set[int]]:
    """Who is in the team on which days, by its page, which must tell what the cards tell."""
    view = site.teams.team(team)
    days: dict[str, set[int]] = {number: set() for number in MEMBERS}
    for one in (*view.members, *view.past):
        first = (one.since - FRIDAY).days
        last = HORIZON - 1 if one.until is None else (one.until - FRIDAY).days
        theirs = set(range(first, last + 1))
        assert not theirs & days[one.member.number], "nobody is in a team twice"
        days[one.member.number] |= theirs
    for day in range(HORIZON):
        cards = {uid for uid, known in list_team_names(on(day)) if known == name}
        assert cards == {uid_of(number).bytes for number in MEMBERS if day in days[number]}
    return days


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
@example([("join", "001", 5), ("leave", "001", 3), ("leave", "001", 1)])
@example([("join", "001", 5), ("leave", "001", 3), ("join", "001", 0)])
def test_each_day_has_who_was_in_the_team_and_keeps_them(site: Services, deeds: list[Deed]) -> None:
    set_clock(site, NOON)
    name = f"第{len(site.teams.list_teams()) + 1}突击队"
    team, model = site.teams.raise_team(NewTeam(name, "抢工期")), Model()
    for deed, number, ahead in deeds:
        if deed == "sleep":
            model.today += 1
            set_clock(site, NOON + timedelta(days=model.today))
            continue
        over = {one: {day for day in model.days[one] if day < model.today} for one in MEMBERS}
        expected = getattr(model, deed)(number, model.today + ahead)
        assert do(site, team, deed, number, model.today + ahead) == expected
        found = shown(site, team, name)
        assert found == model.days
        assert over == {one: {day for day in found[one] if day < model.today} for one in MEMBERS}
