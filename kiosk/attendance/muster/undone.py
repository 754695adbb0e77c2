"""The marks that were taken back: the report tells each of them, with the reason."""

from collections.abc import Sequence
from uuid import UUID

from db.muster import MusterFact
from kiosk.attendance.muster import people as faces
from kiosk.attendance.muster.roll import Roll
from kiosk.attendance.muster.views import TakenBackView


def list_taken_back(roll: Roll, facts: Sequence[MusterFact]) -> tuple[TakenBackView, ...]:
    """What was taken back, in order of time.

    Args:
        roll: The roll that the facts come to.
        facts: Those of one roll call.
    """
    marks = {_turn(fact): fact for fact in facts if fact.kind == "muster_seen"}
    undone = {_turn(fact): fact for fact in reversed(facts) if fact.kind == "muster_undone"}
    ordered = sorted(undone.items(), key=lambda one: (one[1].at, one[1].uid.bytes))
    return tuple(_view(roll, fact, marks.get(turn)) for turn, fact in ordered)


def _turn(fact: MusterFact) -> tuple[str, str]:
    return fact.text("person"), fact.text("turn")


def _view(roll: Roll, fact: MusterFact, mark: MusterFact | None) -> TakenBackView:
    person = faces.find_person(roll, UUID(fact.text("person")), fact.work_day)
    return TakenBackView(
        person.number if person else "",
        person.name if person else "?",
        fact.at,
        fact.text("by_name"),
        fact.text("reason"),
        mark.text("how") if mark else "gate",
        mark.at if mark else None,
        mark.text("by_name") if mark else "",
    )
