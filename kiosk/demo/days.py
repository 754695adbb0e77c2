"""One day of the demo: who comes and goes, promises and serves, in order of time.

A day depends on the seed and its date alone, never on the days before it, so that a demo opened
later goes on as if it had been open all the time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from kiosk.demo import words
from kiosk.demo.chance import chance
from kiosk.demo.happening import Event
from kiosk.demo.names import Hours, Person
from kiosk.demo.posts import POSTS
from kiosk.demo.site_life import RatingGiven, Review, VoiceRaised, list_sayings

SATURDAY, SUNDAY = 5, 6
CATALOGUE_LENGTH = 10
"""Items of the catalogue of each kind that the demo picks from."""
_HOURS: dict[Hours, tuple[float, float]] = {
    "day": (7, 19),
    "night": (19, 31),
    "office": (8.5, 17.5),
}
_REST_PCT = {SATURDAY: 25, SUNDAY: 40}
_REST_PCT_WEEKDAY, _REST_PCT_KEY = 7, 12
_HOLDERS = frozenset(
    number for one in POSTS if one.post.kind for number in (one.day, one.night) if number
)
_ALWAYS_HERE = "001"
_FORGETFUL_PCT = 60
_PROMISES_A_DAY, _SERVICES_A_DAY, _JUDGEMENTS_A_DAY = 8, 11, 19
_CONFIRMED_AFTER = timedelta(minutes=3)
_STATES = ("kept", "partly_kept", "missed", "withdrawn", "")
_STATE_WEIGHTS = (77, 9, 6, 3, 5)
_MISREADINGS = ("unknown_code", "cut_code", "wrong_check_digits", "not_a_code")


@dataclass(frozen=True, slots=True)
class Arrival(Event):
    """A member comes."""


@dataclass(frozen=True, slots=True)
class Departure(Event):
    """A member leaves."""


@dataclass(frozen=True, slots=True)
class Promise(Event):
    """A member promises something.

    Attributes:
        item: The place in the catalogue, from 0; None for own words.
        text: Own words, or empty.
        due_in: Days from the work day to the due day.
        of_post: Whether it belongs to the member's post, if they hold one.
    """

    item: int | None
    text: str
    due_in: int
    of_post: bool


@dataclass(frozen=True, slots=True)
class ServiceDone(Event):
    """A member did something for somebody.

    Attributes:
        item: The place in the catalogue, from 0; None for own words.
        text: Own words, or empty.
        minutes: How long it took, when in own words.
        for_whom: Whom it was for, or empty.
        place: Where, or empty.
        serves_promise: Whether it is logged against an open promise, if there is one.
        for_kind: `person`, `team`, `household`, or empty.
        served: The number of the member it was for, or empty.
    """

    item: int | None
    text: str
    minutes: int
    for_whom: str
    place: str
    serves_promise: bool
    for_kind: str
    served: str


@dataclass(frozen=True, slots=True)
class Confirmation(Event):
    """Who was served confirms a member's newest service, by scan or else by touch."""


@dataclass(frozen=True, slots=True)
class Judgement(Event):
    """What became of one of the promises due today.

    Attributes:
        pick: Which of them, as a share of the list.
        state: `kept`, `partly_kept`, `missed`, `withdrawn`, or empty: nothing is said.
        reason: Why, or empty.
    """

    pick: float
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Misreading(Event):
    """A scan that is refused.

    Attributes:
        kind: `unknown_code`, `cut_code`, `wrong_check_digits` or `not_a_code`.
        digits: What the code is made from.
    """

    kind: str
    digits: int


Happening = (
    Arrival
    | Departure
    | Promise
    | ServiceDone
    | Confirmation
    | Judgement
    | Misreading
    | RatingGiven
    | VoiceRaised
    | Review
)
"""Anything that happens in the demo."""


def list_events(day: date, people: list[Person], zone: ZoneInfo) -> list[Happening]:
    """What happens in the presences that begin on a day, in order of time."""
    midnight = datetime.combine(day, time(), zone)
    events: list[Happening] = []
    spans = []
    for person in people:
        dice = chance(day, person.number)
        if dice.randrange(100) < _rest_pct(day, person.number):
            continue
        span = _span(dice, midnight, person.hours)
        spans.append((person, span))
        events += [Arrival(span[0], person.number), Departure(span[1], person.number)]
    forgetful = _forgetful(day, [person for person, _span in spans])
    events = [
        event
        for event in events
        if not (isinstance(event, Departure) and event.number == forgetful)
    ]
    events += _doings(day, spans)
    events += _judgements(day, midnight)
    events += _misreadings(day, midnight)
    events += list_sayings(day, midnight)
    return sorted(events, key=lambda event: (event.at, event.number))


