"""A muster as programs read it."""

from typing import TYPE_CHECKING

from kiosk.commands.telling import iso

if TYPE_CHECKING:
    from kiosk.attendance.muster.views import MusterView


def muster_shape(muster: "MusterView") -> dict[str, object]:
    """A muster as programs read it."""
    return {
        "kind": muster.kind,
        "started_at": iso(muster.started_at),
        "ended_at": iso(muster.ended_at),
        "expected": muster.expected,
        "at_start": muster.at_start,
        "safe": len(muster.seen),
        "missing": [
            {
                "number": one.member.number,
                "name": one.member.name,
                "why": one.why,
                "since": iso(one.since),
            }
            for one in muster.missing
        ],
        "seen": [
            {
                "number": mark.person.member.number,
                "name": mark.person.member.name,
                "how": mark.how,
                "at": iso(mark.at),
                "by": mark.by,
                "station": mark.station,
            }
            for mark in muster.seen
        ],
        "refused_scans": muster.refused,
        "kept": muster.kept,
    }
