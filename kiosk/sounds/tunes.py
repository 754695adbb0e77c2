"""The tunes: which answer sounds how, and the tune as samples.

They differ in rhythm as well as in pitch, since not everybody hears pitches apart and a cheap
loudspeaker on a site swallows the low ones.
"""

import math
import struct
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from kiosk.attendance.muster.views import MusterScan
from kiosk.attendance.views import CheckedIn, CheckedOut, NotRecorded, Refused, ScanResult

Tune = Literal["in", "out", "refused", "lost"]
"""What an answer sounds like; `lost` is a scan that was not recorded."""

TUNES: tuple[Tune, ...] = ("in", "out", "refused", "lost")
"""Every tune."""

RATE_HZ = 22_050
"""Samples a second."""

SAMPLE_BYTES = 2
"""Bytes of a sample; one channel."""

_LOUDEST = 32_767 * 0.6
_OVERTONE = 0.25
_ATTACK_S = 0.006
_RELEASE_S = 0.030


@dataclass(frozen=True, slots=True)
class Note:
    """One note of a tune.

    Attributes:
        hertz: Its pitch.
        long_s: How long it sounds, in seconds.
        rest_s: The silence behind it, in seconds.
    """

    hertz: float
    long_s: float
    rest_s: float = 0.0


_LOW = Note(233.1, 0.075, 0.050)
_REFUSED = (_LOW, _LOW, _LOW)

NOTES: dict[Tune, tuple[Note, ...]] = {
    "in": (Note(659.3, 0.080, 0.020), Note(987.8, 0.220)),  # short, long, rising
    "out": (Note(783.99, 0.220, 0.020), Note(523.3, 0.080)),  # long, short, falling
    "refused": _REFUSED,  # three times short and low
    "lost": (*_REFUSED, Note(233.1, 0.0, 0.250), *_REFUSED),  # the same again
}
"""The notes of each tune, in order."""

Bells = tuple[float, ...]
"""When each stroke of a bell follows the one before it, in seconds; the first at once."""

_STROKE_S = 0.12
_THREE: Bells = (0.0, _STROKE_S, _STROKE_S)

BELLS: dict[Tune, Bells] = {
    "in": (0.0,),
    "out": (0.0, _STROKE_S),
    "refused": _THREE,
    "lost": (*_THREE, 4 * _STROKE_S, _STROKE_S, _STROKE_S),
}
"""Strokes of the terminal's bell: one for in, two for out, three for refused."""


_OF_MUSTER: dict[str, Tune] = {"refused": "refused", "not_recorded": "lost"}


def tune_of(result: ScanResult | MusterScan) -> Tune:
    """What an answer sounds like; a repeat sounds as the counted scan did.

    Whoever is marked safe in a muster hears what they hear when they come.
    """
    if isinstance(result, MusterScan):
        return _OF_MUSTER.get(result.result, "in")
    if isinstance(result, NotRecorded):
        return "lost"
    if isinstance(result, Refused):
        return "refused"
    if isinstance(result, CheckedIn | CheckedOut):
        return "in" if isinstance(result, CheckedIn) else "out"
    return "out" if result.direction == "out" else "in"


def wave_of(tune: Tune) -> bytes:
    """A tune as a WAV file: one channel, 16 bits."""
    samples = [sample for note in NOTES[tune] for sample in _samples(note)]
    file = BytesIO()
    with wave.open(file, "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(SAMPLE_BYTES)
        target.setframerate(RATE_HZ)
        target.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return file.getvalue()


def _samples(note: Note) -> Iterator[int]:
    count = round(note.long_s * RATE_HZ)
    for place in range(count):
        at_s, left_s = place / RATE_HZ, (count - place) / RATE_HZ
        turn = 2 * math.pi * note.hertz * at_s
        tone = (math.sin(turn) + _OVERTONE * math.sin(2 * turn)) / (1 + _OVERTONE)
        # a note that begins or ends at full strength clicks
        strength = min(1.0, at_s / _ATTACK_S, left_s / _RELEASE_S)
        yield round(_LOUDEST * strength * tone)
    yield from [0] * round(note.rest_s * RATE_HZ)
