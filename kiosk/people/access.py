"""Who may open the supervisor's pages: PINs set, checked, and slowed down when they are wrong."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from db import people
from db.base import new_uid
from db.connection import transaction
from kiosk.context import Context, Moment
from kiosk.errors import RefusedError
from kiosk.i18n import _, ngettext
from kiosk.people import reading
from kiosk.people.views import MemberView
from kiosk.people.waiting import TRIES_THAT_MATTER, Waits
from kiosk.text import clean_line

if TYPE_CHECKING:
    from argon2 import PasswordHasher

ROLES = ("supervisor", "admin")
SHORTEST_PIN = 6
LONGEST_PIN = 64
UNRECORDED_TRIES = 5
UNRECORDED_WAIT_S = 60.0
"""How many tries fail before each next one waits, where none of them can be recorded."""

_LONGEST_NUMBER = 40


def check_not_last(member_uid: UUID, name: str) -> None:
    """Refuse to lose whoever alone can open the day: nobody could ever open it again.

    Call it in the transaction that takes the member's access away.

    Args:
        member_uid: Who is about to lose their access.
        name: Their name.

    Raises:
        RefusedError: `last_supervisor`.
    """
    if list(people.list_living_access()) == [member_uid]:
        sentence = _(
            "Nobody but {name} can open the supervisor's day; give somebody else a PIN first:"
            " run.py members supervisor NUMBER --pin-stdin."
        )
        raise RefusedError("last_supervisor", sentence.format(name=name))


class WaitError(RefusedError):
    """Too many wrong PINs: no PIN is looked at for a while.

    Attributes:
        seconds: How long, whole and at least 1.
    """

    def __init__(self, seconds: int) -> None:
        """Say how long."""
        super().__init__("must_wait", wait_sentence(seconds))
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class _Try:
    """One PIN typed: by whom when the number is a member's, whether it was theirs."""

    member_uid: UUID | None
    passed: bool
    has_left: bool


class Access:
    """The use cases of access."""

    def __init__(self, context: Context, ticks: Callable[[], float] = time.monotonic) -> None:
        """Work under these circumstances, on the thread that may write.

        Args:
            context: The circumstances.
            ticks: Monotonic seconds, which no clock setting moves.
        """
        self._context = context
        self._waits = Waits(ticks, people.find_newest_pin_seq())
        self._ticks = ticks
        self._failed_at_s: list[float] = []

    def set_pin(self, member_uid: UUID, role: str, pin: str) -> None:
        """Give a member a role and a PIN; a role and PIN they had are replaced.

        Args:
            member_uid: Who.
            role: `supervisor` or `admin`.
            pin: 6 to 64 ASCII digits.

        Raises:
            RefusedError: `pin_too_weak`, `unknown_role`, `unknown_member`, `member_left`.
            NotStored: It was not recorded.
        """
        if role not in ROLES:
            raise RefusedError("unknown_role", _("Choose supervisor or admin."))
        _check_pin_strength(pin)
        hashed = _hasher().hash(pin)
        with transaction():
            _check_is_here(member_uid)
            moment = self._context.moment()
            self._context.enter(moment, "pin_set", member_uid, {"role": role})
            people.keep_access(member_uid, role, hashed, moment.at)

    def role_of(self, member_uid: UUID) -> str | None:
        """The role of a member who can open the day; None for everybody else."""
        return people.list_living_access().get(member_uid)

    def is_over(self, member_uid: UUID) -> bool:
        """Whether a session that this member opened must end: they left, or lost their role."""
        living = people.list_living_access()
        return bool(living) and member_uid not in living

    def end(self, member_uid: UUID) -> None:
        """Take a member's role and PIN away.

        Raises:
            RefusedError: `unknown_member`, `no_role`, `last_supervisor`.
            NotStored: It was not recorded.
        """
        with transaction():
            row = people.find_member_by_uid(member_uid)
            if row is None:
                raise _unknown()
            check_not_last(member_uid, row.name)
            role = people.end_access(member_uid)
            if role is None:
                sentence = _("{name} is no supervisor.").format(name=row.name)
                raise RefusedError("no_role", sentence)
            self._context.enter(self._context.moment(), "pin_ended", member_uid, {"role": role})

    def check_pin(self, number: str, pin: str) -> MemberView:
        """The member who may come in with this number and PIN; each try is entered.

        A number that nobody has, a member without access and a wrong PIN get the same answer
        after the same work.

        Raises:
            RefusedError: `wrong_pin`; `no_access` when the PIN is right but the member has left.
            WaitError: `must_wait`: after five failures in a row nothing is looked at for a while.
            NotStored: The try was not recorded; nobody comes in.
        """
        with transaction():
            member = people.find_member(clean_line(number, _LONGEST_NUMBER))
            self._check_waits(member.uid if member else None)
            moment = self._context.moment()
            made = _look_at(member, pin)
            self._enter(made, moment)
        # Said after the commit: a refusal that leaves the transaction would undo the try's entry.
        return self._admitted(made, moment)

    def check_pin_unrecorded(self, number: str, pin: str) -> MemberView:
        """Like `check_pin`, but while the record can't be written: an emergency must end as well.

        Failures are counted in memory: after five of them each next try waits a minute.

        Raises:
            RefusedError: As `check_pin`.
            WaitError: `must_wait`.
            NotStored: The record can't be read either.
        """
        if len(self._failed_at_s) >= UNRECORDED_TRIES:
            left_s = self._failed_at_s[-1] + UNRECORDED_WAIT_S - self._ticks()
            if left_s > 0:
                raise WaitError(math.ceil(left_s))
        made = _look_at(people.find_member(clean_line(number, _LONGEST_NUMBER)), pin)
        if made.passed:
            self._failed_at_s.clear()
        else:
            self._failed_at_s.append(self._ticks())
        return self._admitted(made, self._context.moment())

    def _check_waits(self, member_uid: UUID | None) -> None:
        scopes = (None,) if member_uid is None else (None, member_uid)
        left_s = max(self._waits.left_s(scope, _newest_tries(scope)) for scope in scopes)
        if left_s > 0:
            raise WaitError(math.ceil(left_s))

    def _enter(self, made: _Try, moment: Moment) -> None:
        uid = new_uid()
        payload = {
            "member": str(made.member_uid) if made.member_uid else None,
            "passed": made.passed,
        }
        self._context.enter(moment, "pin_try", uid, payload)
        people.add_pin_try(uid, made.member_uid, moment.at, passed=made.passed)
        for scope in (None, made.member_uid):
            self._waits.left_s(scope, _newest_tries(scope))

    def _admitted(self, made: _Try, moment: Moment) -> MemberView:
        if not made.passed or made.member_uid is None:
            raise RefusedError("wrong_pin", _("The number or the PIN is wrong; try again."))
        if made.has_left:
            raise RefusedError("no_access", _("You no longer have access; ask the site's admin."))
        return reading.get_member(made.member_uid, moment.work_day, None)


