"""Replays the ledger: whether it comes to the presences that the tables hold."""

from collections import defaultdict
from uuid import UUID

from db import presence as records
from db import recorded
from db.presence import Mark, Presence
from kiosk.attendance.presence import derive


def replay() -> dict[UUID, tuple[Presence, ...]]:
    """Everybody's presences in order of coming, from nothing but the ledger."""
    marks: dict[UUID, list[Mark]] = defaultdict(list)
    for member_uid, mark in recorded.list_ledger_marks():
        marks[member_uid].append(mark)
    return {member_uid: derive(member_uid, of).presences for member_uid, of in marks.items()}


def find_first_difference() -> UUID | None:
    """A member whose presences in the table are not what the ledger comes to, or None."""
    told = replay()
    for member_uid in {*told, *recorded.list_members_with_punches()}:
        kept = tuple(records.list_all_presences(member_uid))
        if kept != told.get(member_uid, ()):
            return member_uid
    return None
