"""How ratings become a mean that can be shown, and an estimate that is fair to rank by.

A mean of two fives must not stand above one of forty that are nearly all fives. Ranking is by the
Bayesian average, the posterior mean of Evan Miller's "Bayesian Average Ratings" (2012), which IMDb
publishes as its weighted rating: WR = v / (v + m) x R + m / (v + m) x C, where v ratings have the
mean R, C is the mean of all that is rated, and m is how many ratings at C everything begins with.
"""

from dataclasses import dataclass

LEAST_SHOWN = 5
"""From so many ratings on anything is shown: below, one could tell who gave which."""

STEP = LEAST_SHOWN
"""So many more must come before what is shown changes: else each new mean would tell one rating."""

PRIOR_WEIGHT = 10
"""m: with so many ratings at the site's mean everything begins."""

MIDDLE = 3.0
"""C where nothing is rated yet: the middle of 1 to 5."""


@dataclass(frozen=True, slots=True)
class RatingView:
    """What everybody may see of the ratings of something.

    Attributes:
        count: How many of those that count are shown, 5 or more.
        mean: Their mean, 1 to 5.
    """

    count: int
    mean: float


def fair_score(count: int, total: int, prior: float) -> float:
    """The Bayesian average.

    Args:
        count: How many ratings, 0 or more.
        total: The sum of their stars.
        prior: The mean of all that is rated, 1 to 5.
    """
    return (PRIOR_WEIGHT * prior + total) / (PRIOR_WEIGHT + count)


def mean_of(count: int, total: int) -> float:
    """The mean of ratings; `MIDDLE` where there are none."""
    return total / count if count else MIDDLE


def shown(count: int, total: int) -> RatingView | None:
    """What everybody may see of ratings; None while there are fewer than `LEAST_SHOWN`."""
    if count < LEAST_SHOWN:
        return None
    return RatingView(count, mean_of(count, total))
