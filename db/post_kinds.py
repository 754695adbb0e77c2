"""Posts and what kind of key post each is, from when on; queries only."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.base import to_micros
from db.connection import run_sql
from db.effective import effective_from

EVER_KEY = "(p.kind != '' OR p.uid IN (SELECT post_uid FROM post_kind))"
"""Whether a post `p` is or ever was a key post, as SQL."""


@dataclass(frozen=True, slots=True)
class PostKind:
    """A post became a key post of a kind, or none; it holds until the next one of the post.

    Attributes:
        uid: Its key.
        seq: Its place in the order of recording.
        post_uid: The post.
        kind: `post`, `procedure`, `link` or `moment`; empty: no key post from then on.
        was: What it was until then, told in the same words.
        by_uid: Who said so; None for the command line.
        at: From when on, UTC.
        work_day: The work day of `at`.
        zone: The site's zone then.
    """

    uid: UUID
    seq: int
    post_uid: UUID
    kind: str
    was: str
    by_uid: UUID | None
    at: datetime
    work_day: date
    zone: str


def list_posts(*, are_key: bool) -> list[tuple[UUID, str, str]]:
    """Key, name and kind of all posts that are key posts now, or of all others; by name.

    Those that are no more are left out.
    """
    rows = run_sql(
        "SELECT uid, name, kind FROM post WHERE (kind != '') = ? AND ended_at IS NULL"
        " ORDER BY name",
        (are_key,),
    )
    return [(UUID(bytes=uid), name, kind) for uid, name, kind in rows]


def list_ever_key_posts() -> list[tuple[UUID, str, str, int | None]]:
    """All posts that are or ever were key posts: key, name, kind now, and when it was made.

    That is in microseconds since 1970; None: before anybody could ask.
    """
    rows = run_sql(f"SELECT uid, name, kind, made_at FROM post p WHERE {EVER_KEY} ORDER BY name")
    return [(UUID(bytes=uid), name, kind, made_at) for uid, name, kind, made_at in rows]


def list_kinds() -> list[tuple[UUID, int, str, str]]:
    """Every change of a kind in the order of recording.

    Returns:
        Post, time from which on it holds in microseconds since 1970, the kind, the one it was.
    """
    rows = run_sql("SELECT uid, seq, at, post_uid, kind, was FROM post_kind ORDER BY seq")
    return [
        (UUID(bytes=post), effective_from(uid, seq, at), kind, was)
        for uid, seq, at, post, kind, was in rows
    ]


def add_kind(change: PostKind) -> None:
    """Write what kind a post is of from now on."""
    run_sql(
        "INSERT INTO post_kind (uid, seq, post_uid, kind, was, by_uid, at, work_day, zone)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            change.uid.bytes,
            change.seq,
            change.post_uid.bytes,
            change.kind,
            change.was,
            change.by_uid.bytes if change.by_uid else None,
            to_micros(change.at),
            change.work_day.isoformat(),
            change.zone,
        ),
    )
    run_sql("UPDATE post SET kind = ? WHERE uid = ?", (change.kind, change.post_uid.bytes))


def add_post(uid: UUID, name: str, kind: str, zone: str, at: datetime) -> None:
    """Write a post that nobody holds yet, which is what it is from `at` (UTC) on."""
    run_sql(
        "INSERT INTO post (uid, name, kind, zone, made_at) VALUES (?, ?, ?, ?, ?)",
        (uid.bytes, name, kind, zone, to_micros(at)),
    )


def list_places() -> list[str]:
    """What the site calls its places: the zones of its posts, and the posts themselves."""
    rows = run_sql("SELECT zone FROM post WHERE zone != '' UNION SELECT name FROM post")
    return [place for (place,) in rows]


def list_zones() -> list[str]:
    """The parts of the site that posts cover, each once, in order."""
    return [
        zone for (zone,) in run_sql("SELECT DISTINCT zone FROM post WHERE zone != '' ORDER BY 1")
    ]
