"""Notices when the wall clock jumps while the kiosk runs.

Two clocks are read together: the wall's, which people and networks set, and the machine's own,
which only goes on. As long as both advance alike, nothing happened. When they part by more than a
few seconds somebody or something set the wall clock: what is recorded from then on is marked, until
the wall clock is where it would have been, a supervisor said that it is right as it is, or the
program starts anew.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import RLock

from kiosk.clock import Clock

LEAST_JUMP = timedelta(seconds=30)
"""A difference that no slow correction by the network makes between two looks."""


def steady_s() -> float:
    """Seconds on a clock that nobody can set and that goes on while the machine sleeps."""
    boot_clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_clock is None else time.clock_gettime(boot_clock)


@dataclass(frozen=True, slots=True)
class Jump:
    """That the wall clock jumped.

    Attributes:
        by: How far it stands from where it would be; negative when it was set back.
        at: What it tells now, UTC.
    """

    by: timedelta
    at: datetime


class ClockWatch:
    """Compares the two clocks each time it is asked, on whatever thread."""

    def __init__(self, clock: Clock, steady: Callable[[], float] = steady_s) -> None:
        """Believe the wall clock as it stands now.

        Args:
            clock: The wall clock.
            steady: The clock that only goes on, in seconds.
        """
        self._clock, self._steady = clock, steady
        self._began_at, self._began_s = clock.now(), steady()
        self._off = timedelta(0)
        self._untold: Jump | None = None
        self._lock = RLock()

    @property
    def has_jumped(self) -> bool:
        """Whether the wall clock stands elsewhere than where it would be."""
        return abs(self._off) > LEAST_JUMP

    @property
    def off(self) -> timedelta:
        """How far the wall clock stood from where it would be when it was last compared."""
        return self._off

    def compare(self) -> bool:
        """Compare; returns whether the wall clock stands elsewhere than where it would be.

        A clock that creeps, as the network makes it do, is followed.
        """
        with self._lock:
            now = self._clock.now()
            expected = self._began_at + timedelta(seconds=self._steady() - self._began_s)
            before, self._off = self._off, now - expected
            if abs(self._off - before) > LEAST_JUMP:
                self._untold = Jump(self._off, now) if self.has_jumped else None
            elif not self.has_jumped:  # so that nudges never add up
                self._follow()
            return self.has_jumped

    def look(self) -> Jump | None:
        """Compare; returns a jump that was not told of yet, or None."""
        with self._lock:
            self.compare()
            found, self._untold = self._untold, None
            return found

    def believe(self) -> None:
        """Believe the wall clock as it stands now, from now on."""
        with self._lock:
            self._follow()
            self._untold = None

    def _follow(self) -> None:
        self._began_at, self._began_s = self._clock.now(), self._steady()
        self._off = timedelta(0)
