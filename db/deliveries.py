"""What scans were answered that bear a nonce, so that one delivered again is told the same.

These are no facts: they say nothing that the facts don't, and are forgotten after a while.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from db.base import to_micros
from db.connection import run_sql

KEPT = timedelta(days=7)
"""How long an answer can be asked for again."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What tells one scan from another.

    Attributes:
        source: Which gate read it.
        nonce: What the gate calls this one reading.
        code_hash: A digest of what was read.
    """

    source: str
    nonce: str
    code_hash: bytes


def find_answer(scan: Delivered) -> tuple[UUID | None, str] | None:
    """Whose badge it was (None: nobody's) and what was answered; None for a scan that is new."""
    rows = run_sql(
        "SELECT member_uid, answer FROM scan_delivery"
        " WHERE source = ? AND nonce = ? AND code_hash = ?",
        (scan.source, scan.nonce, scan.code_hash),
    )
    if not rows:
        return None
    member, answer = rows[0]
    return UUID(bytes=member) if member else None, str(answer)


def keep_answer(scan: Delivered, at: datetime, member_uid: UUID | None, answer: str) -> None:
    """Keep what a scan was answered, and forget what nobody asks for any more.

    Raises:
        Conflict: Another process answered the same delivery first.
    """
    run_sql("DELETE FROM scan_delivery WHERE at < ?", (to_micros(at - KEPT),))
    run_sql(
        "INSERT INTO scan_delivery (source, nonce, code_hash, at, member_uid, answer)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            scan.source,
            scan.nonce,
            scan.code_hash,
            to_micros(at),
            member_uid.bytes if member_uid else None,
            answer,
        ),
    )
