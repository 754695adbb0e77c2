"""What a scan's answer looks like to programs."""

from datetime import datetime

from kiosk.attendance.muster.views import MusterScan
from kiosk.attendance.views import (
    Answered,
    CameBack,
    CheckedIn,
    CheckedOut,
    NotRecorded,
    Refused,
    ScanResult,
)
from kiosk.commands.telling import iso

UNUSABLE = frozenset({"damaged", "read_only", "newer_schema", "foreign", "not_a_database"})
"""Why a file that is there takes no scan."""


def shape_of(result: ScanResult | MusterScan) -> dict[str, object]:
    """An answer as programs read it."""
    if isinstance(result, MusterScan):
        return _muster_shape(result)
    if isinstance(result, NotRecorded):
        return _shape("not_recorded", result.why, None, result.at, None)
    who = result.member
    member = {"number": who.number, "name": who.name} if who else None
    day = result.work_day.isoformat()
    if isinstance(result, Refused):
        return _shape("refused", result.reason, member, result.at, day)
    return _shape(kind_of(result), None, member, result.at, day)


def _muster_shape(result: MusterScan) -> dict[str, object]:
    who = result.member
    member = {"number": who.number, "name": who.name} if who else None
    day = result.work_day.isoformat() if result.work_day else None
    word = "repeated" if result.result == "already" else result.result
    shape = _shape(word, result.reason or None, member, result.at, day)
    is_kept = result.is_kept and result.result != "not_recorded"
    told = {"muster": result.kind or None, "kept": is_kept, "checked_in": result.checked_in}
    return shape | told


def _shape(
    result: str,
    reason: str | None,
    member: dict[str, str] | None,
    at: datetime,
    work_day: str | None,
) -> dict[str, object]:
    return {
        "result": result,
        "reason": reason,
        "member": member,
        "at": iso(at),
        "work_day": work_day,
    }


def kind_of(result: Answered) -> str:
    """What an answered scan was, in a stable word."""
    kinds = {CheckedIn: "checked_in", CheckedOut: "checked_out", CameBack: "came_back"}
    return kinds.get(type(result), "repeated")
