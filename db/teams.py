"""Teams raised for urgent tasks: from when to when, with whom, what came of it; queries only."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db.base import from_micros, to_micros
from db.connection import run_sql


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team as recorded.

    Attributes:
        uid: Its key.
        name: Its name, unique.
        goal: What it was raised for; empty where nobody said.
        since: The first local day.
        until: The last one; None: open. Before `since`: it was called off and never began.
        result: What came of it; empty until it was ended.
        leader_uid: Who leads it, or led it when it ended; None: nobody.
        made_at: When it was raised, UTC; None: before anybody kept it.
        ended_at: When its result was told, UTC; None: it was not.
    """

    uid: UUID
    name: str
    goal: str
    since: date
    until: date | None
    result: str
    leader_uid: UUID | None
    made_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """Somebody's time in a team.

    Attributes:
        team_uid: The team.
        member_uid: Who.
        since: The first local day.
        until: The last one; None: open. Before `since`: it never began.
    """

    team_uid: UUID
    member_uid: UUID
    since: date
    until: date | None


_TEAMS = (
    "SELECT uid, name, goal, since, until, result, leader_uid, made_at, ended_at FROM team"
    " {} ORDER BY since DESC, name"
)


def list_teams() -> list[TeamRow]:
    """All teams, ended ones too; the newest first, then by name."""
    return [_team(row) for row in run_sql(_TEAMS.format(""))]


def find_team(uid: UUID) -> TeamRow | None:
    """The team with this key, or None."""
    rows = run_sql(_TEAMS.format("WHERE uid = ?"), (uid.bytes,))
    return _team(rows[0]) if rows else None


def _team(row: tuple[Any, ...]) -> TeamRow:
    uid, name, goal, since, until, result, leader, made_at, ended_at = row
    return TeamRow(
        UUID(bytes=uid),
        *(name, goal, date.fromisoformat(since), _day(until), result),
        UUID(bytes=leader) if leader else None,
        *(_time(made_at), _time(ended_at)),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _time(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)


def list_memberships(team_uid: UUID | None = None) -> list[MembershipRow]:
    """Who is, was or will be in a team (None: in any), without those who never began.

    In order of joining, then by number.
    """
    rows = run_sql(
        "SELECT x.team_uid, x.member_uid, x.since, x.until FROM team_member x"
        " JOIN member m ON m.uid = x.member_uid"
        " WHERE (?1 IS NULL OR x.team_uid = ?1) AND (x.until IS NULL OR x.until >= x.since)"
        " ORDER BY x.since, length(m.number), m.number",
        (team_uid.bytes if team_uid else None,),
    )
    return [
        MembershipRow(UUID(bytes=team), UUID(bytes=member), date.fromisoformat(since), _day(until))
        for team, member, since, until in rows
    ]


def add_team(team: TeamRow) -> None:
    """Write a team that nobody is in yet.

    Raises:
        Conflict: There is one of that name.
    """
    run_sql(
        "INSERT INTO team (uid, name, goal, since, until, result, leader_uid, made_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(team.uid.bytes, team.name, team.goal, team.since.isoformat()),
            team.until.isoformat() if team.until else None,
            team.result,
            team.leader_uid.bytes if team.leader_uid else None,
            to_micros(team.made_at) if team.made_at else None,
        ),
    )


def add_membership(uid: UUID, row: MembershipRow, at: datetime) -> None:
    """Put a member into a team.

    Args:
        uid: The new key.
        row: Who, where, from and until when.
        at: Now, UTC.

    Raises:
        Conflict: They are in it for good already.
    """
    run_sql(
        "INSERT INTO team_member (uid, team_uid, member_uid, since, until, made_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            *(uid.bytes, row.team_uid.bytes, row.member_uid.bytes, row.since.isoformat()),
            row.until.isoformat() if row.until else None,
            to_micros(at),
        ),
    )


def is_in_team(team_uid: UUID, member_uid: UUID, since: date) -> bool:
    """Whether a member is set for a team on a day or after it."""
    rows = run_sql(
        "SELECT 1 FROM team_member WHERE team_uid = ? AND member_uid = ?"
        " AND (until IS NULL OR until >= max(since, ?)) LIMIT 1",
        (team_uid.bytes, member_uid.bytes, since.isoformat()),
    )
    return bool(rows)


def end_memberships(team_uid: UUID, member_uid: UUID | None, last: date, at: datetime) -> int:
    """Let a day be the last on which a member (None: anybody) is in a team.

    A time in it that begins later never begins; what was before stays as it was.

    Args:
        team_uid: The team.
        member_uid: Who, or None.
        last: The last day.
        at: Now, UTC.

    Returns:
        How many ended.
    """
    ended = run_sql(
        "UPDATE team_member SET until = ?3, ended_at = ?4"
        " WHERE team_uid = ?1 AND (?2 IS NULL OR member_uid = ?2)"
        " AND (until IS NULL OR until > ?3 AND until >= since) RETURNING 1",
        (
            team_uid.bytes,
            member_uid.bytes if member_uid else None,
            *(last.isoformat(), to_micros(at)),
        ),
    )
    return len(ended)


def end_leading(team_uid: UUID, member_uid: UUID) -> bool:
    """Let a member lead a team no longer; whether they did."""
    found = run_sql(
        "UPDATE team SET leader_uid = NULL WHERE uid = ? AND leader_uid = ? RETURNING 1",
        (team_uid.bytes, member_uid.bytes),
    )
    return bool(found)


def set_leader(team_uid: UUID, member_uid: UUID) -> None:
    """Let a member lead a team from now on."""
    run_sql(
        "UPDATE team SET leader_uid = ? WHERE uid = ?",
        (member_uid.bytes, team_uid.bytes),
    )


def set_end(team_uid: UUID, last: date, result: str, at: datetime) -> None:
    """Keep a team's last day and what came of it, told at a time (UTC)."""
    run_sql(
        "UPDATE team SET until = ?, result = ?, ended_at = ? WHERE uid = ?",
        (last.isoformat(), result, to_micros(at), team_uid.bytes),
    )
