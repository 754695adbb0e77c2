"""Posts as front ends see them: in a list, and opened."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from kiosk.people.views import MemberView

if TYPE_CHECKING:
    from kiosk.attendance.coverage.views import PostCoverageView
    from kiosk.service.scoring import RatingView
    from kiosk.service.views import CommitmentView, ServiceView

BASES = ("need", "task", "person")
"""按需设岗、凭事设岗、因人设岗."""

HONOURS = ("", "vanguard", "model")
"""None, 先锋岗, 示范岗."""


@dataclass(frozen=True, slots=True)
class HolderView:
    """Somebody's time at a post.

    Attributes:
        member: Who; `on_site_since` is the light beside them.
        shift: The name of the shift in which they hold it; empty for always.
        since: The first local day.
        until: The last one; None: for good.
    """

    member: MemberView
    shift: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post in a list, on a day.

    Attributes:
        uid: Its key.
        name: Its name.
        kind: `post`, `procedure`, `link` or `moment` for a key post, else empty.
        basis: Set by `need`, `task` or `person`.
        duty: What its holder is responsible for, or empty.
        standard: What good service means here, or empty.
        zone: The part of the site it covers, or empty.
        honour: `vanguard`, `model` or empty.
        made_at: When it was made, UTC; None: before anybody kept it.
        ended_at: When it was given up, UTC; None: it stands.
        state: `held` by somebody on that day, `vacant`, or `ended`: it was no more.
        holders: Who is set for it on that day, by shift and number.
    """

    uid: UUID
    name: str
    kind: str
    basis: str
    duty: str
    standard: str
    zone: str
    honour: str
    made_at: datetime | None
    ended_at: datetime | None
    state: str
    holders: tuple[HolderView, ...]

    @property
    def is_key(self) -> bool:
        """Whether it must not stand empty during its hours."""
        return bool(self.kind)


@dataclass(frozen=True, slots=True)
class PostPage:
    """A post, opened: what is to be done there, by whom, what was promised and done.

    Attributes:
        post: What is set for it, with who is set for it today.
        hours: When it is due, in words, one part each; none for a post that is no more, and for
            one that is no key post and held in no shift.
        coverage: How it stands now; None for a post that is no key post.
        ahead: Who is to hold it from a later day on, the first of them first.
        history: Who held it and does not today, the newest first.
        commitments: Promises tied to it, the newest first.
        services: What was done for these promises, and what its holders logged on a day on which
            they held it, unless that was for another post's promise; the newest first.
        rating: What workers say of those who hold it; None while too few have rated them.
    """

    post: PostLine
    hours: tuple[str, ...]
    coverage: "PostCoverageView | None"
    ahead: tuple[HolderView, ...]
    history: tuple[HolderView, ...]
    commitments: "tuple[CommitmentView, ...]"
    services: "tuple[ServiceView, ...]"
    rating: "RatingView | None"


@dataclass(frozen=True, slots=True)
class PostChange:
    """New words of a post; None leaves one as it is.

    Attributes:
        name: At most 60 characters, not that of another post, nor of one that is no more.
        kind: One of the four kinds of key posts; empty: no key post.
        basis: One of `BASES`.
        duty: What its holder is responsible for, at most 200 characters.
        standard: What good service means here, at most 200 characters.
        zone: The part of the site it covers, at most 60 characters.
        honour: One of `HONOURS`.
    """

    name: str | None = None
    kind: str | None = None
    basis: str | None = None
    duty: str | None = None
    standard: str | None = None
    zone: str | None = None
    honour: str | None = None
