"""Teams, read: as they stand on a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from db import teams as records
from db.teams import MembershipRow, TeamRow
from kiosk.attendance.coverage.reading import People, read_people
from kiosk.people.teams.views import AHEAD, ENDED, RUNNING, STATES, InTeam, TeamView

Here = Mapping[UUID, datetime]
"""Who is on site since when."""


def team_state(team: TeamRow, day: date, today: date) -> str:
    """What a team is on a local day: `ahead`, `running` or `ended`.

    It stands through its last day; one whose result was told on that day stands no longer today.

    Args:
        team: The team.
        day: The day in question.
        today: The work day now.
    """
    if team.until is not None:
        is_called_off = team.until < team.since
        was_ended = team.ended_at is not None and team.until == day == today
        if is_called_off or team.until < day or was_ended:
            return ENDED
    return AHEAD if day < team.since else RUNNING


def team_views(
    teams: Iterable[TeamRow],
    memberships: Iterable[MembershipRow],
    days: tuple[date, date],
    here: Here,
) -> list[TeamView]:
    """Teams as they stand on a day: those that run first, then by their beginning, newest first.

    Args:
        teams: By their beginning, newest first.
        memberships: Of all of them, in order of joining.
        days: The day in question, and the work day now.
        here: Who is on site since when.
    """
    theirs: dict[UUID, list[MembershipRow]] = defaultdict(list)
    teams = list(teams)
    everybody = {team.leader_uid for team in teams if team.leader_uid}
    for row in memberships:
        theirs[row.team_uid].append(row)
        everybody.add(row.member_uid)
    people = read_people(everybody, here)
    found = [_view(team, theirs[team.uid], days, people) for team in teams]
    return sorted(found, key=lambda view: STATES.index(view.state))


def read_team(team: TeamRow, today: date, here: Here) -> TeamView:
    """One team on a work day."""
    (view,) = team_views([team], records.list_memberships(team.uid), (today, today), here)
    return view


def _view(
    team: TeamRow, rows: Sequence[MembershipRow], days: tuple[date, date], people: People
) -> TeamView:
    day = days[0]
    last = day if team.until is None else min(day, team.until)
    inside = [row for row in rows if row.until is None or row.until >= last]
    past = [row for row in rows if row not in inside]
    inside.sort(key=lambda row: row.member_uid != team.leader_uid)
    past.sort(key=lambda row: row.until or date.max, reverse=True)
    return TeamView(
        *(team.uid, team.name, team.goal, team_state(team, *days), team.since, team.until),
        team.result,
        people[team.leader_uid] if team.leader_uid else None,
        tuple(_in_team(row, team, people) for row in inside),
        tuple(_in_team(row, team, people) for row in past),
    )


def _in_team(row: MembershipRow, team: TeamRow, people: People) -> InTeam:
    """Somebody's time in a team, which is over when the team is."""
    ends = [day for day in (row.until, team.until) if day is not None]
    return InTeam(people[row.member_uid], row.since, min(ends, default=None))
