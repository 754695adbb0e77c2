"""The muster in the app: it takes the scans and holds the terminal until a PIN ends it."""

import asyncio
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from kiosk.attendance.muster.ending import AFTER_END
from kiosk.attendance.muster.journal import list_aside
from kiosk.attendance.muster.views import MusterScan, Running
from kiosk.errors import KioskError
from kiosk.i18n import _
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
        self._ended_at_s = -AFTER_END.total_seconds()
        self._told_aside: set[Path] = set()
        self.running: Running | None = None
        """The muster that runs; while there is one the terminal is the roll call."""
        self.is_reporting = False
        """Whether a report is being read: it may be read to its end."""

    async def follow(self, running: Running | None) -> None:
        """Open the muster that runs, or leave the one that was ended elsewhere."""
        if running is None and self.running is not None:
            self.note_end()
        self.running = running
        in_muster = self._app.current_mode == MUSTER
        if running is None and in_muster and not self.is_reporting:
            self._app.go_home()
        elif running is not None and not in_muster:
            self._app.go_home()  # home is the muster now
        await self._take_over()

    @property
    def hears_repeats(self) -> bool:
        """Whether every scan is answered, also a repeat: in a muster and in the minute after it."""
        since_end_s = monotonic() - self._ended_at_s
        return self.running is not None or since_end_s < AFTER_END.total_seconds()

    def note_end(self) -> None:
        """The muster that ran has ended."""
        self.running, self._ended_at_s = None, monotonic()

    async def _take_over(self) -> None:
        desk = self._app.services.muster
        is_waiting = self._looks % LOOKS_BETWEEN_TRIES == 0 and desk.journal.kept != "record"
        if is_waiting:
            await self._app.write(desk.take_over)
        if is_waiting or self._looks == 0:
            await self._tell_aside()
        self._looks += 1

    async def _tell_aside(self) -> None:
        """Say once that marks are kept aside; the doctor says which file."""
        context = self._app.services.context
        site = self._app.site.uid.hex
        found = await asyncio.to_thread(list_aside, context.home.folder, site)
        if set(found) - self._told_aside:
            self._app.tell(_("Marks of another muster were kept aside: run the doctor."))
        self._told_aside |= set(found)

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
