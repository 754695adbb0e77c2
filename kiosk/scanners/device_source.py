"""A source that keeps one device open on a thread of its own and looks for it when it is gone."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from kiosk.clock import Clock, SystemClock
from kiosk.scanners.port import (
    LONGEST_STOP_S,
    Deliver,
    RefusedFor,
    SourceKind,
    SourceState,
    SourceStatus,
)
from kiosk.text import clean_line

LOOK_AGAIN_S = 1.0
"""How long a device that is not there is left alone before the next look, in seconds."""


class NotOpened(Exception):
    """A device could not be opened.

    Attributes:
        state: `refused`, `no_library`, or `never_seen` for one that is not there, which is `lost`
            once it was.
        refused_for: Why it was refused; empty in the other states and where it is not known.
    """

    def __init__(
        self, state: SourceState, detail: str, refused_for: RefusedFor = "", device: str = ""
    ) -> None:
        """Keep what happened; `device` is where it was tried, empty for nowhere."""
        super().__init__(detail)
        self.state = state
        self.refused_for = refused_for
        self.device = device


class Device(Protocol):
    """An open device; used on one thread."""

    @property
    def where(self) -> str:
        """Where it was found."""

    def read(self) -> list[str]:
        """Wait a moment (at most half a second) for readings. Raises anything when it is gone."""

    def close(self) -> None:
        """Let go of it."""


class DeviceSource:
    """Reads from a device for as long as it is there; a `ScanSource`."""

    def __init__(
        self,
        name: str,
        kind: SourceKind,
        connect: Callable[[], Device],
        clock: Clock | None = None,
        look_again_s: float = LOOK_AGAIN_S,
    ) -> None:
        """Wait for `start`.

        Args:
            name: What people call it.
            kind: What it is read through.
            connect: Finds and opens the device; raises `NotOpened`, or anything.
            clock: What tells since when; None: the machine's own.
            look_again_s: Seconds between two looks for a device that is not there.
        """
        self._connect = connect
        self._clock = clock or SystemClock()
        self._look_again_s = look_again_s
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._was_there = False
        self._status = SourceStatus(name, kind, "never_seen", self._clock.now())

    @property
    def status(self) -> SourceStatus:
        """How it fares now."""
        return self._status

    def start(self, deliver: Deliver) -> None:
        """Begin to read."""
        name = f"{self._status.kind} scanner"
        self._thread = threading.Thread(target=self._run, args=(deliver,), name=name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let go of the device."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(LONGEST_STOP_S)

    def _run(self, deliver: Deliver) -> None:
        while not self._stopping.is_set():
            try:
                device = self._connect()
            except NotOpened as error:
                self._not_opened(error)
            except Exception as error:  # whatever a driver throws, the next look may be better
                self._not_opened(NotOpened("never_seen", _said(error)))
            else:
                self._read(device, deliver)
            self._stopping.wait(self._look_again_s)
        if self._status.state == "working":
            self._tell("idle", self._status.device)

    def _read(self, device: Device, deliver: Deliver) -> None:
        self._was_there = True
        self._tell("working", device.where)
        try:
            while not self._stopping.is_set():
                for text in device.read():
                    deliver(text)
        except Exception as error:  # unplugged; each driver says it in its own way
            self._tell("lost", device.where, _said(error))
        finally:
            with suppress(Exception):  # a device that is gone can't be let go of
                device.close()

    def _not_opened(self, error: NotOpened) -> None:
        is_missing = error.state == "never_seen"
        state = "lost" if is_missing and self._was_there else error.state
        self._tell(state, error.device, str(error), error.refused_for)

    def _tell(
        self, state: SourceState, device: str, detail: str = "", refused_for: RefusedFor = ""
    ) -> None:
        before = self._status
        self._status = SourceStatus(
            before.name,
            before.kind,
            state,
            before.since if state == before.state else self._clock.now(),
            clean_line(device) or before.device,
            clean_line(detail),
            refused_for,
        )


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
