"""Where readings end: any bytes, cut anywhere."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kiosk.people.codes import check_digits
from kiosk.scanners.port import LONGEST_READING
from kiosk.scanners.readings import Readings

texts = st.text(st.sampled_from("12 A\r\n\t\x00\ufffd"), max_size=80)


def pieces_of(text: str, cuts: list[int]) -> list[str]:
    places = sorted({min(cut, len(text)) for cut in cuts} | {0, len(text)})
    return [text[a:b] for a, b in pairwise(places)]


@given(texts, st.lists(st.integers(0, 80), max_size=10))
def test_readings_are_the_same_however_the_text_is_cut(text: str, cuts: list[int]) -> None:
    readings = Readings()
    read = [one for piece in pieces_of(text, cuts) for one in readings.feed(piece)]
    read += readings.silence()
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
    read += readings.silence()
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
