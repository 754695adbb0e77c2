"""What was recorded beside presences: who came, what the ledger tells of marks."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db.base import from_micros, to_micros
from db.connection import run_sql
from db.presence import Mark


def list_members_with_punches() -> list[UUID]:
    """Everybody who was ever here."""
    rows = run_sql("SELECT DISTINCT member_uid FROM punch")
    return [UUID(bytes=uid) for (uid,) in rows]


def is_underived() -> bool:
    """Whether there are punches but no presence: a file from before presences were kept."""
    ((underived,),) = run_sql(
        "SELECT EXISTS (SELECT 1 FROM punch) AND NOT EXISTS (SELECT 1 FROM presence)"
    )
    return bool(underived)


def list_members_after(at: datetime) -> list[UUID]:
    """Members with a presence that begins after a time, UTC."""
    rows = run_sql("SELECT DISTINCT member_uid FROM presence WHERE in_at > ?", (to_micros(at),))
    return [UUID(bytes=uid) for (uid,) in rows]


def list_ledger_marks() -> list[tuple[UUID, Mark]]:
    """Every punch and mark as the ledger tells it, with whose it is; erased ones are left out."""
    rows = run_sql(
        "SELECT subject, seq, at, kind, payload FROM ledger_entry"
        " WHERE kind IN ('punch', 'presence_mark') AND payload IS NOT NULL ORDER BY seq"
    )
    return [_told(row) for row in rows]


def _told(row: tuple[Any, ...]) -> tuple[UUID, Mark]:
    uid, seq, at, kind, payload = row
    told: dict[str, Any] = json.loads(payload)
    placed = told.get("placed_at")
    moved = kind == "punch" and placed is not None
    mark = Mark(
        UUID(bytes=uid),
        seq,
        told["direction"] if kind == "punch" else told["kind"],
        datetime.fromisoformat(placed) if placed else from_micros(at),
        date.fromisoformat(told["work_day"]),
        UUID(told["names"]) if told.get("names") else None,
        told["source"],
        "unknown" if moved else told["clock"],
        UUID(told["about"]) if told.get("about") else None,
    )
    return UUID(told["member"]), mark


def find_newest_scan(member_uid: UUID) -> UUID | None:
    """The key of what a member did last by scan or key, undone or not; None when they never did.

    What others said of it, and what a rule or a clock made of it, does not count.
    """
    rows = run_sql(
        "SELECT uid FROM (SELECT uid, seq FROM punch WHERE member_uid = ?1"
        " UNION ALL SELECT uid, seq FROM presence_mark WHERE member_uid = ?1"
        " AND kind IN ('in', 'out', 'break', 'back')"
        " AND source NOT IN ('correction', 'answer', 'clock')) ORDER BY seq DESC LIMIT 1",
        (member_uid.bytes,),
    )
    return UUID(bytes=rows[0][0]) if rows else None


def find_recording(seq: int) -> tuple[UUID, datetime] | None:
    """At which terminal and when, by its clock, something was recorded.

    None where the ledger knows nothing of it.
    """
    rows = run_sql("SELECT terminal_uid, at FROM ledger_entry WHERE seq = ?", (seq,))
    return (UUID(bytes=rows[0][0]), from_micros(rows[0][1])) if rows else None
