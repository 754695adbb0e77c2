"""The service desk: commitments made and judged, services logged."""

from datetime import date, timedelta
from uuid import UUID

from db import service
from db.base import new_uid
from db.connection import transaction
from db.errors import Conflict
from db.people import find_member_by_uid
from db.service import Commitment, CommitmentChange, ServiceEntry
from kiosk.context import Context, Moment
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.service.reading import (
    commitment_view,
    commitment_views,
    item_view,
    open_commitments,
    service_view,
    service_views,
)
from kiosk.service.views import CommitmentView, ItemView, ServiceView
from kiosk.text import clean_line

LONGEST_TEXT = 120
"""Characters of a commitment's or service's own words."""
FARTHEST_DUE = timedelta(days=366)
LONGEST_SERVICE_MIN = 1440


class Service:
    """The use cases of service."""

    def __init__(self, context: Context) -> None:
        """Work under these circumstances."""
        self._context = context

    def list_commitment_items(self) -> list[ItemView]:
        """The catalogue of commitments, in the site's order."""
        return [item_view(row) for row in service.list_items("commitment")]

    def list_service_items(self) -> list[ItemView]:
        """The catalogue of services, in the site's order."""
        return [item_view(row) for row in service.list_items("service")]

    def list_due_today(self) -> tuple[CommitmentView, ...]:
        """All commitments due today, whatever became of them."""
        today = self._context.moment().work_day
        return commitment_views(service.list_due_commitments(today), today)

    def list_latest_services(self, most: int) -> tuple[ServiceView, ...]:
        """The newest service entries of the site, newest first."""
        return service_views(service.list_latest_services(most))

    def list_open(self, member_uid: UUID) -> tuple[CommitmentView, ...]:
        """A member's open commitments, by due date."""
        return open_commitments(member_uid, self._context.moment().work_day)

    def make_commitment(
        self,
        member_uid: UUID,
        *,
        item_uid: UUID | None = None,
        text: str = "",
        due_on: date | None = None,
    ) -> CommitmentView:
        """Promise something in public.

        Args:
            member_uid: Who promises.
            item_uid: The catalogue's item, or None for own words.
            text: Own words; without an item they must not be empty.
            due_on: By which work day; today when None, at most a year ahead.

        Raises:
            RefusedError: `no_words`, `due_in_the_past`, `due_too_far`, `unknown_item`,
                `unknown_member`, `member_left`.
            NotStored: It was not recorded.
        """
        with transaction():
            moment = self._context.moment()
            self._check_member(member_uid)
            words = self._words("commitment", item_uid, text)
            due = due_on or moment.work_day
            _check_due(due, moment.work_day)
            uid = new_uid()
            payload = {
                "member": str(member_uid),
                "text": words,
                "item": str(item_uid) if item_uid else None,
                "due_on": due.isoformat(),
                "work_day": moment.work_day.isoformat(),
                "zone": moment.zone,
            }
            seq = self._context.enter(moment, "commitment", uid, payload)
            Commitment.insert(
                uid=uid,
                seq=seq,
                member=member_uid,
                item=item_uid,
                text=words,
                due_on=due,
                at=moment.at,
                work_day=moment.work_day,
                zone=moment.zone,
            ).execute()
            return self._get(uid)

    def judge_commitment(
        self, commitment_uid: UUID, state: str, by_uid: UUID, reason: str = ""
    ) -> CommitmentView:
        """Say what became of a commitment; said once, it stands.

        Args:
            commitment_uid: Which one.
            state: `kept`, `partly_kept`, `missed` or `withdrawn`.
            by_uid: The member who says so.
            reason: Why; needed for `missed` and `withdrawn`.

        Raises:
            RefusedError: `already_judged`, `reason_needed`, `unknown_commitment`,
                `unknown_member`, `member_left`.
            NotStored: It was not recorded.
        """
        why = clean_line(reason, LONGEST_TEXT)
        if state in {"missed", "withdrawn"} and not why:
            raise RefusedError("reason_needed", _("Say why in a few words."))
        try:
            with transaction():
                self._check_member(by_uid)
                self._change(self._get(commitment_uid), state, by_uid, why)
                return self._get(commitment_uid)
        except Conflict as conflict:
            raise _already_judged() from conflict

    def _change(self, old: CommitmentView, state: str, by_uid: UUID, why: str) -> None:
        if old.changed_at is not None:
            raise _already_judged()
        moment, uid = self._context.moment(), new_uid()
        payload = {
            "commitment": str(old.uid),
            "state": state,
            "by": str(by_uid),
            "reason": why,
            "work_day": moment.work_day.isoformat(),
            "zone": moment.zone,
        }
        seq = self._context.enter(moment, "commitment_change", uid, payload)
        CommitmentChange.insert(
            uid=uid,
            seq=seq,
            commitment=old.uid,
            state=state,
            by=by_uid,
            reason=why,
            at=moment.at,
            work_day=moment.work_day,
            zone=moment.zone,
        ).execute()

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
        """Log something that was done for people.

        Args:
            member_uid: Who did it.
            minutes: How long it took, 1 to 1440.
            item_uid: The catalogue's item, or None for own words.
            text: Own words; without an item they must not be empty.
            commitment_uid: The member's own commitment it serves, or None.
            for_whom: Whom it was for, or empty.
            place: Where, or empty.

        Raises:
            RefusedError: `no_words`, `impossible_minutes`, `not_your_commitment`, `unknown_item`,
                `unknown_commitment`, `unknown_member`, `member_left`.
            NotStored: It was not recorded.
        """
        if not 1 <= minutes <= LONGEST_SERVICE_MIN:
            raise RefusedError(
                "impossible_minutes", _("A service takes between 1 minute and 24 hours.")
            )
        with transaction():
            moment, uid = self._context.moment(), new_uid()
            number = self._check_member(member_uid)
            words = self._words("service", item_uid, text)
            if commitment_uid and self._get(commitment_uid).number != number:
                raise RefusedError("not_your_commitment", _("Choose one of your own commitments."))
            entry: dict[str, object] = {
                "member": member_uid,
                "commitment": commitment_uid,
                "item": item_uid,
                "text": words,
                "minutes": minutes,
                "for_whom": clean_line(for_whom, LONGEST_TEXT),
                "place": clean_line(place, LONGEST_TEXT),
            }
            self._write_service(uid, moment, entry)
            return service_view(service.get_service(uid))

    def _write_service(self, uid: UUID, moment: Moment, entry: dict[str, object]) -> None:
        day = {"work_day": moment.work_day.isoformat(), "zone": moment.zone}
        payload = {
            key: str(value) if isinstance(value, UUID) else value for key, value in entry.items()
        }
        seq = self._context.enter(moment, "service_entry", uid, payload | day)
        ServiceEntry.insert(
            uid=uid,
            seq=seq,
            at=moment.at,
            work_day=moment.work_day,
            zone=moment.zone,
            **entry,
        ).execute()

    def _check_member(self, uid: UUID) -> str:
        row = find_member_by_uid(uid)
        if row is None:
            raise RefusedError("unknown_member", _("This member is not known here."))
        if row.left_at is not None:
            raise RefusedError("member_left", _("{name} has left the site.").format(name=row.name))
        number: str = row.number
        return number

    def _words(self, kind: str, item_uid: UUID | None, text: str) -> str:
        words = clean_line(text, LONGEST_TEXT)
        if item_uid is not None:
            item = service.find_item(item_uid)
            if item is None or item.kind != kind:
                raise RefusedError("unknown_item", _("This is no longer in the catalogue."))
            chosen: str = item.text
            return words or chosen
        if not words:
            raise RefusedError("no_words", _("Choose something or write it in your own words."))
        return words

    def _get(self, uid: UUID) -> CommitmentView:
        row = service.find_commitment(uid)
        if row is None:
            raise RefusedError("unknown_commitment", _("This commitment is not known here."))
        return commitment_view(row, self._context.moment().work_day)


def _check_due(due: date, today: date) -> None:
    if due < today:
        raise RefusedError("due_in_the_past", _("A commitment is due today or later."))
    if due - today > FARTHEST_DUE:
        raise RefusedError("due_too_far", _("A commitment is due within a year."))


def _already_judged() -> RefusedError:
    return RefusedError(
        "already_judged", _("What became of this commitment was already said; it stands.")
    )
