"""The minute after a roll call: who scans then meant the roll, and is not checked out for it."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from db import muster as records
from db import presence as stays
from db.badges import BadgeHolder, find_badge_holder
from db.connection import transaction
from db.muster import MusterFact
from kiosk.attendance.clocks import present
from kiosk.attendance.muster.calling import called, why_not
from kiosk.attendance.muster.roll import KINDS
from kiosk.attendance.refusals import keep_refusal
from kiosk.attendance.views import Refused, Scan
from kiosk.context import Context, Moment
from kiosk.people.codes import BadCode, token_hash, token_of
from kiosk.people.reading import get_member

AFTER_END = timedelta(seconds=60)
"""For how long after the end a badge of the roll checks nobody in or out."""


def refuse_after_end(
    context: Context, moment: Moment, waiting: Sequence[MusterFact], scan: Scan
) -> Refused | None:
    """Refuse whoever stood on the roll that has just ended; None for everybody else.

    It is kept as any refused scan, as `muster_over`, or as `muster_missed` where they were missing
    to the end: whoever looks for them must hear of it. Who was marked by hand and has no open
    presence checks in as ever.

    Args:
        context: The circumstances.
        moment: Now.
        waiting: The facts in the journal.
        scan: What was read, while no roll call runs.

    Raises:
        NotStored: It can't be read or was not recorded.
    """
    end = _newest_end(waiting)
    if end is None or not timedelta(0) <= moment.at - end.at < AFTER_END:
        return None
    try:
        holder = find_badge_holder(token_hash(token_of(scan.text)))
    except BadCode:
        return None
    if holder is None or not (reason := _meant(end.muster_uid, waiting, holder)):
        return None
    here = stays.find_open_presence(holder.member_uid, present(context))
    if reason == "muster_over" and here is None:  # nothing that a scan could end by mistake
        return None
    with transaction():
        keep_refusal(context, moment, scan, reason, holder.member_uid)
    member = get_member(holder.member_uid, moment.work_day, here.in_at if here else None)
    return Refused(reason, moment.at, moment.work_day, member)


def _newest_end(waiting: Sequence[MusterFact]) -> MusterFact | None:
    ends = [fact for fact in waiting if fact.kind == "muster_end"]
    return ends[-1] if ends else records.find_newest_end()


def _meant(muster: UUID, waiting: Sequence[MusterFact], holder: BadgeHolder) -> str:
    """Why the holder is refused; empty where their badge is no matter of the roll's."""
    facts = [*records.list_facts(muster), *(one for one in waiting if one.muster_uid == muster)]
    roll = called(facts)
    if why_not(holder) or roll.kind not in KINDS:
        return ""
    if holder.member_uid in {one.person for one in roll.missing}:
        return "muster_missed"
    return "muster_over" if holder.member_uid in {mark.person for mark in roll.seen} else ""
