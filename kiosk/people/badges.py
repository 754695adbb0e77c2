"""Badges: issued, printed again, replaced, revoked, given days; each of it is in the ledger.

A badge is a key in the record; its code is derived from the key and the site's secret (see
`kiosk.people.codes`), so a lost card is printed again without any change, and a stolen one is
replaced by a badge with another key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from db import badges as records
from db import people
from db.badges import BadgeRecord
from db.base import new_uid
from db.connection import transaction
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.people.codes import make_code, token_hash, token_of
from kiosk.text import clean_line

BadgeState = Literal["valid", "not_yet", "expired", "dead"]
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Validity:
    """The days on which a badge lets in; whoever is inside may always go out.

    Attributes:
        first: The first local day, or None: at once.
        last: The last local day, or None: no end.
    """

    first: date | None = None
    last: date | None = None


ALWAYS = Validity()


@dataclass(frozen=True, slots=True)
class BadgeView:
    """One badge of a member.

    Attributes:
        uid: Its key.
        member_uid: Whose it is.
        state: `valid`, `not_yet`, `expired` or `dead`, as of today.
        issued_at: When it was issued, UTC.
        dead_at: When it was replaced or revoked, UTC; None while it lives.
        dead_because: `reissued`, or the reason in the words of whoever revoked it; else empty.
        validity: The days on which it lets in.
        prints: How often it was printed or shown, failed printings among them.
        printed_at: When last, UTC; None for never.
    """

    uid: UUID
    member_uid: UUID
    state: BadgeState
    issued_at: datetime
    dead_at: datetime | None
    dead_because: str
    validity: Validity
    prints: int
    printed_at: datetime | None


class Badges:
    """The use cases of badges. `by` is the supervisor at work, None for the command line."""

    def __init__(self, context: Context) -> None:
        """Work under these circumstances."""
        self._context = context

    def code(self, member_uid: UUID, by: UUID | None = None) -> str:
        """The code of the member's living badge; a first badge is issued when they never had one.

        Raises:
            RefusedError: `unknown_member`, `member_left`, `no_badge` after a revocation,
                `other_secret` when the secret is not the one that the badge was issued under.
            NotStored: The first badge was not recorded.
        """
        with transaction():
            _present(member_uid)
            badge = people.find_living_badge(member_uid)
            if badge is None and records.list_badges(member_uid):
                raise _no_badge()
            return self._code_of(badge.uid if badge else self._issue(member_uid, ALWAYS, by))

    def code_to_show(self, member_uid: UUID, where: str, by: UUID | None = None) -> str:
        """The code of the member's living badge, entered as printed before anybody sees it.

        Args:
            member_uid: Whose.
            where: `screen` or `terminal`.
            by: Who asks for it.

        Raises:
            RefusedError: As for `code`.
            NotStored: It was not recorded.
        """
        with transaction():
            code = self.code(member_uid, by)
            self.record_printed([member_uid], where, by)
        return code

    def _code_of(self, uid: UUID) -> str:
        code = make_code(self._context.secret(), uid)
        # Under another secret a card would be printed that the gate does not know.
        if records.find_badge_holder(token_hash(token_of(code))) is None:
            raise RefusedError(
                "other_secret",
                _("This badge was issued under another secret.key; issue a new one."),
            )
        return code

    def history(self, member_uid: UUID) -> list[BadgeView]:
        """Every badge that the member ever had: the living one, then dead ones, newest first."""
        today = self._context.moment().work_day
        return [_view(record, today) for record in records.list_badges(member_uid)]

    def list_living(self) -> dict[UUID, BadgeView]:
        """The living badge of each member who has one; without counting prints (0)."""
        today = self._context.moment().work_day
        return {
            record.member_uid: _view(record, today, counts=False)
            for record in records.list_living_badges()
        }

    def list_unprinted(self) -> set[UUID]:
        """Members whose badge was reissued and has not been printed since."""
        return set(records.list_unprinted_reissues())

    def reissue(
        self,
        member_uid: UUID,
        reason: str = "",
        validity: Validity | None = None,
        by: UUID | None = None,
    ) -> str:
        """Give a member a new badge; the older one is dead at once. Returns the new code.

        Args:
            member_uid: Whose.
            reason: Why, or empty.
            validity: The new one's days; None: those of the older one.
            by: Who does it.

        Raises:
            RefusedError: `unknown_member`, `member_left`, `impossible_days`.
            NotStored: It was not recorded.
        """
        with transaction():
            _present(member_uid)
            why = clean_line(reason, LONGEST_REASON)
            older = self._end(member_uid, "badge_replaced", why, by)
            days = validity or (_validity(older) if older else ALWAYS)
            uid = self._issue(member_uid, days, by)
        return make_code(self._context.secret(), uid)

    def revoke(self, member_uid: UUID, reason: str, by: UUID | None = None) -> None:
        """Let the member's badge be dead from now on; they get another one only by `reissue`.

        Raises:
            RefusedError: `no_reason`, `no_badge`.
            NotStored: It was not recorded.
        """
        why = clean_line(reason, LONGEST_REASON)
        if not why:
            raise RefusedError("no_reason", _("Say why; the reason is kept with the badge."))
        with transaction():
            if self._end(member_uid, "badge_revoked", why, by) is None:
                raise _no_badge()

    def set_validity(self, member_uid: UUID, validity: Validity, by: UUID | None = None) -> None:
        """Change the days on which the member's badge lets in.

        Raises:
            RefusedError: `impossible_days`, `no_badge`.
            NotStored: It was not recorded.
        """
        _check(validity)
        with transaction():
            badge = people.find_living_badge(member_uid)
            if badge is None:
                raise _no_badge()
            before = Validity(badge.valid_from, badge.valid_until)
            if before == validity:
                return
            records.change_validity(badge.uid, validity.first, validity.last)
            told = {"before": _told(before), "after": _told(validity), "by": _key(by)}
            self._context.enter(self._context.moment(), "badge_validity_changed", badge.uid, told)

    def record_printed(
        self, member_uids: Sequence[UUID], where: str, by: UUID | None = None
    ) -> None:
        """Enter that the living badges of these members are about to be printed.

        It comes before the printing, so that no badge leaves without an entry. An entry whose
        printing then failed stays: it says that somebody was about to have the code.

        Args:
            member_uids: Whose; those without a living badge are passed over.
            where: `file`, `screen`, `terminal`, or the printer's name.
            by: Who did it.

        Raises:
            NotStored: It was not recorded.
        """
        told = {"where": clean_line(where), "by": _key(by)}
        with transaction():
            moment = self._context.moment()
            for member_uid in member_uids:
                if badge := people.find_living_badge(member_uid):
                    self._context.enter(moment, "badge_printed", badge.uid, told)

    def _issue(self, member_uid: UUID, days: Validity, by: UUID | None) -> UUID:
        _check(days)
        moment, uid = self._context.moment(), new_uid()
        hashed = token_hash(token_of(make_code(self._context.secret(), uid)))
        records.add_badge(uid, member_uid, hashed, moment.at, (days.first, days.last))
        told = {"member": str(member_uid), **_told(days), "by": _key(by)}
        self._context.enter(moment, "badge_issued", uid, told)
        return uid

    def _end(
        self, member_uid: UUID, kind: str, reason: str, by: UUID | None
    ) -> people.Badge | None:
        badge = people.find_living_badge(member_uid)
        if badge is not None:
            moment = self._context.moment()
            because = "reissued" if kind == "badge_replaced" else reason
            records.end_badge(badge.uid, moment.at, because)
            told = {"member": str(member_uid), "reason": reason, "by": _key(by)}
            self._context.enter(moment, kind, badge.uid, told)
        return badge


def _present(member_uid: UUID) -> people.Member:
    row = people.find_member_by_uid(member_uid)
    if row is None:
        raise RefusedError("unknown_member", _("This member is not known here."))
    if row.left_at is not None:
        raise RefusedError(
            "member_left", _("{name} has left the site and has no badge.").format(name=row.name)
        )
    return row


def _no_badge() -> RefusedError:
    return RefusedError("no_badge", _("This member has no valid badge; issue a new one."))


def _check(validity: Validity) -> None:
    first, last = validity.first, validity.last
    if first is not None and last is not None and last < first:
        raise RefusedError("impossible_days", _("The last day lies before the first."))


def _validity(badge: people.Badge) -> Validity:
    return Validity(badge.valid_from, badge.valid_until)


def _told(validity: Validity) -> dict[str, object]:
    first, last = validity.first, validity.last
    return {
        "valid_from": first.isoformat() if first else None,
        "valid_until": last.isoformat() if last else None,
    }


def _key(by: UUID | None) -> str | None:
    return str(by) if by else None


def state_on(record: BadgeRecord, day: date) -> BadgeState:
    """How a badge stands on a local day."""
    if record.dead_at is not None:
        return "dead"
    if record.valid_from is not None and day < record.valid_from:
        return "not_yet"
    if record.valid_until is not None and day > record.valid_until:
        return "expired"
    return "valid"


def _view(record: BadgeRecord, today: date, *, counts: bool = True) -> BadgeView:
    prints, printed_at = records.count_prints(record.uid) if counts else (0, None)
    return BadgeView(
        record.uid,
        record.member_uid,
        state_on(record, today),
        record.issued_at,
        record.dead_at,
        record.dead_because,
        Validity(record.valid_from, record.valid_until),
        prints,
        printed_at,
    )
