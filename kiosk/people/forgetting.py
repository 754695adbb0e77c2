"""Forgetting: what says who a member was is erased; what happened stays, under a pseudonym.

Erased are number, name, job, branch, phone number, standing, language, photos, the PIN, why they
left, why their badges were revoked, why their commitments were missed or withdrawn and their
services struck, whom these were for in words, the pictures beside them, what they wrote in voices
of their own, what others said with ratings of them, their drafts, words remembered for them, and
the ledger's payloads about the member, their badges and those words. The ledger's chain covers
salted digests, so it still verifies; without the salt nobody can try names against a digest. A
branch that nobody belongs to any more goes too: its name could say who it was. Facts (check-ins,
commitments, services) keep the member's key and what was promised and done; what they answered in
others' voices and what a supervisor approved for showing of a voice stays as well.
Backups made before hold what they held.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db import keeping as records
from db import people
from db.base import new_uid
from db.commitments import erase_reasons_of
from db.confirmations import erase_service_photos, erase_words_of_services
from db.connection import transaction
from db.drafts import drop_drafts_of
from db.keeping import KeptMember
from db.phrases import drop_phrases_of
from db.ratings import erase_words_about
from db.voices import erase_words_of
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.people.access import check_not_last
from kiosk.text import clean_line

_NO_BRANCH = "—"
_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What is left of a member.

    Attributes:
        uid: Their key, as the facts keep it.
        pseudonym: What stands for their number and name.
    """

    uid: UUID
    pseudonym: str


class Forgetting:
    """The use cases of forgetting."""

    def __init__(self, context: Context) -> None:
        """Work under these circumstances."""
        self._context = context

    def list_due(self) -> list[KeptMember]:
        """Those whose data were kept as long as the site keeps them, by number."""
        return [kept for kept in records.list_kept_members() if self._is_due(kept)]

    def forget(
        self, uid: UUID, *, now: bool = False, reason: str = "", by: UUID | None = None
    ) -> Forgotten:
        """Erase a member's data for good.

        Args:
            uid: A member who has left.
            now: Do not wait for the end of the retention; needs a reason.
            reason: Why; kept.
            by: The supervisor at work, or None.

        Raises:
            RefusedError: `unknown_member`, `last_supervisor`, `not_left`, `too_early`, `no_reason`.
            NotStored: It was not recorded, or (`full`, `locked`) the freed bytes could not be
                overwritten; calling again does that.
        """
        with transaction():
            if self.check(uid, now=now, reason=reason):
                self._erase(uid, clean_line(reason, _LONGEST_REASON), by)
            forgotten = _forgotten(uid)
        records.erase_freed_bytes()
        return forgotten

    def forget_due(self, by: UUID | None = None) -> list[Forgotten]:
        """Erase the data of everybody whose retention has ended, by number.

        Each member is a transaction of their own; the freed bytes are overwritten once, also when
        nobody is due, because an earlier call may have been kept from it.

        Raises:
            NotStored: As for `forget`; who was forgotten before stays so.
        """
        forgotten = []
        for kept in self.list_due():
            with transaction():
                now = records.find_kept_member(kept.uid)
                if now == kept:  # nobody took them back meanwhile
                    self._erase(kept.uid, "", by)
                    forgotten.append(_forgotten(kept.uid))
        records.erase_freed_bytes()
        return forgotten

    def check(self, uid: UUID, *, now: bool = False, reason: str = "") -> bool:
        """Whether there is anything left to erase, and nothing speaks against it.

        Raises:
            RefusedError: What `forget` would refuse, as it would.
        """
        kept = records.find_kept_member(uid)
        if kept is None:
            raise RefusedError("unknown_member", _("This member is not known here."))
        if kept.forgotten_at is not None:
            return False
        self._check(kept, clean_line(reason, _LONGEST_REASON), now=now)
        return True

    def _check(self, kept: KeptMember, why: str, *, now: bool) -> None:
        check_not_last(kept.uid, kept.name)
        if kept.left_at is None:
            sentence = _("{name} has not left; let them go first.")
            raise RefusedError("not_left", sentence.format(name=kept.name))
        if now and not why:
            raise RefusedError("no_reason", _("Say why their data may not be kept any longer."))
        if not now and not self._is_due(kept):
            due = self._due_on(kept.left_at)
            sentence = _("The data of {name} are kept until {day}; to erase them earlier, say why.")
            raise RefusedError("too_early", sentence.format(name=kept.name, day=due.isoformat()))

    def _erase(self, uid: UUID, why: str, by: UUID | None) -> None:
        moment = self._context.moment()
        branch = people.get_or_add_branch(_NO_BRANCH, new_uid())
        records.erase_member(uid, _free_pseudonym(uid), branch, moment.at)
        erase_service_photos(uid)
        erase_words_of_services(uid)
        erase_reasons_of(uid)
        erase_words_about(uid)
        erase_words_of(uid)
        drop_drafts_of(uid)
        drop_phrases_of(uid)
        records.drop_unused_photos()
        records.erase_empty_branches()
        told = {"reason": why, "by": str(by) if by else None}
        self._context.enter(moment, "member_forgotten", uid, told)

    def _is_due(self, kept: KeptMember) -> bool:
        today = self._context.moment().at.astimezone(self._context.site().zone).date()
        return kept.left_at is not None and today >= self._due_on(kept.left_at)

    def _due_on(self, left_at: datetime) -> date:
        site = self._context.site()
        return years_later(left_at.astimezone(site.zone).date(), site.retention_years)


def years_later(day: date, years: int) -> date:
    """The same day some years later; the first of March for a leap day that is not there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def pseudonym_of(uid: UUID) -> str:
    """What stands for a forgotten member's number and name: `X-` and the end of their key."""
    return f"X-{uid.hex[-8:].upper()}"


def _free_pseudonym(uid: UUID) -> str:
    short = pseudonym_of(uid)
    return short if people.find_member(short) is None else f"X-{uid.hex.upper()}"


def _forgotten(uid: UUID) -> Forgotten:
    return Forgotten(uid, people.get_member_columns(uid)[1])
