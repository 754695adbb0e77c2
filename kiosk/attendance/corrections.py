"""Corrections: a member asks, a supervisor rules; what was recorded stays, a new mark names it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from uuid import UUID

from db import corrections as records
from db import presence as stays
from db.base import new_uid
from db.connection import transaction
from db.corrections import CorrectionRequest, CorrectionRuling
from db.presence import Mark, Presence
from kiosk.attendance.asking import (
    LONGEST_TEXT,
    RequestView,
    check_other,
    said_reason,
    view_of,
)
from kiosk.attendance.marks import enter_mark, new_mark, refold
from kiosk.attendance.misfits import ask_about_misfits
from kiosk.attendance.missing_stay import add_stay, check_stay, list_asked_alike
from kiosk.attendance.moving import begun_later, check_movable, moved
from kiosk.attendance.rule_periods import read_work_days
from kiosk.attendance.rulebook import Rulebook
from kiosk.context import Context, Moment
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.text import clean_line

_Asked = tuple[Literal["came", "left"], datetime, UUID | None, str, datetime | None]
"""What is asked: kind, when, about which presence, in which words, and when they left again."""


class Corrections:
    """The use cases of setting presences right. `by` is the supervisor at work, or None."""

    def __init__(self, context: Context) -> None:
        """Work under these circumstances."""
        self._context = context

    def ask(
        self,
        member_uid: UUID,
        kind: Literal["came", "left"],
        happened_at: datetime,
        presence_uid: UUID | None = None,
        text: str = "",
        left_at: datetime | None = None,
    ) -> UUID:
        """A member asks for a correction: "I left at 17:30 yesterday"; returns its key.

        Asking again about the same presence, or for a check-in that is missing on the same work
        day, takes the place of what they asked before.

        Args:
            member_uid: Who asks.
            kind: `left` with the presence it ends, or `came` for a missing check-in.
            happened_at: When, UTC; not in the future.
            presence_uid: For `left`: the presence that it ends. For `came`: the presence that
                began later than it says; where they came before it, the one that began with the
                scan with which they really left; None when there is none.
            text: In own words, or empty.
            left_at: For `came` without a presence: when they left again, UTC; it is a stay of its
                own then. None where a scan tells, or nobody knows.

        Raises:
            RefusedError: `in_the_future`, `unknown_presence`, `before_coming`, `too_long`,
                `overlaps`, `after_leaving`.
            NotStored: It was not recorded.
        """
        happened_at = happened_at.astimezone(UTC)
        left_at = left_at.astimezone(UTC) if left_at else None
        with transaction():
            presence = _presence_of(member_uid, presence_uid) if presence_uid else None
            presence = self._checked(member_uid, kind, happened_at, presence, left_at)
            day = self._day_of(kind, happened_at, presence)
            if presence is None:
                alike = list_asked_alike(member_uid, day, happened_at, left_at)
            else:
                alike = records.list_requests_on(presence.uid)
            self._supersede(alike, None, None, "")
            about = presence.uid if presence else None
            asked = (kind, happened_at, about, clean_line(text, LONGEST_TEXT), left_at)
            return self._enter_request(member_uid, day, asked)

    def _checked(
        self,
        member_uid: UUID,
        kind: Literal["came", "left"],
        happened_at: datetime,
        presence: Presence | None,
        left_at: datetime | None,
    ) -> Presence | None:
        """The presence that what is asked is about, if any; refuses what can't be."""
        moment = self._context.moment()
        if left_at is not None:
            check_stay(self._context, member_uid, happened_at, left_at)
            return None
        later = begun_later(member_uid, happened_at, presence) if kind == "came" else None
        if later is not None:
            _check_past(happened_at, moment)
            check_movable(later, happened_at)
            return later
        self._check_time(kind, happened_at, presence, moment)
        if kind == "came":
            self._check_free(member_uid, happened_at)
        return presence

    def _enter_request(self, member_uid: UUID, day: date, asked: _Asked) -> UUID:
        kind, happened_at, about, text, left_at = asked
        moment, uid = self._context.moment(), new_uid()
        told = {
            "member": str(member_uid),
            "kind": kind,
            "presence": str(about) if about else None,
            "happened_at": happened_at.isoformat(),
            "left_at": left_at.isoformat() if left_at else None,
            "text": text,
            "work_day": day.isoformat(),
        }
        seq = self._context.enter(moment, "correction_request", uid, told)
        when = (moment.at, day, moment.zone)
        records.add_request(
            CorrectionRequest(uid, seq, member_uid, kind, about, happened_at, text, *when, left_at)
        )
        return uid

    def list_requests(self) -> list[RequestView]:
        """What members asked for and nobody ruled on, oldest first."""
        return [view_of(request) for request in records.list_open_requests()]

    def rule(
        self,
        request_uid: UUID,
        ruling: Literal["accepted", "changed", "refused"],
        by: UUID | None,
        reason: str,
        happened_at: datetime | None = None,
    ) -> None:
        """A supervisor accepts, changes or refuses what a member asked for.

        Args:
            request_uid: Which.
            ruling: `changed` needs another time.
            by: Who rules.
            reason: Why; needed for anything but `accepted`.
            happened_at: For `changed`: when it was, UTC.

        Raises:
            RefusedError: `unknown_request`, `no_reason`, `in_the_future`, `before_coming`,
                `too_long`, `overlaps`, `after_leaving`, `own_request`.
            NotStored: It was not recorded.
        """
        why = clean_line(reason, LONGEST_TEXT) if ruling == "accepted" else said_reason(reason)
        with transaction():
            request = records.find_open_request(request_uid)
            if request is None:
                raise RefusedError("unknown_request", _("Somebody ruled on this already."))
            check_other(request.member_uid, by)
            at = happened_at or request.happened_at
            mark = touched = None
            if ruling != "refused" and request.left_at is not None:
                whose, left_at = request.member_uid, request.left_at
                mark = add_stay(self._context, whose, at, left_at, by, why)
            elif ruling != "refused":
                mark, touched = self._correct(
                    request.member_uid, request.kind, at, request.presence_uid, by, why
                )
            self._enter_ruling(request, ruling, mark, by, why)
            if mark is not None:
                alike = _asked_alike(request.member_uid, mark, touched, request.left_at)
                self._supersede(alike, mark, by, why)

    def correct(  # what a correction is made of
        self,
        member_uid: UUID,
        kind: Literal["came", "left"],
        happened_at: datetime,
        by: UUID | None,
        reason: str,
        presence_uid: UUID | None = None,
    ) -> Mark:
        """A supervisor sets a presence right, whether somebody asked about it or not.

        What members asked about it and nobody ruled on is settled by that.

        Raises:
            RefusedError: as `rule`, and `unknown_presence`.
            NotStored: It was not recorded.
        """
        why = said_reason(reason)
        check_other(member_uid, by)
        with transaction():
            mark, touched = self._correct(member_uid, kind, happened_at, presence_uid, by, why)
            self._supersede(_asked_alike(member_uid, mark, touched), mark, by, why)
            return mark

    def correct_stay(
        self, member_uid: UUID, came_at: datetime, left_at: datetime, by: UUID | None, reason: str
    ) -> Mark:
        """A supervisor adds a stay of which nothing was scanned; returns its check-in.

        Raises:
            RefusedError: `in_the_future`, `before_coming`, `too_long`, `overlaps`, `own_request`,
                `no_reason`.
            NotStored: It was not recorded.
        """
        why = said_reason(reason)
        check_other(member_uid, by)
        with transaction():
            mark = add_stay(self._context, member_uid, came_at, left_at, by, why)
            self._supersede(_asked_alike(member_uid, mark, None, left_at), mark, by, why)
            return mark

    def _correct(  # what a correction is made of
        self,
        member_uid: UUID,
        kind: str,
        at: datetime,
        presence_uid: UUID | None,
        by: UUID | None,
        why: str,
    ) -> tuple[Mark, Presence | None]:
        """Returns the first new mark, and the presence that it ended or began anew, if any."""
        moment, at = self._context.moment(), at.astimezone(UTC)
        presence = _presence_of(member_uid, presence_uid) if presence_uid else None
        later = begun_later(member_uid, at, presence) if kind == "came" else None
        if later is None:
            self._check_time(kind, at, presence, moment)
        if later is not None:
            _check_past(at, moment)
            check_movable(later, at)
            marks, presence = [replace(moved(later, at), about=later.uid)], later
        elif kind == "left" and presence is not None:
            named = _ending_of(member_uid, presence)
            left = new_mark("out", at, presence, names=named, source="correction")
            marks = [replace(left, about=presence.uid)]
        else:
            self._check_free(member_uid, at)
            marks, presence = self._coming(member_uid, at, presence)
        entered = [
            enter_mark(self._context, moment, member_uid, m, by=by, reason=why) for m in marks
        ]
        begun = [later.in_at] if later is not None else []
        refold(member_uid, at, *begun, *(mark.at for mark in marks))
        _check_counts(member_uid, at, presence if kind == "left" else None)
        first = min([at, *begun, *(mark.at for mark in marks)])
        ask_about_misfits(self._context, moment, member_uid, first)
        return entered[0], presence

    def _coming(
        self, member_uid: UUID, at: datetime, meant: Presence | None
    ) -> tuple[list[Mark], Presence | None]:
        day = self._day_of("came", at, None)
        came = Mark(new_uid(), 0, "in", at, day, None, "correction", "ok")
        if meant is not None:  # the scan that was taken for a check-in was their leaving
            left = new_mark("out", meant.in_at, came, names=meant.uid, source="correction")
            return [replace(mark, about=meant.uid) for mark in (came, left)], meant
        following = self._following(member_uid, at)
        if following is None:
            return [replace(came, about=came.uid)], None
        marks = [replace(came, names=following.uid, about=following.uid)]
        if following.closed == "rule" and following.closed_at is not None:
            closed_at = following.closed_at
            marks.append(new_mark("closed", closed_at, came, names=came.uid, source="rule"))
        return marks, following

    def _following(self, member_uid: UUID, at: datetime) -> Presence | None:
        """The presence that began with coming at a time: the next one, if it can be one stay."""
        found = stays.find_next_presence(member_uid, at)
        if found is None:
            return None
        end = found.out_at or found.in_at
        if found.closed is None:
            end = max(found.in_at, self._context.moment().at)
        longest = Rulebook(self._context.site()).at(at).longest
        return found if end - at <= longest else None

    def _day_of(self, kind: str, at: datetime, presence: Presence | None) -> date:
        if kind == "left" and presence is not None:
            return presence.work_day
        return read_work_days().of(at)

    def _check_time(
        self, kind: str, at: datetime, presence: Presence | None, moment: Moment
    ) -> None:
        _check_past(at, moment)
        if kind == "left" and presence is None:
            raise RefusedError("unknown_presence", _("This presence is not in the record."))
        if presence is None:
            return
        stayed = at - presence.in_at if kind == "left" else presence.in_at - at
        if stayed <= timedelta(0):
            raise RefusedError("before_coming", _("That is before they came."))
        if stayed > Rulebook(self._context.site()).judging(presence).longest:
            raise RefusedError("too_long", _("Nobody stays that long; look at the time again."))

    def _check_free(self, member_uid: UUID, at: datetime) -> None:
        """Nobody comes who is here; only where nobody knows when they left may they have gone."""
        before = stays.find_presence_at(member_uid, at)
        if before is None:
            return
        if before.in_at == at or (before.out_at is not None and at < before.out_at):
            raise RefusedError("overlaps", _("They were on site at that time already."))
        longest = Rulebook(self._context.site()).judging(before).longest
        if before.closed is None and at - before.in_at <= longest:
            told = _("They were on site already; say first when they left.")
            raise RefusedError("overlaps", told)

    def _supersede(
        self, asked: Sequence[CorrectionRequest], mark: Mark | None, by: UUID | None, why: str
    ) -> None:
        """Settle what else was asked for the same thing; without a mark the member asks anew."""
        for request in asked:
            self._enter_ruling(request, "superseded", mark, by, why)

    def _enter_ruling(
        self,
        request: CorrectionRequest,
        ruling: str,
        mark: Mark | None,
        by: UUID | None,
        why: str,
    ) -> None:
        moment, uid = self._context.moment(), new_uid()
        told = {
            "request": str(request.uid),
            "ruling": ruling,
            "mark": str(mark.uid) if mark else None,
            "by": str(by) if by else None,
            "reason": why,
            "work_day": request.work_day.isoformat(),
        }
        seq = self._context.enter(moment, "correction_ruling", uid, told)
        made = CorrectionRuling(
            uid, seq, request.uid, ruling, mark.uid if mark else None, by, why, moment.at
        )
        records.add_ruling(made, request.work_day, moment.zone)


