"""One muster at a time: which start in a journal is a second one; a pure function.

Where the record can't be written nothing keeps two terminals from starting at once. The first one
counts: what was entered under the second belongs to it, for it was the same emergency.
"""

from collections.abc import Sequence
from dataclasses import replace

from db.muster import MusterFact, Span
from kiosk.attendance.muster.roll import KINDS

_ENDS = frozenset({"muster_start", "muster_end"})


def join_starts(recorded: Sequence[Span], waiting: Sequence[MusterFact]) -> list[MusterFact]:
    """What waits, with the facts of each second muster as facts of the one in which it lies.

    Start and end of a second one fall away: whoever calls the roll that ran ends it. A drill joins
    a real one; a real one never joins a drill.

    Args:
        recorded: The roll calls in the record that may have run meanwhile.
        waiting: The facts in the journal.
    """
    ends = {fact.muster_uid: fact.at for fact in waiting if fact.kind == "muster_end"}
    known = [replace(one, end=one.end or ends.get(one.uid)) for one in recorded]
    kept = {one.uid for one in known}
    into = {}
    for start in sorted(waiting, key=_order):
        if start.kind != "muster_start" or start.uid in kept or start.text("kind") not in KINDS:
            continue
        span = Span(start.uid, start.text("kind"), start.at, ends.get(start.uid))
        first = next((one for one in known if _takes_in(one, span)), None)
        if first is None:
            known.append(span)
        else:
            into[span.uid] = first.uid
    return [
        replace(fact, muster_uid=into.get(fact.muster_uid, fact.muster_uid))
        for fact in waiting
        if fact.muster_uid not in into or fact.kind not in _ENDS
    ]


def _order(fact: MusterFact) -> tuple[object, ...]:
    return fact.at, fact.told.get("kind") != "real", fact.uid.bytes


def _takes_in(first: Span, second: Span) -> bool:
    is_other = first.kind not in KINDS or (first.kind, second.kind) == ("drill", "real")
    begins_before = second.end is None or first.start < second.end
    return not is_other and begins_before and (first.end is None or second.start < first.end)
