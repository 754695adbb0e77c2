"""Pinyin: what people type on a keypad to find somebody."""

import pytest

from kiosk.people.initials import initials_of


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("张三", "zs zhangsan"),
        ("单雄信", "sxx shanxiongxin"),
        ("罗春生", "lcs luochunsheng"),
        ("尉迟恭", "ycg yuchigong"),
        ("阿卜杜热合曼·买买提", "abdrhmmmt abodurehemanmaimaiti"),
        ("吕·é", "le lve"),
        ("王", "w wang"),
        ("Anna Li", "al"),
        ("Ольга", ""),
        ("李Bob", "lb libob"),
        ("-", ""),
        ("", ""),
    ],
)
def test_a_name_is_found_by_its_first_letters_and_its_reading(name: str, initials: str) -> None:
    assert initials_of(name) == initials
