"""The doubt about the kiosk's clock, as something that waits: one key settles it."""

from typing import TYPE_CHECKING
from uuid import UUID

from kiosk.attendance.clock_confirming import confirm_clock
from kiosk.errors import KioskError
from kiosk.i18n import _

if TYPE_CHECKING:
    from screens.app import KioskApp


async def settle_clock(kiosk: "KioskApp", by: UUID | None) -> None:
    """The clock is right: keep that, and say so.

    Args:
        kiosk: The app.
        by: The supervisor at work.
    """
    try:
        await kiosk.write(confirm_clock, kiosk.services.context, by)
    except KioskError as error:
        kiosk.tell(error.sentence, "refused")
    else:
        kiosk.tell(_("The clock is right; scans are no longer marked."))
