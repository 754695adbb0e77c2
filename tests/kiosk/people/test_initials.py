"""Pinyin initials: what people type on a keypad to find somebody."""

import pytest

from kiosk.people.initials import initials_of


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("张三", "zs"),
        ("单雄信", "sxx"),
        ("尉迟恭", "ycg"),
        ("阿卜杜热合曼·买买提", "abdrhmmmt"),
        ("Anna Li", "al"),
        ("Ольга", ""),
        ("李Bob", "lb"),
        ("-", ""),
        ("", ""),
    ],
)
def test_initials_are_the_first_letters(name: str, initials: str) -> None:
    assert initials_of(name) == initials
