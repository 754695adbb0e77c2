"""The administration of people: members, posts, shifts and teams, each change in the ledger."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from db import people
from db import roster as records
from db.base import new_uid
from db.connection import transaction
from db.errors import Conflict
from db.teams import MembershipRow, add_membership
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.oversight.shifts import ShiftView, add_shift
from kiosk.people.initials import initials_of
from kiosk.people.photo_intake import TakenPhoto
from kiosk.text import clean_line


@dataclass(frozen=True, slots=True)
class NewMember:
    """A member to be added.

    Attributes:
        number: The site's number for them, unique.
        name: Their name.
        job: What they work as, or empty.
        branch: Their home branch; the site's own when empty.
        phone: Their phone number, or empty.
        standing: `member`, `probationary` or `activist`.
        language: `zh_CN`, `en` or empty for the kiosk's own.
    """

    number: str
    name: str
    job: str = ""
    branch: str = ""
    phone: str = ""
    standing: str = "member"
    language: str = ""


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post to be added.

    Attributes:
        name: Its name, unique.
        kind: `post`, `procedure`, `link` or `moment` for a key post, else empty.
        basis: Set by `need`, `task` or `person`.
        duty: What the holder is responsible for.
        standard: What good service means here.
        zone: The part of the site it covers, or empty.
        honour: `vanguard`, `model` or empty.
    """

    name: str
    kind: str = ""
    basis: str = "need"
    duty: str = ""
    standard: str = ""
    zone: str = ""
    honour: str = ""


class Admin:
    """The use cases of the site's administration of people."""

    def __init__(self, context: Context) -> None:
        """Work under these circumstances."""
        self._context = context

    def add_member(
        self, new: NewMember, photo: TakenPhoto | None = None, by: UUID | None = None
    ) -> UUID:
        """Add a member with an approved photo or without one; returns their key.

        Raises:
            RefusedError: `no_name`, `no_number`, `number_taken`.
            NotStored: It was not recorded.
        """
        moment, uid = self._context.moment(), new_uid()
        columns = _member_columns(new)
        try:
            with transaction():
                branch = new.branch or self._context.site().branch
                columns["branch_uid"] = self._branch(clean_line(branch)).bytes
                if photo is not None:
                    people.add_photo(
                        photo.sha256, photo.width, photo.height, moment.at, photo.renditions.items()
                    )
                    columns["photo_sha256"] = photo.sha256
                records.add_member(uid, moment.at, columns)
                told = asdict(new) | {
                    "photo": photo.sha256 if photo else None,
                    "by": str(by) if by else None,
                }
                self._context.enter(moment, "member_added", uid, told)
        except Conflict as conflict:
            raise RefusedError(
                "number_taken",
                _("Another member has the number {number}.").format(number=new.number),
            ) from conflict
        return uid

    def _branch(self, name: str) -> UUID:
        known = records.list_branches()
        if name not in known:
            known[name] = new_uid()
            records.add_branch(known[name], name)
            self._context.enter(self._context.moment(), "branch_added", known[name], {"name": name})
        return known[name]

    def add_shift(self, name: str, from_minute: int, to_minute: int) -> UUID:
        """Add a shift, in minutes from local midnight; it ends on the next day when `to <= from`.

        The rules with it are kept as a version at once.

        Raises:
            RefusedError: `shift_exists`, `impossible_shift`.
            NotStored: It was not recorded.
        """
        added = add_shift(self._context, ShiftView(name, from_minute, to_minute))
        uid: UUID = people.Shift.get(people.Shift.name == added.name).uid
        return uid

    def add_post(self, new: NewPost, by: UUID | None = None) -> UUID:
        """Add a post that nobody holds yet; returns its key. `by` is the supervisor, or None.

        Raises:
            Conflict: There is one of that name.
            NotStored: It was not recorded.
        """
        uid = new_uid()
        with transaction():
            moment = self._context.moment()
            people.Post.insert(uid=uid, made_at=moment.at, **asdict(new)).execute()
            told = asdict(new) | {"by": str(by) if by else None}
            self._context.enter(moment, "post_added", uid, told)
        return uid

    def assign_post(
        self, post_uid: UUID, member_uid: UUID, *, since: date, shift_uid: UUID | None = None
    ) -> UUID:
        """Let a member hold a post from a local day on, in a shift or always; returns the key.

        Raises:
            Conflict: There is no such post, member or shift.
            NotStored: It was not recorded.
        """
        uid = new_uid()
        payload = {
            "post": str(post_uid),
            "member": str(member_uid),
            "shift": str(shift_uid) if shift_uid else None,
            "since": since.isoformat(),
        }
        with transaction():
            people.Holding.insert(
                uid=uid, post=post_uid, member=member_uid, shift=shift_uid, since=since
            ).execute()
            self._context.enter(self._context.moment(), "holding_added", uid, payload)
        return uid

    def raise_team(self, name: str, goal: str, members: Sequence[UUID], *, since: date) -> UUID:
        """Raise a team of members for a task, from a local day on; returns its key.

        Raises:
            Conflict: There is one of that name, or no such member.
            NotStored: It was not recorded.
        """
        uid = new_uid()
        payload = {
            "name": name,
            "goal": goal,
            "since": since.isoformat(),
            "members": [str(member) for member in members],
        }
        with transaction():
            moment = self._context.moment()
            people.Team.insert(
                uid=uid, name=name, goal=goal, since=since, made_at=moment.at
            ).execute()
            for member in members:
                row = MembershipRow(uid, member, since, None)
                add_membership(new_uid(), row, moment.at)
            self._context.enter(moment, "team_added", uid, payload)
        return uid


def _member_columns(new: NewMember) -> dict[str, str | bytes]:
    number, name = clean_line(new.number, 32), clean_line(new.name, 60)
    if not number:
        raise RefusedError("no_number", _("The member needs a number."))
    if not name:
        raise RefusedError("no_name", _("The member needs a name."))
    return {
        "number": number,
        "name": name,
        "initials": initials_of(name),
        "job": clean_line(new.job),
        "phone": clean_line(new.phone, 40),
        "standing": new.standing,
        "language": new.language,
    }
