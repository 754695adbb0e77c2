"""The kiosk's end of the camera's own process."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic

from kiosk.scanners import camera_wire as wire

Hear = Callable[["CameraChild", bytes, bytes], None]
"""Takes who speaks, a kind of message and its rest, on the child's own reading thread."""

END_S = 1.0
"""How long a child that was killed is waited for, in seconds."""
_ROOT = Path(__file__).parents[2]


class CameraChild:
    """One run of `camera_worker`, from the opening of a camera to its loss or release."""

    def __init__(self, device: str, hear: Hear, on_end: Callable[[], None]) -> None:
        """Start it.

        Args:
            device: A camera's number, its device file, or a video file.
            hear: Takes what it says.
            on_end: Called on the reading thread once it is gone.
        """
        self.heard_at = monotonic()
        """When it last said something; `time.monotonic`."""
        self._hear = hear
        self._on_end = on_end
        self._asking = threading.Lock()
        command = [sys.executable, "-m", "kiosk.scanners.camera_worker", device]
        self._process = subprocess.Popen(  # noqa: S603 - this program's own module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
        )
        self._reader = threading.Thread(target=self._read, name="camera", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def is_over(self) -> bool:
        """Whether it is gone and all it said was heard."""
        return not self._reader.is_alive()

    def ask(self, line: bytes) -> None:
        """Ask for something; a child that is gone hears nothing."""
        pipe = self._process.stdin
        with self._asking, suppress(OSError, ValueError):
            # past the buffer: what a child that is gone did not take must not stay in one
            os.write(pipe.fileno() if pipe is not None else -1, line)

    def end(self) -> None:
        """End it, whatever it is doing; the camera is free when this returns."""
        self._process.kill()
        if threading.current_thread() is not self._reader:
            self._reader.join(END_S)

    def _read(self) -> None:
        stream = self._process.stdout
        with suppress(OSError, wire.WireError):
            while stream is not None and (message := wire.read_message(stream)):
                self.heard_at = monotonic()
                self._hear(self, *message)
        self._process.kill()
        with self._asking, self._process:
            pass  # closes both pipes and waits for it
        self._on_end()
