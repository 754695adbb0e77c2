"""A supervisor says that the clock is right as it stands: the doubt about a jump ends."""

from uuid import UUID

from db.connection import transaction
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _


def confirm_clock(context: Context, by: UUID | None) -> None:
    """Believe the clock that jumped, from now on; every program on this record does.

    What was marked meanwhile stays marked.

    Args:
        context: The circumstances.
        by: The supervisor who looked at it.

    Raises:
        RefusedError: `clock_not_in_doubt`.
        NotStored: It was not recorded.
    """
    with transaction():
        moment, watch = context.moment(), context.watch
        if watch is None or not watch.has_jumped:
            raise RefusedError("clock_not_in_doubt", _("The clock is not in doubt."))
        told = {"by_s": int(watch.off.total_seconds()), "by": str(by) if by else None}
        context.enter(moment, "clock_confirmed", context.terminal_uid, told)
    context.compare_clocks()  # now that it is kept, it is believed as everywhere else
