"""The roll: a pure function of the facts of a roll call; no file, no clock.

A roll is people who are expected, people who were added, and marks that say who was seen. It knows
nothing of fires: a meeting or a training can call the same roll of the people it expects, under a
kind of its own (`meeting`, `training`), and read who came from the same marks.

Whatever the order in which the facts are given, and however often one is given:

- seen and missing together are those expected and those added, and nobody is in both;
- marking a person twice is marking them once, the first mark counts; only a badge counts beside a
  hand, and is told first, since it is surer;
- a mark that was taken back can be made again.
"""

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from db.muster import MusterFact

KINDS = ("drill", "real")
"""The roll calls of the whole site, one at a time; `meeting` and `training` call others."""

AT_GATE = -1
"""The turn of all sightings of a person at gates: who takes them back names it."""

SURENESS = ("badge", "hand", "gate")
"""How somebody is seen, the surest first: whose badge lay on the roll's reader was there."""

_FIRST_TURN = {"hand": 0, "badge": 1}
"""Even turns are a hand's, odd ones a badge's: neither can take the other's place, also where two
terminals mark a person at once."""

UNCERTAINTY = (
    "forgotten",
    "guessed",
    "let_go",
    "overdue",
    "on_break",
    "visitor",
    "on_site",
    "during",
    "came",
)
"""Why somebody is on the roll, the largest uncertainty about where they are first."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody on the roll.

    Attributes:
        person: The key of the member, or of the fact that added a visitor.
        why: One of `UNCERTAINTY`: a check-out that was forgotten and closed by rule; a check-out
            that was a guess which nobody confirmed; a presence that ended because its member was
            let go, without a scan; a presence open for longer than is plausible; a break; a
            visitor; an open presence; one that opened during the roll call; a member who was not
            expected and came.
        since: When that began, UTC: the check-in, the guess, the break, the adding.
    """

    person: UUID
    why: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """That somebody was seen.

    Attributes:
        person: As in `Expected`.
        how: `badge`, `hand`, or `gate` for a badge scanned at another gate to come or go.
        at: When, UTC.
        by: The name of who says so; empty for a badge.
        station: Where it was entered.
        turn: Which mark of this person it is; `AT_GATE` for a sighting.
        beside: What says it as well, the surest first.
    """

    person: UUID
    how: str
    at: datetime
    by: str
    station: str
    turn: int = 0
    beside: tuple["Seen", ...] = ()

    @property
    def weakest(self) -> "Seen":
        """The least sure of them: what goes first when one is taken back."""
        return self.beside[-1] if self.beside else self


@dataclass(frozen=True, slots=True)
class Roll:
    """A roll call as it stands.

    Attributes:
        uid: Its key.
        kind: `drill`, `real`, `meeting` or `training`.
        started_at: UTC.
        ended_at: UTC; None while it runs.
        because: What ended it: `pin`, or `real` when a real one came in between; else empty.
        ended_by: Number and name of who ended it, both empty when nobody did.
        expected: Those expected from the start, in the order of the start.
        added: Visitors, members who were seen without being expected, and those of whom the record
            said meanwhile that they are on site, in order.
        visitors: The names of the visitors.
        seen: Who was seen, each person once by their surest mark, in order of its time.
    """

    uid: UUID
    kind: str
    started_at: datetime
    ended_at: datetime | None
    because: str
    ended_by: tuple[str, str]
    expected: tuple[Expected, ...]
    added: tuple[Expected, ...]
    visitors: Mapping[UUID, str]
    seen: tuple[Seen, ...]

    @property
    def missing(self) -> tuple[Expected, ...]:
        """Those who were not seen, the largest uncertainty first, then the longest."""
        seen = {mark.person for mark in self.seen}
        left = [one for one in (*self.expected, *self.added) if one.person not in seen]
        return tuple(sorted(left, key=_uncertainty))


def _uncertainty(one: Expected) -> tuple[int, datetime, bytes]:
    return UNCERTAINTY.index(one.why), one.since, one.person.bytes


def pack(expected: Sequence[Expected]) -> str:
    """Those expected, as the start of a roll call keeps them."""
    return json.dumps([[one.person.hex, one.why, one.since.isoformat()] for one in expected])


def unpack(text: str) -> tuple[Expected, ...]:
    """What `pack` packed."""
    return tuple(
        Expected(UUID(person), why, datetime.fromisoformat(since))
        for person, why, since in json.loads(text)
    )


