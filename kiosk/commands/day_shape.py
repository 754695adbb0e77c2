"""A work day as programs read it."""

from typing import TYPE_CHECKING

from kiosk.commands.coverage import day_shape as post_shape
from kiosk.commands.muster_shape import muster_shape
from kiosk.commands.shapes import commitment_shape, service_shape
from kiosk.commands.telling import iso

if TYPE_CHECKING:
    from kiosk.oversight.views import DayView, DutyView, PresenceView, RefusedView
    from kiosk.service.views import CommitmentView


def day_shape(day: "DayView") -> dict[str, object]:
    """Everything of the day."""
    return {
        "work_day": day.work_day.isoformat(),
        "site": day.site.name,
        "presences": [_presence(one) for one in day.presences],
        "key_posts": [_duty(one) for one in day.duties],
        "commitments": _commitments(day),
        "services": [service_shape(entry) for entry in day.services],
        "refused_scans": [_refused(one) for one in day.refused],
        "coverage": [post_shape(one) for one in day.coverage],
        "musters": [muster_shape(one) for one in day.musters],
        "signed": None,
    }


def _presence(presence: "PresenceView") -> dict[str, object]:
    return {
        "number": presence.number,
        "name": presence.name,
        "in_at": iso(presence.in_at),
        "out_at": iso(presence.out_at),
        "minutes": presence.minutes,
        "state": presence.state,
        "closed": presence.closed,
        "flags": list(presence.flags),
        "break_minutes": presence.break_minutes,
    }


def _duty(duty: "DutyView") -> dict[str, object]:
    return {
        "post": duty.post,
        "kind": duty.kind,
        "shift": duty.shift,
        "number": duty.number,
        "name": duty.name,
        "state": duty.state,
        "left_at": iso(duty.left_at),
    }


def _commitments(day: "DayView") -> list[dict[str, object]]:
    """Each commitment once, with the reasons for which it belongs to the day."""
    parts = (("made", day.made), ("judged", day.kept), ("due", day.due), ("overdue", day.overdue))
    found: dict[object, tuple[CommitmentView, list[str]]] = {}
    for part, commitments in parts:
        for one in commitments:
            found.setdefault(one.uid, (one, []))[1].append(part)
    return [commitment_shape(one) | {"because": why} for one, why in found.values()]


def _refused(refused: "RefusedView") -> dict[str, object]:
    who = {"number": refused.number, "name": refused.name} if refused.number else None
    return {
        "at": iso(refused.at),
        "reason": refused.reason,
        "code": refused.code,
        "member": who,
        "source": refused.source,
    }
