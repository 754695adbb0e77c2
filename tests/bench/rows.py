"""Large files for benchmarks: written straight into the tables, with a ledger that verifies."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from db.base import canonical_json, new_uid, to_micros
from db.connection import database, run_sql, transaction
from db.ledger import entry_digest
from db.oversight import get_terminal
from db.people import Member
from kiosk.services import Services
from tests.builders import NOON, make_site

STAY = timedelta(hours=9)
_SALT = bytes(16)


def make_large_site(folder: Path, members: int, punches: int) -> Services:
    """A site whose members have come and gone until there are that many punches.

    Everybody's last punch is a check-out more than a debounce window ago.
    """
    services = make_site(folder, members=members, debounce_s=0)
    if punches:
        run_sql("PRAGMA cache_size = -500000")  # kibibytes; until the file is opened anew
        with transaction():
            _fill(members, punches)
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return services


def _fill(members: int, punches: int) -> None:
    terminal = get_terminal().uid
    (seq, previous) = run_sql("SELECT seq, digest FROM ledger_entry ORDER BY seq DESC LIMIT 1")[0]
    cursor = database.connection().cursor()
    for uid, member, after, direction, at, day in _punches(members, punches):
        seq += 1
        text = canonical_json(_told(member, after, direction, day))
        payload_digest = hashlib.sha256(_SALT + text.encode()).digest()
        place = (1, seq, to_micros(at))
        digest = entry_digest(terminal, place, "punch", uid, payload_digest, previous)
        cursor.execute(
            "INSERT INTO ledger_entry VALUES (?, ?, 1, ?, 'punch', ?, ?, ?, ?, ?, ?)",
            (
                *(seq, terminal.bytes, place[2], uid.bytes, text, _SALT),
                *(payload_digest, previous, digest),
            ),
        )
        cursor.execute(
            "INSERT INTO punch VALUES (?, ?, ?, ?, ?, ?, ?, 'Asia/Shanghai', 'ok', 'wedge', NULL,"
            " NULL)",
            (uid.bytes, seq, member.bytes, after and after.bytes, direction, place[2], day),
        )
        if direction == "out" and after is not None:
            came_at = to_micros(at - STAY)
            cursor.execute(
                "INSERT INTO presence (uid, member_uid, work_day, in_at, out_at, closed, closed_at)"
                " VALUES (?, ?, ?, ?, ?, 'scan', ?)",
                (after.bytes, member.bytes, day, came_at, place[2], place[2]),
            )
        previous = digest


def _told(member: UUID, after: UUID | None, direction: str, day: str) -> dict[str, object]:
    return {
        "member": str(member),
        "direction": direction,
        "work_day": day,
        "zone": "Asia/Shanghai",
        "clock": "ok",
        "source": "wedge",
        "badge": None,
        "after": str(after) if after else None,
        "placed_at": None,
    }


_Punch = tuple[UUID, UUID, UUID | None, str, datetime, str]


def _punches(members: int, punches: int) -> Iterator[_Punch]:
    uids = [row.uid for row in Member.select(Member.uid)]
    last: dict[UUID, UUID] = {}
    rounds = punches // (2 * members)
    for turn in range(rounds):
        came = NOON - timedelta(days=rounds - turn)
        for direction, at in (("in", came), ("out", came + STAY)):
            for member in uids:
                uid = new_uid()
                yield uid, member, last.get(member), direction, at, came.date().isoformat()
                last[member] = uid
