"""Teams as front ends see them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kiosk.people.views import MemberView

AHEAD, RUNNING, ENDED = "ahead", "running", "ended"
STATES = (RUNNING, AHEAD, ENDED)
"""What a team can be on a day, in the order of a list."""


@dataclass(frozen=True, slots=True)
class InTeam:
    """Somebody's time in a team.

    Attributes:
        member: Who; `on_site_since` is the light beside them.
        since: The first local day.
        until: The last one; None: as long as the team stands.
    """

    member: MemberView
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team on a day.

    Attributes:
        uid: Its key.
        name: Its name.
        goal: What it was raised for; empty where nobody said.
        state: `ahead`, `running` or `ended`.
        since: The first local day.
        until: The last one; None: open. Before `since`: it was called off.
        result: What came of it; empty until it is ended.
        leader: Who leads it, or led it when it ended; None: nobody.
        members: Who is in it, or is to join; of one that ended, who was in it at its end. The
            leader first, then in order of joining.
        past: Who left it before, the last to leave first.
    """

    uid: UUID
    name: str
    goal: str
    state: str
    since: date
    until: date | None
    result: str
    leader: MemberView | None
    members: tuple[InTeam, ...]
    past: tuple[InTeam, ...]

    @property
    def is_called_off(self) -> bool:
        """Whether it was ended before it began."""
        return self.until is not None and self.until < self.since


@dataclass(frozen=True, slots=True)
class NewTeam:
    """A team to be raised.

    Attributes:
        name: At most 60 characters, not that of another team.
        goal: What it is raised for, at most 200 characters.
        leader: Who leads it; they are in it.
        members: Who else is in it from its first day on.
        since: The first local day; None: today.
        until: The last one that is planned; None: open.
    """

    name: str
    goal: str
    leader: UUID | None = None
    members: tuple[UUID, ...] = ()
    since: date | None = None
    until: date | None = None