def _check_past(at: datetime, moment: Moment) -> None:
    if at > moment.at:
        raise RefusedError("in_the_future", _("That time has not come yet."))


def _check_counts(member_uid: UUID, at: datetime, ended: Presence | None) -> None:
    """A mark that begins no presence, or ends another one than was meant: nothing of it is kept."""
    if ended is not None:
        found = stays.find_presence(ended.uid)
        counts = found is not None and found.out_at == at
    else:
        found = stays.find_presence_at(member_uid, at)
        counts = found is not None and found.in_at == at
    if not counts:
        raise RefusedError("overlaps", _("They were on site at that time already."))


def _presence_of(member_uid: UUID, presence_uid: UUID | None) -> Presence:
    presence = stays.find_presence(presence_uid) if presence_uid else None
    if presence is None or presence.member_uid != member_uid:
        raise RefusedError("unknown_presence", _("This presence is not in the record."))
    return presence


def _ending_of(member_uid: UUID, presence: Presence) -> UUID | None:
    """The check-out that ends a presence now, which a correction replaces; None without one."""
    if presence.out_at is None:
        return None
    marks = [
        mark
        for mark in stays.list_marks(member_uid, presence.in_at)
        if mark.kind == "out" and mark.at == presence.out_at
    ]
    return next((mark.uid for mark in reversed(marks) if not stays.is_void(mark.uid)), None)


def _asked_alike(
    member_uid: UUID, mark: Mark, touched: Presence | None, left_at: datetime | None = None
) -> list[CorrectionRequest]:
    """What was asked for and is settled by a correction's first mark."""
    asked = records.list_requests_on(touched.uid) if touched is not None else []
    if mark.kind == "in":
        asked += list_asked_alike(member_uid, mark.work_day, mark.at, left_at)
    return asked
