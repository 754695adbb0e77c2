"""Who may set up posts and teams: supervisors."""

from uuid import UUID

from db import people
from kiosk.errors import RefusedError
from kiosk.i18n import _


def check_by(by: UUID | None) -> None:
    """Whether who changes a post or a team is a supervisor; None: nobody is named.

    Only what sets a site up (a roster, the demo) names nobody; screens and commands name who.

    Raises:
        RefusedError: `no_supervisor`.
    """
    if by is not None and by not in people.list_living_access():
        raise RefusedError("no_supervisor", _("Only a supervisor can do that."))
