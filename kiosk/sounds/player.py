"""Plays the tunes through the system: through whichever player program it has, or Windows itself.

A player is never worth waiting for: it runs beside the kiosk, a hanging one is killed, and where
none works the caller rings the terminal's bell.
"""

import asyncio
import importlib
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from kiosk.sounds.tunes import TUNES, Tune, wave_of

PROGRAMS: dict[str, tuple[str, ...]] = {
    "pw-play": (),
    "paplay": (),
    "aplay": ("-q",),
    "afplay": (),
}
"""Players by preference, with their options: PipeWire, PulseAudio, ALSA, macOS."""

PATIENCE_S = 2.0
"""How long a player may take before it is killed, in seconds."""

DYING_S = 0.5
"""How long a killed player is waited for, in seconds; a stuck sound card can hold it longer."""


class Player:
    """Plays a site's tunes, one at a time."""

    def __init__(self, folder: Path, patience_s: float = PATIENCE_S) -> None:
        """Start no player yet.

        Args:
            folder: Where the tunes are kept as files; made when the first one is played.
            patience_s: How long a tune may take, in seconds.
        """
        self._folder = folder
        self._patience_s = patience_s
        self._programs = list(PROGRAMS)

    async def play(self, tune: Tune) -> bool:
        """Play a tune to its end; the caller waits for one before it begins the next.

        Returns:
            Whether it was heard, for all that the system says; False where no player works.
        """
        with suppress(TimeoutError, OSError):  # a full or read-only disk holds no tunes
            async with asyncio.timeout(self._patience_s):
                file = await asyncio.to_thread(self._file, tune)
                return await self._play_file(file)
        return False

    async def _play_file(self, file: Path) -> bool:
        if sys.platform == "win32":
            return await asyncio.to_thread(play_on_windows, file)
        for name in tuple(self._programs):
            # whoever fails or hangs is asked last from now on, whoever works is asked first
            self._programs.remove(name)
            self._programs.append(name)
            if await self._run(name, file):
                self._programs.insert(0, self._programs.pop())
                return True
        return False

    async def _run(self, name: str, file: Path) -> bool:
        path = shutil.which(name)
        return path is not None and await run_program([path, *PROGRAMS[name], str(file)])

    def _file(self, tune: Tune) -> Path:
        """The file of a tune; all of them are made together, once."""
        file = self._folder / f"{tune}.wav"
        if not file.exists():
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for each in TUNES:
                _write(self._folder / f"{each}.wav", wave_of(each))
        return file


async def run_program(command: list[str]) -> bool:
    """Run a program without a terminal; it is killed when the caller stops waiting for it.

    Returns:
        Whether it could be started and ended well.
    """
    silent = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=silent, stdout=silent, stderr=silent, start_new_session=True
        )
    except OSError:
        return False
    try:
        return await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), DYING_S)


def play_on_windows(file: Path) -> bool:
    """Let Windows play a file; returns whether it could."""
    winsound = importlib.import_module("winsound")
    try:
        winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_NODEFAULT)
    except RuntimeError:
        return False
    return True


def _write(file: Path, content: bytes) -> None:
    """Write a file that another kiosk on the same home may be writing too: whole or not at all."""
    fresh = file.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(file)
