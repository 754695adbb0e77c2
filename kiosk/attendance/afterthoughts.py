"""What a member says right after a scan: what it meant, that it was wrong, that they rest.

Nothing that was recorded is changed: each of them is a new mark that may name the older one.
"""

from datetime import timedelta
from typing import Literal
from uuid import UUID

from db import presence as stays
from db import questions, recorded
from db.connection import transaction
from db.presence import Mark, Presence
from kiosk.attendance.asking import check_other, said_reason
from kiosk.attendance.clocks import present
from kiosk.attendance.here import get_here
from kiosk.attendance.leaps import straighten
from kiosk.attendance.marks import enter_mark, mark_now, new_mark, refold
from kiosk.attendance.misfits import ask_about_misfits
from kiosk.attendance.questions import keep_answer
from kiosk.attendance.rule_periods import read_work_days
from kiosk.context import Context, Moment
from kiosk.errors import RefusedError
from kiosk.i18n import _

Direction = Literal["in", "out"]
UNDO_WITHIN = timedelta(minutes=15)
"""For how long a scan can be undone."""


class Afterthoughts:
    """The use cases of what follows a scan. `by` is the supervisor at work, or None."""

    def __init__(self, context: Context) -> None:
        """Work under these circumstances."""
        self._context = context

    def answer(
        self, question: UUID, direction: Direction, by: UUID | None = None, reason: str = ""
    ) -> Presence | None:
        """Somebody says what a scan meant whose direction was a guess; returns what is open now.

        A member says it at the kiosk; as a supervisor nobody settles their own.

        Args:
            question: The scan.
            direction: What it meant. An answer that says the same as the guess is kept as well.
            by: The supervisor who says so; None for the member.
            reason: Why a supervisor says so; of no matter for the member.

        Raises:
            RefusedError: `unknown_scan`, `already_answered`, `no_reason`, `own_request`.
            NotStored: It was not recorded.
        """
        why = said_reason(reason) if by is not None else ""
        with transaction():
            member_uid, guessed = _mark(question)
            check_other(member_uid, by)
            if not questions.is_question(question):
                raise RefusedError("unknown_scan", _("Nobody asked about this scan."))
            if questions.find_open_question(question) is None:
                raise RefusedError("already_answered", _("This was answered already."))
            mark = guessed
            if guessed.kind != direction:
                mark = self._say_otherwise(member_uid, guessed, direction, by, why)
            keep_answer(self._context, question, direction, mark, by, why)
            return stays.find_open_presence(member_uid, present(self._context))

    def _say_otherwise(  # what a mark is made of
        self, member_uid: UUID, guessed: Mark, direction: Direction, by: UUID | None, why: str
    ) -> Mark:
        said = new_mark(
            direction,
            guessed.at,
            self._day_like(member_uid, guessed, direction),
            names=guessed.uid,
            source="answer",
            clock=guessed.clock,
        )
        moment = self._context.moment()
        entered = enter_mark(self._context, moment, member_uid, said, by=by, reason=why)
        refold(member_uid, guessed.at)
        ask_about_misfits(self._context, moment, member_uid, guessed.at)
        return entered

    def _day_like(self, member_uid: UUID, guessed: Mark, direction: Direction) -> Mark | Presence:
        if direction == "in":
            day = read_work_days().of(guessed.at)
            return Mark(guessed.uid, 0, "in", guessed.at, day, None, "", "ok")
        before = stays.find_presence_at(member_uid, guessed.at - timedelta(microseconds=1))
        return before or guessed

    def undo(self, scan: UUID, reason: str, by: UUID | None = None) -> None:
        """A wrong scan never was: at the same terminal, within 15 minutes, the newest one only.

        A refused attempt is entered in the ledger as well.

        Raises:
            RefusedError: `unknown_scan`, `too_late`, `not_newest`, `already_answered`,
                `other_terminal`, `no_reason`.
            NotStored: It was not recorded.
        """
        self._undo_and(scan, said_reason(reason), by, None)

    def rest_instead(self, scan: UUID) -> Presence | None:
        """A scan at noon was taken for a check-out: the member only goes on a break.

        Undoes the check-out and begins the break at its time, in one transaction.

        Returns:
            The presence that goes on.

        Raises:
            RefusedError: `not_a_check_out`, and as `undo`.
            NotStored: It was not recorded.
        """
        return self._undo_and(scan, _("A break, not leaving"), None, "break")

    def leave_instead(self, scan: UUID) -> Presence | None:
        """A scan during a break was taken for the way back: the member leaves.

        Returns:
            None: nothing of theirs is open any more.

        Raises:
            RefusedError: `not_a_return`, and as `undo`.
            NotStored: It was not recorded.
        """
        return self._undo_and(scan, _("Leaving, not back from the break"), None, "out")

    def undo_within(
        self, scan: UUID, reason: str, instead: str | None = None
    ) -> RefusedError | None:
        """As `undo`, for a member, in the transaction of who asks.

        Args:
            scan: The scan.
            reason: Why.
            instead: What it was, at its time: `break` as for `rest_instead`; None: nothing.

        Returns:
            Why it was refused, to be raised after the commit, which the entry that tells of it must
            survive; None when it was undone.

        Raises:
            RefusedError: `unknown_scan`, `no_reason`.
            NotStored: It was not recorded.
        """
        return self._try_undo(scan, said_reason(reason), None, instead)

    def _undo_and(
        self, scan: UUID, why: str, by: UUID | None, instead: str | None
    ) -> Presence | None:
        with transaction():
            refusal = self._try_undo(scan, why, by, instead)
            now_open = stays.find_open_presence(_mark(scan)[0], present(self._context))
        if refusal is not None:  # said after the commit, which its entry must survive
            raise refusal
        return now_open

    def _try_undo(
        self, scan: UUID, why: str, by: UUID | None, instead: str | None
    ) -> RefusedError | None:
        member_uid, mark = _mark(scan)
        moment = self._context.moment()
        refusal = _not_fitting(mark, instead) or self._why_not(member_uid, mark, moment)
        if refusal is None:
            self._enter_undo(member_uid, mark, why, by, instead)
        else:
            told = {"member": str(member_uid), "refused": refusal.code, "reason": why}
            self._context.enter(moment, "undo_refused", scan, told)
        return refusal

    def _enter_undo(
        self, member_uid: UUID, mark: Mark, why: str, by: UUID | None, instead: str | None
    ) -> None:
        moment = self._context.moment()
        undone = new_mark("undo", mark.at, mark, names=mark.uid)
        enter_mark(self._context, moment, member_uid, undone, by=by, reason=why)
        if instead is not None:
            meant = new_mark(instead, mark.at, mark, clock=mark.clock)
            enter_mark(self._context, moment, member_uid, meant, by=by, reason=why)
        refold(member_uid, mark.at)

    def _why_not(self, member_uid: UUID, mark: Mark, moment: Moment) -> RefusedError | None:
        if stays.is_void(mark.uid):
            return RefusedError("already_answered", _("This scan was undone already."))
        told = recorded.find_recording(mark.seq)
        if told is None or told[0] != self._context.terminal_uid:
            return RefusedError("other_terminal", _("Undo a scan where it was made."))
        newest = max(stays.list_marks(member_uid), key=lambda other: other.seq)
        if newest.uid != mark.uid:
            return RefusedError("not_newest", _("Only the newest scan can be undone."))
        # By the clock that told of the scan, right or wrong; it may have been nudged back since.
        if abs(moment.at - told[1]) > UNDO_WITHIN:
            return RefusedError(
                "too_late", _("A scan can be undone for 15 minutes; ask for a correction.")
            )
        return None

    def begin_break(self, member_uid: UUID) -> Presence:
        """A member goes on a break: they stay on site, and do not work.

        Raises:
            RefusedError: `not_on_site`, `on_break`.
            NotStored: It was not recorded.
        """
        return self._rest(member_uid, "break")

    def end_break(self, member_uid: UUID) -> Presence:
        """A member is back from a break.

        Raises:
            RefusedError: `not_on_site`, `not_on_break`.
            NotStored: It was not recorded.
        """
        return self._rest(member_uid, "back")

    def _rest(self, member_uid: UUID, kind: str) -> Presence:
        with transaction():
            moment = self._context.moment()
            straighten(self._context, moment, member_uid)
            here = get_here(self._context, member_uid)
            if (here.break_since is None) is (kind == "back"):
                code, told = (
                    ("not_on_break", _("You are not on a break."))
                    if kind == "back"
                    else ("on_break", _("You are on a break already."))
                )
                raise RefusedError(code, told)
            made = mark_now(self._context, moment, here, kind)
            enter_mark(self._context, moment, member_uid, made)
            refold(member_uid, made.at)
            return get_here(self._context, member_uid)


def _mark(uid: UUID) -> tuple[UUID, Mark]:
    found = stays.find_mark(uid)
    if found is None:
        raise RefusedError("unknown_scan", _("This scan is not in the record."))
    return found


def _not_fitting(mark: Mark, instead: str | None) -> RefusedError | None:
    if instead == "break" and mark.kind != "out":
        return RefusedError("not_a_check_out", _("This scan was no check-out."))
    if instead == "out" and mark.kind != "back":
        return RefusedError("not_a_return", _("This scan was no return from a break."))
    return None
