"""The hours of a key post: weekly ones and single moments; checked, packed, laid on days."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from db.base import canonical_json
from kiosk.attendance.coverage.spans import Times
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.text import clean_line

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES
EVERY_DAY = 0b1111111
LONGEST_NAME = 40
LONGEST_MOMENT = timedelta(days=14)
MOST_HOURS = 50
_LEAST_RUN = 3
"""Days in a row that are told by the first and the last of them."""


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Hours that come back every week.

    Attributes:
        weekdays: The days on which they begin: bit 0 for Monday to bit 6 for Sunday.
        from_minute: When they begin, in minutes from local midnight, 0 to 1439.
        to_minute: When they end; at or before `from_minute` on the next day.
    """

    weekdays: int
    from_minute: int
    to_minute: int


@dataclass(frozen=True, slots=True)
class MomentHours:
    """Hours that come once, such as a concrete pour.

    Attributes:
        name: What it is.
        begins: From when, UTC.
        ends: To before when, UTC.
    """

    name: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class ShiftHours:
    """The shifts in which a post is held, whichever they are then."""


Hours = WeeklyHours | MomentHours | ShiftHours


def weekly_spans(hours: WeeklyHours, within: Times, zone: ZoneInfo) -> list[Times]:
    """When weekly hours run that end after a span begins and begin before it ends.

    The hands of the local clock say when they begin and end; how long they are is what passes
    between.
    """
    day = within[0].astimezone(zone).date() - 2 * _DAY
    last = within[1].astimezone(zone).date()
    found = []
    while day <= last:
        if hours.weekdays >> day.weekday() & 1:
            ends_on = day + _DAY * (hours.to_minute <= hours.from_minute)
            span = local(day, hours.from_minute, zone), local(ends_on, hours.to_minute, zone)
            if within[0] < span[1] and span[0] < min(within[1], span[1]):
                found.append(span)
        day += _DAY
    return found


