"""What waits for a supervisor: corrections asked for, scans in doubt, presences nobody ended.

Nothing is put on this list: it is what the facts come to, and what is settled is no longer on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from db import corrections, doubts, people
from db import presence as stays
from db.base import new_uid
from db.connection import transaction
from db.doubts import Settled
from db.presence import Presence
from db.questions import ScanQuestion
from kiosk.attendance.ages import Lengths
from kiosk.attendance.asking import RequestView, check_other, said_reason, view_of
from kiosk.attendance.clocks import present
from kiosk.attendance.misfits import list_open_questions
from kiosk.attendance.rulebook import Rulebook
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _

MOST = 200
"""Presences in doubt on the list at most, the newest; `count_more` tells of the others."""
_MOST_OWN = 18


@dataclass(frozen=True, slots=True)
class WaitingView:
    """Something that a supervisor should settle.

    Attributes:
        kind: `request`, a correction that a member asked for; `question`, a scan whose direction is
            a guess; `forgotten`, a presence that was never checked out of; `clock`, one that was
            told by a clock that is not believed; `presence`, one that waits for nothing; `jump`,
            the clock itself, which jumped: nobody's, with the terminal in place of the member.
        uid: The key of the request, the scan or the presence.
        member_uid: Whose it is.
        number: Their number.
        name: Their name.
        work_day: The work day that it belongs to.
        at: When it happened, UTC.
        presence: The presence that it is about, or None.
        guess: Of a question: the direction that stands, `in` or `out`; else empty.
        request: What was asked for, or None.
    """

    kind: str
    uid: UUID
    member_uid: UUID
    number: str
    name: str
    work_day: date
    at: datetime
    presence: Presence | None
    guess: str = ""
    request: RequestView | None = None


def list_waiting(context: Context, day: date | None = None) -> tuple[WaitingView, ...]:
    """Everything that waits, newest first; before it what members asked for.

    First of all the clock, where it jumped while this program ran. Nothing leaves the list by its
    age; where presences in doubt are more than `MOST`, the newest are on it.

    Args:
        context: The circumstances.
        day: Only what belongs to that work day; None: all of it.
    """
    first = [_jump(context)] if context.watch and context.has_jumped else []
    book = Rulebook(context.site())
    asked = [_request(request) for request in corrections.list_open_requests()]
    guessed = [_question(question) for question in list_open_questions(book)]
    told = {one.presence.uid for one in (*asked, *guessed) if one.presence is not None}
    doubtful = [one for one in _doubtful(context, day) if one.uid not in told]
    rest = [*guessed, *(_doubt(presence) for presence in doubtful)]
    found = (*first, *asked, *sorted(rest, key=lambda one: one.at, reverse=True))
    return tuple(one for one in found if day in {None, one.work_day})


def count_more(context: Context, day: date | None = None) -> int:
    """How many presences in doubt wait beyond those that `list_waiting` lists."""
    asking = Rulebook(context.site()).asking_out
    return max(0, doubts.count_doubtful_presences(asking, day) - MOST)


def list_own_presences(member_uid: UUID) -> tuple[Presence, ...]:
    """What a member may ask to correct: closed by rule first, then the newest."""
    found = stays.list_member_presences(member_uid, _MOST_OWN)
    return tuple(sorted(found, key=lambda presence: presence.closed != "rule"))


def find_forgotten(member_uid: UUID, book: Rulebook) -> Presence | None:
    """The presence before a member's newest one, where they never checked out of it.

    Args:
        member_uid: Who came just now.
        book: The site's rules.

    Returns:
        None too where nobody checks out, a supervisor looked at it, or they asked about it already.
    """
    before = next(iter(stays.list_member_presences(member_uid, 2)[1:]), None)
    if before is None or before.closed != "rule" or not book.at(before.in_at).asks_out:
        return None
    if doubts.is_settled(before.uid):
        return None
    asked = {request.presence_uid for request in corrections.list_open_requests()}
    return None if before.uid in asked else before


def waiting_on(presence_uid: UUID) -> WaitingView | None:
    """A presence as something to settle, whether it waits or not; None when it is not there.

    Its kind is `presence` where nothing is wrong with it as far as anybody knows.
    """
    presence = stays.find_presence(presence_uid)
    if presence is None:
        return None
    found = _doubt(presence)
    is_plain = presence.clock == "ok" and presence.closed != "rule"
    return replace(found, kind="presence") if is_plain else found


def settle(context: Context, presence_uid: UUID, by: UUID | None, reason: str) -> None:
    """A supervisor looked at a presence and leaves it as it stands.

    Args:
        context: The circumstances.
        presence_uid: Which.
        by: Who looked at it.
        reason: Why it stays.

    Raises:
        RefusedError: `unknown_presence`, `already_settled`, `no_reason`, `own_request`.
        NotStored: It was not recorded.
    """
    why = said_reason(reason)
    with transaction():
        presence = stays.find_presence(presence_uid)
        if presence is None:
            raise RefusedError("unknown_presence", _("This presence is not in the record."))
        check_other(presence.member_uid, by)
        if doubts.is_settled(presence_uid):
            raise RefusedError("already_settled", _("Somebody looked at this already."))
        _enter(context, presence, by, why)


def _enter(context: Context, presence: Presence, by: UUID | None, why: str) -> None:
    moment, uid = context.moment(), new_uid()
    told = {
        "presence": str(presence.uid),
        "member": str(presence.member_uid),
        "by": str(by) if by else None,
        "reason": why,
        "work_day": presence.work_day.isoformat(),
    }
    seq = context.enter(moment, "presence_settled", uid, told)
    doubts.add_settled(
        Settled(
            uid,
            seq,
            presence.uid,
            presence.member_uid,
            by,
            why,
            moment.at,
            presence.work_day,
            moment.zone,
        )
    )


def _whose(member_uid: UUID) -> tuple[str, str]:
    row = people.find_member_by_uid(member_uid)
    return (row.number, row.name) if row else ("", "")


def _doubtful(context: Context, day: date | None) -> Iterable[Presence]:
    now, book = present(context), Rulebook(context.site())
    found = doubts.list_doubtful_presences(book.asking_out, MOST, day)
    lengths, still_open = Lengths(book, now), stays.list_open_presences(now)
    stale = [one for one in still_open if one.clock == "ok" and not lengths.is_plausible(one)]
    # Closed by a clock that was ahead, as of a time that has not come: nobody forgot anything yet.
    plain = {one.uid for one in still_open if one.clock == "ok"}
    # Where nobody checks out, every presence is closed by rule: that is no forgetting.
    both = [*(one for one in found if one.uid not in plain), *stale]
    return [one for one in both if one.clock != "ok" or book.at(one.in_at).asks_out]


def _doubt(presence: Presence) -> WaitingView:
    is_stale = presence.closed is None and presence.clock == "ok"
    kind = "forgotten" if presence.closed == "rule" or is_stale else "clock"
    return WaitingView(
        kind,
        presence.uid,
        presence.member_uid,
        *_whose(presence.member_uid),
        presence.work_day,
        presence.in_at,
        presence,
    )


def _jump(context: Context) -> WaitingView:
    moment, whose = context.unread_moment(), context.terminal_uid
    return WaitingView("jump", whose, whose, "", "", moment.work_day, moment.at, None)


def _request(request: corrections.CorrectionRequest) -> WaitingView:
    view = view_of(request)
    return WaitingView(
        "request",
        request.uid,
        request.member_uid,
        *_whose(request.member_uid),
        request.work_day,
        request.happened_at,
        view.presence,
        request=view,
    )


def _question(question: ScanQuestion) -> WaitingView:
    found = stays.find_mark(question.uid)
    guess = found[1].kind if found else ""
    before = stays.find_presence_at(question.member_uid, question.at - timedelta(microseconds=1))
    return WaitingView(
        "question",
        question.uid,
        question.member_uid,
        *_whose(question.member_uid),
        question.work_day,
        question.at,
        before,
        guess,
    )
