"""What was noted of a member beside what they did, on paper: musters, badges, refused scans."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kiosk.attendance.muster.words import kind_words
from kiosk.attendance.refusal_words import reason_words
from kiosk.exports.listing import Section
from kiosk.exports.own_record_more import make_section
from kiosk.i18n import _, format_time
from kiosk.people.record_views import OwnData

if TYPE_CHECKING:
    from db.own_traces import Trace

_COLUMNS = (("", 0, 38), ("", 40, 48), ("", 90, 88))


def trace_sections(data: OwnData, zone: ZoneInfo, most: int) -> list[Section]:
    """The sections; without what there is none of.

    Args:
        data: What is kept of the member.
        zone: The site's.
        most: How many rows of a section are printed, the newest.
    """
    parts: tuple[tuple[str, str, Callable[[Trace, ZoneInfo], tuple[str, str]]], ...] = (
        (_("Roll calls"), "musters", _muster),
        (_("Your badges"), "badges", _badge),
        (_("Refused scans of your badges"), "refused_scans", _refused),
    )
    found: list[Section] = []
    for heading, part, say in parts:
        rows = [(_when(one.at, zone), *say(one, zone)) for one in data.traces[part][-most:]]
        found += make_section(heading, _COLUMNS, rows)
    return found


def _muster(trace: "Trace", zone: ZoneInfo) -> tuple[str, str]:
    told = trace.told
    said = [_("on the list")] if told["expected"] else []
    said += [
        _("seen by {name} at {time}").format(name=one["by"], time=_time(one["at"], zone))
        if one["by"]
        else _("by badge at {time}").format(time=_time(one["at"], zone))
        for one in told["seen"]
    ]
    said += [_("scanned at {time}").format(time=_time(one["at"], zone)) for one in told["at_gate"]]
    said += [
        _("taken back by {name}: {reason}").format(name=one["by"], reason=one["reason"])
        for one in told["taken_back"]
    ]
    return kind_words(trace.kind), " · ".join(said)


def _badge(trace: "Trace", _zone: ZoneInfo) -> tuple[str, str]:
    words = {
        "badge_issued": _("issued"),
        "badge_printed": _("printed or shown"),
        "badge_replaced": _("replaced"),
        "badge_revoked": _("revoked"),
        "badge_validity_changed": _("days changed"),
    }
    number = _("badge {number}").format(number=trace.told["badge"])
    said = words.get(trace.kind, trace.kind)
    return number, " · ".join(filter(None, (said, trace.told["told"].get("reason"))))


def _refused(trace: "Trace", _zone: ZoneInfo) -> tuple[str, str]:
    return trace.told["source"], reason_words(trace.told["reason"])


def _when(at: datetime | None, zone: ZoneInfo) -> str:
    local = at.astimezone(zone) if at else None
    return f"{local.date().isoformat()} {format_time(local)}" if local else ""


def _time(at: datetime, zone: ZoneInfo) -> str:
    return format_time(at.astimezone(zone))
