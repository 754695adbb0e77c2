"""A roll from its facts and from what the record knows beside them."""

from collections.abc import Sequence

from db import muster as records
from db.badges import BadgeHolder
from db.muster import MusterFact
from kiosk.attendance.muster.meanwhile import list_meanwhile
from kiosk.attendance.muster.roll import AT_GATE, KINDS, Expected, Roll, Seen, call_roll


def called(facts: Sequence[MusterFact]) -> Roll:
    """The roll that facts come to, with who scanned at a gate or came to be on site meanwhile.

    Args:
        facts: Those of one roll call.

    Raises:
        LookupError: There is no such roll call.
        NotStored: The record can't be read.
    """
    start, end = places(facts)
    seen = records.list_sightings(start, end) if start is not None else []
    gates = [Seen(who, "gate", at, "", source, AT_GATE) for who, at, source in seen]
    return call_roll(facts, gates, _meanwhile(facts, gates))


def _meanwhile(facts: Sequence[MusterFact], gates: Sequence[Seen]) -> list[Expected]:
    roll = call_roll(facts, gates)
    if roll.ended_at is not None or roll.kind not in KINDS:
        return []
    start = next(fact for fact in facts if fact.kind == "muster_start")
    known = {one.person for one in (*roll.expected, *roll.added)}
    return list_meanwhile(int(start.told["since"]), known)


def places(facts: Sequence[MusterFact]) -> tuple[int | None, int | None]:
    """Where in the order of recording the roll call begins and ends."""
    places = {fact.kind: fact.seq for fact in facts if fact.seq is not None}
    return places.get("muster_start"), places.get("muster_end")


def why_not(holder: BadgeHolder | None) -> str:
    """Why a badge marks nobody: `unknown_code`, `member_left`, `badge_dead`; else empty."""
    if holder is None:
        return "unknown_code"
    if holder.member_left:
        return "member_left"
    return "badge_dead" if holder.badge_dead else ""
