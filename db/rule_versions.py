"""The versions of the site's rules of attendance; facts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db.base import from_micros, to_micros
from db.connection import run_sql
from db.effective import effective_from

ShiftRow = tuple[str, int, int, int, int]
"""Name, first and last minute from local midnight, weekdays (bit 0 is Monday), minutes of grace."""


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """Rules and the time from which they are in force.

    Attributes:
        uid: Its key.
        seq: Its place in the order of recording.
        since: From when on, UTC; as `effective_from` has it when it is read.
        turn_hour: The local hour at which the work day turns.
        debounce_s: For how long a repeat is not counted, in seconds.
        longest_h: The longest plausible presence, in hours.
        ask_h: From how many hours of presence on a scan is asked about.
        asks_out: Whether people check out.
        shifts: The shifts.
    """

    uid: UUID
    seq: int
    since: datetime
    turn_hour: int
    debounce_s: int
    longest_h: int
    ask_h: int
    asks_out: bool
    shifts: tuple[ShiftRow, ...]


def add_rule_version(version: RuleVersion) -> None:
    """Write a version."""
    run_sql(
        "INSERT INTO rule_version (uid, seq, since, turn_hour, debounce_s, longest_h, ask_h,"
        " asks_out, shifts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            version.uid.bytes,
            version.seq,
            to_micros(version.since),
            version.turn_hour,
            version.debounce_s,
            version.longest_h,
            version.ask_h,
            version.asks_out,
            shifts_text(version.shifts),
        ),
    )


def shifts_text(shifts: Sequence[ShiftRow]) -> str:
    """Shifts as they are kept."""
    return json.dumps([list(shift) for shift in shifts], ensure_ascii=False)


def list_rule_versions() -> list[RuleVersion]:
    """All versions in the order in which they were made."""
    rows = run_sql(
        "SELECT uid, seq, since, turn_hour, debounce_s, longest_h, ask_h, asks_out, shifts"
        " FROM rule_version ORDER BY seq"
    )
    return [_version(row) for row in rows]


Newest = tuple[bytes, int]
"""Key of a version and from when on it is in force, in microseconds since 1970."""


def find_newest_version() -> Newest | None:
    """The newest version, or None where none was kept."""
    rows = run_sql("SELECT uid, seq, since FROM rule_version ORDER BY seq DESC LIMIT 1")
    return (rows[0][0], effective_from(*rows[0])) if rows else None


def get_day_rules() -> tuple[str, int, Newest | None]:
    """What work days follow from.

    Returns:
        The name of the site's zone, its turn hour, and the newest version or None.
    """
    ((zone, turn_hour),) = run_sql("SELECT zone, turn_hour FROM site LIMIT 1")
    return zone, turn_hour, find_newest_version()


def list_shift_rows() -> list[ShiftRow]:
    """The shifts now in use, by their beginning."""
    rows: list[Any] = run_sql(
        "SELECT name, from_minute, to_minute, weekdays, grace_min FROM shift"
        " WHERE ended_at IS NULL ORDER BY from_minute, to_minute, name"
    )
    return [tuple(row) for row in rows]


def _version(row: tuple[Any, ...]) -> RuleVersion:
    uid, seq, since, turn_hour, debounce_s, longest_h, ask_h, asks_out, shifts = row
    return RuleVersion(
        UUID(bytes=uid),
        seq,
        from_micros(effective_from(uid, seq, since)),
        turn_hour,
        debounce_s,
        longest_h,
        ask_h,
        bool(asks_out),
        tuple(tuple(shift) for shift in json.loads(shifts)),
    )
