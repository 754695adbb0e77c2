"""Which instant a time means that somebody gives for a presence, and which presence it is of."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from kiosk.commands.onsite import read_time
from kiosk.errors import RefusedError
from kiosk.i18n import _

if TYPE_CHECKING:
    from db.presence import Presence
    from kiosk.context import Context

_DAY = timedelta(days=1)


def left_at(
    context: "Context", member_uid: UUID, text: str, day: date | None
) -> "tuple[Presence, datetime]":
    """The presence that a time of leaving is of, and the instant.

    Args:
        context: The circumstances.
        member_uid: Whose.
        text: ISO 8601, or a bare time of the presence's day or the next.
        day: The work day whose presence is meant, the newest one that the time fits, else the
            newest one at all; None: the newest one of all days that the time fits.

    Raises:
        RefusedError: `unknown_presence`.
        UsageError: The text is no time.
    """
    from db.presence import list_day_presences, list_member_presences
    from kiosk.attendance.rulebook import Rulebook

    site, now = context.site(), context.clock.now()
    book = Rulebook(site)
    if day is None:
        found = list_member_presences(member_uid)
    else:
        found = [one for one in list_day_presences(day) if one.member_uid == member_uid][::-1]
    last = now
    for presence in found:
        at = on_presence(text, presence, site.zone)
        stayed = at - presence.in_at
        if timedelta(0) < stayed <= book.judging(presence).longest and at <= last:
            return presence, at
        last = presence.in_at
    if day is None or not found:
        told = _("No presence of theirs fits that; name one by its day or its number.")
        raise RefusedError("unknown_presence", told)
    return found[0], on_presence(text, found[0], site.zone)


def on_presence(text: str, presence: "Presence", zone: ZoneInfo) -> datetime:
    """An instant; a bare time is on the presence's day, or on the next when it began later."""
    at = read_time(text, _noon(presence.work_day, zone), zone)
    if "-" not in text and at <= presence.in_at:
        at = read_time(text, _noon(presence.work_day + _DAY, zone), zone)
    return at


def behind(text: str, came: datetime, zone: ZoneInfo) -> datetime:
    """An instant; a bare time is the first one behind a coming."""
    local = came.astimezone(zone)
    at = read_time(text, local, zone)
    return at if "-" in text or at > came else read_time(text, local + _DAY, zone)


def came_at(context: "Context", text: str, day: date | None) -> datetime:
    """The instant of a coming; where a work day is given, it lies on it.

    Args:
        context: The circumstances.
        text: ISO 8601, or a bare time.
        day: The work day; None: of a bare time, the one that it is, or else the calendar's.

    Raises:
        RefusedError: `other_day`: the time lies on another work day than the one that is given.
        UsageError: The text is no time.
    """
    from kiosk.attendance.rule_periods import read_work_days

    moment, zone, days = context.moment(), context.site().zone, read_work_days()
    meant = day or moment.work_day
    times = [read_time(text, _noon(one, zone), zone) for one in (meant, meant + _DAY)]
    at = next((time for time in times if days.of(time) == meant), times[0])
    if day is None:
        is_past = at <= moment.at
        return at if is_past else read_time(text, moment.at.astimezone(zone), zone)
    if days.of(at) != day:
        told = _("That time is of the work day {day}.").format(day=days.of(at).isoformat())
        raise RefusedError("other_day", told)
    return at


def _noon(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=zone)
