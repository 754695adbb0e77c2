"""By when a voice is to be settled, and who hears of it when it is not. Pure functions."""

from datetime import date, timedelta
from enum import IntEnum

FARTHEST_DUE = timedelta(days=366)

_DAYS_FOR = {"hazard": 1, "help": 1, "problem": 7, "suggestion": 14}


class Level(IntEnum):
    """Who a voice has risen to."""

    NOBODY = 0
    OWNER = 1
    SUPERVISOR = 2
    ADMIN = 3


_STEPS = ((7, Level.ADMIN), (3, Level.SUPERVISOR), (1, Level.OWNER))
"""From how many days overdue on, and to whom."""


def due_day(kind: str, today: date) -> date:
    """By when a voice of a kind is to be settled that is raised, or reopened, today."""
    return today + timedelta(days=_DAYS_FOR[kind])


def level_of(due_on: date, today: date, *, is_open: bool) -> Level:
    """To whom a voice has risen.

    Args:
        due_on: The local day by which it is to be settled.
        today: The work day on which that is asked.
        is_open: Whether somebody has still something to do.
    """
    overdue = (today - due_on).days
    if not is_open:
        return Level.NOBODY
    return next((level for days, level in _STEPS if overdue >= days), Level.NOBODY)