def local(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The instant, UTC, at which the local clock shows a minute of a day, or skips it."""
    hour, rest = divmod(minute, 60)
    shown = datetime(day.year, day.month, day.day, hour, rest, tzinfo=zone)
    at, other = shown.astimezone(UTC), shown.replace(fold=1).astimezone(UTC)
    # In an hour that comes twice the first one is meant; in one that is skipped they are swapped.
    return at if at <= other else _change_between(other, at, zone)


def _change_between(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    """The first minute, UTC, at which a zone's offset is the later one's."""
    after = late.astimezone(zone).utcoffset()
    while late - early > _MINUTE:
        middle = early + (late - early) // _MINUTE // 2 * _MINUTE
        if middle.astimezone(zone).utcoffset() == after:
            late = middle
        else:
            early = middle
    return late


def pack(hours: Sequence[Hours]) -> str:
    """Hours as text that the record keeps."""
    return canonical_json([_packed(one) for one in hours])


def _packed(one: Hours) -> dict[str, object]:
    if isinstance(one, ShiftHours):
        return {"shifts": True}
    if isinstance(one, WeeklyHours):
        return {"weekdays": one.weekdays, "from": one.from_minute, "to": one.to_minute}
    return {"name": one.name, "begins": one.begins.isoformat(), "ends": one.ends.isoformat()}


def unpack(text: str) -> tuple[Hours, ...]:
    """The hours that `pack` made a text of."""
    return tuple(_unpacked(one) for one in json.loads(text))


def _unpacked(one: dict[str, object]) -> Hours:
    if "shifts" in one:
        return ShiftHours()
    if "weekdays" in one:
        return WeeklyHours(*(int(str(one[name])) for name in ("weekdays", "from", "to")))
    begins, ends = (datetime.fromisoformat(str(one[name])) for name in ("begins", "ends"))
    return MomentHours(str(one["name"]), begins, ends)


def checked(hours: Sequence[Hours], zone: ZoneInfo) -> tuple[Hours, ...]:
    """The hours, cleaned.

    Raises:
        RefusedError: `no_hours`, `too_many_hours`, `bad_hours`, `overlapping_hours`; the sentence
            names which.
    """
    if not hours:
        raise RefusedError(
            "no_hours", _("A key post needs hours; give at least one from and to, or its shifts.")
        )
    if len(hours) > MOST_HOURS:
        raise RefusedError(
            "too_many_hours",
            _("A key post has {most} hours at most; join some.").format(most=MOST_HOURS),
        )
    found = tuple(_checked(one, zone) for one in hours)
    _refuse_overlaps([one for one in found if isinstance(one, WeeklyHours)], zone)
    _refuse_overlaps([one for one in found if isinstance(one, MomentHours)], zone)
    return found


def _checked(one: Hours, zone: ZoneInfo) -> Hours:
    if isinstance(one, ShiftHours):
        return one
    if isinstance(one, WeeklyHours):
        minutes = range(DAY_MINUTES)
        is_good = 0 < one.weekdays <= EVERY_DAY and one.from_minute in minutes
        if not is_good or one.to_minute not in minutes:
            raise bad_hours(_("Hours need a weekday and times from 00:00 to 23:59."))
        return one
    name = clean_line(one.name, LONGEST_NAME)
    if not name:
        raise bad_hours(_("A moment needs a name, such as the pour that it is."))
    if not timedelta() < one.ends - one.begins <= LONGEST_MOMENT:
        raise bad_hours(
            _("{moment} must end after it begins, within {days} days.").format(
                moment=hours_words(one, zone), days=LONGEST_MOMENT.days
            )
        )
    return MomentHours(name, one.begins.astimezone(UTC), one.ends.astimezone(UTC))


def bad_hours(sentence: str) -> RefusedError:
    """Hours that can't be, with the sentence that says why."""
    return RefusedError("bad_hours", sentence)


def _refuse_overlaps(hours: Sequence[WeeklyHours | MomentHours], zone: ZoneInfo) -> None:
    taken = sorted(
        (begins, ends, place) for place, one in enumerate(hours) for begins, ends in _places(one)
    )
    for (_begins, ends, one), (begins, _ends, other) in pairwise(taken):
        if begins < ends:
            first, second = (hours_words(hours[place], zone) for place in (one, other))
            raise RefusedError(
                "overlapping_hours",
                _("{first} and {second} overlap; join them or set one right.").format(
                    first=first, second=second
                ),
            )


def _places(one: WeeklyHours | MomentHours) -> list[tuple[float, float]]:
    """Where hours lie on a line; weekly ones on that of two weeks, so that its ends meet."""
    if isinstance(one, MomentHours):
        return [(one.begins.timestamp(), one.ends.timestamp())]
    longer = DAY_MINUTES * (one.to_minute <= one.from_minute)
    starts = [
        day * DAY_MINUTES + one.from_minute for day in range(14) if one.weekdays >> day % 7 & 1
    ]
    return [(start, start + one.to_minute + longer - one.from_minute) for start in starts]


def hours_words(one: Hours, zone: ZoneInfo) -> str:
    """Hours in words: `周一至周五 07:00-19:00`, `浇筑 2026-11-22 06:00 - 2026-11-23 02:00`."""
    if isinstance(one, ShiftHours):
        return _("its shifts")
    if isinstance(one, MomentHours):
        begins, ends = (
            at.astimezone(zone).strftime("%Y-%m-%d %H:%M") for at in (one.begins, one.ends)
        )
        return f"{one.name} {begins} - {ends}"
    times = "-".join(
        f"{minute // 60:02}:{minute % 60:02}" for minute in (one.from_minute, one.to_minute)
    )
    return f"{days_words(one.weekdays)} {times}"


def days_words(weekdays: int) -> str:
    """Weekdays in words: `每天`, `周一至周五`, `Mon Tue`."""
    if weekdays == EVERY_DAY:
        return _("every day")
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    chosen = [name for place, name in enumerate(names) if weekdays >> place & 1]
    is_run = f"{weekdays:b}".rstrip("0") == "1" * len(chosen)
    if is_run and len(chosen) >= _LEAST_RUN:
        return _("{first} to {last}").format(first=chosen[0], last=chosen[-1])
    return " ".join(chosen)