def _rest_pct(day: date, number: str) -> int:
    if number == _ALWAYS_HERE:
        return 0
    pct = _REST_PCT.get(day.weekday(), _REST_PCT_WEEKDAY)
    return min(pct, _REST_PCT_KEY) if number in _HOLDERS else pct


def _span(dice: Random, midnight: datetime, hours: Hours) -> tuple[datetime, datetime]:
    begins, ends = _HOURS[hours]
    start = midnight + timedelta(hours=begins, seconds=-dice.randrange(120, 1500))
    return start, midnight + timedelta(hours=ends, seconds=dice.randrange(120, 2400))


def _forgetful(day: date, here: list[Person]) -> str:
    dice = chance(day, "forgotten")
    others = [person.number for person in here if person.number != _ALWAYS_HERE]
    return dice.choice(others) if others and dice.randrange(100) < _FORGETFUL_PCT else ""


def _doings(
    day: date, spans: list[tuple[Person, tuple[datetime, datetime]]]
) -> Iterator[Promise | ServiceDone | Confirmation]:
    for index in range(_PROMISES_A_DAY):
        dice = chance(day, "promise", index)
        person, (start, _end) = dice.choice(spans)
        yield _promise(dice, start + timedelta(seconds=dice.randrange(20, 5400)), person.number)
    for index in range(_SERVICES_A_DAY):
        dice = chance(day, "service", index)
        person, (start, end) = dice.choice(spans)
        length = int((end - start).total_seconds())
        at = start + timedelta(seconds=dice.randrange(length // 10, length - 600))
        yield _service(dice, at, person.number)
        if dice.random() < 0.4:  # noqa: PLR2004  # four in ten are confirmed at once
            yield Confirmation(at + _CONFIRMED_AFTER, person.number)


def _promise(dice: Random, at: datetime, number: str) -> Promise:
    own = dice.random() < 0.35  # noqa: PLR2004  # about a third write their own
    item = None if own else dice.randrange(CATALOGUE_LENGTH)
    text = dice.choice(words.PROMISES) if own else ""
    due_in = dice.choice((0, 0, 0, 0, 1, 2, 3, 5, 7))
    of_post = dice.random() < 0.5  # noqa: PLR2004  # every second one
    return Promise(at, number, item, text, due_in, of_post)


def _service(dice: Random, at: datetime, number: str) -> ServiceDone:
    own = dice.random() < 0.4  # noqa: PLR2004  # four in ten write their own
    item = None if own else dice.randrange(CATALOGUE_LENGTH)
    deed = dice.choice(words.SERVICES) if own else words.ANY_DEED
    minutes = dice.choice(deed.minutes)
    for_whom, place = dice.choice(deed.for_whom), dice.choice(deed.places)
    serves_promise = dice.random() < 0.5  # noqa: PLR2004  # every second one
    is_for_member = not for_whom and dice.random() < 0.7  # noqa: PLR2004  # most have a badge
    served = f"{dice.randrange(2, 62):03}" if is_for_member else ""
    for_kind = words.KINDS_OF_WHOM.get(for_whom, "team")
    what = (item, deed.text, minutes, for_whom, place, serves_promise)
    return ServiceDone(at, number, *what, for_kind, served)


def _judgements(day: date, midnight: datetime) -> Iterator[Judgement]:
    for index in range(_JUDGEMENTS_A_DAY):
        dice = chance(day, "judgement", index)
        at = midnight + timedelta(hours=9 + 18 * dice.random())
        (state,) = dice.choices(_STATES, _STATE_WEIGHTS)
        reasons = {"missed": words.MISSED_BECAUSE, "withdrawn": words.WITHDRAWN_BECAUSE}
        yield Judgement(at, "", dice.random(), state, dice.choice(reasons.get(state, ("",))))


def _misreadings(day: date, midnight: datetime) -> Iterator[Misreading]:
    dice = chance(day, "misreadings")
    for _index in range(dice.choice((0, 1, 1, 2, 3))):
        at = midnight + timedelta(hours=6 + 14 * dice.random())
        yield Misreading(at, "", dice.choice(_MISREADINGS), dice.randrange(10**31))
