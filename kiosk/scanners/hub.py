"""The hub: all scanners of this terminal as one, each badge handed on once."""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from kiosk.attendance.views import Scan
from kiosk.clock import Clock, SystemClock
from kiosk.people.codes import strip_prefixes
from kiosk.scanners.port import (
    CONTINUOUS,
    LONGEST_READING,
    LONGEST_STOP_S,
    ScanSource,
    SourceStatus,
)
from kiosk.scanners.repeats import Repeats
from kiosk.text import clean_line

LOOK_S = 0.5
"""How often the hub looks how its sources fare, in seconds."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A reading while the scanners are being tested; nothing is decided.

    Attributes:
        name: The source's name; `wedge` and `paste` for the keyboard.
        text: What was read, one cleaned line of at most 256 characters; for a badge its whole code,
            so mask it where others can see it.
        at: When it arrived, UTC.
        was_dropped: Whether it would have been dropped as a repeat.
    """

    name: str
    text: str
    at: datetime
    was_dropped: bool


Listener = Callable[[Scan], None]
"""Takes a scan to be decided, from a source's thread; where it raises, the scan never was."""

Watcher = Callable[[Arrival], None]
"""Takes what arrives during a test, from a source's thread or the caller's of `admit`.

Where it raises, the test is over.
"""

StatusListener = Callable[[tuple[SourceStatus, ...]], None]
"""Takes how all sources fare once any of them fares differently, from the hub's thread.

One that raises is told no more.
"""


class ScannerHub:
    """Merges the readings of this terminal's scanners.

    Every method may be called from any thread. What the hub calls is called from its own threads:
    a user interface hands it to its loop with `call_soon_threadsafe`.
    """

    def __init__(
        self,
        sources: tuple[ScanSource, ...],
        listener: Listener,
        window_s: Callable[[], float],
        clock: Clock | None = None,
    ) -> None:
        """Hold the sources; none is started.

        Args:
            sources: The scanners beside the keyboard, with names of their own.
            listener: Gets each scan that is no repeat.
            window_s: Tells the site's debounce window in seconds; asked at each reading.
            clock: What tells when something arrived; None: the machine's own.
        """
        self._sources = sources
        self._listener = listener
        self._clock = clock or SystemClock()
        self._repeats = Repeats(window_s)
        self._lock = threading.Lock()
        self._watcher: Watcher | None = None
        self._status_listeners: list[StatusListener] = []
        self._stopping = threading.Event()
        self._looking: threading.Thread | None = None

    @property
    def sources(self) -> tuple[ScanSource, ...]:
        """The sources, in the order of the settings; a camera is aimed by its own methods."""
        return self._sources

    def start(self) -> None:
        """Start every source; called once."""
        for source in self._sources:
            source.start(self._deliver_of(source))
        if self._sources:
            self._looking = threading.Thread(target=self._look, name="scanner hub", daemon=True)
            self._looking.start()

    def stop(self) -> None:
        """Let go of every device; takes at most about two seconds, however many there are."""
        self._stopping.set()
        stops = [threading.Thread(target=source.stop, daemon=True) for source in self._sources]
        for thread in stops:
            thread.start()
        if self._looking is not None:
            stops.append(self._looking)
        for thread in stops:
            thread.join(LONGEST_STOP_S)

    def statuses(self) -> tuple[SourceStatus, ...]:
        """How each source fares now, in the order of the settings."""
        return tuple(source.status for source in self._sources)

    def on_status(self, listener: StatusListener) -> None:
        """Tell a listener, from now on, whenever any source fares differently."""
        self._status_listeners.append(listener)

    def admit(self, text: str, source: str) -> bool:
        """Whether a scan from beside the hub, such as the keyboard's, is to be decided.

        Args:
            text: What was read.
            source: What read it: `wedge` or `paste`.

        Returns:
            False for a repeat of what another source read, for blanks, and during a test.
        """
        return self._admit(clean_line(text, LONGEST_READING), source, source)

    def forget(self, text: str) -> None:
        """Let every source read a code again, whose scan could not be recorded."""
        with self._lock:
            self._repeats.forget(text)

    @contextmanager
    def testing(self, watcher: Watcher) -> Iterator[None]:
        """Hand everything that arrives to a watcher, and nothing on to be decided."""
        self.watch(watcher)
        try:
            yield
        finally:
            self.end_watch()

    def watch(self, watcher: Watcher) -> None:
        """Begin a test, as `testing` does, for a screen that ends it elsewhere."""
        self._watcher = watcher

    def end_watch(self) -> None:
        """End the test; what lies before a scanner still is a repeat and is not decided."""
        self._watcher = None

    def _deliver_of(self, source: ScanSource) -> Callable[[str], None]:
        name, kind = source.status.name, source.status.kind

        def deliver(raw: str) -> None:
            text = clean_line(raw, LONGEST_READING)
            if not self._admit(text, name, (kind, name), continuous=kind in CONTINUOUS):
                return
            try:
                self._listener(Scan(text, kind))
            except Exception:  # nobody took it, such as a loop that is closed: it may come again
                self.forget(text)

        return deliver

    def _admit(self, text: str, name: str, owner: Hashable, *, continuous: bool = False) -> bool:
        if not strip_prefixes(text):
            return False
        with self._lock:
            is_new = self._repeats.admit(text, owner, monotonic(), continuous=continuous)
            watcher = self._watcher
        if watcher is None:
            return is_new
        try:
            watcher(Arrival(name, text, self._clock.now(), not is_new))
        except Exception:  # the screen that tested is gone
            self.end_watch()
        return False

    def _look(self) -> None:
        before: tuple[SourceStatus, ...] = ()
        while not self._stopping.wait(LOOK_S):
            now = self.statuses()
            if now != before:
                before = now
                self._tell(now)

    def _tell(self, statuses: tuple[SourceStatus, ...]) -> None:
        for listener in tuple(self._status_listeners):
            try:
                listener(statuses)
            except Exception:  # nobody listens any more, such as a loop that is closed
                self._status_listeners.remove(listener)
