"""How an answer sounds: the terminal's bell, or a short tune through the system's player."""

import asyncio
from typing import TYPE_CHECKING

from kiosk.attendance.muster.views import MusterScan
from kiosk.attendance.views import ScanResult
from kiosk.scanners.settings import TerminalSettings
from kiosk.sounds.player import Player
from kiosk.sounds.tunes import BELLS, Tune, tune_of
from screens.crash import log_crash

if TYPE_CHECKING:
    from screens.app import KioskApp

FOLDER = "sounds"
"""Where in the home the tunes are kept."""

BREATH_S = 0.36
"""Silence behind each sound, in seconds: one stroke and then two are not three."""

REST_S = 60.0
"""How long the bell stands in for players that failed, in seconds."""


class Sounding:
    """Answers to the ear, one answer after another and never behind the screen.

    While one sounds only the newest of the others waits: a queue hears the answer it sees. What
    was not recorded is never dropped for another.
    """

    def __init__(self, app: "KioskApp", settings: TerminalSettings) -> None:
        """Make no sound yet.

        Args:
            app: Whose terminal rings.
            settings: What is set up on this terminal; only its `sound` is looked at.
        """
        self._app = app
        self._mode = settings.sound
        self._player = Player(app.services.context.home.folder / FOLDER)
        self._next: Tune | None = None
        self._is_sounding = False
        self._failed_at_s = float("-inf")

    async def play(self, result: ScanResult | MusterScan) -> None:
        """Let an answer sound; returns at once."""
        if self._mode == "off":
            return
        if self._next != "lost":
            self._next = tune_of(result)
        if not self._is_sounding:
            self._is_sounding = True
            self._app.run_worker(self._sound(), name="sound", exit_on_error=False)

    async def _sound(self) -> None:
        try:
            while self._next is not None:
                tune, self._next = self._next, None
                await self._sound_one(tune)
                await asyncio.sleep(BREATH_S)
        except Exception as error:  # no sound is worth an answer
            log_crash(self._app.log_folder, error)
        finally:
            self._is_sounding = False

    async def _sound_one(self, tune: Tune) -> None:
        if self._mode == "bell" or not await self._play(tune):
            await self._ring(tune)

    async def _play(self, tune: Tune) -> bool:
        now_s = asyncio.get_running_loop().time()
        if now_s - self._failed_at_s < REST_S:
            return False
        was_heard = await self._player.play(tune)
        self._failed_at_s = float("-inf") if was_heard else now_s
        return was_heard

    async def _ring(self, tune: Tune) -> None:
        for pause_s in BELLS[tune]:
            await asyncio.sleep(pause_s)
            self._app.bell()
