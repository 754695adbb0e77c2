"""Service entries: what was done for people, logged by who did it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db import commitments, confirmations
from db import entries as records
from db.base import new_uid
from db.confirmations import Recorded
from db.connection import transaction
from db.entries import SERVICE_STATES, ServiceLine, WantedServices
from db.people import find_rendition
from db.service import ServiceEntry
from kiosk.context import Context, Moment
from kiosk.errors import RefusedError
from kiosk.i18n import _, format_minutes
from kiosk.people.photo_intake import UprightPhoto
from kiosk.service.bounded import good_line
from kiosk.service.checking import LONGEST_TEXT, check_member, words_of
from kiosk.service.evidence import EVIDENCE, digest_evidence, keep_evidence
from kiosk.service.reading import service_view, service_views
from kiosk.service.views import ServiceView

__all__ = ["NewService", "ServiceEntries", "WantedServices"]

LONGEST_SERVICE_MIN = 1440
MOST_PHOTOS = 3
FOR_KINDS = ("person", "team", "household", "site")
TOUCH_FOR = frozenset({"person", "team", "household"})
"""For whom a service was that can be confirmed by touch: the site has no finger."""
LINES_OF_A_POST = 30


@dataclass(frozen=True, slots=True)
class NewService:
    """Something done that is about to be logged.

    Attributes:
        minutes: How long it took, 1 to 1440.
        item_uid: The catalogue's item, or None for own words.
        text: Own words; without an item they must not be empty.
        commitment_uid: The member's own commitment it serves, or None.
        for_whom: Whom it was for, in words, or empty.
        place: Where, or empty.
        for_kind: `person`, `team`, `household`, `site`, or empty.
        served_uid: The member it was for, or None; then `for_kind` is `person`.
        photos: At most 3, each from `PhotoWorkshop.upright`, which bounds what a file can cost.
    """

    minutes: int
    item_uid: UUID | None = None
    text: str = ""
    commitment_uid: UUID | None = None
    for_whom: str = ""
    place: str = ""
    for_kind: str = ""
    served_uid: UUID | None = None
    photos: Sequence[UprightPhoto] = ()


class ServiceEntries:
    """The use cases of logging services."""

    _context: Context

    def list_latest_services(self, most: int) -> tuple[ServiceView, ...]:
        """The newest service entries of the site that stand, newest first."""
        return service_views(records.list_latest_services(most))

    def count_logged_today(self) -> int:
        """How many service entries of the work day stand, as the day's page counts them."""
        return len(records.list_day_services(self._context.moment().work_day))

    def list_post_services(self, post_uid: UUID) -> tuple[ServiceView, ...]:
        """The newest services under the commitments that belong to a post, newest first."""
        return service_views(records.list_post_services(post_uid, LINES_OF_A_POST))

    def list_services(self, wanted: WantedServices) -> tuple[ServiceView, ...]:
        """Service entries as they are asked for, struck ones too, newest first.

        Raises:
            RefusedError: `unknown_state`.
        """
        if wanted.state not in {"", *SERVICE_STATES}:
            raise RefusedError("unknown_state", _("Ask for waiting, touched, confirmed or struck."))
        return service_views(records.list_wanted(wanted))

    def get_service(self, uid: UUID) -> ServiceView:
        """A service entry as it stands. Raises `RefusedError` (`unknown_service`)."""
        return service_view(get_entry(uid))

    def find_service_photo(self, entry_uid: UUID, place: int) -> bytes | None:
        """The JPEG of a photo beside a service entry, or None.

        For supervisors and for who logged it: others may be on it who were not asked.

        Args:
            entry_uid: The entry.
            place: From 1 on.
        """
        photos = get_entry(entry_uid).photos
        if not 1 <= place <= len(photos):
            return None
        return find_rendition(photos[place - 1], EVIDENCE)

    def log_service(  # noqa: PLR0913  # what, how long, for whom, where: a service entry has as many
        self,
        member_uid: UUID,
        minutes: int,
        *,
        item_uid: UUID | None = None,
        text: str = "",
        commitment_uid: UUID | None = None,
        for_whom: str = "",
        place: str = "",
    ) -> ServiceView:
        """Log something that was done for people; see `log`.

        Raises:
            RefusedError: As `log`.
            NotStored: It was not recorded.
        """
        new = NewService(minutes, item_uid, text, commitment_uid, for_whom, place)
        return self.log(member_uid, new)

    def log(self, member_uid: UUID, new: NewService) -> ServiceView:
        """Log something that was done for people.

        Raises:
            RefusedError: `no_words`, `too_long`, `impossible_minutes`, `too_many_minutes` (more
                than 24 hours on one work day), `not_your_commitment`, `withdrawn` (the
                commitment), `unknown_item`, `unknown_commitment`, `unknown_for_kind`,
                `own_service` (served by oneself), `too_many_photos`, `unknown_member`,
                `member_left`.
            NotStored: It was not recorded.
        """
        if not 1 <= new.minutes <= LONGEST_SERVICE_MIN:
            raise RefusedError(
                "impossible_minutes", _("A service takes between 1 minute and 24 hours.")
            )
        if len(new.photos) > MOST_PHOTOS:
            raise RefusedError("too_many_photos", _("At most three photos stand beside a service."))
        with transaction():
            moment, uid = self._context.moment(), new_uid()
            check_member(member_uid)
            words = words_of("service", new.item_uid, new.text)
            _check_commitment(new.commitment_uid, member_uid)
            check_day(member_uid, moment.work_day, new.minutes)
            row: dict[str, object] = {
                "member": member_uid,
                "commitment": new.commitment_uid,
                "item": new.item_uid,
                "text": words,
                "minutes": new.minutes,
                "for_whom": good_line(new.for_whom, LONGEST_TEXT),
                "place": good_line(new.place, LONGEST_TEXT),
                "for_kind": _for_kind(new, member_uid),
                "served": new.served_uid,
            }
            self._write_service(uid, moment, row)
            self._write_photos(uid, moment, new.photos)
            return self.get_service(uid)

    def _write_service(self, uid: UUID, moment: Moment, row: dict[str, object]) -> None:
        day = {"work_day": moment.work_day.isoformat(), "zone": moment.zone}
        told = {key: str(value) if isinstance(value, UUID) else value for key, value in row.items()}
        seq = self._context.enter(moment, "service_entry", uid, told | day)
        ServiceEntry.insert(
            uid=uid,
            seq=seq,
            at=moment.at,
            work_day=moment.work_day,
            zone=moment.zone,
            **row,
        ).execute()

    def _write_photos(self, entry: UUID, moment: Moment, photos: Sequence[UprightPhoto]) -> None:
        different = {digest_evidence(photo): photo for photo in photos}
        for place, photo in enumerate(different.values(), 1):
            sha256 = keep_evidence(photo, moment.at)
            told = {"place": place, "sha256": sha256}
            fact = enter_about(self._context, moment, "service_photo", entry, told)
            confirmations.add_service_photo(fact, entry, place, sha256)


