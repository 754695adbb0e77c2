"""What front ends get to see of commitments and services."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ItemView:
    """Something to pick from the site's catalogue.

    Attributes:
        uid: Its key.
        text: In Chinese, as kept.
        text_en: In English, or empty.
        minutes: How long it usually takes; 0 for a commitment.
    """

    uid: UUID
    text: str
    text_en: str
    minutes: int


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """A public promise and what became of it.

    Attributes:
        uid: Its key.
        number: The member's number.
        name: The member's name.
        text: The promise in the member's words.
        text_en: In English when it came from the catalogue, or empty.
        due_on: The local day by which it is to be kept.
        made_at: When it was made, UTC.
        state: `open`, `overdue`, `kept`, `partly_kept`, `missed` or `withdrawn`.
        changed_at: When it was judged, UTC; None while open or overdue.
        reason: Why it was withdrawn or missed; for supervisors.
    """

    uid: UUID
    number: str
    name: str
    text: str
    text_en: str
    due_on: date
    made_at: datetime
    state: str
    changed_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class ServiceView:
    """Something that was done for people.

    Attributes:
        uid: Its key.
        number: The member's number.
        name: The member's name.
        text: What was done.
        text_en: In English when it came from the catalogue, or empty.
        minutes: How long it took, as the member says; 1 to 1440.
        for_whom: Whom it was for, or empty.
        place: Where, or empty.
        at: When it was logged, UTC.
        commitment: The text of the commitment it serves, or None.
    """

    uid: UUID
    number: str
    name: str
    text: str
    text_en: str
    minutes: int
    for_whom: str
    place: str
    at: datetime
    commitment: str | None
