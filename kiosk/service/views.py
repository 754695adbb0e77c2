"""What front ends get to see of commitments and services."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from kiosk.service.usual_words import as_read


@dataclass(frozen=True, slots=True)
class ItemView:
    """Something to pick from the site's catalogue.

    Attributes:
        uid: Its key.
        text: In Chinese, as kept.
        text_en: In English, or empty.
        minutes: How long it usually takes; 0 for a commitment.
        kind: `commitment`, `service`, or what kind of voice it is a subject of.
        uses: How often it was picked in the last 60 days; 0 where that is not counted.
        is_retired: Whether it can't be picked any more.
    """

    uid: UUID
    text: str
    text_en: str
    minutes: int
    kind: str = ""
    uses: int = 0
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """A public promise and what became of it; of a repeated one, one occasion of it.

    Attributes:
        uid: Its key.
        number: The member's number.
        name: The member's name.
        text: The promise in the member's words.
        text_en: In English when it came from the catalogue, or empty.
        due_on: The local day by which it, or this occasion of it, is to be kept.
        made_at: When it was made, UTC.
        state: `open`, `overdue`, `kept`, `partly_kept`, `missed` or `withdrawn`.
        changed_at: When it was judged, UTC; None while open or overdue.
        reason: Why it was withdrawn or missed; for supervisors.
        rhythm: `shift`, `day`, `week`, or empty for a one-off commitment.
        occasion: The day that names the occasion, as `judge_commitment` takes it; None where there
            is but one: of a one-off commitment, and of a repeated one that was withdrawn.
        until_on: The last day of its rhythm; None: until it is withdrawn.
        post: The name of the post it belongs to, or empty.
        milestone: The milestone it belongs to, or empty.
        changed_by: The number of who judged it, or empty.
        changed_name: Their name, or empty.
        member_uid: The member's key.
        entry: Its number in the ledger, by which the command line calls it.
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
    rhythm: str = field(default="", kw_only=True)
    occasion: date | None = field(default=None, kw_only=True)
    until_on: date | None = field(default=None, kw_only=True)
    post: str = field(default="", kw_only=True)
    milestone: str = field(default="", kw_only=True)
    changed_by: str = field(default="", kw_only=True)
    changed_name: str = field(default="", kw_only=True)
    member_uid: UUID | None = field(default=None, kw_only=True)
    entry: int = field(default=0, kw_only=True)

    @property
    def is_open(self) -> bool:
        """Whether nothing was said of it yet."""
        return self.state in {"open", "overdue"}


@dataclass(frozen=True, slots=True)
class ServiceView:
    """Something that was done for people.

    Attributes:
        uid: Its key.
        number: The member's number.
        name: The member's name.
        text: What was done; here and below without phone numbers.
        text_en: In English when it came from the catalogue, or empty.
        minutes: How long it took, as the member says; 1 to 1440.
        for_whom: Whom it was for, or empty.
        place: Where, or empty.
        at: When it was logged, UTC.
        commitment: The text of the commitment it serves, or None.
        for_kind: `person`, `team`, `household`, `site`, or empty where nobody said.
        served: Number and name of the member it was for, or None.
        confirmed_minutes: How long it took, as confirmed; None: nobody has confirmed it.
        confirmed_how: `supervisor`, `served`, `touch`, or empty.
        confirmed_by: The number of who confirmed it; empty for a touch.
        confirmed_at: When, UTC, or None.
        is_struck: Whether it counts no more.
        struck_because: Why it was struck; empty while it stands, and where the reason was erased.
            For supervisors and its author.
        photos: How many photos are beside it, 0 to 3.
        member_uid: The member's key.
        entry: Its number in the ledger, by which the command line calls it.
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
    for_kind: str = field(default="", kw_only=True)
    served: tuple[str, str] | None = field(default=None, kw_only=True)
    confirmed_minutes: int | None = field(default=None, kw_only=True)
    confirmed_how: str = field(default="", kw_only=True)
    confirmed_by: str = field(default="", kw_only=True)
    confirmed_at: datetime | None = field(default=None, kw_only=True)
    is_struck: bool = field(default=False, kw_only=True)
    struck_because: str = field(default="", kw_only=True)
    photos: int = field(default=0, kw_only=True)
    member_uid: UUID | None = field(default=None, kw_only=True)
    entry: int = field(default=0, kw_only=True)

    @property
    def whom(self) -> str:
        """Whom it was for, wherever it is told: in words, else who was served by badge."""
        return as_read(self.for_whom) or (self.served[1] if self.served else "")

    @property
    def where(self) -> str:
        """Where, in the reader's language where it is a usual place."""
        return as_read(self.place)
