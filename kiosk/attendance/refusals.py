"""Scans that were refused: each is kept, with a code that nobody can print a badge from."""

from datetime import timedelta
from uuid import UUID

from db import attendance as facts
from db.attendance import RefusedScan
from db.base import new_uid
from kiosk.attendance.views import Scan
from kiosk.context import Context, Moment
from kiosk.people.codes import mask_refused
from kiosk.text import clean_line


def keep_refusal(
    context: Context, moment: Moment, scan: Scan, reason: str, member: UUID | None
) -> None:
    """Keep a refused scan with its ledger entry, inside a transaction; a repeat of it is not kept.

    Args:
        context: The circumstances.
        moment: When it was refused.
        scan: What was scanned and where.
        reason: Stable word.
        member: Whose badge it is or was; None where the code leads to nobody.
    """
    keep_masked(context, moment, (reason, masked(scan), scan.source), member)


def masked(scan: Scan) -> str:
    """A scanned text as it may be kept."""
    # A whole code in the record would let whoever steals the record print the badge.
    return mask_refused(clean_line(scan.text))


def keep_masked(
    context: Context, moment: Moment, told: tuple[str, str, str], member: UUID | None
) -> None:
    """As `keep_refusal`, of a scan that is masked already; `told` are reason, code and source."""
    reason, code, _source = told
    window = timedelta(seconds=context.site().debounce_s)
    if facts.find_same_refusal(code, reason, moment.at - window, member) is None:
        _keep(context, moment, told, member)


def _keep(
    context: Context, moment: Moment, told: tuple[str, str, str], member: UUID | None
) -> None:
    uid, (reason, code, source) = new_uid(), told
    payload = {
        "reason": reason,
        "code": code,
        "member": str(member) if member else None,
        "source": source,
    }
    seq = context.enter(moment, "refused_scan", uid, payload)
    RefusedScan.insert(
        uid=uid,
        seq=seq,
        reason=reason,
        code=code,
        member=member,
        at=moment.at,
        work_day=moment.work_day,
        zone=moment.zone,
        source=source,
    ).execute()
