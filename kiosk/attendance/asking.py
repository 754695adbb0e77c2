"""What members ask for, as it is shown, and what holds for whoever rules on anything."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db import people
from db import presence as stays
from db.corrections import CorrectionRequest
from db.presence import Presence
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.text import clean_line

LONGEST_TEXT = 200
"""Characters of what anybody says to a correction at most."""


@dataclass(frozen=True, slots=True)
class RequestView:
    """A correction that a member asked for and nobody ruled on.

    Attributes:
        uid: Its key.
        number: The member's number.
        name: The member's name.
        kind: `came` or `left`.
        presence: The presence whose end is missing or wrong; None for a missing check-in.
        happened_at: When they came or left, as they say, UTC.
        text: What they say to it, or empty.
        at: When they asked, UTC.
        left_at: Of a missing check-in: when they left again, as they say, UTC; or None.
    """

    uid: UUID
    number: str
    name: str
    kind: str
    presence: Presence | None
    happened_at: datetime
    text: str
    at: datetime
    left_at: datetime | None = None


def check_other(member_uid: UUID, by: UUID | None) -> None:
    """Nobody settles what is their own, not even the site's only supervisor.

    Args:
        member_uid: Whose it is.
        by: The supervisor at work; None for the command line, which is for who keeps the machine.

    Raises:
        RefusedError: `own_request`.
    """
    if by == member_uid:
        raise RefusedError("own_request", _("Another supervisor must rule on your own."))


def said_reason(reason: str) -> str:
    """The reason, cleaned. Raises `RefusedError` (`no_reason`) where there is none."""
    why = clean_line(reason, LONGEST_TEXT)
    if not why:
        raise RefusedError("no_reason", _("Say why; the reason is kept."))
    return why


def view_of(request: CorrectionRequest) -> RequestView:
    """A request as it is shown."""
    row = people.find_member_by_uid(request.member_uid)
    presence = stays.find_presence(request.presence_uid) if request.presence_uid else None
    return RequestView(
        request.uid,
        row.number if row else "",
        row.name if row else "",
        request.kind,
        presence,
        request.happened_at,
        request.text,
        request.at,
        request.left_at,
    )
