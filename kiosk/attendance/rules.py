"""What a scan means: one pure function of what stands open, the time and the rules."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from db.attendance import PunchFact
from db.presence import Presence
from kiosk.oversight.views import SiteView

_DAY = timedelta(days=1)
_EARLY, _LATE = timedelta(hours=2), timedelta(hours=3)
"""How long before a shift begins people come for it, and how long after it ends they still go."""
_SHORT_BREAK = timedelta(hours=2)
"""A break of at most that length is a break, also over the turn of the work day."""


@dataclass(frozen=True, slots=True)
class ShiftSpan:
    """A shift in minutes from local midnight; it ends on the next day when `to <= from`.

    Attributes:
        from_minute: When it begins, 0 to 1439.
        to_minute: When it ends, 0 to 1439.
        weekdays: The local days on which it begins: bit 0 for Monday to bit 6 for Sunday.
    """

    from_minute: int
    to_minute: int
    weekdays: int = 127

    @property
    def is_overnight(self) -> bool:
        """Whether midnight lies in it."""
        return self.to_minute <= self.from_minute


@dataclass(frozen=True, slots=True)
class Rules:
    """The site's rules of attendance.

    Attributes:
        zone: The site's zone.
        debounce: For how long a repeat is not counted.
        longest: The longest plausible presence.
        ask: From which length of a presence on a scan is asked about: who forgot to leave comes
            back after as long as who works two shifts.
        asks_out: Whether people check out; where they do not, only the first scan of a work day
            counts.
        shifts: The site's shifts; empty where none is set up.
        slack: By how much later than it says the presence that is judged may have begun.
    """

    zone: ZoneInfo
    debounce: timedelta
    longest: timedelta
    ask: timedelta = timedelta(hours=13)
    asks_out: bool = True
    shifts: tuple[ShiftSpan, ...] = ()
    slack: timedelta = timedelta(0)


def rules_of(site: SiteView) -> Rules:
    """The rules of a site now in force."""
    return Rules(
        site.zone,
        timedelta(seconds=site.debounce_s),
        timedelta(hours=site.longest_h),
        timedelta(hours=site.ask_h),
        site.asks_out,
        tuple(ShiftSpan(*span) for span in site.shifts),
    )


@dataclass(frozen=True, slots=True)
class Decision:
    """What a scan comes to.

    Attributes:
        kind: `in`, `out` or `repeat`.
        work_day: The day its presence belongs to.
        forgotten: The presence that was never checked out of, when this scan shows it; else None.
        asks: Whether the kind is a guess that the member is asked about.
    """

    kind: str
    work_day: date
    forgotten: Presence | None = None
    asks: bool = False


def decide(
    last: PunchFact | None, now_open: Presence | None, now: datetime, today: date, rules: Rules
) -> Decision:
    """Whether a scan comes in, goes out or repeats.

    A repeat within the debounce window counts for nothing. With no presence open the member comes.
    With one open they leave, unless it is longer than plausible: then it was forgotten, and they
    come. Between, and where a presence goes on over the turn of the work day without being a night
    shift of the site's, nobody can tell: the likelier of the two is taken and the member is asked.
    Where no shifts are set up, that is so for every presence over the turn.

    A clock that stands before what it should follow can't say how long ago that was: beyond the
    debounce window, in which a clock may step back, the scan turns the direction round. Nor can one
    that was wrong when they came: they leave, and are asked, unless it is too long ago for sure.

    Args:
        last: The member's last scan that counted, or None.
        now_open: Their open presence, or None.
        now: UTC.
        today: The work day of `now`.
        rules: The site's, now in force.
    """
    if last is not None and abs(now - last.at) < rules.debounce:
        return Decision("repeat", last.work_day)
    if now_open is None:
        return Decision("in", today)
    age = now - now_open.in_at
    if age > rules.longest:
        if rules.asks_out and age <= rules.longest + rules.slack:
            return Decision("out", now_open.work_day, asks=True)
        return Decision("in", today, forgotten=now_open)
    if now_open.work_day == today:
        return _same_day(now_open, age, rules)
    return _over_the_turn(now_open, now, today, rules)


def _same_day(now_open: Presence, age: timedelta, rules: Rules) -> Decision:
    if not rules.asks_out:
        return Decision("repeat", now_open.work_day)
    return Decision("out", now_open.work_day, asks=age > rules.ask)


def _over_the_turn(now_open: Presence, now: datetime, today: date, rules: Rules) -> Decision:
    if now < now_open.in_at:
        return Decision("out", now_open.work_day)
    age = now - now_open.in_at
    if rules.asks_out and _is_night_shift(now_open.in_at, now, rules):
        return Decision("out", now_open.work_day, asks=age > rules.ask)
    if rules.shifts:
        comes = not rules.asks_out or _begins_about(now, rules)
    else:
        comes = not rules.asks_out or age > rules.ask
    if comes:
        return Decision("in", today, forgotten=now_open, asks=rules.asks_out)
    return Decision("out", now_open.work_day, asks=True)


def is_return(
    here: Presence, decision: Decision, now: datetime, same_day: bool, rules: Rules
) -> bool:
    """Whether a scan during a break is the way back from it, and not to be decided as any other.

    A break that goes on over the turn of the work day may be one from which somebody went home: it
    is none any more unless it was short or a shift over midnight still runs.

    Args:
        here: Their open presence; where it is on no break, only its length counts.
        decision: What the scan would come to without a break.
        now: UTC.
        same_day: Whether the break began on the work day of `now`.
        rules: The site's, now in force.
    """
    if decision.kind == "in" and now - here.in_at > rules.ask:
        return False
    if here.break_since is None or same_day or now - here.break_since <= _SHORT_BREAK:
        return True
    return any(
        abs(here.in_at - begins) <= _EARLY and now <= ends + _LATE
        for begins, ends in _night_shifts(here.in_at, rules)
    )


def _is_night_shift(came: datetime, now: datetime, rules: Rules) -> bool:
    """Whether somebody came for a shift over midnight and goes when it has ended."""
    return any(
        abs(came - begins) <= _EARLY and ends - _EARLY <= now <= ends + _LATE
        for begins, ends in _night_shifts(came, rules)
    )


def _night_shifts(at: datetime, rules: Rules) -> list[tuple[datetime, datetime]]:
    """The shifts over midnight about a time."""
    return [
        (begins, ends)
        for begins, ends in _spans(at, rules)
        if begins.astimezone(rules.zone).date() != ends.astimezone(rules.zone).date()
    ]


def _begins_about(now: datetime, rules: Rules) -> bool:
    return any(abs(now - begins) <= _EARLY for begins, _ends in _spans(now, rules))


def _spans(at: datetime, rules: Rules) -> list[tuple[datetime, datetime]]:
    """The shifts that begin on the local day of a time, the one before and the one after."""
    local = at.astimezone(rules.zone).date()
    days = (local - _DAY, local, local + _DAY)
    return [
        shift_span(day, shift, rules.zone)
        for day in days
        for shift in rules.shifts
        if shift.weekdays >> day.weekday() & 1
    ]


def shift_span(day: date, shift: ShiftSpan, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When a shift that begins on a local day begins and ends, by the hands of the local clock."""
    ends_on = day + _DAY if shift.is_overnight else day
    return _at(day, shift.from_minute, zone), _at(ends_on, shift.to_minute, zone)


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    midnight = datetime.combine(day, datetime.min.time(), zone)
    return midnight.replace(hour=minute // 60, minute=minute % 60)
