"""Members as supervisors keep them: added, changed, let go, taken back; photos shown once approved.

Every change is in the ledger with who made it. `by` is the supervisor at work, None for the
command line.
"""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from db import keeping as records
from db import people
from db import roster as rosters
from db.base import new_uid
from db.connection import transaction
from db.errors import Conflict
from db.keeping import KeptMember
from kiosk.attendance.desk import Attendance
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.people.access import check_not_last
from kiosk.people.admin import Admin, NewMember
from kiosk.people.initials import initials_of
from kiosk.people.photo_intake import TakenPhoto
from kiosk.service.voices_steps import VoiceSteps
from kiosk.text import clean_line

__all__ = ["KeptMember", "MemberChange", "MemberKeeping", "NewMember"]

STANDINGS = ("member", "probationary", "activist")
LANGUAGES = ("", "zh_CN", "en")
LONGEST_REASON = 200
LEAST_PHONE_DIGITS = 5
_PHONE = re.compile(r"\+?[0-9][0-9 -]{3,17}[0-9]")


@dataclass(frozen=True, slots=True)
class MemberChange:
    """New values of a member; None leaves one as it is.

    Attributes:
        number: The site's number for them, unique.
        name: Their name.
        job: What they work as.
        branch: Their home branch; a new name makes a new branch.
        phone: Their phone number.
        standing: `member`, `probationary` or `activist`.
        language: `zh_CN`, `en` or empty for the kiosk's own.
    """

    number: str | None = None
    name: str | None = None
    job: str | None = None
    branch: str | None = None
    phone: str | None = None
    standing: str | None = None
    language: str | None = None


_LONGEST = {"number": 32, "name": 60, "job": 200, "branch": 200, "phone": 40}


class MemberKeeping:
    """The use cases of keeping members."""

    def __init__(self, context: Context, attendance: Attendance) -> None:
        """Work under these circumstances."""
        self._context = context
        self._attendance = attendance

    def list_kept(self) -> list[KeptMember]:
        """All members by number, those who left too, those forgotten not."""
        return records.list_kept_members()

    def get_kept(self, uid: UUID) -> KeptMember:
        """One member, whatever became of them.

        Raises:
            RefusedError: `unknown_member`.
        """
        kept = records.find_kept_member(uid)
        if kept is None or kept.forgotten_at is not None:
            raise RefusedError("unknown_member", _("This member is not known here."))
        return kept

    def list_branches(self) -> list[str]:
        """The names of all branches there are, the site's own too, in order."""
        return sorted({*rosters.list_branches(), self._context.site().branch})

    def add(self, new: NewMember, by: UUID | None = None) -> UUID:
        """Add a member; returns their key.

        Raises:
            RefusedError: `no_number`, `no_name`, `no_phone_number`, `number_taken`,
                `unknown_standing`, `unknown_language`.
            NotStored: It was not recorded.
        """
        _check_phone(new.phone)
        cleaned = replace(new, **_cleaned(MemberChange(**asdict(new))))
        return Admin(self._context).add_member(cleaned, by=by)

    def change(self, uid: UUID, change: MemberChange, by: UUID | None = None) -> KeptMember:
        """Change a member's values; what is the same stays out of the ledger.

        Raises:
            RefusedError: `unknown_member`, `no_number`, `no_name`, `no_phone_number`,
                `number_taken`, `unknown_standing`, `unknown_language`.
            NotStored: It was not recorded.
        """
        wanted = _cleaned(change)
        with transaction():
            before = self.get_kept(uid)
            told = {
                name: [getattr(before, name), value]
                for name, value in wanted.items()
                if getattr(before, name) != value
            }
            if "phone" in told:  # an older one of another shape may stay
                _check_phone(wanted["phone"])
            if told:
                self._write(uid, {name: wanted[name] for name in told}, wanted.get("number", ""))
                payload = {**told, "by": _key(by)}
                self._context.enter(self._context.moment(), "member_changed", uid, payload)
            return self.get_kept(uid)

    def _write(self, uid: UUID, changed: dict[str, str], number: str) -> None:
        columns: dict[str, str | bytes] = dict(changed)
        if "name" in changed:
            columns["initials"] = initials_of(changed["name"])
        if "branch" in changed:
            columns["branch_uid"] = self._branch(changed["branch"]).bytes
            del columns["branch"]
        try:
            records.update_member(uid, columns)
        except Conflict as conflict:
            raise number_taken(number) from conflict

    def _branch(self, name: str) -> UUID:
        new = new_uid()
        branch = people.get_or_add_branch(name, new)
        if branch == new:
            self._context.enter(self._context.moment(), "branch_added", branch, {"name": name})
        return branch

    def let_go(self, uid: UUID, reason: str, by: UUID | None = None) -> KeptMember:
        """Let a member leave: presence closed, posts ended, off the board; the badge is refused.

        Raises:
            RefusedError: `unknown_member`, `no_reason`, `member_left`, `last_supervisor`.
            NotStored: It was not recorded.
        """
        why = _reason(reason)
        with transaction():
            kept = self._present(uid)
            check_not_last(uid, kept.name)
            moment = self._context.moment()
            was_on_site = self._attendance.close_presence(uid, "member_left")
            records.mark_left(uid, moment.at, why, moment.work_day)
            told = {"reason": why, "was_on_site": was_on_site, "by": _key(by)}
            self._context.enter(moment, "member_left", uid, told)
            VoiceSteps(self._context).release_all_of(uid, by)
            return self.get_kept(uid)

    def take_back(self, uid: UUID, by: UUID | None = None) -> KeptMember:
        """Let a member who left be here again.

        Their badge works again. Posts, role and PIN do not come back by themselves: whoever needs
        them is given them anew.

        Raises:
            RefusedError: `unknown_member`, `not_left`.
            NotStored: It was not recorded.
        """
        with transaction():
            kept = self.get_kept(uid)
            if kept.left_at is None:
                raise RefusedError("not_left", _("{name} has not left.").format(name=kept.name))
            records.mark_back(uid)
            role = people.end_access(uid)
            told = {"role_ended": role, "by": _key(by)}
            self._context.enter(self._context.moment(), "member_back", uid, told)
            return self.get_kept(uid)

    def offer_photo(self, uid: UUID, photo: TakenPhoto, by: UUID | None = None) -> None:
        """Let a photo wait for approval; the board shows the older one until then.

        Raises:
            RefusedError: `unknown_member`.
            NotStored: It was not recorded.
        """
        with transaction():
            self.get_kept(uid)
            moment = self._context.moment()
            people.add_photo(
                photo.sha256, photo.width, photo.height, moment.at, photo.renditions.items()
            )
            records.keep_waiting_photo(uid, photo.sha256)
            records.drop_unused_photos()  # one that waited before
            told = {"photo": photo.sha256, "by": _key(by)}
            self._context.enter(moment, "photo_offered", uid, told)

    def approve_photo(self, uid: UUID, by: UUID | None = None) -> None:
        """Let the waiting photo be shown to everybody.

        Raises:
            RefusedError: `unknown_member`, `no_photo` when none waits.
            NotStored: It was not recorded.
        """

        def approve(waiting: str) -> None:
            records.show_photo(uid, waiting, self._context.moment().at)

        self._settle_photo(uid, "photo_approved", {"by": _key(by)}, approve)

    def refuse_photo(self, uid: UUID, reason: str, by: UUID | None = None) -> None:
        """Drop the waiting photo; the one shown stays.

        Raises:
            RefusedError: `unknown_member`, `no_reason`, `no_photo` when none waits.
            NotStored: It was not recorded.
        """
        told = {"reason": _reason(reason), "by": _key(by)}
        self._settle_photo(uid, "photo_refused", told, lambda _waiting: None)

    def remove_photo(self, uid: UUID, reason: str, by: UUID | None = None) -> None:
        """Take the photo off the board; a drawn figure stands in for it.

        Raises:
            RefusedError: `unknown_member`, `no_reason`, `no_photo` when there is none.
            NotStored: It was not recorded.
        """
        why = _reason(reason)
        with transaction():
            kept = self.get_kept(uid)
            if kept.photo is None:
                raise _no_photo()
            records.show_photo(uid, None, None)
            records.drop_unused_photos()
            told = {"photo": kept.photo, "reason": why, "by": _key(by)}
            self._context.enter(self._context.moment(), "photo_removed", uid, told)

    def _settle_photo(
        self, uid: UUID, kind: str, told: dict[str, str | None], settle: Callable[[str], None]
    ) -> None:
        with transaction():
            waiting = self.get_kept(uid).waiting_photo
            if waiting is None:
                raise _no_photo()
            settle(waiting)
            records.keep_waiting_photo(uid, None)
            records.drop_unused_photos()
            self._context.enter(self._context.moment(), kind, uid, {"photo": waiting, **told})

    def _present(self, uid: UUID) -> KeptMember:
        kept = self.get_kept(uid)
        if kept.left_at is not None:
            raise RefusedError("member_left", _("{name} has left the site.").format(name=kept.name))
        return kept


