"""When members had left the site and came back, as the ledger tells it."""

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from db.base import from_micros
from db.connection import run_sql

# A roster that names somebody who had left takes them back with what else it changes.
_LEFT_OR_BACK = (
    "e.kind IN ('member_left', 'member_back')"
    " OR e.kind = 'member_changed' AND json_extract(e.payload, '$.has_left') IS NOT NULL"
)


def list_absences(member_uids: Iterable[UUID]) -> dict[UUID, list[tuple[datetime, datetime]]]:
    """From when to when members were away who left and came back, UTC, in order.

    Who has left and is not back yet is not in it for that time; who never left is not at all.
    """
    asked = json.dumps([uid.hex for uid in member_uids])
    rows = run_sql(
        "SELECT e.subject, e.at, e.kind = 'member_left' FROM json_each(?) asked"
        " CROSS JOIN ledger_entry e ON e.subject = unhex(asked.value)"
        f" AND ({_LEFT_OR_BACK}) ORDER BY e.seq",
        (asked,),
    )
    left: dict[UUID, datetime] = {}
    found: dict[UUID, list[tuple[datetime, datetime]]] = {}
    for subject, at, has_left in rows:
        uid = UUID(bytes=subject)
        if has_left:
            left[uid] = from_micros(at)
        elif uid in left:
            found.setdefault(uid, []).append((left.pop(uid), from_micros(at)))
    return found