def wait_sentence(seconds: int) -> str:
    """How long to wait and why."""
    return ngettext(
        "Too many wrong PINs; wait {seconds} second, then try again.",
        "Too many wrong PINs; wait {seconds} seconds, then try again.",
        seconds,
    ).format(seconds=seconds)


def _newest_tries(scope: UUID | None) -> list[tuple[int, bool]]:
    return people.list_newest_pin_tries(TRIES_THAT_MATTER, scope)


def _check_pin_strength(pin: str) -> None:
    if not (_is_digits(pin) and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
        raise RefusedError(
            "pin_too_weak",
            _("A PIN has at least {count} digits and nothing else.").format(count=SHORTEST_PIN),
        )


def _is_digits(pin: str) -> bool:
    return pin.isascii() and pin.isdigit()


def _check_is_here(member_uid: UUID) -> None:
    row = people.find_member_by_uid(member_uid)
    if row is None:
        raise _unknown()
    if row.left_at is not None:
        raise RefusedError("member_left", _("{name} has left the site.").format(name=row.name))


def _unknown() -> RefusedError:
    return RefusedError("unknown_member", _("This member is not known here."))


def _look_at(member: people.Member | None, pin: str) -> _Try:
    access = people.find_access(member.uid) if member else None
    nobodys = _nobodys_hash()  # made in every case: its first time takes as long as a check
    fits = _fits(access.pin_hash if access else nobodys, pin)
    return _Try(
        member.uid if member else None,
        fits and access is not None,
        member is not None and member.left_at is not None,
    )


def _fits(hashed: str, pin: str) -> bool:
    from argon2.exceptions import VerificationError  # only where a PIN is typed

    # What can't be a PIN is verified like one, so that the answer comes after the same time.
    plausible = _is_digits(pin) and len(pin) <= LONGEST_PIN
    try:
        return _hasher().verify(hashed, pin if plausible else "") and plausible
    except VerificationError:
        return False


@cache
def _hasher() -> "PasswordHasher":
    # OWASP's password storage cheat sheet: argon2id with 19 MiB, 2 passes, 1 lane.
    from argon2 import PasswordHasher  # only where a PIN is typed

    return PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


@cache
def _nobodys_hash() -> str:
    return _hasher().hash("no PIN is like this")
