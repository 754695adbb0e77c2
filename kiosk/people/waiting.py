"""How long a wrong PIN makes people wait.

The wait is measured with a clock that nobody can set: the machine's monotonic one. The wall clock
has no say, so setting it forward shortens nothing. A monotonic clock means nothing across a
restart; after one the wait begins again in full, which can only lengthen it, by at most fifteen
minutes. How many tries failed is read from the record, in the ledger's order.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

FREE_FAILURES = 4
"""Failures in a row that cost no wait; the next one does."""

FIRST_WAIT_S = 30
LONGEST_WAIT_S = 15 * 60
TRIES_THAT_MATTER = FREE_FAILURES + 6
"""Newest tries to look at: with that many failures in a row the wait is the longest already."""

Scope = UUID | None
"""A member, or None for the terminal as a whole."""


def failures_in_a_row(outcomes: Sequence[bool]) -> int:
    """How many of the tries, newest first, failed before one that passed."""
    return next((place for place, passed in enumerate(outcomes) if passed), len(outcomes))


def wait_after(failures: int) -> int:
    """Seconds to wait after so many failures in a row: 30 after the fifth, doubling up to 900."""
    beyond = failures - FREE_FAILURES - 1
    if beyond < 0:
        return 0
    return min(FIRST_WAIT_S << min(beyond, TRIES_THAT_MATTER), LONGEST_WAIT_S)


class Waits:
    """When this process first knew of the last failure of each member and of the terminal."""

    def __init__(self, ticks: Callable[[], float], newest_seq: int) -> None:
        """Begin all waits that the record speaks of now.

        Args:
            ticks: Monotonic seconds.
            newest_seq: The ledger's newest entry; failures up to it were before this process.
        """
        self._ticks = ticks
        self._began = ticks()
        self._newest_seq = newest_seq
        self._known: dict[Scope, tuple[int, float]] = {}

    def left_s(self, scope: Scope, tries: Sequence[tuple[int, bool]]) -> float:
        """Seconds still to wait; 0 when the next try may be made.

        Args:
            scope: Whose tries they are.
            tries: Ledger seq and outcome, newest first.
        """
        failures = failures_in_a_row([passed for _seq, passed in tries])
        if failures == 0:
            return 0.0
        since = self._since(scope, tries[0][0])
        return max(0.0, wait_after(failures) - (self._ticks() - since))

    def _since(self, scope: Scope, seq: int) -> float:
        if seq <= self._newest_seq:
            return self._began
        known = self._known.get(scope)
        # A failure of another process counts from when it is first seen here: later, never sooner.
        if known is None or known[0] != seq:
            known = self._known[scope] = (seq, self._ticks())
        return known[1]
