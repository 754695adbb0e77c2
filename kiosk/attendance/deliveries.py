"""A scan that is delivered twice is one scan, with one answer.

A gate that got no answer (power, network) can't know whether its scan counted. It sends the same
reading again under the same nonce, however late, and is told what was decided then.
"""

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from db import presence as stays
from db.deliveries import Delivered, find_answer, keep_answer
from kiosk.attendance.clocks import present
from kiosk.attendance.views import (
    CameBack,
    CheckedIn,
    CheckedOut,
    NotRecorded,
    Refused,
    Repeated,
    Scan,
    ScanResult,
)
from kiosk.context import Context
from kiosk.people.reading import get_member
from kiosk.service.reading import open_commitments

_KINDS: dict[str, type[ScanResult]] = {
    kind.__name__: kind for kind in (CheckedIn, CheckedOut, CameBack, Repeated, Refused)
}
_TOLD_ANEW = ("member", "commitments")
_READ: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(("at", "since", "forgotten"), datetime.fromisoformat),
    **dict.fromkeys(("work_day", "badge_ends_on", "valid_from", "valid_until"), date.fromisoformat),
    **dict.fromkeys(("scan", "question"), UUID),
}
"""How fields that JSON does not know are read back; the others stay as they are."""


def answered_before(context: Context, scan: Scan) -> ScanResult | None:
    """What this delivery was answered the first time; None when it is the first, or has no nonce.

    The member and their commitments are told as they are now.
    """
    found = find_answer(_delivered(scan)) if scan.nonce else None
    if found is None:
        return None
    member_uid, answer = found
    kind, told = json.loads(answer)
    return _KINDS[kind](**_circumstances(context, kind, member_uid), **_unpacked(told))


def keep_answered(scan: Scan, result: ScanResult) -> ScanResult:
    """Keep the answer to a delivery that may come again, inside the scan's own transaction.

    Raises:
        Conflict: Another process answered the same delivery first.
    """
    if scan.nonce and not isinstance(result, NotRecorded):
        member_uid = result.member.uid if result.member else None
        answer = json.dumps([type(result).__name__, _packed(result)])
        keep_answer(_delivered(scan), result.at, member_uid, answer)
    return result


def _delivered(scan: Scan) -> Delivered:
    digest = sha256(scan.text.strip().encode("utf-8", "replace")).digest()
    return Delivered(scan.source, scan.nonce, digest)


def _packed(result: ScanResult) -> dict[str, Any]:
    names = {field.name for field in fields(result)} - set(_TOLD_ANEW)
    told = {name: getattr(result, name) for name in sorted(names)}
    return {
        name: value if isinstance(value, bool | int | None) else str(value)
        for name, value in told.items()
    }


def _unpacked(told: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _READ[name](value) if name in _READ and value is not None else value
        for name, value in told.items()
    }


def _circumstances(context: Context, kind: str, member_uid: UUID | None) -> dict[str, Any]:
    today = context.moment().work_day
    if member_uid is None:
        return {"member": None}
    here = stays.find_open_presence(member_uid, present(context))
    member = get_member(member_uid, today, here.in_at if here else None)
    if kind == Refused.__name__:
        return {"member": member}
    return {"member": member, "commitments": open_commitments(member_uid, today)}
