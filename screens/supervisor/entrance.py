"""The door to the supervisor's day: nobody comes in without number and PIN."""

from typing import TYPE_CHECKING

from kiosk.people.views import MemberView
from screens.dialogs.pin import PinDialog

if TYPE_CHECKING:
    from screens.app import KioskApp


async def open_day(app: "KioskApp") -> None:
    """Ask for number and PIN and open the day when both are right."""

    def admit(member: MemberView | None) -> None:
        if member is not None:
            app.open_day(member)

    await app.push_screen(PinDialog(), admit)
