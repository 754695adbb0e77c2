"""What the other rooms tell of a post: promises tied to it, what was done there, ratings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from kiosk.people.views import MemberView

if TYPE_CHECKING:
    from kiosk.service.scoring import RatingView
    from kiosk.service.views import CommitmentView, ServiceView


def _no_commitments(_post: UUID, _today: date) -> "tuple[CommitmentView, ...]":
    return ()


def _no_services(_post: UUID) -> "tuple[ServiceView, ...]":
    return ()


def _no_rating(_holders: tuple[MemberView, ...]) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Told:
    """Where a post's page asks; what nobody answers is empty.

    Attributes:
        commitments: The promises tied to a post, the newest first, as they stand on a work day.
        services: What was done for these promises, and by who held it on that day, the newest
            first.
        rating: What workers say of those who hold it; None while too few have rated them.
    """

    commitments: "Callable[[UUID, date], tuple[CommitmentView, ...]]" = _no_commitments
    services: "Callable[[UUID], tuple[ServiceView, ...]]" = _no_services
    rating: "Callable[[tuple[MemberView, ...]], RatingView | None]" = _no_rating
