"""What the kiosk does unasked: closes days that are over, and tells when its clock jumped."""

from datetime import timedelta
from typing import TYPE_CHECKING

from kiosk.attendance.night import NightWatch
from kiosk.clock_watch import Jump
from kiosk.i18n import _, format_minutes

if TYPE_CHECKING:
    from screens.app import KioskApp


class Nightly:
    """Looks beside the record's watch; nothing of it runs on the UI thread."""

    def __init__(self, app: "KioskApp") -> None:
        """Begin to watch the clock."""
        self._app = app
        self._night = NightWatch(app.services.context)

    async def look(self) -> None:
        """Look once.

        Raises:
            KioskError: The record can't be read or written now; the next look tries again.
        """
        found = await self._app.read(self._night.look)
        if found.jump is not None:
            await self._app.write(self._night.keep, found.jump)
            self._app.tell(_jump_words(found.jump))
        if found.behind is not None:
            self._app.tell(_behind_words(found.behind))
        if found.is_due:
            await self._app.write(self._night.close)


def _behind_words(by: timedelta) -> str:
    minutes = format_minutes(int(by.total_seconds()) // 60)
    words = _("The clock is {minutes} behind the record. Scans are marked; tell the supervisor.")
    return words.format(minutes=minutes)


def _jump_words(jump: Jump) -> str:
    minutes = format_minutes(int(abs(jump.by.total_seconds())) // 60)
    words = (
        _("The clock was set back by {minutes}. Scans are marked; tell the supervisor.")
        if jump.by.total_seconds() < 0
        else _("The clock jumped ahead by {minutes}. Scans are marked; tell the supervisor.")
    )
    return words.format(minutes=minutes)
