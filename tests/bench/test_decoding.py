"""The figures of badges read say what they say."""

import builtins
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from tests.bench.__main__ import NotMeasuredError, decoding_figures, measure_decoding
from tests.bench.decoding import Decoded
from tests.bench.worn_badges import MOST_DIRT, Wear, dice, dirtied, painted, some_wear

SIZES = (0.0, 0.03, 0.06, 0.12, 0.25)


def wear(**said: float) -> Wear:
    usual = {"covered": 0.0, "dirt": 0.0, "size": 0.0, "turn": 0.0, "tilt": 0.0}
    return Wear(**(usual | {"blur": 0.5, "light": 1.0, "noise": 0.0, "width": 400.0} | said))


def kept(both: Decoded, covered: Decoded) -> list[bool]:
    return [figure.ratio <= figure.at_most for figure in decoding_figures(both, covered)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("share", [0.02, 0.137, 0.2])
def test_exactly_the_share_that_is_asked_for_is_covered(size: float, share: float) -> None:
    card = np.full((540, 856, 3), 77, np.uint8)
    worn = painted(card, wear(covered=share, size=size), dice(3))
    assert (worn != 77).any(axis=2).sum() == pytest.approx(share * 265**2, abs=1)


def test_dirt_lies_on_unpainted_badges_too_and_within_the_share_of_painted_ones() -> None:
    card = np.full((540, 856, 3), 255, np.uint8)
    assert (dirtied(card, wear(dirt=0.02), 1) != card).any(axis=2).sum() > 0.02 * 265**2
    assert (dirtied(card, wear(), 1) == card).all()
    clean = [some_wear(dice(seed), 0.0) for seed in range(50)]
    assert all(one.covered == 0 and 0 < one.dirt <= MOST_DIRT for one in clean)
    covered = [some_wear(dice(seed), 0.2) for seed in range(50)]
    assert all(one.covered + one.dirt == pytest.approx(0.2) for one in covered)


def test_as_many_as_the_clean_layout_all_painted_and_none_as_another_is_kept() -> None:
    assert kept(Decoded(500, 499, 300, 499, 0), Decoded(250, 250, 20, 249, 0)) == [True] * 3
    assert kept(Decoded(500, 498, 300, 499, 0), Decoded(250, 250, 20, 249, 0)) == [
        False,
        True,
        True,
    ]
    assert kept(Decoded(500, 499, 9, 499, 0), Decoded(250, 249, 9, 250, 0)) == [True, False, True]
    assert kept(Decoded(500, 499, 9, 499, 1), Decoded(250, 250, 9, 250, 0)) == [True, True, False]


def test_nothing_read_by_anybody_is_not_kept() -> None:
    assert kept(Decoded(40, 0, 0, 0, 0), Decoded(20, 0, 0, 0, 0))[:2] == [False, False]
    assert not kept(Decoded(40, 40, 0, 0, 0), Decoded(20, 20, 0, 0, 0))[0]


def test_without_the_libraries_it_is_said_to_be_not_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def without(
        name: str,
        space: Mapping[str, object] | None = None,
        local: Mapping[str, object] | None = None,
        wanted: Sequence[str] = (),
        level: int = 0,
    ) -> Any:
        if name == "tests.bench.decoding":
            raise ImportError("No module named 'cv2'")
        return real(name, space, local, wanted, level)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(NotMeasuredError, match="make devices"):
        list(measure_decoding(4))
