"""What front ends get to see of voices: what everybody sees, and what stays with supervisors."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from kiosk.service.escalation import Level
from kiosk.service.usual_words import as_read
from kiosk.service.voice_states import State, Step

Kind = Literal["suggestion", "problem", "hazard", "help"]


@dataclass(frozen=True, slots=True)
class PublicVoice:
    """A voice as everybody sees it: what a person wrote is not in it until it was approved.

    Attributes:
        number: The site's number for it.
        kind: `suggestion`, `problem`, `hazard` or `help`.
        subject: The words of the catalogue's item, else the first words of what was approved for
            showing, else empty: then its kind says what it is.
        subject_en: The item's words in English, or empty.
        state: `open`, `in_hand`, `solved`, `confirmed` or `declined`.
        shown: What was approved for showing, phone numbers masked; or empty.
        place: Where, when it is a place of the site's list and nobody's own words; else empty.
        raised_on: The work day on which it was raised.
        due_on: The local day by which it is to be settled.
        is_urgent: Whether it is a hazard, or help that is wanted on the spot.
    """

    number: int
    kind: Kind
    subject: str
    subject_en: str
    state: State
    shown: str
    place: str
    raised_on: date
    due_on: date
    is_urgent: bool

    @property
    def where(self) -> str:
        """The place in the reader's language."""
        return as_read(self.place)

    @property
    def is_loud(self) -> bool:
        """Whether the board shouts of it until somebody has it in hand."""
        return self.is_urgent and self.state == "open"


@dataclass(frozen=True, slots=True)
class StepView:
    """Something that was done about a voice.

    Attributes:
        kind: `assigned`, `released`, `due`, `reply`, `placed`, `named`, `solved`, `confirmed`,
            `declined`, `reopened`, `shown` or `hidden`.
        text: What was said, why, where, who, or what is shown to everybody.
        by: The name of who did it; empty for an author who gave no name.
        is_author: Whether the voice's author did it.
        owner: Of `assigned`: who was given it; else empty.
        due_on: The new due day, or None where it stayed.
        at: When, UTC.
        by_uid: The key of who did it, or None.
    """

    kind: Step
    text: str
    by: str
    is_author: bool
    owner: str
    due_on: date | None
    at: datetime
    by_uid: UUID | None = None

    @property
    def said(self) -> str:
        """What was said, in the reader's language where it is a usual word."""
        return as_read(self.text)


@dataclass(frozen=True, slots=True)
class VoiceView:
    """A voice in full, for supervisors, for its author and for who has it in hand.

    Attributes:
        public: What everybody sees of it.
        text: What was written, whole; or empty.
        subject: The words of the catalogue's item, or the first words of the text.
        place: Where, as told last, or empty.
        author_uid: The member who raised it, or None.
        author: The name that was given, or empty.
        owner_uid: Who has it in hand, or None.
        owner: Their name, or empty.
        level: To whom it has risen.
        at: When it was raised, UTC.
        solved_at: When it was solved, UTC; None while it is not.
        solver_uid: Who said that it is solved, while nobody has confirmed it; else None.
        steps: What was done about it, in order; empty in lists.
    """

    public: PublicVoice
    text: str
    subject: str
    place: str
    author_uid: UUID | None
    author: str
    owner_uid: UUID | None
    owner: str
    level: Level
    at: datetime
    solved_at: datetime | None
    solver_uid: UUID | None
    steps: tuple[StepView, ...] = ()

    @property
    def where(self) -> str:
        """The place, in the reader's language where it is a usual one."""
        return as_read(self.place)

    def may_confirm(self, member_uid: UUID) -> bool:
        """Whether its author or a supervisor may say that it really is solved.

        Whoever said that it is solved does not confirm it, not even who raised it.
        """
        return self.public.state == "solved" and self.solver_uid != member_uid

    def asks(self, member_uid: UUID) -> bool:
        """Whether who raised it by name is asked whether it really is solved."""
        return self.author_uid == member_uid and self.may_confirm(member_uid)


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A page of the public list.

    Attributes:
        voices: The largest number first.
        has_more: Whether there are others behind them.
    """

    voices: tuple[PublicVoice, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page of the supervisors' list.

    Attributes:
        voices: The largest number first.
        has_more: Whether there are others behind them.
    """

    voices: tuple[VoiceView, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class RaisedVoice:
    """The answer to who raised a voice.

    Attributes:
        voice: What everybody sees of it.
        word: Four digits, told this once: with the number they show the author everything.
    """

    voice: PublicVoice
    word: str


@dataclass(frozen=True, slots=True)
class LoudVoices:
    """Hazards, and requests for help on the spot, that nobody has in hand.

    Attributes:
        hazards: How many hazards.
        helps: How many requests for help.
        newest: The newest of them, newest first.
    """

    hazards: int
    helps: int
    newest: tuple[PublicVoice, ...]

    @property
    def count(self) -> int:
        """How many."""
        return self.hazards + self.helps
