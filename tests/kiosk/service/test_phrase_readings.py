"""By which keys words are found."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.service.phrase_readings import digits_of, readings_of


@pytest.mark.parametrize(
    ("text", "first", "whole"),
    [
        ("班前安全讲解", "bqaqjj", "banqiananquanjiangjie"),
        ("3号塔吊", "3htd", "3haotadiao"),
        ("解决漏水,重新做", "jjlscxz", "jiejueloushuichongxinzuo"),
        ("Mended a tool", "mat", "mendedatool"),
        ("BIM 模型", "bmx", "bimmoxing"),
        ("C30混凝土", "c30hnt", "c30hunningtu"),
        ("绿化", "lh", "lvhua"),
        ("……!?", "", ""),
        ("", "", ""),
    ],
)
def test_words_are_read(text: str, first: str, whole: str) -> None:
    assert readings_of(text) == (first, whole)


def test_letters_stand_on_the_digits_of_a_telephone() -> None:
    assert digits_of("abcdefghijklmnopqrstuvwxyz") == "22233344455566677778889999"
    assert digits_of("3htd") == "3483"


@given(st.text(max_size=60))
def test_anything_has_a_reading_of_lower_letters_and_digits(text: str) -> None:
    for reading in readings_of(text):
        assert reading.isascii()
        assert not reading or (reading.isalnum() and reading == reading.lower())
        assert not reading or digits_of(reading).isdigit()


def test_what_costs_is_imported_only_where_words_are_read() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import sys, kiosk.services; print('pypinyin' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "False"
