"""From when on a change counts whose clock may have been ahead.

What is recorded is in force no later than something that was recorded after it. Where an entry that
follows a change bears an earlier time, one of the two clocks was wrong: the later entry is believed
unless the greater part of what was recorded right before the change lies after it as well, as a
dead battery would have it.
"""

from db.connection import run_sql

_AFTER = 1000
"""So many entries after a change are looked at; a clock that wrote them all was right."""

_EARLIER = (
    "SELECT e.at FROM ledger_entry e WHERE e.seq > ?1 AND e.seq <= ?1 + ?3 AND e.at < ?2"
    " AND (SELECT count(*) FROM ledger_entry b WHERE b.seq < ?1 AND b.seq >= ?1 - 50"
    " AND b.at > e.at) * 2 < min(50, ?1 - 1) ORDER BY e.seq LIMIT 1"
)

_settled: dict[bytes, int] = {}
"""What can't change any more, by the key of the change."""


def effective_from(uid: bytes, seq: int, at: int) -> int:
    """From when on a change counts, in microseconds since 1970.

    Args:
        uid: Its key.
        seq: Its place in the order of recording.
        at: From when on it was to count, by the clock that told of it.
    """
    if uid in _settled:
        return min(at, _settled[uid])
    rows = run_sql(_EARLIER, (seq, at, _AFTER))
    found: int = rows[0][0] if rows else at
    if rows or run_sql("SELECT 1 FROM ledger_entry WHERE seq = ?", (seq + _AFTER,)):
        _settled[uid] = found
    return found
