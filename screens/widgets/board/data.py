"""What the board shows, read in one go on the reading thread."""

from dataclasses import dataclass
from datetime import date

from kiosk.attendance.coverage.views import PostCoverageView
from kiosk.people.views import MemberView
from kiosk.service.views import CommitmentView, ServiceView
from kiosk.services import Services

_LATEST_SERVICES = 8


@dataclass(frozen=True, slots=True)
class BoardView:
    """The board's content at one moment.

    Attributes:
        members: All who have not left, by number.
        key_posts: The key posts that must be held now, empty ones first.
        due: The commitments due today, whatever became of them.
        services: The newest services, newest first.
        overdue: The commitments due before today of which nobody spoke, by due day.
        today: The local day, for times of other days.
    """

    members: tuple[MemberView, ...] = ()
    key_posts: tuple[PostCoverageView, ...] = ()
    due: tuple[CommitmentView, ...] = ()
    services: tuple[ServiceView, ...] = ()
    overdue: tuple[CommitmentView, ...] = ()
    today: date = date.min


def read_board(services: Services) -> BoardView:
    """The board now; call it on the reading thread."""
    members = services.people.list_members()
    now = services.context.clock.now().astimezone(services.oversight.site().zone)
    return BoardView(
        tuple(members),
        tuple(post for post in services.coverage.now() if post.is_due),
        services.service.list_due_today(),
        services.service.list_latest_services(_LATEST_SERVICES),
        services.service.list_overdue(),
        now.date(),
    )
