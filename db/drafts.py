"""Drafts: what members had half filled in. No facts: they are replaced and dropped.

The pictures that a draft named alone are dropped with it, by the file itself.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from db.base import from_micros, to_micros
from db.connection import run_sql


def save_draft(member_uid: UUID, errand: str, answers: str, at: datetime) -> None:
    """Keep a member's draft of an errand in place of the one they had of it."""
    run_sql(
        "INSERT INTO draft (member_uid, errand, answers, saved_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (member_uid, errand) DO UPDATE SET answers = excluded.answers,"
        " saved_at = excluded.saved_at",
        (member_uid.bytes, errand, answers, to_micros(at)),
    )


def name_pictures(member_uid: UUID, errand: str, pictures: Collection[str]) -> None:
    """Let a draft have these pictures, by SHA-256, in place of those it had."""
    for sha256 in pictures:
        run_sql(
            "INSERT OR IGNORE INTO draft_photo (member_uid, errand, sha256) VALUES (?, ?, ?)",
            (member_uid.bytes, errand, sha256),
        )
    places = ", ".join("?" * len(pictures))
    run_sql(
        f"DELETE FROM draft_photo WHERE member_uid = ? AND errand = ? AND sha256 NOT IN ({places})",
        (member_uid.bytes, errand, *pictures),
    )


def find_newest_draft(
    member_uid: UUID, errands: str, since: datetime, until: datetime
) -> tuple[str, str, datetime] | None:
    """Errand, answers and time of a member's draft that was saved last between two times, or None.

    Args:
        member_uid: Whose.
        errands: A GLOB pattern that the errand matches.
        since: UTC, inclusive.
        until: UTC, inclusive.
    """
    rows = run_sql(
        "SELECT errand, answers, saved_at FROM draft WHERE member_uid = ? AND errand GLOB ?"
        " AND saved_at BETWEEN ? AND ? ORDER BY saved_at DESC, errand LIMIT 1",
        (member_uid.bytes, errands, to_micros(since), to_micros(until)),
    )
    return (rows[0][0], rows[0][1], from_micros(rows[0][2])) if rows else None


def drop_draft(member_uid: UUID, errand: str) -> None:
    """Drop a member's draft of an errand, if there is one."""
    run_sql("DELETE FROM draft WHERE member_uid = ? AND errand = ?", (member_uid.bytes, errand))


def drop_drafts_of(member_uid: UUID) -> None:
    """Drop all drafts of a member, and others' that name them."""
    run_sql(
        "DELETE FROM draft WHERE member_uid = ? OR instr(answers, ?)",
        (member_uid.bytes, str(member_uid)),
    )


def has_drafts_but(since: datetime, until: datetime) -> bool:
    """Whether a draft was not saved between two times, UTC, inclusive."""
    rows = run_sql(
        "SELECT 1 FROM draft WHERE saved_at NOT BETWEEN ? AND ? LIMIT 1",
        (to_micros(since), to_micros(until)),
    )
    return bool(rows)


def drop_drafts_but(since: datetime, until: datetime) -> None:
    """Drop every draft that was not saved between two times, UTC, inclusive."""
    run_sql(
        "DELETE FROM draft WHERE saved_at NOT BETWEEN ? AND ?", (to_micros(since), to_micros(until))
    )
