"""Writes what bears on presences, and keeps the presences that it comes to beside it.

The presences are a table only so that nobody has to walk through years to ask who is here: they
are always what `derive` gives for the marks, and can be thrown away and made again.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from db import presence as records
from db import recorded
from db.base import new_uid
from db.connection import transaction
from db.presence import Mark
from kiosk.attendance.clocks import clock_word, horizon
from kiosk.attendance.presence import derive
from kiosk.context import Context, Moment

SAID = frozenset({"correction", "answer", "clock"})
"""Sources of marks that somebody said; all others come of a scan or of a rule."""

LET_GO = "member_left"
"""The source of what ends the presence of somebody who is let go, as `MemberKeeping` says it."""


def enter_mark(  # what a mark is made of
    context: Context,
    moment: Moment,
    member_uid: UUID,
    mark: Mark,
    *,
    by: UUID | None = None,
    reason: str = "",
) -> Mark:
    """Write a mark with its ledger entry, inside a transaction; returns it with its place.

    Raises:
        Conflict: The mark that it names was undone or closed already.
    """
    told = {
        "member": str(member_uid),
        "kind": mark.kind,
        "placed_at": mark.at.isoformat(),
        "work_day": mark.work_day.isoformat(),
        "names": str(mark.names) if mark.names else None,
        "about": str(mark.about) if mark.about else None,
        "source": mark.source,
        "clock": mark.clock,
        "by": str(by) if by else None,
        "reason": reason,
    }
    seq = context.enter(moment, "presence_mark", mark.uid, told)
    placed = replace(mark, seq=seq)
    records.add_mark(placed, member_uid, moment.at, moment.zone, by, reason)
    return placed


def new_mark(  # what a mark is made of
    kind: str,
    at: datetime,
    like: Mark | records.Presence,
    *,
    names: UUID | None = None,
    source: str = "kiosk",
    clock: str = "ok",
) -> Mark:
    """A mark that is not written yet, on the work day of a presence or another mark."""
    return Mark(new_uid(), 0, kind, at, like.work_day, names, source, clock)


def mark_now(context: Context, moment: Moment, here: records.Presence, kind: str) -> Mark:
    """A mark of what a member does at the kiosk now, not written yet, on an open presence.

    A clock that stands behind the member's own last mark can't be right: it is placed behind it.
    """
    before = records.find_last_placed(here.member_uid, horizon(moment.at))
    if before is not None and moment.at < before:
        return new_mark(kind, before, here, clock="unknown")
    return new_mark(kind, moment.at, here, clock=clock_word(context, moment.at))


def refold(member_uid: UUID, *touched: datetime) -> None:
    """Derive a member's presences anew from the earliest of the touched times on."""
    anchor = records.find_anchor(member_uid, min(touched)) if touched else None
    stays = derive(member_uid, records.list_marks(member_uid, anchor), anchor)
    records.replace_presences(member_uid, anchor, stays.presences)


def rebuild() -> None:
    """Derive everybody's presences anew.

    Raises:
        NotStored: It was not recorded.
    """
    with transaction():
        for member_uid in recorded.list_members_with_punches():
            refold(member_uid)
