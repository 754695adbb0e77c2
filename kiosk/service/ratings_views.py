"""What supervisors and front ends get to see of single ratings."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from kiosk.service.scoring import RatingView

SubjectKind = Literal["service", "member", "site"]
RatingState = Literal["counted", "repeat", "burst", "left_out"]
RATING_STATES: tuple[RatingState, ...] = ("counted", "repeat", "burst", "left_out")


@dataclass(frozen=True, slots=True)
class RatingLineView:
    """One rating, for supervisors; nothing in it tells who gave it, nor exactly when.

    Attributes:
        uid: Its key, which says nothing.
        kind: What is rated.
        subject_uid: The key of that.
        number: The number of the member it is about; empty for the site.
        name: Their name; empty for the site.
        service: The words of the service; empty for a member and the site.
        stars: 1 to 5.
        word: What was said, or empty.
        state: `counted`; `repeat` (one counts already in that quarter of an hour there) or `burst`
            (too many in an hour), both wait for a supervisor; `left_out` by one.
        slot_at: The beginning of its quarter of an hour, UTC.
        work_day: Its work day.
    """

    uid: UUID
    kind: SubjectKind
    subject_uid: UUID
    number: str
    name: str
    service: str
    stars: int
    word: str
    state: RatingState
    slot_at: datetime
    work_day: date


@dataclass(frozen=True, slots=True)
class RankedMember:
    """A member in the order of the fair score.

    Attributes:
        uid: Their key.
        number: Their number.
        name: Their name.
        rating: What is shown of their ratings.
        score: The fair estimate by which they are ranked, 1 to 5.
    """

    uid: UUID
    number: str
    name: str
    rating: RatingView
    score: float