def number_taken(number: str) -> RefusedError:
    """Two members can't have one number."""
    return RefusedError(
        "number_taken", _("Another member has the number {number}.").format(number=number)
    )


def _cleaned(change: MemberChange) -> dict[str, str]:
    given = {name: value for name, value in asdict(change).items() if value is not None}
    for name, most in _LONGEST.items():
        if name in given:
            given[name] = clean_line(given[name], most)
    if given.get("number") == "":
        raise RefusedError("no_number", _("The member needs a number."))
    if given.get("name") == "":
        raise RefusedError("no_name", _("The member needs a name."))
    if given.get("branch") == "":
        del given["branch"]
    _check_words(given.get("standing", "member"), given.get("language", ""))
    return given


def _check_phone(phone: str) -> None:
    words = clean_line(phone, _LONGEST["phone"])
    digits = sum(each.isdigit() for each in words)
    if words and (digits < LEAST_PHONE_DIGITS or not _PHONE.fullmatch(words)):
        sentence = _("A phone number has 5 to 20 digits, with + - and spaces; or leave it empty.")
        raise RefusedError("no_phone_number", sentence)


def _check_words(standing: str, language: str) -> None:
    if standing not in STANDINGS:
        raise RefusedError("unknown_standing", _("Choose member, probationary or activist."))
    if language not in LANGUAGES:
        raise RefusedError("unknown_language", _("Choose Chinese or English."))


def _reason(reason: str) -> str:
    why = clean_line(reason, LONGEST_REASON)
    if not why:
        raise RefusedError("no_reason", _("Say why; the reason is kept."))
    return why


def _no_photo() -> RefusedError:
    return RefusedError("no_photo", _("There is no such photo; take one first."))


def _key(by: UUID | None) -> str | None:
    return str(by) if by else None
