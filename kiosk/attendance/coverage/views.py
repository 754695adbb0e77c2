"""Coverage as front ends see it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kiosk.attendance.coverage.judging import Part
from kiosk.attendance.coverage.spans import Times
from kiosk.people.views import MemberView


@dataclass(frozen=True, slots=True)
class AskedView:
    """Somebody without whom a post would stand empty, and what they said.

    Attributes:
        at: When they were asked; where they were not, when they left, UTC.
        leaver: Their name.
        answer: `waits`, `named`, `rests`, `told` (the supervisor) or `left`; `asked` for who said
            nothing, `unasked` for who left it empty and was not asked.
        taker: The name of who takes over when `named`, else empty.
    """

    at: datetime
    leaver: str
    answer: str
    taker: str


@dataclass(frozen=True, slots=True)
class PostCoverageView:
    """One key post, now and over a work day.

    Attributes:
        uid: The post.
        name: Its name.
        kind: `post`, `procedure`, `link` or `moment`.
        state: `covered`, `thin`, `empty` or `not_due` at the time of asking.
        since: From when on it is so, UTC. None: for longer than a week; of an empty one: nobody
            knows, since it was empty when it was first set.
        least: How many holders it needs at least.
        holders: Who stands at it at the time of asking, in order of coming.
        planned: Who should hold it then; where it is not due, who holds it next on that day.
        deputies: Who may stand in then.
        parts: The day in order without a gap; `ahead` is due time that has not come yet.
        covered_min: Whole minutes covered.
        thin_min: Whole minutes thin.
        empty_min: Whole minutes empty.
        gaps: When it stood empty.
        asked: Who was asked on that day, in order.
        resting: Which of the holders are on a break now; nobody at another time than now.
    """

    uid: UUID
    name: str
    kind: str
    state: str
    since: datetime | None
    least: int
    holders: tuple[MemberView, ...]
    planned: tuple[MemberView, ...]
    deputies: tuple[MemberView, ...]
    parts: tuple[Part, ...]
    covered_min: int
    thin_min: int
    empty_min: int
    gaps: tuple[Times, ...]
    asked: tuple[AskedView, ...]
    resting: frozenset[UUID] = frozenset()

    def holder_words(self, resting: str) -> tuple[str, ...]:
        """The names of who stands at it.

        Args:
            resting: What is said of who is on a break, with `{name}`.
        """
        return tuple(
            resting.format(name=one.name) if one.uid in self.resting else one.name
            for one in self.holders
        )

    @property
    def is_due(self) -> bool:
        """Whether it must be held at the time of asking."""
        return self.state != "not_due"

    @property
    def is_empty(self) -> bool:
        """Whether it stands empty."""
        return self.state == "empty"


@dataclass(frozen=True, slots=True)
class WaitingPost:
    """A post of somebody's that runs or is about to.

    Attributes:
        uid: The post.
        name: Its name.
        kind: `post`, `procedure`, `link` or `moment`.
        state: What it is without them: `empty`, `thin`, `covered`; `not_due` before it begins.
        since: From when on it is so, UTC; None: for longer than a week.
        begins: When it began or begins to be due, for them: in their shift, UTC.
        ends: When it ends to be due for them, UTC.
        holders: The names of the others who stand at it.
        is_taken: Whether they chose it.
    """

    uid: UUID
    name: str
    kind: str
    state: str
    since: datetime | None
    begins: datetime
    ends: datetime
    holders: tuple[str, ...]
    is_taken: bool

    @property
    def is_waiting(self) -> bool:
        """Whether it needs them now."""
        return self.state in {"empty", "thin"}
