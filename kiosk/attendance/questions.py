"""Questions about scans whose direction was a guess, and the answers to them.

The guess stands until somebody says otherwise, so that no scan is ever without a meaning. An answer
that says the same is kept too: only what nobody answered waits for a supervisor.
"""

from uuid import UUID

from db import questions as records
from db.attendance import PunchFact
from db.base import new_uid
from db.presence import Mark
from db.questions import ScanAnswer, ScanQuestion
from kiosk.context import Context, Moment


def raise_question(
    context: Context,
    moment: Moment,
    member_uid: UUID,
    scan: PunchFact | Mark,
    *,
    is_misfit: bool = False,
) -> None:
    """Keep that a scan's direction is a guess, inside the transaction that makes it one."""
    told = {
        "member": str(member_uid),
        "misfit": is_misfit,
        "work_day": scan.work_day.isoformat(),
    }
    seq = context.enter(moment, "scan_question", scan.uid, told)
    told_of = (scan.uid, seq, member_uid, scan.at, scan.work_day, moment.zone, is_misfit)
    records.add_question(ScanQuestion(*told_of))


def keep_answer(  # what an answer is made of
    context: Context, question: UUID, direction: str, mark: Mark, by: UUID | None, reason: str
) -> None:
    """Keep what a scan meant, inside the transaction that writes the mark, if it needs one.

    Args:
        context: The circumstances.
        question: The scan.
        direction: `in` or `out`.
        mark: The mark that stands for the scan now: the guess itself when it was right.
        by: The supervisor who answers, or None for the member.
        reason: Why a supervisor says so, or empty.

    Raises:
        Conflict: Somebody answered already.
    """
    moment, uid = context.moment(), new_uid()
    mark_uid = None if mark.uid == question else mark.uid
    told = {
        "question": str(question),
        "direction": direction,
        "mark": str(mark_uid) if mark_uid else None,
        "by": str(by) if by else None,
        "reason": reason,
        "work_day": mark.work_day.isoformat(),
    }
    seq = context.enter(moment, "scan_answer", uid, told)
    records.add_answer(
        ScanAnswer(uid, seq, question, direction, mark_uid, by, reason, moment.at),
        mark.work_day,
        moment.zone,
    )
