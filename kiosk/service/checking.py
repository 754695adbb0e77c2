"""What every deed of the service room is held against: who does it, in which words, on what."""

from datetime import date, timedelta
from uuid import UUID

from db import catalogue
from db.people import find_member_by_uid, list_living_access
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.service.bounded import good_line

LONGEST_TEXT = 120
"""Characters of a commitment's or service's own words."""
FARTHEST_DUE = timedelta(days=366)


def check_member(uid: UUID) -> str:
    """The number of a member who can do something here.

    Raises:
        RefusedError: `unknown_member`, `member_left`.
    """
    row = find_member_by_uid(uid)
    if row is None:
        raise RefusedError("unknown_member", _("This member is not known here."))
    if row.left_at is not None:
        raise RefusedError("member_left", _("{name} has left the site.").format(name=row.name))
    number: str = row.number
    return number


def is_supervisor(uid: UUID) -> bool:
    """Whether a member can open the supervisor's day."""
    return uid in list_living_access()


def check_own_or_supervisor(owner_uid: UUID, by_uid: UUID) -> None:
    """Only who it belongs to, or a supervisor, may.

    Raises:
        RefusedError: `not_yours`, `unknown_member`, `member_left`.
    """
    check_member(by_uid)
    if by_uid != owner_uid and not is_supervisor(by_uid):
        raise RefusedError("not_yours", _("Only the member themself or a supervisor can do that."))


def words_of(kind: str, item_uid: UUID | None, text: str) -> str:
    """The words of a commitment or service: own ones, else those of the catalogue's item.

    Raises:
        RefusedError: `unknown_item`, `no_words`, `too_long`.
    """
    words = good_line(text, LONGEST_TEXT)
    if item_uid is not None:
        item = catalogue.find_item(item_uid)
        if item is None or item.kind != kind or item.retired_at is not None:
            raise RefusedError("unknown_item", _("This is no longer in the catalogue."))
        chosen: str = item.text
        return words or chosen
    if not words:
        raise RefusedError("no_words", _("Choose something or write it in your own words."))
    return words


def check_due(due: date, today: date) -> None:
    """A commitment is due between today and a year ahead.

    Raises:
        RefusedError: `due_in_the_past`, `due_too_far`.
    """
    if due < today:
        raise RefusedError("due_in_the_past", _("A commitment is due today or later."))
    if due - today > FARTHEST_DUE:
        raise RefusedError("due_too_far", _("A commitment is due within a year."))


def reason_of(reason: str) -> str:
    """A reason that must be given, cleaned.

    Raises:
        RefusedError: `reason_needed`, `too_long`.
    """
    why = good_line(reason, LONGEST_TEXT)
    if not why:
        raise RefusedError("reason_needed", _("Say why in a few words."))
    return why
