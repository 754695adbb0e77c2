"""What was said of the occasions of commitments, and on which of them members came."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db.base import from_micros, to_micros
from db.connection import run_sql


@dataclass(frozen=True, slots=True)
class OccasionChange:
    """What was said of one occasion, or of a whole commitment.

    Attributes:
        commitment_uid: Of which commitment.
        occasion: The day on which the occasion was due; None for the whole commitment.
        uid: The key of what was said.
        state: `kept`, `partly_kept`, `missed` or `withdrawn`.
        at: When it was said, UTC.
        by: The number of who said it.
        by_name: Their name.
        reason: Why, or empty.
    """

    commitment_uid: UUID
    occasion: date | None
    uid: UUID
    state: str
    at: datetime
    by: str
    by_name: str
    reason: str


# Only the last word counts: the one that nothing follows.
_LAST = "NOT EXISTS (SELECT 1 FROM commitment_change l WHERE l.after_uid = c.uid)"
_CHANGE = (
    "SELECT c.commitment_uid, c.occasion, c.uid, c.state, c.at, b.number, b.name, c.reason"
    " FROM commitment_change c JOIN member b ON b.uid = c.by_uid"
)


@dataclass(frozen=True, slots=True)
class Window:
    """The occasions of a repeated commitment that are asked about.

    Attributes:
        commitment_uid: Of which one.
        member_uid: Whose it is.
        first: Those due on this day or later.
        last: Those due on this day or earlier.
    """

    commitment_uid: UUID
    member_uid: UUID
    first: date
    last: date


def _asked(windows: Iterable[Window]) -> str:
    rows = ((one.commitment_uid, one.member_uid, one.first, one.last) for one in windows)
    return json.dumps([(uid.hex, who.hex, str(first), str(last)) for uid, who, first, last in rows])


def list_occasion_changes(
    windows: Iterable[Window], said_until: date
) -> dict[UUID, dict[date, OccasionChange]]:
    """What was said last of each occasion of some commitments, by commitment and due day.

    Args:
        windows: Which occasions.
        said_until: What was said on a later work day does not count.
    """
    rows = run_sql(
        f"{_CHANGE} JOIN json_each(?1) asked ON c.commitment_uid = unhex(asked.value ->> 0)"
        " WHERE c.occasion BETWEEN asked.value ->> 2 AND asked.value ->> 3 AND c.work_day <= ?2"
        " AND NOT EXISTS (SELECT 1 FROM commitment_change l WHERE l.after_uid = c.uid"
        " AND l.work_day <= ?2) ORDER BY c.occasion, c.seq",
        (_asked(windows), said_until.isoformat()),
    )
    said: dict[UUID, dict[date, OccasionChange]] = {}
    for row in rows:
        change = _change(row)
        said.setdefault(change.commitment_uid, {})[date.fromisoformat(row[1])] = change
    return said


def list_day_changes(work_day: date) -> list[OccasionChange]:
    """What was said on a work day, of each commitment or occasion the last of that day, in order.

    Withdrawals, and what was said of one-off commitments, have no occasion.
    """
    rows = run_sql(
        f"{_CHANGE} WHERE c.work_day = ?1 AND NOT EXISTS (SELECT 1 FROM commitment_change l"
        " WHERE l.after_uid = c.uid AND l.work_day = ?1) ORDER BY c.seq",
        (work_day.isoformat(),),
    )
    return [_change(row) for row in rows]


def list_member_changes(member_uid: UUID) -> list[OccasionChange]:
    """All that was ever said of a member's commitments and occasions, in order."""
    rows = run_sql(
        f"{_CHANGE} JOIN commitment x ON x.uid = c.commitment_uid WHERE x.member_uid = ?"
        " ORDER BY c.seq",
        (member_uid.bytes,),
    )
    return [_change(row) for row in rows]


def list_partly_kept(member_uid: UUID, since: date) -> list[OccasionChange]:
    """What a member kept in part, as was said since a work day, and nobody spoke of again."""
    rows = run_sql(
        f"{_CHANGE} JOIN commitment x ON x.uid = c.commitment_uid WHERE c.state = 'partly_kept'"
        f" AND c.work_day >= ? AND x.member_uid = ? AND {_LAST} ORDER BY c.seq",
        (since.isoformat(), member_uid.bytes),
    )
    return [_change(row) for row in rows]


def find_last_change(commitment_uid: UUID, occasion: date | None) -> OccasionChange | None:
    """What was said last of an occasion, of a whole commitment for None; None: nothing."""
    rows = run_sql(
        f"{_CHANGE} WHERE c.commitment_uid = ? AND c.occasion IS ? AND {_LAST}",
        (commitment_uid.bytes, occasion.isoformat() if occasion else None),
    )
    return _change(rows[0]) if rows else None


