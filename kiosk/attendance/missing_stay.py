"""A stay of which nothing was scanned: both its ends are told, and it touches no other one."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from db import corrections as records
from db import presence as stays
from db.base import new_uid
from db.corrections import CorrectionRequest
from db.presence import Mark
from kiosk.attendance.marks import enter_mark, refold
from kiosk.attendance.rule_periods import read_work_days
from kiosk.attendance.rulebook import Rulebook
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _


def check_stay(context: Context, member_uid: UUID, came_at: datetime, left_at: datetime) -> None:
    """Whether a member can have been here from a time to another, UTC, besides what is recorded.

    Raises:
        RefusedError: `in_the_future`, `before_coming`, `too_long`, `overlaps`.
    """
    book = Rulebook(context.site())
    if left_at > context.moment().at:
        raise RefusedError("in_the_future", _("That time has not come yet."))
    if left_at <= came_at:
        raise RefusedError("before_coming", _("That is before they came."))
    if left_at - came_at > book.at(came_at).longest:
        raise RefusedError("too_long", _("Nobody stays that long; look at the time again."))
    # Ranges that only touch do not overlap: who came again in that moment had left before.
    before = stays.find_presence_at(member_uid, left_at - timedelta(microseconds=1))
    if before is None:
        return
    if before.in_at >= came_at or (before.out_at is not None and came_at < before.out_at):
        raise RefusedError("overlaps", _("They were on site at that time already."))
    if before.closed is None and came_at - before.in_at <= book.judging(before).longest:
        told = _("They were on site already; say first when they left.")
        raise RefusedError("overlaps", told)


def add_stay(  # what a stay is made of
    context: Context,
    member_uid: UUID,
    came_at: datetime,
    left_at: datetime,
    by: UUID | None,
    why: str,
) -> Mark:
    """Add a stay, inside a transaction; returns its check-in.

    Raises:
        RefusedError: As `check_stay`.
    """
    came_at, left_at = came_at.astimezone(UTC), left_at.astimezone(UTC)
    check_stay(context, member_uid, came_at, left_at)
    uid, day = new_uid(), read_work_days().of(came_at)
    came = Mark(uid, 0, "in", came_at, day, None, "correction", "ok", uid)
    left = Mark(new_uid(), 0, "out", left_at, day, None, "correction", "ok", uid)
    moment = context.moment()
    entered = [
        enter_mark(context, moment, member_uid, end, by=by, reason=why) for end in (came, left)
    ]
    refold(member_uid, came_at)
    return entered[0]


def list_asked_alike(
    member_uid: UUID, day: date, came_at: datetime, left_at: datetime | None
) -> list[CorrectionRequest]:
    """What a member asked for that is the same missing stay as one, as far as anybody can tell.

    On one work day that is any, unless both tell when they left and do not touch each other.

    Args:
        member_uid: Whose.
        day: The work day.
        came_at: When they came, UTC.
        left_at: When they left, UTC; None where that is not told.
    """
    return [
        asked
        for asked in records.list_missing_asked(member_uid, day)
        if left_at is None
        or asked.left_at is None
        or (asked.happened_at <= left_at and came_at <= asked.left_at)
    ]
