"""The scanners and the sound of this terminal, as the kiosk uses them."""

import asyncio
from time import monotonic
from typing import TYPE_CHECKING

from kiosk.attendance.muster.views import MusterScan
from kiosk.attendance.views import Scan, ScanResult
from kiosk.errors import KioskError
from kiosk.scanners.hub import ScannerHub
from kiosk.scanners.making import make_sources
from kiosk.scanners.port import SourceStatus
from kiosk.scanners.settings import TerminalSettings, load_settings, save_settings
from screens.sounding import Sounding
from screens.widgets.keys import KeyBar

if TYPE_CHECKING:
    from kiosk.scanners.camera import CameraSource
    from screens.app import KioskApp


FIRST_LOOK_S = 2.0
"""How long a scanner may be looked for before it is called out of order, in seconds."""


class Devices:
    """Holds the hub and the sound; both are made anew when the settings change."""

    def __init__(self, app: "KioskApp") -> None:
        """Nothing is plugged in yet; the keyboard is always there."""
        self._app = app
        self._loop: asyncio.AbstractEventLoop | None = None
        self._started_at_s = 0.0
        self.settings = TerminalSettings()
        """What is set up on this terminal."""
        self.hub = self._make_hub(self.settings)
        """The scanners beside the keyboard, and the judge of repeats for all."""
        self.trouble: tuple[SourceStatus, ...] = ()
        """The scanners that are out of order."""
        self._sounding = Sounding(app, self.settings)

    @property
    def camera(self) -> "CameraSource | None":
        """The camera that can be aimed with, or None."""
        if all(setting.kind != "camera" for setting in self.settings.sources):
            return None
        from kiosk.scanners.camera import CameraSource  # only where there is one

        return next(source for source in self.hub.sources if isinstance(source, CameraSource))

    async def start(self) -> None:
        """Start what is set up; settings that can't be used are told, and nothing is started."""
        self._loop = asyncio.get_running_loop()
        try:
            settings = await asyncio.to_thread(load_settings, self._app.services.context.home)
        except KioskError as error:
            self._app.tell(error.sentence)
        else:
            await self._use(settings)

    async def change(self, settings: TerminalSettings) -> None:
        """Keep other settings and use them from now on.

        Raises:
            KioskError: They can't be used or kept; those before stay in force.
        """
        await asyncio.to_thread(save_settings, self._app.services.context.home, settings)
        await self._use(settings)

    async def stop(self) -> None:
        """Let go of every device."""
        await asyncio.to_thread(self.hub.stop)

    def admits(self, scan: Scan) -> bool:
        """Whether a scan of the keyboard is to be decided: no repeat of another source's."""
        return self.hub.admit(scan.text, scan.source)

    def forget(self, scan: Scan) -> None:
        """A scan was not recorded: it is no repeat when another scanner tries at once."""
        self.hub.forget(scan.text)

    async def sound(self, result: ScanResult | MusterScan) -> None:
        """Answer to the ear."""
        await self._sounding.play(result)

    async def _use(self, settings: TerminalSettings) -> None:
        await self.stop()
        self.settings, self.trouble = settings, ()
        self._sounding = Sounding(self._app, settings)
        self.hub = self._make_hub(settings)
        self._started_at_s = monotonic()
        await asyncio.to_thread(self.hub.start)
        for bar in self._app.screen.query(KeyBar):
            bar.redraw()

    def _make_hub(self, settings: TerminalSettings) -> ScannerHub:
        hub = ScannerHub(make_sources(settings), self._take, self._window_s)
        hub.on_status(self._status_changed)
        return hub

    def _window_s(self) -> float:
        if self._app.mustering.hears_repeats:
            return 0.0  # who has just come in is marked safe all the same
        return self._app.site.debounce_s

    def _take(self, scan: Scan) -> None:
        # Called on a scanner's thread; a loop that is closed raises, and the hub forgets the scan.
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(self._app.scan(scan), self._loop)

    def _status_changed(self, statuses: tuple[SourceStatus, ...]) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._note, statuses)

    def _look_again(self) -> None:
        self._note(self.hub.statuses())

    def _note(self, statuses: tuple[SourceStatus, ...]) -> None:
        looked_for_s = monotonic() - self._started_at_s
        if looked_for_s < FIRST_LOOK_S:  # every device is missing in the first moment
            loop = asyncio.get_running_loop()
            loop.call_later(FIRST_LOOK_S - looked_for_s, self._look_again)
        else:
            self.trouble = tuple(status for status in statuses if status.is_out_of_order)
