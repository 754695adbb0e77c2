"""What a member's record adds up: hours on site, posts and teams over time, standings."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db.base import from_micros
from db.connection import run_sql

_HOUR_MICROS = 3_600_000_000
_LONGEST_IN_DOUBT_H = 48


@dataclass(frozen=True, slots=True)
class Hours:
    """How long a member was on site.

    Attributes:
        days: On how many work days they came.
        seconds: In presences of which both ends are known, less breaks.
        unknown: Presences whose end nobody knows.
    """

    days: int
    seconds: int
    unknown: int


# As `kiosk.attendance.presence.worked_s` has it: a doubtful clock is believed up to two days.
KNOWN = (
    "out_at IS NOT NULL AND (clock = 'ok' OR (clock = 'behind' AND out_at - in_at <="
    f" {_LONGEST_IN_DOUBT_H * _HOUR_MICROS}))"
)
"""Of a presence: both its ends are known."""


def sum_hours(member_uid: UUID, first: date) -> Hours:
    """How long a member was on site since a work day; for all of it see `Tallies`."""
    ((days, seconds, unknown),) = run_sql(
        "SELECT count(DISTINCT work_day),"
        f" coalesce(sum(CASE WHEN {KNOWN} THEN (out_at - in_at) / 1000000 - breaks_s END), 0),"
        f" coalesce(sum(closed IS NOT NULL AND NOT ({KNOWN})), 0)"
        " FROM presence WHERE member_uid = ? AND work_day >= ?",
        (member_uid.bytes, first.isoformat()),
    )
    return Hours(days, seconds, unknown)


@dataclass(frozen=True, slots=True)
class Tallies:
    """What is summed up of a member as it is recorded, so that nobody need add it up again.

    Attributes:
        hours: How long they were on site, ever.
        judged: Commitments and occasions by what was said of them last: `kept`, `partly_kept`,
            `missed`, `withdrawn`; those that are none are left out.
        services: How many service entries they have, struck ones left out.
        claimed_minutes: What these claim.
        confirmed: How many of them somebody known has confirmed.
        confirmed_minutes: What was confirmed of them.
        touched: How many of the others somebody confirmed by touch.
        touched_minutes: What these say.
    """

    hours: Hours
    judged: dict[str, int]
    services: int
    claimed_minutes: int
    confirmed: int
    confirmed_minutes: int
    touched: int
    touched_minutes: int


_JUDGED = ("kept", "partly_kept", "missed", "withdrawn")


def get_tallies(member_uid: UUID) -> Tallies:
    """What is summed up of a member."""
    rows = run_sql(
        "SELECT what, count, amount FROM member_tally WHERE member_uid = ?", (member_uid.bytes,)
    )
    sums = {what: (count, amount) for what, count, amount in rows}
    nothing = (0, 0)
    return Tallies(
        Hours(
            sums.get("days", nothing)[0],
            sums.get("hours", nothing)[1],
            sums.get("unknown", nothing)[0],
        ),
        {state: sums[state][0] for state in _JUDGED if sums.get(state, nothing)[0]},
        *sums.get("services", nothing),
        *sums.get("confirmed", nothing),
        *sums.get("touched", nothing),
    )


@dataclass(frozen=True, slots=True)
class Span:
    """A post that a member held, or a team they were in.

    Attributes:
        name: Of the post or team.
        shift: In which shift; empty for always, and for teams.
        since: The first local day.
        until: The last one; None: for good.
        is_key: Whether it is a key post.
    """

    name: str
    shift: str
    since: date
    until: date | None
    is_key: bool


def list_held_posts(member_uid: UUID, most: int) -> list[Span]:
    """The posts that a member holds, held or is to hold, the newest first."""
    rows = run_sql(
        "SELECT p.name, coalesce(s.name, ''), h.since, h.until, p.kind != '' FROM holding h"
        " JOIN post p ON p.uid = h.post_uid LEFT JOIN shift s ON s.uid = h.shift_uid"
        " WHERE h.member_uid = ? AND (h.until IS NULL OR h.until >= h.since)"
        " ORDER BY h.since DESC, p.name LIMIT ?",
        (member_uid.bytes, most),
    )
    return [_span(row) for row in rows]


def list_teams_of(member_uid: UUID, most: int) -> list[Span]:
    """The teams that a member is, was or is to be in, the newest first."""
    rows = run_sql(
        "SELECT t.name, '', coalesce(m.since, t.since) AS begun,"
        " coalesce(m.until, t.until) AS over, 0 FROM team_member m"
        " JOIN team t ON t.uid = m.team_uid WHERE m.member_uid = ?"
        " AND (over IS NULL OR over >= begun) ORDER BY begun DESC, t.name LIMIT ?",
        (member_uid.bytes, most),
    )
    return [_span(row) for row in rows]


def _span(row: tuple[Any, ...]) -> Span:
    name, shift, since, until, is_key = row
    ends = date.fromisoformat(until) if until else None
    return Span(name, shift, date.fromisoformat(since), ends, bool(is_key))


def list_standing_changes(member_uid: UUID) -> list[tuple[datetime, str, str]]:
    """When a member's standing changed, UTC, from which and into which; as the ledger tells it."""
    rows = run_sql(
        "SELECT at, payload FROM ledger_entry WHERE subject = ? AND kind = 'member_changed'"
        " AND json_extract(payload, '$.standing') IS NOT NULL ORDER BY seq",
        (member_uid.bytes,),
    )
    told = ((from_micros(at), json.loads(payload)["standing"]) for at, payload in rows)
    return [(at, before, after) for at, (before, after) in told]
