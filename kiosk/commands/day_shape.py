"""A work day as programs read it."""

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from kiosk.commands.coverage import day_shape as post_shape
from kiosk.commands.muster_shape import muster_shape
from kiosk.commands.shapes import commitment_shape, service_shape
from kiosk.commands.telling import iso
from kiosk.commands.voices_shape import risen_shape
from kiosk.service.totals import sum_services

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
        "service_sums": asdict(sum_services(day.services)),
        "refused_scans": [_refused(one) for one in day.refused],
        "coverage": [post_shape(one) for one in day.coverage],
        "overdue_voices": [risen_shape(one) for one in day.voices],
        "more_overdue_voices": day.more_voices,
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
    """Each commitment once, and each occasion of it, with why it belongs to the day.

    What was said of it on the day is told as it was said last then, whatever became of it later.
    """
    judged = {_key(one): one for one in day.kept}
    parts = (("made", day.made), ("judged", judged.values()), ("due", day.due))
    found: dict[_Key, tuple[CommitmentView, list[str]]] = {}
    for part, commitments in (*parts, ("overdue", day.overdue)):
        for one in commitments:
            key = _key(one)
            found.setdefault(key, (judged.get(key, one), []))[1].append(part)
    return [commitment_shape(one) | {"because": why} for one, why in found.values()]


_Key = tuple[UUID, date | None]
"""A commitment, or one occasion of it."""


def _key(one: "CommitmentView") -> _Key:
    return one.uid, one.occasion


def _refused(refused: "RefusedView") -> dict[str, object]:
    who = {"number": refused.number, "name": refused.name} if refused.number else None
    return {
        "at": iso(refused.at),
        "reason": refused.reason,
        "code": refused.code,
        "member": who,
        "source": refused.source,
    }
