"""Where readings end: any bytes, cut anywhere."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.people.codes import check_digits
from kiosk.scanners.burst import STALL_S
from kiosk.scanners.port import LONGEST_READING
from kiosk.scanners.readings import SILENCE_S, STALL_SILENCES, Readings

texts = st.text(st.sampled_from("12 A\r\n\t\x00\ufffd"), max_size=80)


def silence(readings: Readings) -> list[str]:
    """What is read once nothing comes any more."""
    return [one for _look in range(STALL_SILENCES) for one in readings.silence()]


def pieces_of(text: str, cuts: list[int]) -> list[str]:
    places = sorted({min(cut, len(text)) for cut in cuts} | {0, len(text)})
    return [text[a:b] for a, b in pairwise(places)]


@given(texts, st.lists(st.integers(0, 80), max_size=10))
def test_readings_are_the_same_however_the_text_is_cut(text: str, cuts: list[int]) -> None:
    readings = Readings()
    read = [one for piece in pieces_of(text, cuts) for one in readings.feed(piece)]
    read += silence(readings)
    assert read == [part for part in re.split(r"[\r\n\t]", text) if part.strip()]
    assert readings.silence() == []


@given(st.lists(st.text("7", max_size=400), max_size=8), st.integers(1, 300))
def test_no_reading_is_longer_than_the_bound(parts: list[str], step: int) -> None:
    text = "\r".join(parts)
    readings = Readings()
    read = [
        one
        for place in range(0, len(text), step)
        for one in readings.feed(text[place : place + step])
    ]
    read += silence(readings)
    assert read == [part[:LONGEST_READING] for part in parts if part]


bodies = st.text("0123456789", min_size=31, max_size=31).map(lambda token: f"1{token}")
codes = bodies.map(lambda body: body + check_digits(body))


@given(st.lists(codes, min_size=1, max_size=5), st.sampled_from(["", "\r", "\t"]))
def test_whole_codes_that_stuck_together_are_apart(several: list[str], end: str) -> None:
    readings = Readings()
    read = readings.feed("".join(several) + end) + readings.silence()
    assert read == several


@given(codes, st.sampled_from(["\ufffd", "  ", "x\x00"]))
def test_noise_before_a_code_does_not_spoil_it(code: str, noise: str) -> None:
    *junk, read = Readings().feed(f"{noise}{code}\r")
    assert read == code
    assert junk == ([noise] if noise.strip() else [])
    assert Readings().feed(f"]Q1{code}\r") == [f"]Q1{code}"]


def test_noise_takes_no_memory() -> None:
    readings = Readings()
    for _piece in range(1000):
        assert readings.feed("x" * 4096) == []
    assert len(readings._begun) == LONGEST_READING


@given(
    codes,
    st.sampled_from(["", "]Q3", "\\000026"]),
    st.dictionaries(st.integers(8, 33), st.integers(1, STALL_SILENCES - 1), max_size=6),
    st.sampled_from(["", "\r"]),
)
def test_however_long_the_computer_is_busy_a_code_under_way_stays_whole(
    code: str, prefix: str, stalls: dict[int, int], end: str
) -> None:
    readings = Readings()
    read = readings.feed(prefix)
    for place, digit in enumerate(code):
        for _look in range(stalls.get(place, 0)):
            read += readings.silence()
        read += readings.feed(digit)
    read += readings.feed(end) + readings.silence()
    assert read == [prefix + code]


@pytest.mark.parametrize("text", ["1234567", "ABCDEFGH", "12345678X"])
def test_what_is_no_code_under_way_ends_with_the_first_silence(text: str) -> None:
    readings = Readings()
    readings.feed(text)
    assert readings.silence() == [text]


@pytest.mark.parametrize("digits", [8, 20, 33])
def test_a_half_code_ends_once_nothing_more_can_come(digits: int) -> None:
    readings = Readings()
    readings.feed("1" * digits)
    looks = [readings.silence() for _look in range(STALL_SILENCES)]
    assert looks == [*[[]] * (STALL_SILENCES - 1), ["1" * digits]]
    assert STALL_S <= STALL_SILENCES * SILENCE_S < STALL_S + SILENCE_S


@given(codes, st.integers(8, 33))
def test_a_half_code_costs_the_next_one_nothing(code: str, cut: int) -> None:
    readings = Readings()
    readings.feed("7" * cut)
    readings.silence()
    assert readings.feed(code + "\r") == ["7" * cut, code]
