"""What people at the demo's site say of it in a day, and when the supervisor looks at all of it.

As in `kiosk.demo.days`, a day depends on the seed and its date alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import cast
from uuid import UUID

from kiosk.demo import voice_words
from kiosk.demo.chance import chance
from kiosk.demo.happening import Event
from kiosk.service.ratings_views import SubjectKind
from kiosk.service.voices_views import Kind

RATED_MEMBERS = ("003", "005", "007", "008", "009", "012", "016", "024", "033", "034", "042", "045")
"""Who is rated by those who pass: holders whom many meet."""
SUBJECTS = 4
"""Items of the catalogue of each kind of voice that the demo picks from."""
_RATINGS_A_DAY, _VOICES_A_DAY = 11, 2
_BURST_EVERY, _BURST = 7, 8
_REVIEWS = ((13, 10), (17, 30))
_STARS, _STAR_WEIGHTS = (5, 4, 3, 2, 1), (52, 30, 11, 5, 2)


@dataclass(frozen=True, slots=True)
class RatingGiven(Event):
    """Somebody rates something.

    Attributes:
        kind: What is rated; a service is the newest one on record.
        rated: The number of the rated member, or empty.
        stars: 1 to 5.
        word: What is said to it, or empty.
        uid: Its random key, from the dice.
    """

    kind: SubjectKind
    rated: str
    stars: int
    word: str
    uid: UUID


@dataclass(frozen=True, slots=True)
class VoiceRaised(Event):
    """Somebody says something; `number` is that of the member who does, or empty.

    Attributes:
        kind: What kind of voice.
        item: The place in the catalogue, from 0; None for own words.
        text: Own words, or empty.
        place: Where, or empty.
        name: The name they give, or empty.
    """

    kind: Kind
    item: int | None
    text: str
    place: str
    name: str


@dataclass(frozen=True, slots=True)
class Review(Event):
    """The supervisor goes through voices, services and teams."""


def list_sayings(day: date, midnight: datetime) -> Iterator[RatingGiven | VoiceRaised | Review]:
    """The ratings, voices and reviews of a day, in no order."""
    yield from _ratings(day, midnight)
    yield from _voices(day, midnight)
    for hour, minute in _REVIEWS:
        yield Review(midnight + timedelta(hours=hour, minutes=minute), "")


def _ratings(day: date, midnight: datetime) -> Iterator[RatingGiven]:
    for index in range(_RATINGS_A_DAY):
        dice = chance(day, "rating", index)
        at = midnight + timedelta(hours=7 + 17 * dice.random())
        (kind,) = dice.choices(("member", "site", "service"), (8, 4, 3))
        yield _rating(dice, at, cast(SubjectKind, kind), dice.choice(RATED_MEMBERS))
    if day.toordinal() % _BURST_EVERY == 0:
        dice = chance(day, "burst")
        at, rated = midnight + timedelta(hours=12), dice.choice(RATED_MEMBERS)
        for _again in range(_BURST):
            at += timedelta(seconds=dice.randrange(120, 400))
            yield _rating(dice, at, "member", rated)


def _rating(dice: Random, at: datetime, kind: SubjectKind, rated: str) -> RatingGiven:
    (stars,) = dice.choices(_STARS, _STAR_WEIGHTS)
    word = dice.choice(voice_words.RATED) if dice.random() < 0.3 else ""  # noqa: PLR2004  # a third
    uid = UUID(int=dice.getrandbits(128), version=4)
    return RatingGiven(at, "", kind, rated if kind == "member" else "", stars, word, uid)


def _voices(day: date, midnight: datetime) -> Iterator[VoiceRaised]:
    kinds: list[Kind] = ["suggestion", "problem", "help"]
    for index in range(_VOICES_A_DAY):
        dice = chance(day, "voice", index)
        at = midnight + timedelta(hours=7 + 16 * dice.random())
        yield _voice(dice, at, dice.choice(kinds))
    dice = chance(day, "hazard")
    if dice.random() < 0.6:  # noqa: PLR2004  # more days with one than without
        # Between two reviews, so that never more than one is loud.
        yield _voice(dice, midnight + timedelta(hours=9 + 3.5 * dice.random()), "hazard")


def _voice(dice: Random, at: datetime, kind: Kind) -> VoiceRaised:
    own = dice.random() < 0.6  # noqa: PLR2004  # six in ten say it in their own words
    number = f"{dice.randrange(2, 62):03}" if dice.random() < 0.3 else ""  # noqa: PLR2004  # a third
    return VoiceRaised(
        at,
        number,
        kind,
        None if own else dice.randrange(SUBJECTS),
        dice.choice(voice_words.VOICES[kind]) if own else "",
        dice.choice(voice_words.PLACES),
        "" if number else dice.choice(voice_words.NAMES),
    )
