"""Confirming, striking and restoring service entries.

Claimed minutes and confirmed minutes are two things: who did it claims, somebody else confirms.
A struck entry counts no more, but stays, and can be restored.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from db import confirmations
from db.connection import transaction
from db.entries import ServiceLine
from db.recorded import find_recording
from kiosk.context import Context, Moment
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.service.checking import (
    check_member,
    check_own_or_supervisor,
    is_supervisor,
    reason_of,
)
from kiosk.service.entries import TOUCH_FOR, check_day, enter_about, get_entry, get_numbered
from kiosk.service.reading import service_view
from kiosk.service.views import ServiceView

TOUCH_WITHIN = timedelta(minutes=10)
"""So long after it was logged somebody without a badge can confirm a service by touch."""
HOWS = ("supervisor", "served", "touch")
_OVER = frozenset({("supervisor", "touch"), ("served", "touch")})
"""How a service can be confirmed that is confirmed already, and how that was."""


class BadLines(RefusedError):
    """Nothing of several was done, because some of them can't be.

    Attributes:
        faults: Each bad one's number with why it is refused, in the order they were named.
    """

    def __init__(self, faults: Sequence[tuple[int, RefusedError]]) -> None:
        """Name every bad one."""
        said = " ".join(f"{entry}: {error.sentence}" for entry, error in faults)
        super().__init__("bad_lines", _("Nothing was confirmed. {faults}").format(faults=said))
        self.faults = tuple(faults)


class Confirming:
    """The use cases of confirming and striking."""

    _context: Context

    def confirm_service(
        self,
        entry_uid: UUID,
        by_uid: UUID | None,
        minutes: int | None = None,
        how: str = "supervisor",
    ) -> ServiceView:
        """Say that a service was done and how long it took; said once, it stands.

        Only over a touch something else can be said: nobody knows whose it was.

        Args:
            entry_uid: Which one.
            by_uid: Who confirms; None for a touch.
            minutes: 0 to what was claimed; None: what was claimed.
            how: `supervisor`; `served`: the member it was for, by scan; `touch`: somebody without a
                badge it was for, at the terminal where it was logged and within 10 minutes.

        Raises:
            RefusedError: `unknown_service`, `already_confirmed`, `own_service`, `struck`,
                `impossible_minutes`, `no_supervisor`, `not_served`, `too_late`,
                `other_terminal`, `scan_needed`, `nobody_served`, `unknown_how`,
                `unknown_member`, `member_left`.
            NotStored: It was not recorded.
        """
        with transaction():
            line = get_entry(entry_uid)
            self._check(line, by_uid, minutes, how)
            self._write_confirmation(line, by_uid, minutes, how)
            return service_view(get_entry(entry_uid))

    def confirm_services(
        self,
        entries: Sequence[int],
        by_uid: UUID,
        minutes: int | None = None,
        how: str = "supervisor",
    ) -> tuple[ServiceView, ...]:
        """Confirm several: all of them, or none.

        Args:
            entries: Their numbers (`ServiceView.entry`).
            by_uid: Who confirms.
            minutes: For each of them; None: what was claimed.
            how: `supervisor` or `served`.

        Raises:
            BadLines: `bad_lines`; every bad one is named, and nothing was confirmed.
            NotStored: It was not recorded.
        """
        faults: list[tuple[int, RefusedError]] = []
        done = []
        with transaction():
            for entry in entries:
                try:
                    line = get_numbered(entry)
                    self._check(line, by_uid, minutes, how)
                    self._write_confirmation(line, by_uid, minutes, how)
                    done.append(line.uid)
                except RefusedError as refused:
                    faults.append((entry, refused))
            if faults:  # leaves the transaction, which is undone
                raise BadLines(faults)
            return tuple(service_view(get_entry(uid)) for uid in done)

    def strike_service(self, entry_uid: UUID, by_uid: UUID, reason: str) -> ServiceView:
        """Let a service entry count no more; it stays on record with who struck it and why.

        Raises:
            RefusedError: `unknown_service`, `not_yours` (only its author or a supervisor),
                `reason_needed`, `too_long`, `struck`, `unknown_member`, `member_left`.
            NotStored: It was not recorded.
        """
        why = reason_of(reason)
        with transaction():
            line = get_entry(entry_uid)
            check_own_or_supervisor(line.member_uid, by_uid)
            if line.struck_by is not None:
                raise _struck()
            return self._write_strike(line, "struck", by_uid, why)

    def restore_service(self, entry_uid: UUID, by_uid: UUID, reason: str) -> ServiceView:
        """Let a struck service entry count again.

        What a supervisor struck only one restores, and never who logged it.

        Raises:
            RefusedError: `unknown_service`, `not_yours`, `own_service`, `reason_needed`,
                `not_struck`, `too_many_minutes`, `too_long`, `unknown_member`, `member_left`.
            NotStored: It was not recorded.
        """
        why = reason_of(reason)
        with transaction():
            line = get_entry(entry_uid)
            if line.struck_by is None:
                raise RefusedError("not_struck", _("This service entry is not struck."))
            check_own_or_supervisor(line.struck_by, by_uid)
            if by_uid == line.member_uid != line.struck_by:
                sentence = _("A supervisor struck it; another one than who logged it restores it.")
                raise RefusedError("own_service", sentence)
            check_day(line.member_uid, line.work_day, line.minutes)
            return self._write_strike(line, "restored", by_uid, why)

    def _check(self, line: ServiceLine, by_uid: UUID | None, minutes: int | None, how: str) -> None:
        if how not in HOWS or (how == "touch") != (by_uid is None):
            sentence = _("A service is confirmed by a supervisor, by scan or by touch.")
            raise RefusedError("unknown_how", sentence)
        if line.struck_by is not None:
            raise _struck()
        if line.confirmed_minutes is not None and (how, line.confirmed_how) not in _OVER:
            raise _already_confirmed()
        if minutes is not None and not 0 <= minutes <= line.minutes:
            sentence = _("Between 0 and the {minutes} minutes that were claimed can be confirmed.")
            raise RefusedError("impossible_minutes", sentence.format(minutes=line.minutes))
        if line.member_uid == by_uid:
            raise RefusedError("own_service", _("Nobody confirms their own service."))
        if by_uid is None:
            self._check_touch(line, self._context.moment())
        else:
            _check_confirmer(line, by_uid, how)

    def _check_touch(self, line: ServiceLine, moment: Moment) -> None:
        if line.for_kind not in TOUCH_FOR:
            sentence = _("By touch is confirmed what was for a person, a team or a household.")
            raise RefusedError("nobody_served", sentence)
        if line.served_uid is not None:
            raise RefusedError("scan_needed", _("Whom this was for has a badge: scan it."))
        recorded = find_recording(line.seq)
        if recorded is None or recorded[0] != self._context.terminal_uid:
            sentence = _("By touch it is confirmed where it was logged; else a supervisor does it.")
            raise RefusedError("other_terminal", sentence)
        if not timedelta(0) <= moment.at - line.at <= TOUCH_WITHIN:
            sentence = _("By touch it is confirmed within ten minutes; else a supervisor does it.")
            raise RefusedError("too_late", sentence)

    def _write_confirmation(
        self, line: ServiceLine, by_uid: UUID | None, minutes: int | None, how: str
    ) -> None:
        confirmed = line.minutes if minutes is None else minutes
        told: dict[str, object] = {"minutes": confirmed, "how": how, "by": _key(by_uid)}
        moment = self._context.moment()
        fact = enter_about(self._context, moment, "service_confirmation", line.uid, told)
        confirmations.add_confirmation(fact, line.uid, confirmed, how, by_uid)

    def _write_strike(self, line: ServiceLine, deed: str, by_uid: UUID, reason: str) -> ServiceView:
        after = confirmations.find_last_strike(line.uid)
        told: dict[str, object] = {"deed": deed, "reason": reason}
        told |= {"by": str(by_uid), "after": _key(after)}
        moment = self._context.moment()
        fact = enter_about(self._context, moment, "service_strike", line.uid, told)
        confirmations.add_strike(fact, line.uid, deed, by_uid, reason, after)
        return service_view(get_entry(line.uid))


def _check_confirmer(line: ServiceLine, by_uid: UUID, how: str) -> None:
    check_member(by_uid)
    if how == "served" and by_uid != line.served_uid:
        sentence = _("This service was for somebody else; a supervisor can confirm it.")
        raise RefusedError("not_served", sentence)
    if how == "supervisor" and not is_supervisor(by_uid):
        raise RefusedError("no_supervisor", _("Only a supervisor can confirm this service."))


def _key(uid: UUID | None) -> str | None:
    return str(uid) if uid else None


def _already_confirmed() -> RefusedError:
    return RefusedError("already_confirmed", _("This service is already confirmed; that stands."))


def _struck() -> RefusedError:
    return RefusedError("struck", _("This service entry is struck and counts no more."))
