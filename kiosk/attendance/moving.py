"""Moving a check-in to a later time: the scan, or the clock that told of it, was wrong."""

from datetime import datetime
from uuid import UUID

from db import presence as stays
from db.base import new_uid
from db.presence import Mark, Presence
from kiosk.attendance.rule_periods import read_work_days
from kiosk.errors import RefusedError
from kiosk.i18n import _


def begun_later(member_uid: UUID, at: datetime, named: Presence | None) -> Presence | None:
    """The presence that began at a later time than it says, if that is what is meant.

    Args:
        member_uid: Whose.
        at: When they came, as somebody says, UTC.
        named: The presence that it is said of. None: the one that lasted then is meant where the
            clock is in doubt that told of it; by a right clock, they were here already.
    """
    if named is not None:
        return named if at > named.in_at else None
    found = stays.find_presence_at(member_uid, at)
    if found is None or found.clock == "ok" or at == found.in_at:
        return None
    return found if found.out_at is None or at < found.out_at else None


def check_movable(presence: Presence, at: datetime) -> None:
    """Whether a presence can have begun at a later time.

    Raises:
        RefusedError: `after_leaving`; `overlaps`: another presence began meanwhile.
    """
    if presence.out_at is not None and at >= presence.out_at:
        raise RefusedError("after_leaving", _("That is after they left."))
    following = stays.find_next_presence(presence.member_uid, presence.in_at)
    if following is not None and following.in_at <= at:
        raise RefusedError("overlaps", _("They were on site at that time already."))


def moved(presence: Presence, at: datetime) -> Mark:
    """The check-in in place of a presence's own, not written yet.

    Where it was closed by rule, that was the older one: the night closes this one in its turn.
    """
    day = read_work_days().of(at)
    return Mark(new_uid(), 0, "in", at, day, presence.uid, "correction", "ok")
