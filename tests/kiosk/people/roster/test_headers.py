"""Headers in any order and spelling lead to the same columns."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.people.roster.fields import Field
from kiosk.people.roster.headers import _SPELLINGS, find_header
from kiosk.people.roster.refusal import RosterRefused

HEADERS = {field: words.split() for field, words in _SPELLINGS.items()}


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


WAYS: list[Callable[[str], str]] = [
    str,
    str.upper,
    str.title,
    full_width,
    " ".join,
    "*{}".format,
    "{}：".format,
    "{}（必填）".format,
]


@given(st.data())
def test_any_order_and_spelling_is_understood(data: st.DataObject) -> None:
    fields = data.draw(st.permutations(list(Field)))
    row = [
        data.draw(st.sampled_from(WAYS))(data.draw(st.sampled_from(HEADERS[field]), label=field))
        for field in fields
    ]
    header, columns = find_header([row])
    assert header == 0
    assert columns == {field: place for place, field in enumerate(fields)}


def test_the_header_may_stand_under_a_title() -> None:
    rows = [["北岸项目党员名册"], ["制表：办公室", "2026年"], ["姓名", "编号"], ["王工", "001"]]
    assert find_header(rows) == (2, {Field.NAME: 0, Field.NUMBER: 1})


def test_a_running_number_is_taken_only_without_a_number_of_its_own() -> None:
    assert find_header([["序号", "姓名"]])[1][Field.NUMBER] == 0
    assert find_header([["序号", "姓名", "工号"]])[1][Field.NUMBER] == 2


@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        ([["编号", "职务"]], "姓名"),
        ([["姓名", "职务"]], "编号"),
        ([["a", "b"]], "编号"),
        ([], "姓名"),
        ([[""]] * 10 + [["编号", "姓名"]], "姓名"),
    ],
)
def test_a_missing_column_is_named(rows: list[list[str]], missing: str) -> None:
    with pytest.raises(RosterRefused) as caught:
        find_header(rows)
    assert caught.value.code == "missing_column"
    assert missing in caught.value.sentence


def test_two_columns_for_one_thing_are_refused_by_name() -> None:
    with pytest.raises(RosterRefused) as caught:
        find_header([["编号", "姓名", "手机", "联系电话"]])
    assert caught.value.code == "double_column"
    assert "手机、联系电话" in caught.value.sentence
