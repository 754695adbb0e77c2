"""What was in force when: changes laid one behind the other, each from its time on."""

from collections.abc import Iterable
from typing import TypeVar

BEGINNING, END = -(1 << 62), 1 << 62
"""Before and after any time that a calendar can say, in microseconds since 1970."""

_Set = TypeVar("_Set")


def in_force(first: _Set, changes: Iterable[tuple[int, _Set]]) -> list[tuple[int, int, _Set]]:
    """What stood when, from the beginning to the end without a gap.

    A change counts from its time on and leaves alone what came before. Where a clock was set back,
    the change that was made later counts from its own, earlier time on, as the clock then said.

    Args:
        first: What stood before any change.
        changes: In the order in which they were made, each with the time from which on it counts,
            in microseconds since 1970.

    Returns:
        From when, to before when, what; in order of time.
    """
    found = [(BEGINNING, first)]
    for at, what in changes:
        while len(found) > 1 and found[-1][0] >= at:
            found.pop()
        found.append((at, what))
    ends = [*(at for at, _what in found[1:]), END]
    return [(at, ends[place], what) for place, (at, what) in enumerate(found)]
