"""Notices when the wall clock jumps while the kiosk runs.

Two clocks are read together: the wall's, which people and networks set, and the machine's own,
which only goes on. As long as both advance alike, nothing happened. When they part by more than a
few seconds somebody or something set the wall clock: what is recorded from then on is marked, until
the wall clock is where it would have been, or a supervisor restarted the kiosk with a right clock.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

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
    """Compares the two clocks each time it is asked."""

    def __init__(self, clock: Clock, steady: Callable[[], float] = steady_s) -> None:
        """Believe the wall clock as it stands now.

        Args:
            clock: The wall clock.
            steady: The clock that only goes on, in seconds.
        """
        self._clock, self._steady = clock, steady
        self._began_at, self._began_s = clock.now(), steady()
        self._off = timedelta(0)

    @property
    def has_jumped(self) -> bool:
        """Whether the wall clock stands elsewhere than where it would be."""
        return abs(self._off) > LEAST_JUMP

    def look(self) -> Jump | None:
        """Compare; returns a jump that was not told of yet, or None.

        A clock that creeps, as the network makes it do, is followed.
        """
        now = self._clock.now()
        expected = self._began_at + timedelta(seconds=self._steady() - self._began_s)
        before, self._off = self._off, now - expected
        if abs(self._off - before) <= LEAST_JUMP:
            if not self.has_jumped:  # follow a clock that is nudged, so that nudges never add up
                self._began_at, self._began_s = now, self._steady()
                self._off = timedelta(0)
            return None
        return Jump(self._off, now) if self.has_jumped else None
