"""Chance that is the same every time: it depends on the seed and the question, on nothing else."""

from datetime import date
from random import Random

SEED = 2019
"""The demo's seed."""


def chance(*question: str | int | date) -> Random:
    """The dice for a question, such as a day and a member's number."""
    # A demo's dice, no secret: they are meant to be guessable. Strings seed the same everywhere.
    return Random("|".join(map(str, (SEED, *question))))  # noqa: S311
