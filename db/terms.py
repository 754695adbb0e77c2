"""Terms: who holds a key post, who may stand in at it, from when to when; and their ends."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from db.base import to_micros
from db.connection import run_sql
from db.post_kinds import EVER_KEY


class TermRow(NamedTuple):
    """A term of somebody at a key post.

    Attributes:
        post_uid: The post.
        member_uid: Who.
        shift: The name of the shift in which they hold it; None: always.
        since: The first local day.
        until: The last one; None: for good.
        made_at: When it was set, in microseconds since 1970: it never counts before. None: it was
            set before anybody could ask.
        ended_at: When its last day was set, in microseconds since 1970: where that day was over by
            then, it was ended at once. None: it has no last day, or had it from the beginning.
        left_at: When they left the site for good, in microseconds since 1970; None: they did not.
    """

    post_uid: UUID
    member_uid: UUID
    shift: str | None
    since: date
    until: date | None
    made_at: int | None
    ended_at: int | None
    left_at: int | None


def list_holdings() -> list[TermRow]:
    """Everybody who holds or ever held a key post, and when."""
    return _rows("holding", "h.shift_uid")


def list_deputies() -> list[TermRow]:
    """Everybody who may or ever might stand in at a key post, and when."""
    return _rows("deputy", "NULL")


def _rows(table: str, shift: str) -> list[TermRow]:
    rows = run_sql(
        "SELECT h.post_uid, h.member_uid, s.name, h.since, h.until, h.made_at, h.ended_at,"
        f" m.left_at FROM {table} h JOIN member m ON m.uid = h.member_uid"
        f" JOIN post p ON p.uid = h.post_uid LEFT JOIN shift s ON s.uid = {shift}"
        f" WHERE {EVER_KEY} ORDER BY h.since, h.uid"
    )
    return [
        TermRow(
            UUID(bytes=post),
            UUID(bytes=member),
            name,
            date.fromisoformat(since),
            date.fromisoformat(until) if until else None,
            *times,
        )
        for post, member, name, since, until, *times in rows
    ]


def end_terms(
    table: str, whose: tuple[UUID, UUID], last: date, work_day: date, at: datetime
) -> int:
    """Let a day be the last on which a member holds a post (`holding`) or stands in (`deputy`).

    A term whose last day is over by then ends at once, one that begins later never begins; what
    was before stays as it was.

    Args:
        table: `holding` or `deputy`.
        whose: The post and the member.
        last: The last day, not before the day before `work_day`.
        work_day: The work day now.
        at: Now, UTC.

    Returns:
        How many terms ended.
    """
    post, member = (uid.bytes for uid in whose)
    yesterday = work_day - timedelta(days=1)
    ended = run_sql(
        f"UPDATE {table} SET until = iif(since > ?3, ?4, ?3), ended_at = ?5"
        " WHERE post_uid = ?1 AND member_uid = ?2 AND (until IS NULL OR until > ?3) RETURNING 1",
        (post, member, last.isoformat(), yesterday.isoformat(), to_micros(at)),
    )
    return len(ended)
