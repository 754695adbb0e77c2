"""Large files for benchmarks: written straight into the tables, with a ledger that verifies."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from db.base import canonical_json, new_uid, to_micros
from db.connection import database, run_sql, transaction
from db.ledger import entry_digest
from db.oversight import get_terminal
from kiosk.services import Services
from tests.builders import NOON, make_site

_SALT = bytes(16)


def make_large_site(folder: Path, members: int, punches: int) -> Services:
    """A site whose members have come and gone until there are that many punches.

    Everybody's last punch is a check-out more than a debounce window ago.
    """
    services = make_site(folder, members=members, debounce_s=0)
    if punches:
        with transaction():
            _fill(members, punches)
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return services


def _fill(members: int, punches: int) -> None:
    terminal = get_terminal().uid
    (seq, previous) = run_sql("SELECT seq, digest FROM ledger_entry ORDER BY seq DESC LIMIT 1")[0]
    cursor = database.connection().cursor()
    for uid, member, after, direction, at in _punches(members, punches):
        seq, day = seq + 1, at.date().isoformat()
        text = canonical_json({"member": str(member), "direction": direction, "work_day": day})
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
            "INSERT INTO punch VALUES (?, ?, ?, ?, ?, ?, ?, 'Asia/Shanghai', 'ok', 'wedge', NULL)",
            (uid.bytes, seq, member.bytes, after, direction, place[2], day),
        )
        previous = digest


def _punches(members: int, punches: int) -> Iterator[tuple]:  # type: ignore[type-arg]
    from db.people import Member

    uids = [row.uid for row in Member.select(Member.uid)]
    last: dict[object, bytes] = {}
    rounds = punches // (2 * members)
    for turn in range(rounds):
        came: datetime = NOON - timedelta(days=rounds - turn)
        for direction, at in (("in", came), ("out", came + timedelta(hours=9))):
            for member in uids:
                uid = new_uid()
                yield uid, member, last.get(member), direction, at
                last[member] = uid.bytes
