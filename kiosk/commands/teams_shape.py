"""A team, as programs read it and as text."""

from typing import TYPE_CHECKING

from kiosk.i18n import _, ngettext

if TYPE_CHECKING:
    from datetime import date

    from kiosk.people.teams.views import InTeam, TeamView


def team_shape(team: "TeamView") -> dict[str, object]:
    """A team as programs read it."""
    leader = team.leader
    return {
        "name": team.name,
        "goal": team.goal,
        "state": team.state,
        "since": team.since.isoformat(),
        "until": _iso(team.until),
        "result": team.result,
        "leader": {"number": leader.number, "name": leader.name} if leader else None,
        "members": [_time(one) for one in team.members],
        "past": [_time(one) for one in team.past],
    }


def _time(one: "InTeam") -> dict[str, object]:
    return {
        "number": one.member.number,
        "name": one.member.name,
        "since": one.since.isoformat(),
        "until": _iso(one.until),
    }


def _iso(day: "date | None") -> str | None:
    return None if day is None else day.isoformat()


def team_line(team: "TeamView") -> tuple[str, ...]:
    """A team as a line of the list."""
    from kiosk.people.teams.words import days_words, state_word

    count = len(team.members)
    people = ngettext("{count} member", "{count} members", count).format(count=count)
    leader = _("led by {name}").format(name=team.leader.name) if team.leader else ""
    return team.name, state_word(team), days_words(team), people, leader, team.result or team.goal


def team_sentences(team: "TeamView") -> list[str]:
    """A team in a few lines, with those who left it."""
    name, state, days, _people, leader, _words = team_line(team)
    lines = [" · ".join(filter(None, (name, state, days, leader)))]
    if team.goal:
        lines.append("  " + _("Goal: {goal}").format(goal=team.goal))
    if team.result:
        lines.append("  " + _("Result: {result}").format(result=team.result))
    lines += [f"    {_words_of(one)}" for one in team.members]
    if team.past:
        lines.append("  " + _("Left it before"))
        lines += [f"    {_words_of(one)}" for one in team.past]
    return lines


def _words_of(one: "InTeam") -> str:
    until = _(" until {day}").format(day=one.until.isoformat()) if one.until else ""
    since = _("from {day} on").format(day=one.since.isoformat())
    return f"{one.member.number} {one.member.name}  {since}{until}"
