"""Codes are digits that nobody can invent; every wrong one has its own reason."""

import re
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.people.codes import (
    BadCode,
    check_digits,
    make_code,
    mask,
    mask_refused,
    strip_prefixes,
    token_hash,
    token_of,
)
from kiosk.text import clean_line

SECRET = bytes(range(32))
BADGES = st.uuids()


def reason(text: str) -> str:
    with pytest.raises(BadCode) as refused:
        token_of(text)
    return refused.value.reason


@given(BADGES)
def test_a_code_is_34_digits_and_the_same_each_time(badge: object) -> None:
    code = make_code(SECRET, badge)  # type: ignore[arg-type]  # hypothesis gives UUIDs
    assert len(code) == 34
    assert code.isascii()
    assert code.isdigit()
    assert code == make_code(SECRET, badge)  # type: ignore[arg-type]
    assert token_of(code) == code[1:32]


def test_another_secret_gives_another_code() -> None:
    badge = uuid4()
    assert make_code(SECRET, badge) != make_code(bytes(32), badge)


def test_the_check_digits_are_those_of_iso_7064() -> None:
    # ISO 7064:2003 MOD 97-10: the example string 794 takes the check digits 44.
    assert check_digits("794") == "44"


@given(BADGES, st.integers(0, 33), st.integers(1, 9))
def test_one_wrong_digit_never_passes(badge: object, place: int, by: int) -> None:
    code = make_code(SECRET, badge)  # type: ignore[arg-type]
    wrong = code[:place] + str((int(code[place]) + by) % 10) + code[place + 1 :]
    assert reason(wrong) == "wrong_check_digits"


@given(BADGES, st.integers(0, 32))
def test_two_swapped_digits_never_pass(badge: object, place: int) -> None:
    code = make_code(SECRET, badge)  # type: ignore[arg-type]
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        assert reason(swapped) == "wrong_check_digits"


@pytest.mark.parametrize("prefix", ["", "]Q3", "]Q1\\000026", "\\000026", "  "])
@pytest.mark.parametrize("suffix", ["", "\t", "\r\n", " "])
def test_what_scanners_put_round_a_code_is_taken_off(prefix: str, suffix: str) -> None:
    code = make_code(SECRET, uuid4())
    assert token_of(prefix + code + suffix) == code[1:32]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not_a_code"),
        ("   ", "not_a_code"),
        ("001", "not_a_code"),
        ("13812345678", "not_a_code"),
        ("+-/=", "not_a_code"),
        ("https://example.org/?q=1", "not_a_code"),
        ("１" * 34, "not_a_code"),
        ("1" * 12, "cut_code"),
        ("1" * 33, "cut_code"),
        ("1" * 35, "too_long"),
        ("1" * 68, "too_long"),
        ("x" * 201, "too_long"),
        ("\x00\x1b[2J", "not_a_code"),
    ],
)
def test_every_wrong_text_has_its_reason(text: str, why: str) -> None:
    assert reason(text) == why


def test_a_code_of_another_version_is_told_apart() -> None:
    body = "2" + "7" * 31
    assert reason(body + check_digits(body)) == "other_version"


@given(st.text(max_size=300))
def test_any_text_is_a_token_or_a_reason(text: str) -> None:
    try:
        assert len(token_of(text)) == 31
    except BadCode as bad:
        assert bad.reason  # noqa: PT017  # either is right; nothing else is


def test_the_database_keeps_a_hash_only() -> None:
    token = token_of(make_code(SECRET, uuid4()))
    assert token.encode() not in token_hash(token)
    assert len(token_hash(token)) == 32


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("001", "001"),
        ("69012345", "69012345"),
        ("13800001234", "1380…34"),
        ("1" * 34, "1111…11"),
        (f"]Q1\\000026{'7' * 34}", "]Q1\\0000267777…77"),
        ("zhangsan", "zh…an"),
        ("zhang", "z…"),
        ("张三", "张…"),
        ("李四13800001234", "李…4"),
        ("]Q3HTTPS://EXAMPLE.ORG", "]Q3HT…RG"),
        (" ".join("1" * 34), "1 … 1"),
        ("１" * 34, "１…１"),
        ("+-/=", "+-/="),
        ("]Q3", "]Q3"),
        ("", ""),
    ],
)
def test_of_a_refused_text_only_the_ends_are_kept(text: str, kept: str) -> None:
    assert mask_refused(text) == kept


@given(st.text(max_size=80))
def test_of_no_refused_text_more_is_kept_than_nobody_can_use(text: str) -> None:
    line = clean_line(text)
    bare = strip_prefixes(line)
    kept = mask_refused(line)
    assert len(kept) <= len(line) - len(bare) + 8
    assert kept == line or "…" in kept
    assert not re.search(r"[^\W\d_]{3}", kept.removeprefix(line.removesuffix(bare)))


def test_a_shown_code_hides_its_middle() -> None:
    assert mask("1" * 34) == "1111…11"
    assert mask("001") == "001"
