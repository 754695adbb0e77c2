"""The fair estimate, and from when on anything is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.service.scoring import LEAST_SHOWN, MIDDLE, fair_score, mean_of, shown

STARS = st.lists(st.integers(1, 5), max_size=60)
PRIORS = st.floats(1, 5)


def test_few_perfect_ratings_do_not_stand_above_many_good_ones() -> None:
    few, many = fair_score(2, 10, 4.0), fair_score(40, 196, 4.0)
    assert few < many
    assert mean_of(2, 10) > mean_of(40, 196)


def test_the_published_formula_by_hand() -> None:
    assert fair_score(10, 50, 3.0) == pytest.approx(10 / 20 * 5 + 10 / 20 * 3)


@pytest.mark.parametrize(("count", "is_shown"), [(0, False), (4, False), (5, True)])
def test_a_mean_is_shown_from_five_on(count: int, is_shown: bool) -> None:
    assert (shown(count, 5 * count) is not None) is is_shown


def test_without_ratings_the_middle_is_the_beginning() -> None:
    assert mean_of(0, 0) == MIDDLE


@given(STARS, PRIORS)
def test_the_estimate_lies_between_the_mean_and_the_sites(stars: list[int], prior: float) -> None:
    score = fair_score(len(stars), sum(stars), prior)
    ends = sorted([prior, mean_of(len(stars), sum(stars)) if stars else prior])
    assert ends[0] - 1e-9 <= score <= ends[1] + 1e-9


@given(STARS, PRIORS, st.integers(1, 4))
def test_a_better_rating_never_lowers_the_estimate(
    stars: list[int], prior: float, worse: int
) -> None:
    count, total = len(stars) + 1, sum(stars)
    assert fair_score(count, total + worse + 1, prior) > fair_score(count, total + worse, prior)


@given(STARS)
def test_what_is_shown_is_what_was_given(stars: list[int]) -> None:
    view = shown(len(stars), sum(stars))
    assert (view is None) == (len(stars) < LEAST_SHOWN)
    if view is not None:
        assert (view.count, view.mean) == (len(stars), sum(stars) / len(stars))
