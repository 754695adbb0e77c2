"""A camera that reads codes while somebody aims with it, and takes a member's photo."""

import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from time import monotonic

from kiosk.clock import Clock, SystemClock
from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.scanners import camera_wire as wire
from kiosk.scanners.camera_child import CameraChild
from kiosk.scanners.camera_faults import (
    BROKEN_LIBRARY,
    failure_sentence,
    is_library_missing,
    is_there,
)
from kiosk.scanners.camera_wire import Frame
from kiosk.scanners.port import LONGEST_STOP_S, Deliver, RefusedFor, SourceState, SourceStatus


@dataclass(frozen=True, slots=True)
class CameraTimes:
    """How long a camera is waited for, in seconds."""

    let_go: float = 30.0
    """After the last code or the last `aim` it is let go of."""
    again: float = 1.0
    """Before the first try to bring back a camera that is wanted; each further one waits twice
    as long."""
    mended: float = 5.0
    """Before the first try to load libraries again that are installed but did not load; further
    ones wait longer as well."""
    again_at_rest: float = 60.0
    """Between two tries to bring back one that nobody aims with: its lamp lights up each time."""
    silence: float = 10.0
    """Without a word its process is taken to hang: opening takes a slow camera two or three."""
    tick: float = 0.2
    """How often all this is looked at."""
    picture: float = 3.0
    """How long a picture of full size may take."""


TIMES = CameraTimes()


