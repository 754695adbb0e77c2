"""Coverage: what is set for key posts, who took which, who handed over; queries only."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db.base import from_micros, to_micros
from db.connection import run_sql
from db.effective import effective_from
from db.people import MEMBER_COLUMNS
from db.post_kinds import EVER_KEY

NEVER = 1 << 62
"""Later than any time that a calendar can say, in microseconds."""


@dataclass(frozen=True, slots=True)
class PostSetting:
    """How a key post was set at a time; it holds until the next one of the post.

    Attributes:
        uid: Its key.
        seq: Its place in the order of recording.
        post_uid: The post.
        least: How many holders it needs at least.
        hours: Its hours as JSON; an empty list where the shifts are its hours.
        by_uid: Who set it; None for the command line.
        at: From when on, UTC.
        work_day: The work day of `at`.
        zone: The site's zone then.
    """

    uid: UUID
    seq: int
    post_uid: UUID
    least: int
    hours: str
    by_uid: UUID | None
    at: datetime
    work_day: date
    zone: str


@dataclass(frozen=True, slots=True)
class PostTaken:
    """A member chose which of their posts they take.

    Attributes:
        uid: Its key.
        seq: Its place in the order of recording.
        member_uid: Who.
        presence_uid: The presence in which they take it.
        post_uid: The post.
        at: From when on, UTC.
        work_day: The work day of the presence.
        zone: The site's zone then.
    """

    uid: UUID
    seq: int
    member_uid: UUID
    presence_uid: UUID
    post_uid: UUID
    at: datetime
    work_day: date
    zone: str


@dataclass(frozen=True, slots=True)
class Handover:
    """What a leaver said who was asked because their post would stand empty.

    Attributes:
        uid: Its key.
        seq: Its place in the order of recording.
        member_uid: The leaver.
        post_uid: The post.
        answer: `asked` when the question was shown; `waits`, `named`, `rests`, `told` (the
            supervisor) or `left` when they answered it.
        taker_uid: Who takes over when `named`, else None.
        at: When, UTC.
        work_day: The work day on which they were asked.
        zone: The site's zone then.
    """

    uid: UUID
    seq: int
    member_uid: UUID
    post_uid: UUID
    answer: str
    taker_uid: UUID | None
    at: datetime
    work_day: date
    zone: str


def find_post(uid: UUID) -> tuple[str, str] | None:
    """Name and kind of a post, or None."""
    rows = run_sql("SELECT name, kind FROM post WHERE uid = ?", (uid.bytes,))
    return rows[0] if rows else None


def find_post_uid(name: str) -> UUID | None:
    """The key of the post of that name, or None."""
    rows = run_sql("SELECT uid FROM post WHERE name = ?", (name,))
    return UUID(bytes=rows[0][0]) if rows else None


TermRow = tuple[UUID, UUID, str, date, date | None]
"""Post, member, name of the shift (empty without one), first day, last day or None."""


def list_terms(table: str, since: date, *, of_key_posts: bool = True) -> list[TermRow]:
    """Who holds a post (`holding`) or stands in (`deputy`) on a day or after it; by number.

    Whoever has left the site for good does not, whatever their last day was.
    """
    shift = ("h.shift_uid", "NULL")[table == "deputy"]
    rows = run_sql(
        f"SELECT h.post_uid, h.member_uid, coalesce(s.name, ''), h.since, h.until FROM {table} h"
        " JOIN post p ON p.uid = h.post_uid JOIN member m ON m.uid = h.member_uid"
        f" LEFT JOIN shift s ON s.uid = {shift}"
        " WHERE (p.kind != '') = ? AND (h.until IS NULL OR h.until >= ?) AND m.left_at IS NULL"
        " ORDER BY s.from_minute IS NULL, s.from_minute, length(m.number), m.number, h.since",
        (of_key_posts, since.isoformat()),
    )
    return [
        (
            UUID(bytes=post),
            UUID(bytes=member),
            name,
            date.fromisoformat(begins),
            date.fromisoformat(ends) if ends else None,
        )
        for post, member, name, begins, ends in rows
    ]


def list_settings() -> list[tuple[UUID, int, int, str]]:
    """Every setting in the order of recording.

    Returns:
        Post, time from which on it holds in microseconds since 1970, least and hours.
    """
    rows = run_sql("SELECT uid, seq, at, post_uid, least, hours FROM post_setting ORDER BY seq")
    return [
        (UUID(bytes=post), effective_from(uid, seq, at), least, hours)
        for uid, seq, at, post, least, hours in rows
    ]


def find_setting(post_uid: UUID) -> tuple[int, str] | None:
    """Least and hours of a post now, or None where nothing was ever set."""
    rows = run_sql(
        "SELECT least, hours FROM post_setting WHERE post_uid = ? ORDER BY seq DESC LIMIT 1",
        (post_uid.bytes,),
    )
    return rows[0] if rows else None


def add_setting(setting: PostSetting) -> None:
    """Write a setting."""
    run_sql(
        "INSERT INTO post_setting (uid, seq, post_uid, least, hours, by_uid, at, work_day, zone)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            setting.uid.bytes,
            setting.seq,
            setting.post_uid.bytes,
            setting.least,
            setting.hours,
            setting.by_uid.bytes if setting.by_uid else None,
            to_micros(setting.at),
            setting.work_day.isoformat(),
            setting.zone,
        ),
    )


def add_deputy(uid: UUID, post_uid: UUID, member_uid: UUID, since: date, at: datetime) -> None:
    """Let a member stand in at a post from a day on, but not before `at` (UTC)."""
    run_sql(
        "INSERT INTO deputy (uid, post_uid, member_uid, since, made_at) VALUES (?, ?, ?, ?, ?)",
        (uid.bytes, post_uid.bytes, member_uid.bytes, since.isoformat(), to_micros(at)),
    )


def is_term(
    table: str, post_uid: UUID, member_uid: UUID, shift_uid: UUID | None, since: date
) -> bool:
    """Whether a member holds a post (`holding`) or stands in (`deputy`) on or after a day.

    A holding in another shift is another one.
    """
    shift = "AND shift_uid IS ?4" if table == "holding" else "AND ?4 IS NULL"
    rows = run_sql(
        f"SELECT 1 FROM {table} WHERE post_uid = ?1 AND member_uid = ?2 {shift}"
        " AND (until IS NULL OR until >= ?3) LIMIT 1",
        (
            post_uid.bytes,
            member_uid.bytes,
            since.isoformat(),
            shift_uid.bytes if shift_uid else None,
        ),
    )
    return bool(rows)


def is_anyhow_at(post_uid: UUID, member_uid: UUID, since: date) -> bool:
    """Whether a member holds a post, in whatever shift, or stands in at it, on or after a day."""
    at_it = "post_uid = ?1 AND member_uid = ?2 AND (until IS NULL OR until >= ?3)"
    rows = run_sql(
        f"SELECT 1 FROM holding WHERE {at_it} UNION ALL SELECT 1 FROM deputy WHERE {at_it} LIMIT 1",
        (post_uid.bytes, member_uid.bytes, since.isoformat()),
    )
    return bool(rows)


_WHO_COUNTS = (
    f"SELECT h.member_uid FROM holding h JOIN post p ON p.uid = h.post_uid WHERE {EVER_KEY}"
    " UNION SELECT member_uid FROM deputy UNION SELECT taker_uid FROM handover"
)


def list_stays(
    first: int, last: int, longest_us: int, members: Collection[UUID] | None = None
) -> list[tuple[bytes, bytes, int, int]]:
    """When those who may count at a key post were on site; by member, then in order of coming.

    Args:
        first: Presences that began so long before it that they must have ended are left out; in
            microseconds since 1970, as all times here.
        last: Presences that began at or after it are left out.
        longest_us: The longest presence that was ever plausible.
        members: Only these; None: all who may count at any key post.

    Returns:
        Key of the presence, of the member, from when to before when it was known to have ended, in
        microseconds since 1970; `NEVER` where nothing ended it.
    """
    keys = [uid.bytes for uid in members or ()]
    who = _WHO_COUNTS if members is None else ", ".join("?" * len(keys))
    return run_sql(
        "SELECT p.uid, p.member_uid, p.in_at,"
        " min(coalesce(p.out_at, ?1), coalesce(p.closed_at, ?1)) FROM presence p"
        f" WHERE p.in_at >= ?2 AND p.in_at < ?3 AND p.member_uid IN ({who})"
        " ORDER BY p.member_uid, p.in_at, p.uid",
        (NEVER, first - longest_us, last, *keys),
    )


def list_taken(first: int, last: int) -> list[tuple[bytes, UUID, int, int | None]]:
    """Every choice of a post from `first` to before `last`, in order.

    A choice follows a presence that was begun anew by a correction.

    Returns:
        Presence, post, time of the choice, and when the presence had begun by what was known then,
        or None where it still begins so. All times are in microseconds since 1970.
    """
    rows = run_sql(
        "SELECT t.presence_uid, t.post_uid, t.at, m.uid FROM post_taken t"
        " LEFT JOIN presence_mark m ON m.names_uid = t.presence_uid AND m.kind = 'in'"
        " WHERE t.at >= ? AND t.at < ? ORDER BY t.at, t.seq",
        (first, last),
    )
    posts = {post: UUID(bytes=post) for post in {row[1] for row in rows}}
    return [
        (_begun_anew(anew), posts[post], at, _beginning(presence))
        if anew
        else (presence, posts[post], at, None)
        for presence, post, at, anew in rows
    ]


def _beginning(presence: bytes) -> int:
    """When a presence began by the scan or the mark that it has its key of."""
    ((at,),) = run_sql(
        "SELECT coalesce(placed_at, at) FROM punch WHERE uid = ?1"
        " UNION ALL SELECT placed_at FROM presence_mark WHERE uid = ?1",
        (presence,),
    )
    return int(at)


def _begun_anew(presence: bytes) -> bytes:
    """The presence that a presence is now, after every time it was begun anew."""
    while rows := run_sql(
        "SELECT uid FROM presence_mark WHERE names_uid = ? AND kind = 'in'", (presence,)
    ):
        presence = rows[0][0]
    return presence


def add_taken(taken: PostTaken) -> None:
    """Write which post somebody takes."""
    run_sql(
        "INSERT INTO post_taken (uid, seq, member_uid, presence_uid, post_uid, at, work_day, zone)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            taken.uid.bytes,
            taken.seq,
            taken.member_uid.bytes,
            taken.presence_uid.bytes,
            taken.post_uid.bytes,
            to_micros(taken.at),
            taken.work_day.isoformat(),
            taken.zone,
        ),
    )


def list_handovers(first: datetime, last: datetime) -> list[Handover]:
    """The handovers from `first` to before `last`, in order."""
    rows = run_sql(
        "SELECT uid, seq, member_uid, post_uid, answer, taker_uid, at, work_day, zone"
        " FROM handover WHERE at >= ? AND at < ? ORDER BY at, seq",
        (to_micros(first), to_micros(last)),
    )
    return [_handover(row) for row in rows]


def list_recent_handovers(member_uid: UUID, after: int) -> list[Handover]:
    """What a leaver was asked and said after a time in microseconds since 1970, in order."""
    rows = run_sql(
        "SELECT uid, seq, member_uid, post_uid, answer, taker_uid, at, work_day, zone"
        " FROM handover WHERE at > ? AND member_uid = ? ORDER BY at, seq",
        (after, member_uid.bytes),
    )
    return [_handover(row) for row in rows]


def list_named(first: int, last: int) -> list[tuple[bytes, UUID, int]]:
    """Who was named to take over which post when, from `first` to before `last`, in order.

    All times are in microseconds since 1970.
    """
    rows = run_sql(
        "SELECT taker_uid, post_uid, at FROM handover"
        " WHERE taker_uid IS NOT NULL AND at >= ? AND at < ? ORDER BY at, seq",
        (first, last),
    )
    return [(taker, UUID(bytes=post), at) for taker, post, at in rows]


def _handover(row: tuple[Any, ...]) -> Handover:
    uid, seq, member, post, answer, taker, at, day, zone = row
    return Handover(
        UUID(bytes=uid),
        seq,
        UUID(bytes=member),
        UUID(bytes=post),
        answer,
        UUID(bytes=taker) if taker else None,
        from_micros(at),
        date.fromisoformat(day),
        zone,
    )


def add_handover(handover: Handover) -> None:
    """Write what a leaver said."""
    run_sql(
        "INSERT INTO handover (uid, seq, member_uid, post_uid, answer, taker_uid, at, work_day,"
        " zone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            handover.uid.bytes,
            handover.seq,
            handover.member_uid.bytes,
            handover.post_uid.bytes,
            handover.answer,
            handover.taker_uid.bytes if handover.taker_uid else None,
            to_micros(handover.at),
            handover.work_day.isoformat(),
            handover.zone,
        ),
    )


def list_people(uids: Iterable[UUID]) -> list[tuple[Any, ...]]:
    """The `MEMBER_COLUMNS` of some members, gone ones too."""
    keys = [uid.bytes for uid in uids]
    marks = ", ".join("?" * len(keys))
    return run_sql(
        f"SELECT {MEMBER_COLUMNS} FROM member m JOIN branch b ON b.uid = m.branch_uid"
        f" WHERE m.uid IN ({marks})",
        tuple(keys),
    )
