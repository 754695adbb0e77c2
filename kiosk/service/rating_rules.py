"""When a rating was given, as roughly as it is kept, and whether it counts. Pure functions."""

from datetime import UTC, datetime, timedelta
from typing import Literal

SLOT = timedelta(minutes=15)
"""Nothing says more exactly than this when a rating was given."""

BURST_SPAN = timedelta(hours=1)
BURST_FROM = 6
"""From the sixth of one member or site in an hour on those that do not count are a burst."""

SetAside = Literal["", "repeat", "burst"]
"""Empty for a rating that counts, else why it waits for a supervisor."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def slot_of(at: datetime) -> datetime:
    """The quarter of an hour in which a time lies, by its beginning, UTC."""
    return _EPOCH + (at - _EPOCH) // SLOT * SLOT


def first_slot_of_hour(slot_at: datetime) -> datetime:
    """The first quarter of the hour that ends with this one."""
    return slot_at - BURST_SPAN + SLOT


def judge(counted_in_hour: int, given_in_hour: int, *, is_counted_here: bool) -> SetAside:
    """Whether a rating counts.

    Only those that count keep another one from counting: whoever gives many can't silence others.

    Args:
        counted_in_hour: How many of the same member or site count in the hour up to it, whatever
            the terminal.
        given_in_hour: How many were given, counted or not.
        is_counted_here: Whether one of them counts already in its quarter of an hour at its
            terminal.
    """
    if counted_in_hour + 1 >= BURST_FROM:
        return "burst"
    if not is_counted_here:
        return ""
    return "burst" if given_in_hour + 1 >= BURST_FROM else "repeat"