def packed_during(roll: Roll) -> str:
    """Those who came to be on site while a roll was called, as its end keeps them."""
    return pack([one for one in roll.added if one.why == "during"])


def call_roll(
    facts: Iterable[MusterFact],
    sightings: Iterable[Seen] = (),
    meanwhile: Iterable[Expected] = (),
) -> Roll:
    """The roll that facts come to.

    Args:
        facts: Those of one roll call, in any order, some of them perhaps twice.
        sightings: Badges scanned elsewhere meanwhile; they count where nobody was marked, unless
            somebody took them back.
        meanwhile: Who came to be on site while the roll is called; when it has ended, those who
            were on it then are asked of its end.

    Raises:
        LookupError: The start is not among the facts.
    """
    ordered = sorted({fact.uid: fact for fact in facts}.values(), key=_time)
    starts, ends, visitors = (
        _of(ordered, f"muster_{kind}") for kind in ("start", "end", "visitor")
    )
    if not starts:
        raise LookupError("a roll call without a start")
    start, end = starts[0], ends[0] if ends else None
    expected = unpack(start.text("expected"))
    gates = tuple(sightings)
    seen, badges = _counted(ordered, gates), _badges(ordered)
    during = unpack(end.text("during")) if end else tuple(meanwhile)
    return Roll(
        start.uid,
        start.text("kind"),
        start.at,
        end.at if end else None,
        end.text("because") if end else "",
        (end.text("by_number"), end.text("by_name")) if end else ("", ""),
        expected,
        _added(expected, visitors, (*seen, *badges, *gates), during),
        {visitor.uid: visitor.text("name") for visitor in visitors},
        seen,
    )


def turn_of(facts: Iterable[MusterFact], person: UUID, how: str) -> int:
    """The turn of a person's next mark, by `hand` or `badge`: the first not taken back."""
    undone = {
        fact.told["turn"]
        for fact in facts
        if fact.kind == "muster_undone" and fact.told["person"] == person.hex
    }
    return next(turn for turn in itertools.count(_FIRST_TURN[how], 2) if turn not in undone)


def _time(fact: MusterFact) -> tuple[datetime, bytes]:
    return fact.at, fact.uid.bytes


def _of(facts: Sequence[MusterFact], kind: str) -> list[MusterFact]:
    return [fact for fact in facts if fact.kind == kind]


def _counted(facts: Sequence[MusterFact], sightings: Iterable[Seen]) -> tuple[Seen, ...]:
    undone = {_turn(fact) for fact in _of(facts, "muster_undone")}
    found: dict[UUID, dict[str, Seen]] = {}
    for mark in (*map(_seen, _of(facts, "muster_seen")), *sightings):
        if (mark.person.hex, str(mark.turn)) not in undone:
            found.setdefault(mark.person, {}).setdefault(mark.how, mark)
    counted = [_surest(marks.values()) for marks in found.values()]
    return tuple(sorted(counted, key=lambda mark: (mark.at, mark.person.bytes)))


def _surest(marks: Iterable[Seen]) -> Seen:
    first, *others = sorted(marks, key=lambda mark: SURENESS.index(mark.how))
    return replace(first, beside=tuple(others))


def _turn(fact: MusterFact) -> tuple[str, str]:
    return fact.text("person"), fact.text("turn")


def _seen(fact: MusterFact) -> Seen:
    return Seen(
        UUID(fact.text("person")),
        fact.text("how"),
        fact.at,
        fact.text("by_name"),
        fact.station,
        int(fact.told["turn"]),
    )


def _badges(facts: Sequence[MusterFact]) -> list[Seen]:
    """Whose badges were scanned, also where that was taken back."""
    return [_seen(fact) for fact in _of(facts, "muster_seen") if fact.told["how"] == "badge"]


def _added(
    expected: Sequence[Expected],
    visitors: Sequence[MusterFact],
    seen: Sequence[Seen],
    during: Sequence[Expected],
) -> tuple[Expected, ...]:
    """Who was not expected. Whose badge was seen stays on the roll though that is taken back."""
    added = [Expected(visitor.uid, "visitor", visitor.at) for visitor in visitors]
    known = {one.person for one in (*expected, *added)}
    came: dict[UUID, Expected] = {}
    for one in (*(Expected(mark.person, "came", mark.at) for mark in seen), *during):
        if one.person not in known:
            came.setdefault(one.person, one)
    return (*added, *came.values())
