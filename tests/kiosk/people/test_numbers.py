"""The next free number of a site."""

import pytest

from kiosk.people.numbers import next_number


@pytest.mark.parametrize(
    ("taken", "next_one"),
    [
        ([], "001"),
        (["001", "061", "007"], "062"),
        (["9", "10"], "11"),
        (["099"], "100"),
        (["7", "007"], "008"),
        (["A-17", "第3", "٣"], "001"),
    ],
)
def test_the_next_number_follows_the_highest(taken: list[str], next_one: str) -> None:
    assert next_number(taken) == next_one
    assert next_one not in taken
