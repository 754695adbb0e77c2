"""What the kiosk looks at every second: did anybody write, and how many are on site."""

from dataclasses import dataclass

from db.connection import changes
from kiosk.attendance.muster.views import Running
from kiosk.recording import told_errors
from kiosk.services import Services

RECOUNT_EVERY = 60
"""Looks after which people are counted anew in any case: the longest presence may have ended."""


@dataclass(frozen=True, slots=True)
class StatusView:
    """How the record stands.

    Attributes:
        version: Changes when any other connection has written.
        on_site: Members on site now.
        members: Members who have not left.
        key_posts: Key posts that must be held now.
        empty_posts: Those of them that stand empty.
        hazards: Hazards that nobody has in hand.
        helps: Requests for help on the spot that nobody has in hand.
        waiting: Changes when anything was written to the muster's journal.
        muster: The muster that runs, or None.
    """

    version: int
    on_site: int
    members: int
    key_posts: int = 0
    empty_posts: int = 0
    hazards: int = 0
    helps: int = 0
    waiting: tuple[int, ...] = ()
    muster: Running | None = None

    @property
    def marks(self) -> tuple[int, ...]:
        """What changes when anything was written, to the record or to the muster's journal."""
        return (self.version, *self.waiting)


class Watch:
    """Looks at the record through one connection; use it on one reading thread only."""

    def __init__(self, services: Services) -> None:
        """Know nothing yet."""
        self._services = services
        self._looks = 0
        self._seen: StatusView | None = None

    def look(self) -> StatusView:
        """How the record stands; counts anew only when somebody has written, or once a minute.

        Raises:
            NotRecordedError: The record can't be read now.
        """
        with told_errors():
            return self._look()

    def _look(self) -> StatusView:
        version, waiting = changes(), self._services.muster.journal.mark
        self._looks += 1
        seen = self._seen
        is_known = seen is not None and (version, *waiting) == seen.marks
        if seen is None or not is_known or self._looks % RECOUNT_EVERY == 0:
            running = self._services.muster.running()
            self._seen = seen = StatusView(version, *self._count(), waiting, running)
        return seen

    def _count(self) -> tuple[int, int, int, int, int, int]:
        services = self._services
        members = services.people.list_members()
        posts = [post for post in services.coverage.now() if post.is_due]
        empty = sum(post.is_empty for post in posts)
        here, loud = len(services.attendance.on_site_since()), services.voices.loud(0)
        return here, len(members), len(posts), empty, loud.hazards, loud.helps