def enter_about(
    context: Context, moment: Moment, kind: str, entry: UUID, told: dict[str, object]
) -> Recorded:
    """Enter a fact about a service entry in the ledger; returns where it is recorded."""
    uid, day = new_uid(), moment.work_day
    when = {"entry": str(entry), "work_day": day.isoformat(), "zone": moment.zone}
    seq = context.enter(moment, kind, uid, told | when)
    return Recorded(uid, seq, moment.at, day, moment.zone)


def get_entry(uid: UUID) -> ServiceLine:
    """The service entry with this key. Raises `RefusedError` (`unknown_service`)."""
    line = records.find_service(uid)
    if line is None:
        raise RefusedError("unknown_service", _("This service entry is not known here."))
    return line


def get_numbered(entry: int) -> ServiceLine:
    """The service entry with a number. Raises `RefusedError` (`unknown_service`)."""
    uid = records.find_service_uid(entry)
    if uid is None:
        raise RefusedError("unknown_service", _("This service entry is not known here."))
    return get_entry(uid)


def _for_kind(new: NewService, member_uid: UUID) -> str | None:
    if new.for_kind not in {"", *FOR_KINDS}:
        sentence = _("A service is for a person, a team, a household or the site.")
        raise RefusedError("unknown_for_kind", sentence)
    if new.served_uid is None:
        return new.for_kind or None
    check_member(new.served_uid)
    if new.served_uid == member_uid:
        raise RefusedError("own_service", _("A service is done for somebody else."))
    return "person"


def _check_commitment(commitment_uid: UUID | None, member_uid: UUID) -> None:
    if commitment_uid is None:
        return
    line = commitments.find_commitment(commitment_uid)
    if line is None:
        raise RefusedError("unknown_commitment", _("This commitment is not known here."))
    if line.member_uid != member_uid:
        raise RefusedError("not_your_commitment", _("Choose one of your own commitments."))
    if line.state == "withdrawn":
        raise RefusedError("withdrawn", _("This commitment was withdrawn; choose another one."))


def check_day(member_uid: UUID, work_day: date, minutes: int) -> None:
    """Whether a member can have done so much more on a work day.

    Raises:
        RefusedError: `too_many_minutes`: more than 24 hours together.
    """
    claimed = records.count_claimed(member_uid, work_day)
    if claimed + minutes > LONGEST_SERVICE_MIN:
        sentence = _("No day has more than 24 hours; {minutes} of this one are claimed already.")
        raise RefusedError("too_many_minutes", sentence.format(minutes=format_minutes(claimed)))
