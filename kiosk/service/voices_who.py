"""Whether a supervisor speaks, and words that are bounded."""

from uuid import UUID

from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.service.bounded import good_line, good_text
from kiosk.service.checking import is_supervisor

__all__ = ["check_supervisor", "good_line", "good_text"]


def check_supervisor(member_uid: UUID) -> None:
    """Whether a member may do what only supervisors do.

    Raises:
        RefusedError: `no_supervisor`.
    """
    if not is_supervisor(member_uid):
        raise RefusedError("no_supervisor", _("Only a supervisor can do that."))
