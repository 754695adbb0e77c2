"""What the kiosk looks at every second: did anybody write, and how many are on site."""

from dataclasses import dataclass

from db.connection import changes
from kiosk.people.key_posts import list_key_posts
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
        empty_posts: Those of them without a holder on site.
    """

    version: int
    on_site: int
    members: int
    key_posts: int = 0
    empty_posts: int = 0


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
        version = changes()
        self._looks += 1
        seen = self._seen
        if seen is None or version != seen.version or self._looks % RECOUNT_EVERY == 0:
            self._seen = seen = StatusView(version, *self._count())
        return seen

    def _count(self) -> tuple[int, int, int, int]:
        services, now = self._services, self._services.context.clock.now()
        members = services.people.list_members()
        local = now.astimezone(services.oversight.site().zone)
        posts = list_key_posts(members, local.hour * 60 + local.minute)
        empty = sum(not post.is_held for post in posts)
        return len(services.attendance.on_site_since(now)), len(members), len(posts), empty