class CameraSource:
    """A camera behind the port of scanners; open only while it is wanted.

    `aim`, `rest`, `keep`, `latest_frame` and `status` return at once and may be called from any
    thread, the user interface's own as well; `take_picture` and `stop` wait.
    """

    def __init__(
        self,
        name: str,
        device: str,
        *,
        always: bool = False,
        clock: Clock | None = None,
        times: CameraTimes = TIMES,
    ) -> None:
        """Know a camera; nothing is opened yet.

        Args:
            name: What people call it, as it was set up.
            device: Its number, its device file, or a video file.
            always: Whether it reads codes all the time, not only while somebody aims.
            clock: Dates the states; None: the system's.
            times: How long it is waited for.
        """
        self._device = device
        self._always = always
        self._clock = clock or SystemClock()
        self._times = times
        self._deliver: Deliver
        self._lock = threading.RLock()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._mind, name="camera-minder", daemon=True)
        self._is_stopped = False
        self._child: CameraChild | None = None
        self._status = SourceStatus(name, "camera", "never_seen", self._clock.now())
        self._failure, self._reason = "absent", ""
        self._was_there = self._has_worked = False
        self._is_open = self._is_trying = False
        self._reads = True
        self._aimed_until = 0.0
        self._retry_at = 0.0
        self._tries = 0
        self._looked_at = 0.0
        self._frame: Frame | None = None
        self._pictures: SimpleQueue[bytes] = SimpleQueue()
        self._taking = threading.Lock()

    @property
    def status(self) -> SourceStatus:
        """See `ScanSource.status`; its detail speaks the language now spoken."""
        with self._lock:
            status, failure = self._status, self._failure
        if not status.is_out_of_order:
            return status
        is_for_rights = status.state == "refused" and failure == "forbidden"
        why: RefusedFor = "rights" if is_for_rights else ""
        return replace(status, detail=failure_sentence(failure), refused_for=why)

    @property
    def is_aimed(self) -> bool:
        """Whether somebody aims with it."""
        return self.left_s > 0

    @property
    def left_s(self) -> float:
        """Seconds until it is let go of, 0 when nobody aims with it."""
        return max(0.0, self._aimed_until - monotonic())

    @property
    def worker_pid(self) -> int | None:
        """The number of the process that holds the camera; None while it is let go of."""
        child = self._child
        return None if child is None or child.is_over else child.pid

    def start(self, deliver: Deliver) -> None:
        """See `ScanSource.start`; the camera stays closed until it is wanted."""
        self._deliver = deliver
        self._thread.start()

    def stop(self) -> None:
        """See `ScanSource.stop`."""
        self._is_stopped = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(LONGEST_STOP_S)

    def aim(self, *, reads: bool = True) -> None:
        """Open the camera, or keep it open for another 30 seconds.

        Args:
            reads: Whether codes in view count; not while a photo is taken of a person who wears
                their badge.
        """
        with self._lock:
            self._reads = reads
            if not self.is_aimed and self._failure != BROKEN_LIBRARY:  # that costs a core each time
                self._retry_at, self._tries = 0.0, 0
            self._aimed_until = monotonic() + self._times.let_go
        self._wake.set()

    def rest(self) -> None:
        """Let go of the camera, unless it reads all the time."""
        with self._lock:
            self._reads = True
            self._aimed_until = 0.0
        self._wake.set()

    def latest_frame(self) -> Frame | None:
        """What the camera saw last, small; None while there is nothing to see.

        Whoever shows it asks again and again: pictures are made only while somebody looks.
        """
        child, now_s = self._child, monotonic()
        if child is not None and now_s - self._looked_at > wire.LOOK_S / 2:
            self._looked_at = now_s
            child.ask(wire.LOOK)
        return self._frame

    def take_picture(self) -> bytes:
        """Take a picture of full size now, as the camera sees it, not mirrored. Waits for it.

        Returns:
            A JPEG of quality 90.

        Raises:
            KioskError: `no_picture`: nobody aims, or the camera gave none within three seconds.
        """
        with self._taking:
            with suppress(Empty):
                while True:
                    self._pictures.get_nowait()  # one that came too late for whoever asked
            if (child := self._child) is not None:
                child.ask(wire.PICTURE)
                with suppress(Empty):
                    if picture := self._pictures.get(timeout=self._times.picture):
                        return picture
        sentence = _("The camera gave no picture. Check its cable and try again.")
        raise KioskError("no_picture", sentence)

    def _mind(self) -> None:
        while not self._is_stopped:
            self._tick()
            self._wake.wait(self._times.tick)
            self._wake.clear()
        self._let_go()
        self._tell_state()

    def _tick(self) -> None:
        if self._child is not None:
            self._check(self._child)
        self._tell_state()
        if self._child is None and (self._is_wanted or self._failure):
            self._open()

    @property
    def _is_wanted(self) -> bool:
        return self._always or self.is_aimed

    def _check(self, child: CameraChild) -> None:
        if child.is_over:
            self._lose(self._reason)
        elif monotonic() - child.heard_at > self._times.silence:
            self._lose("silent")
        elif not self._is_wanted and (self._is_open or not self._is_trying):
            self._let_go()

    def _open(self) -> None:
        if monotonic() < self._retry_at or is_library_missing() or not is_there(self._device):
            return
        self._reason, self._looked_at, self._is_trying = "crashed", 0.0, not self._is_wanted
        with self._lock:
            try:
                self._child = CameraChild(self._device, self._hear, self._wake.set)
            except OSError:  # the system has no process left to give
                self._lose("crashed")

    def _lose(self, reason: str) -> None:
        self._let_go()
        self._failure = reason
        first_s = self._times.mended if reason == BROKEN_LIBRARY else self._times.again
        again_s = first_s * 2**self._tries if self._is_wanted else self._times.again_at_rest
        self._retry_at = monotonic() + min(again_s, self._times.again_at_rest)
        self._tries += 1

    def _let_go(self) -> None:
        with self._lock:
            child, self._child = self._child, None
            self._is_open, self._frame = False, None
        if child is not None:
            child.end()
            self._pictures.put(b"")  # nobody need wait for one any more

    def _hear(self, child: CameraChild, kind: bytes, rest: bytes) -> None:
        with self._lock:
            if child is not self._child:
                return
            # one that nobody wants any more may still speak until it is let go of
            is_code = kind == wire.CODE and self._reads and self._is_wanted
            if is_code and self.is_aimed:
                self._aimed_until = monotonic() + self._times.let_go
            self._note(kind, rest)
        if is_code:
            self._deliver(rest.decode("utf-8", "replace"))

    def _note(self, kind: bytes, rest: bytes) -> None:
        if kind == wire.OPENED:
            self._is_open = self._has_worked = True
            self._failure, self._tries = "", 0
            self._wake.set()
        elif kind == wire.FRAME:
            self._frame = wire.unpack_frame(rest)
        elif kind == wire.JPEG:
            self._pictures.put(rest)
        elif kind == wire.FAILED:
            said = rest.decode("ascii", "replace")
            # it is started only where the libraries are installed
            self._reason = BROKEN_LIBRARY if said == "no_library" else said

    def _tell_state(self) -> None:
        state = self._state()
        with self._lock:
            if state != self._status.state:
                self._status = replace(self._status, state=state, since=self._clock.now())
            if self._was_there:
                self._status = replace(self._status, device=self._device)

    def _state(self) -> SourceState:
        if self._is_open:
            return "working"
        if is_library_missing():
            self._failure = "no_library"
            return "no_library"
        if not is_there(self._device):
            self._failure = "absent"
            return "lost" if self._was_there else "never_seen"
        self._was_there = True
        if self._failure in ("absent", "no_library"):  # it was plugged in, or they were installed
            self._failure, self._retry_at, self._tries = "", 0.0, 0
        if not self._failure:
            return "idle"
        if self._failure == BROKEN_LIBRARY:
            return "no_library"
        return "lost" if self._has_worked else "refused"
