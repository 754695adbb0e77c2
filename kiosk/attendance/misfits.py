"""Scans that no longer fit, since something took its place before them that was not known then.

What a scan meant was decided when the badge was read, and its owner was told. A fact that arrives
late or an answer given later can leave a check-out of somebody who was not there, or a check-in of
somebody who was. Nobody knows then what it meant: it counts as it was told, and is asked about.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from db import presence as records
from db import questions
from db.presence import Mark
from db.questions import ScanQuestion
from kiosk.attendance.marks import LET_GO, SAID
from kiosk.attendance.presence import Presence, Stays, derive
from kiosk.attendance.questions import raise_question
from kiosk.attendance.rulebook import Rulebook
from kiosk.context import Context, Moment

SAID_WITHIN = timedelta(hours=1)
"""How far off a time of leaving may be that somebody said from memory."""


def ask_about_misfits(context: Context, moment: Moment, member_uid: UUID, after: datetime) -> None:
    """Put each scan in question that does not fit any more, inside a transaction; once.

    Args:
        context: The circumstances.
        moment: Now.
        member_uid: Whose scans.
        after: Where something took its place; only scans from then on are looked at, UTC.
    """
    odd = _list_odd(member_uid, after, Rulebook(context.site()))
    for mark in odd:
        if mark.at >= after and not questions.is_question(mark.uid):
            raise_question(context, moment, member_uid, mark, is_misfit=True)


def list_open_questions(book: Rulebook) -> list[ScanQuestion]:
    """The scans in question that nobody answered or set right, oldest first.

    One that did not fit counts only while it still does not: what arrived later may explain it.

    Args:
        book: The site's rules.
    """
    return [
        one
        for one in questions.list_open_questions()
        if not one.is_misfit
        or any(mark.uid == one.uid for mark in _list_odd(one.member_uid, one.at, book))
    ]


def _list_odd(member_uid: UUID, around: datetime, book: Rulebook) -> list[Mark]:
    """A member's scans that do not fit, from the presence before a time on."""
    anchor = records.find_anchor(member_uid, around)
    marks = records.list_marks(member_uid, anchor)
    odd = set(_odd(derive(member_uid, marks, anchor), marks, book))
    said = SAID | {LET_GO}  # who is let go at a desk scanned no badge
    scans = (mark for mark in marks if mark.kind in {"in", "out"} and mark.source not in said)
    return [mark for mark in scans if mark.uid in odd]


def _odd(stays: Stays, marks: Sequence[Mark], book: Rulebook) -> Iterator[UUID]:
    """The scans that end nothing, begin what had begun already, or come before a break's end."""
    for stray in stays.strays:
        yield stray.uid if stray.kind == "out" else _left_before(stray, marks)
    seqs = {mark.uid: mark.seq for mark in marks}
    for older, newer in pairwise(stays.presences):
        rules = book.judging(older)
        is_short = newer.in_at - older.in_at <= rules.longest
        is_replaced = older.closed == "rule" and older.closed_at == newer.in_at
        is_odd = is_replaced or _was_said_before(older, seqs[newer.uid], newer.in_at, marks)
        if rules.asks_out and is_short and is_odd:
            yield newer.uid


def _was_said_before(older: Presence, seq: int, came: datetime, marks: Sequence[Mark]) -> bool:
    """Whether somebody said when they left before a scan arrived that may be that leaving."""
    if older.out_at is None or came - older.out_at > SAID_WITHIN:
        return False
    return any(
        mark.kind == "out" and mark.at == older.out_at and mark.source in SAID and mark.seq < seq
        for mark in marks
    )


def _left_before(rest: Mark, marks: Sequence[Mark]) -> UUID:
    """The check-out behind which somebody began or ended a break all the same."""
    left = [mark for mark in marks if mark.kind == "out" and mark.at <= rest.at]
    return max(left, key=lambda mark: mark.at).uid if left else rest.uid
