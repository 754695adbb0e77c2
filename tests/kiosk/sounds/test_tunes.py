"""What the tunes are made of, listened to as a person would: lengths, pitches, rhythm."""

import struct
import wave
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk.attendance.muster.views import MusterScan
from kiosk.attendance.views import CheckedIn, CheckedOut, NotRecorded, Refused, Repeated
from kiosk.people.views import MemberView
from kiosk.sounds.tunes import BELLS, RATE_HZ, TUNES, Tune, tune_of, wave_of
from tests.builders import NOON, make_site

LOUD = 2_000
"""Samples beyond this are heard."""

HUSH_S = 0.015


def samples(tune: Tune) -> list[int]:
    with wave.open(BytesIO(wave_of(tune)), "rb") as file:
        shape = (file.getnchannels(), file.getsampwidth(), file.getframerate())
        assert shape == (1, 2, RATE_HZ)
        count = file.getnframes()
        return list(struct.unpack(f"<{count}h", file.readframes(count)))


def notes(tune: Tune) -> list[tuple[float, float]]:
    """Length in seconds and pitch in hertz of each stretch that is heard."""
    heard = [place for place, sample in enumerate(samples(tune)) if abs(sample) > LOUD]
    starts = [heard[0]] + [b for a, b in pairwise(heard) if b - a > HUSH_S * RATE_HZ]
    ends = [a for a, b in pairwise(heard) if b - a > HUSH_S * RATE_HZ] + [heard[-1]]
    return [
        ((end - start) / RATE_HZ, _pitch(samples(tune)[start:end]))
        for start, end in zip(starts, ends, strict=True)
    ]


def _pitch(part: list[int]) -> float:
    rising = sum(1 for a, b in pairwise(part) if a < 0 <= b)
    return rising * RATE_HZ / len(part)


def seconds(tune: Tune) -> float:
    return len(samples(tune)) / RATE_HZ


@pytest.mark.parametrize("tune", ["in", "out", "refused"])
def test_a_tune_is_over_before_the_next_badge_is_held_up(tune: Tune) -> None:
    assert 0.2 < seconds(tune) < 0.4


def test_in_rises_from_a_short_note_to_a_long_one() -> None:
    (first_s, first_hz), (second_s, second_hz) = notes("in")
    assert second_hz > 1.3 * first_hz
    assert second_s > 2 * first_s


def test_out_falls_from_a_long_note_to_a_short_one() -> None:
    (first_s, first_hz), (second_s, second_hz) = notes("out")
    assert second_hz < first_hz / 1.3
    assert second_s < first_s / 2


def test_refused_is_three_low_notes_alike() -> None:
    heard = notes("refused")
    assert len(heard) == 3
    assert max(hertz for _long_s, hertz in heard) < 300
    assert max(long_s for long_s, _hertz in heard) < 0.1


def test_not_recorded_is_the_refusal_twice() -> None:
    assert len(notes("lost")) == 6


@pytest.mark.parametrize("tune", TUNES)
def test_a_tune_neither_clicks_nor_clips(tune: Tune) -> None:
    heard = samples(tune)
    assert abs(heard[0]) < 100
    assert abs(heard[-1]) < 300
    assert 10_000 < max(map(abs, heard)) < 32_000


def test_the_bells_strokes_are_counted_and_spaced() -> None:
    assert [len(BELLS[tune]) for tune in TUNES] == [1, 2, 3, 6]
    assert all(bells[0] == 0 and min((1.0, *bells[1:])) >= 0.1 for bells in BELLS.values())


@pytest.fixture
def member(tmp_path: Path) -> MemberView:
    return make_site(tmp_path).people.get_member("001")


def test_each_answer_has_its_tune(member: MemberView) -> None:
    known = (member, NOON, date.min, ())
    assert tune_of(CheckedIn(*known)) == "in"
    assert tune_of(CheckedOut(*known, since=NOON)) == "out"
    assert tune_of(Repeated(*known, direction="in")) == "in"
    assert tune_of(Repeated(*known, direction="out")) == "out"
    assert tune_of(Refused("unknown_code", NOON, date.min, None)) == "refused"
    assert tune_of(NotRecorded("full", NOON)) == "lost"


def test_a_muster_answers_to_the_ear_too() -> None:
    results = ("safe", "already", "refused", "not_recorded")
    tunes = [tune_of(MusterScan(result, NOON)) for result in results]
    assert tunes == ["in", "in", "refused", "lost"]
