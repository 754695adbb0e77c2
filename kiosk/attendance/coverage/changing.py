"""Changing hours in part: what is named changes, the rest stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.attendance.coverage.hours import (
    Hours,
    MomentHours,
    ShiftHours,
    WeeklyHours,
    bad_hours,
    checked,
    hours_words,
)
from kiosk.errors import RefusedError
from kiosk.i18n import _


@dataclass(frozen=True, slots=True)
class HoursChange:
    """What becomes of a key post's hours.

    Attributes:
        rhythm: The weekly hours, or `(ShiftHours(),)`, in place of those it had; empty: none but
            its moments; None leaves them.
        moments: Moments that are added.
        ended: When the moments begin that are ended, UTC: one that runs ends now, one that has not
            begun never was.
    """

    rhythm: Sequence[WeeklyHours | ShiftHours] | None = None
    moments: Sequence[MomentHours] = ()
    ended: Sequence[datetime] = ()


def changed(
    hours: Sequence[Hours], change: HoursChange, now: datetime, zone: ZoneInfo
) -> tuple[Hours, ...]:
    """The hours after a change; none where the shifts alone are the hours.

    Args:
        hours: Those it had.
        change: What becomes of them.
        now: When it is changed, UTC; moments that are over by then are dropped.
        zone: The site's, for the sentences.

    Raises:
        RefusedError: `unknown_moment`, and those of `checked`; the sentence names which.
    """
    moments = [one for one in hours if isinstance(one, MomentHours)]
    for begins in change.ended:
        moments = _without(moments, begins, now, zone)
    for one in change.moments:
        if one.ends <= now:
            raise bad_hours(
                _("{moment} is over; hours count from now on.").format(
                    moment=hours_words(one, zone)
                )
            )
    live = [*(one for one in moments if one.ends > now), *change.moments]
    rhythm = _rhythm(hours) if change.rhythm is None else change.rhythm
    # A post that has nothing but moments keeps those that were, or it would need its shifts again.
    found = checked([*rhythm, *(live if rhythm or live else moments)], zone)
    return () if found == (ShiftHours(),) else found


def _rhythm(hours: Sequence[Hours]) -> Sequence[WeeklyHours | ShiftHours]:
    if not hours:
        return (ShiftHours(),)
    return [one for one in hours if not isinstance(one, MomentHours)]


def _without(
    moments: Sequence[MomentHours], begins: datetime, now: datetime, zone: ZoneInfo
) -> list[MomentHours]:
    found = next((one for one in moments if one.begins == begins and one.ends > now), None)
    if found is None:
        when = begins.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        raise RefusedError(
            "unknown_moment",
            _("No moment that is still to end begins at {when}.").format(when=when),
        )
    rest = [one for one in moments if one is not found]
    return [*rest, MomentHours(found.name, begins, now)] if begins < now else rest
