"""What a member says right after a scan: what it meant, that it was wrong, that they rest.

Nothing that was recorded is changed: each of them is a new mark that may name the older one.
"""

from datetime import timedelta
from typing import Literal
from uuid import UUID

from db import presence as stays
from db.connection import transaction
from db.presence import Mark, Presence
from kiosk.attendance.corrections import said_reason
from kiosk.attendance.marks import enter_mark, new_mark, refold
from kiosk.attendance.workday import work_day_of
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

    def answer(self, question: UUID, direction: Direction) -> Presence | None:
        """A member says what a scan meant whose direction was a guess; returns what is open now.

        Raises:
            RefusedError: `unknown_scan`, `already_answered`.
            NotStored: It was not recorded.
        """
        with transaction():
            member_uid, guessed = _mark(question)
            if stays.is_void(question):
                raise RefusedError("already_answered", _("This was answered already."))
            if guessed.kind != direction:
                said = new_mark(
                    direction,
                    guessed.at,
                    self._day_like(member_uid, guessed, direction),
                    names=question,
                    source="answer",
                    clock=guessed.clock,
                )
                enter_mark(self._context, self._context.moment(), member_uid, said)
                refold(member_uid, guessed.at)
            return stays.find_open_presence(member_uid)

    def _day_like(self, member_uid: UUID, guessed: Mark, direction: Direction) -> Mark | Presence:
        if direction == "in":
            site = self._context.site()
            day = work_day_of(guessed.at, site.zone, site.turn_hour)
            return Mark(guessed.uid, 0, "in", guessed.at, day, None, "", "ok")
        before = stays.find_presence_at(member_uid, guessed.at - timedelta(microseconds=1))
        return before or guessed

    def undo(self, scan: UUID, reason: str, by: UUID | None = None) -> None:
        """A wrong scan never was: at the same terminal, within 15 minutes, the newest one only.

        A refused attempt is entered in the ledger as well.

        Raises:
            RefusedError: `unknown_scan`, `too_late`, `not_newest`, `already_answered`,
                `no_reason`.
            NotStored: It was not recorded.
        """
        why = said_reason(reason)
        with transaction():
            member_uid, mark = _mark(scan)
            moment = self._context.moment()
            refusal = self._why_not(member_uid, mark, moment)
            if refusal is None:
                undone = new_mark("undo", mark.at, mark, names=scan)
                enter_mark(self._context, moment, member_uid, undone, by=by, reason=why)
                refold(member_uid, mark.at)
            else:
                told = {"member": str(member_uid), "refused": refusal.code, "reason": why}
                self._context.enter(moment, "undo_refused", scan, told)
        if refusal is not None:  # said after the commit, which its entry must survive
            raise refusal

    def _why_not(self, member_uid: UUID, mark: Mark, moment: Moment) -> RefusedError | None:
        if stays.is_void(mark.uid):
            return RefusedError("already_answered", _("This scan was undone already."))
        newest = max(stays.list_marks(member_uid), key=lambda other: other.seq)
        if newest.uid != mark.uid:
            return RefusedError("not_newest", _("Only the newest scan can be undone."))
        if not timedelta(0) <= moment.at - mark.at <= UNDO_WITHIN:
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
            here = stays.find_open_presence(member_uid)
            if here is None:
                raise RefusedError("not_on_site", _("You are not on site; check in first."))
            if (here.break_since is None) is (kind == "back"):
                code, told = (
                    ("not_on_break", _("You are not on a break."))
                    if kind == "back"
                    else ("on_break", _("You are on a break already."))
                )
                raise RefusedError(code, told)
            moment = self._context.moment()
            enter_mark(self._context, moment, member_uid, new_mark(kind, moment.at, here))
            refold(member_uid, moment.at)
            return stays.find_open_presence(member_uid) or here


def _mark(uid: UUID) -> tuple[UUID, Mark]:
    found = stays.find_mark(uid)
    if found is None:
        raise RefusedError("unknown_scan", _("This scan is not in the record."))
    return found