def _change(row: tuple[Any, ...]) -> OccasionChange:
    commitment, occasion, uid, state, at, *who_and_why = row
    return OccasionChange(
        UUID(bytes=commitment),
        _day(occasion),
        UUID(bytes=uid),
        state,
        from_micros(at),
        *who_and_why,
    )


def list_came(windows: Iterable[Window]) -> dict[UUID, set[date]]:
    """The work days on which those who promised came to the site, by commitment."""
    rows = run_sql(
        "SELECT unhex(asked.value ->> 0), p.work_day FROM json_each(?) asked CROSS JOIN presence p"
        " ON p.member_uid = unhex(asked.value ->> 1)"
        " AND p.work_day BETWEEN asked.value ->> 2 AND asked.value ->> 3",
        (_asked(windows),),
    )
    came: dict[UUID, set[date]] = {}
    for commitment, day in rows:
        came.setdefault(UUID(bytes=commitment), set()).add(date.fromisoformat(day))
    return came


# Who forgot to check out was in no shift: where the rule closes a presence is no time of leaving.
# Until it does, nobody is in a shift for longer than the longest presence.
_WENT_ON = (
    "(closed_at > ?3 AND closed <> 'rule'"
    " OR closed IS NULL AND in_at + (SELECT longest_h FROM site) * 3600000000 > ?3)"
)


def list_shift_days(
    days: tuple[date, date], begins: datetime, member_uid: UUID | None = None
) -> dict[UUID, tuple[date, date]]:
    """The work days of the shifts that went on over the turn of the day, by member.

    Args:
        days: The work day before the one that is looked at, and that one.
        begins: When the later one began, UTC.
        member_uid: Whose; None: everybody's.

    Returns:
        For those who were still in a shift of an earlier work day when it began: the first and the
        last work day of their shifts that had not ended by then.
    """
    first, today = (day.isoformat() for day in days)
    whose, of = (" AND member_uid = ?4", (member_uid.bytes,)) if member_uid else ("", ())
    rows = run_sql(
        "SELECT member_uid, min(work_day), max(work_day) FROM presence"
        f" WHERE work_day BETWEEN ?1 AND ?2 AND {_WENT_ON}{whose}"
        " GROUP BY member_uid HAVING min(work_day) < ?2",
        (first, today, to_micros(begins), *of),
    )
    return {
        UUID(bytes=uid): (date.fromisoformat(one), date.fromisoformat(other))
        for uid, one, other in rows
    }


@dataclass(frozen=True, slots=True)
class RhythmSums:
    """A repeated commitment, and of how many of its occasions something was said.

    Attributes:
        rhythm: `shift`, `day` or `week`.
        first: The day on which its first occasion is due.
        until_on: The last day of its rhythm; None: for good.
        ended_on: On which work day it was withdrawn, or None.
        came: On how many of its work days the member came; 0 where the rhythm is no shift's.
        told: Of how many occasions something was said.
    """

    rhythm: str
    first: date
    until_on: date | None
    ended_on: date | None
    came: int
    told: int


def list_rhythm_sums(member_uid: UUID, last: date) -> list[RhythmSums]:
    """All of a member's repeated commitments, ended and withdrawn ones too, in one query.

    Args:
        member_uid: Whose.
        last: Occasions due later do not count.
    """
    rows = run_sql(
        "SELECT r.rhythm, r.due_on, r.until_on, r.ended_on, CASE r.rhythm WHEN 'shift' THEN"
        " (SELECT count(DISTINCT p.work_day) FROM presence p WHERE p.member_uid = ?1"
        " AND p.work_day BETWEEN r.due_on AND r.last) ELSE 0 END,"
        " (SELECT count(DISTINCT o.occasion) FROM commitment_change o"
        " WHERE o.commitment_uid = r.uid AND o.occasion <= r.last) FROM ("
        "SELECT x.uid, x.rhythm, x.due_on, x.until_on, c.work_day AS ended_on,"
        " min(?2, coalesce(x.until_on, ?2), coalesce(date(c.work_day, '-1 day'), ?2)) AS last"
        " FROM commitment x LEFT JOIN commitment_change c ON c.commitment_uid = x.uid"
        " AND c.occasion IS NULL WHERE x.member_uid = ?1 AND x.rhythm IS NOT NULL) r",
        (member_uid.bytes, last.isoformat()),
    )
    return [
        RhythmSums(rhythm, date.fromisoformat(first), _day(until), _day(ended), came, told)
        for rhythm, first, until, ended, came, told in rows
    ]


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
