"""Posts of any kind: what is set for them, who held them when, their end; queries only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from db.base import from_micros, to_micros
from db.connection import run_sql


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post as recorded.

    Attributes:
        uid: Its key.
        name: Its name, unique.
        kind: `post`, `procedure`, `link` or `moment` for a key post, else empty.
        basis: Set by `need`, `task` or `person`.
        duty: What its holder is responsible for.
        standard: What good service means here.
        zone: The part of the site it covers, or empty.
        honour: `vanguard`, `model` or empty.
        made_at: When it was made, UTC; None: before anybody kept it.
        ended_at: When it was given up, UTC; None: it stands.
    """

    uid: UUID
    name: str
    kind: str
    basis: str
    duty: str
    standard: str
    zone: str
    honour: str
    made_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """Somebody's time at a post.

    Attributes:
        post_uid: The post.
        member_uid: Who.
        shift: The name of the shift in which they hold it; empty for always.
        since: The first local day.
        until: The last one; None: for good.
    """

    post_uid: UUID
    member_uid: UUID
    shift: str
    since: date
    until: date | None


_POSTS = (
    "SELECT uid, name, kind, basis, duty, standard, zone, honour, made_at, ended_at FROM post"
    " {} ORDER BY name"
)


def list_posts() -> list[PostRow]:
    """All posts by name, ended ones too."""
    return [_post(row) for row in run_sql(_POSTS.format(""))]


def find_post(uid: UUID) -> PostRow | None:
    """The post with this key, or None."""
    rows = run_sql(_POSTS.format("WHERE uid = ?"), (uid.bytes,))
    return _post(rows[0]) if rows else None


def is_ended(uid: UUID) -> bool:
    """Whether there was a post with this key and is no more."""
    return bool(run_sql("SELECT 1 FROM post WHERE uid = ? AND ended_at IS NOT NULL", (uid.bytes,)))


def list_ended_names() -> frozenset[str]:
    """The names of the posts that are no more."""
    return frozenset(name for (name,) in run_sql("SELECT name FROM post WHERE ended_at NOTNULL"))


def _post(row: tuple[Any, ...]) -> PostRow:
    uid, *words, made_at, ended_at = row
    name, kind, basis, duty, standard, zone, honour = words
    return PostRow(
        UUID(bytes=uid),
        *(name, kind, basis, duty, standard, zone, honour),
        None if made_at is None else from_micros(made_at),
        None if ended_at is None else from_micros(ended_at),
    )


_HOLDINGS = (
    "SELECT h.post_uid, h.member_uid, coalesce(s.name, ''), h.since, h.until FROM holding h"
    " JOIN member m ON m.uid = h.member_uid LEFT JOIN shift s ON s.uid = h.shift_uid"
    " WHERE (h.until IS NULL OR h.until >= h.since) AND {}"
)


def list_holdings_on(day: date) -> list[HoldingRow]:
    """Who holds which post on a local day; by shift and number."""
    on_day = "h.since <= ?1 AND (h.until IS NULL OR h.until >= ?1)"
    order = " ORDER BY s.from_minute IS NULL, s.from_minute, length(m.number), m.number, h.since"
    rows = run_sql(_HOLDINGS.format(on_day) + order, (day.isoformat(),))
    return [_holding(row) for row in rows]


def list_holdings_of(post_uid: UUID) -> list[HoldingRow]:
    """Everybody who ever held or is to hold a post, the newest first."""
    order = " ORDER BY h.since DESC, length(m.number), m.number"
    rows = run_sql(_HOLDINGS.format("h.post_uid = ?1") + order, (post_uid.bytes,))
    return [_holding(row) for row in rows]


def _holding(row: tuple[Any, ...]) -> HoldingRow:
    post, member, shift, since, until = row
    return HoldingRow(
        UUID(bytes=post),
        UUID(bytes=member),
        shift,
        date.fromisoformat(since),
        date.fromisoformat(until) if until else None,
    )


_CHANGEABLE = ("name", "basis", "duty", "standard", "zone", "honour")


def update_post(uid: UUID, columns: Mapping[str, str]) -> None:
    """Give a post other words by column.

    Raises:
        Conflict: Another post has the name.
    """
    names = [name for name in _CHANGEABLE if name in columns]
    sets = ", ".join(f"{name} = ?" for name in names)
    values = tuple(columns[name] for name in names)
    run_sql(f"UPDATE post SET {sets} WHERE uid = ?", (*values, uid.bytes))


def end_post(uid: UUID, work_day: date, at: datetime) -> list[UUID]:
    """Let a post be no more: nobody holds it or stands in at it from `at` (UTC) on.

    What begins later never begins; what was before stays as it was.

    Returns:
        Whose terms ended, holders and deputies, each once.
    """
    run_sql("UPDATE post SET ended_at = ? WHERE uid = ?", (to_micros(at), uid.bytes))
    yesterday = (work_day - timedelta(days=1)).isoformat()
    ended = [
        member
        for table in ("holding", "deputy")
        for (member,) in run_sql(
            f"UPDATE {table} SET until = ?1, ended_at = ?2"
            " WHERE post_uid = ?3 AND (until IS NULL OR until > ?1) RETURNING member_uid",
            (yesterday, to_micros(at), uid.bytes),
        )
    ]
    return [UUID(bytes=member) for member in dict.fromkeys(ended)]
