"""Who came to be on site while a roll is called, as the record tells it."""

from collections.abc import Collection
from uuid import UUID

from db import muster as records
from db import presence as stays
from kiosk.attendance.muster import people as faces
from kiosk.attendance.muster.roll import Expected
from kiosk.attendance.presence import Presence, derive


def list_meanwhile(since: int, known: Collection[UUID]) -> list[Expected]:
    """Those who had an open presence at any time since the start, in the order of recording.

    A check-out that was undone, a check-in that was corrected or came late, somebody taken back:
    they may be on site and somebody has to look for them, also if that presence has ended again.

    Args:
        since: The place of what was recorded last when the roll call started.
        known: Who is on the roll already.

    Raises:
        NotStored: The record can't be read.
    """
    found: dict[UUID, Presence] = {}
    for member, place in records.list_touched(since):
        if member not in known and member not in found:
            presence = _open_after(member, place)
            if presence is not None:
                found[member] = presence
    left = [one for one in stays.list_open_presences() if one.member_uid not in {*known, *found}]
    members = faces.list_keys() if left else set()
    found |= {one.member_uid: one for one in left if one.member_uid in members}
    return [Expected(member, "during", presence.in_at) for member, presence in found.items()]


def _open_after(member: UUID, place: int) -> Presence | None:
    """The presence of a member that was open when something was recorded, or None."""
    marks = [mark for mark in stays.list_marks(member) if mark.seq <= place]
    presences = derive(member, marks, None).presences
    return next((one for one in presences if one.closed is None), None)
