"""The muster in the app: it takes the scans and holds the terminal until a PIN ends it."""

from typing import TYPE_CHECKING

from kiosk.attendance.muster.views import MusterScan, Running
from kiosk.errors import KioskError
from screens.modes import MUSTER

if TYPE_CHECKING:
    from screens.app import KioskApp
    from screens.public.muster import MusterScreen

LOOKS_BETWEEN_TRIES = 5
"""Looks at the record between two tries to take a waiting journal over."""


class MusterMode:
    """Follows the muster that runs, wherever it was started or ended."""

    def __init__(self, app: "KioskApp") -> None:
        """None runs, as far as is known."""
        self._app = app
        self._looks = 0
        self.running: Running | None = None
        """The muster that runs; while there is one the terminal is the roll call."""
        self.is_reporting = False
        """Whether a report is being read: it may be read to its end."""

    async def follow(self, running: Running | None) -> None:
        """Open the muster that runs, or leave the one that was ended elsewhere."""
        self.running = running
        in_muster = self._app.current_mode == MUSTER
        if running is None and in_muster and not self.is_reporting:
            self._app.go_home()
        elif running is not None and not in_muster:
            self._app.go_home()  # home is the muster now
        await self._take_over()

    async def _take_over(self) -> None:
        desk = self._app.services.muster
        self._looks += 1
        if self._looks % LOOKS_BETWEEN_TRIES == 0 and desk.journal.kept != "record":
            await self._app.write(desk.take_over)

    async def ask(self) -> None:
        """Ask whether a muster shall start, and which."""
        from screens.public.muster_start import MusterStartDialog  # costs nothing until needed

        now = self.running
        is_asked = isinstance(self._app.screen, MusterStartDialog)
        if is_asked or (now is not None and now.kind == "real"):
            return
        kinds = ("drill", "real") if now is None else ("real",)
        kind = await self._app.push_screen_wait(MusterStartDialog(kinds))
        if kind is not None:
            await self._start(kind)

    async def _start(self, kind: str) -> None:
        try:
            running = await self._app.write(self._app.services.muster.start, kind)
        except KioskError as error:
            self._app.tell(error.sentence, "refused")
            return
        self.running, self.is_reporting = running, False
        await self._app.ways.go_home()
        self._screen().begin()

    async def show(self, result: MusterScan) -> None:
        """Show what a badge came to, on the roll call and nowhere else."""
        if self._app.current_mode != MUSTER:
            await self.follow(await self._app.read(self._app.services.muster.running))
            await self._app.ways.go_home()
        if self._app.current_mode == MUSTER:
            self._screen().show_scan(result)

    def _screen(self) -> "MusterScreen":
        from screens.public.muster import MusterScreen

        lowest = self._app.get_screen_stack(MUSTER)[0]
        if not isinstance(lowest, MusterScreen):  # pragma: no cover  # the mode makes no other
            raise TypeError(type(lowest).__name__)
        return lowest
