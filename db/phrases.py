"""Phrases: how often words were picked or written. No facts: they are counted on and dropped."""

from datetime import datetime
from uuid import UUID

from db.base import to_micros
from db.connection import run_sql

_EVERYBODY = b""


def count_phrase(kind: str, owner: UUID | None, text: str, at: datetime) -> None:
    """Count one more use of words.

    Args:
        kind: Where they stand, such as `place`.
        owner: The member who alone gets to see them; None: everybody does.
        text: The words, cleaned.
        at: When, UTC.
    """
    run_sql(
        "INSERT INTO phrase (kind, owner, text, uses, used_at) VALUES (?, ?, ?, 1, ?)"
        " ON CONFLICT (kind, owner, text) DO UPDATE SET uses = uses + 1,"
        " used_at = excluded.used_at",
        (kind, _key(owner), text, to_micros(at)),
    )


def list_phrases(kind: str, owner: UUID | None) -> list[tuple[str, int]]:
    """Words of a kind with their uses, most used first, then those used last.

    Args:
        kind: Where they stand.
        owner: Whose own words are wanted; None: those that everybody sees.
    """
    rows = run_sql(
        "SELECT text, uses FROM phrase WHERE kind = ? AND owner = ?"
        " ORDER BY uses DESC, used_at DESC, text",
        (kind, _key(owner)),
    )
    return [(text, uses) for text, uses in rows]


def drop_phrases_but(kind: str, owner: UUID | None, most: int) -> None:
    """Keep so many words of a kind and an owner: those that were used last."""
    run_sql(
        "DELETE FROM phrase WHERE kind = ?1 AND owner = ?2 AND text NOT IN (SELECT text"
        " FROM phrase WHERE kind = ?1 AND owner = ?2 ORDER BY used_at DESC, uses DESC, text"
        " LIMIT ?3)",
        (kind, _key(owner), most),
    )


def drop_phrases_of(member_uid: UUID) -> None:
    """Drop all words that only a member gets to see."""
    run_sql("DELETE FROM phrase WHERE owner = ?", (member_uid.bytes,))


def _key(owner: UUID | None) -> bytes:
    return owner.bytes if owner else _EVERYBODY
