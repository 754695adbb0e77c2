"""The nightly closing: presences that stood open too long are closed by rule, each day once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from uuid import UUID

from db import corrections as records
from db import presence as stays
from db.base import new_uid, to_micros
from db.connection import transaction
from db.presence import Presence
from kiosk.attendance.ages import Lengths
from kiosk.attendance.clocks import has_leapt
from kiosk.attendance.leaps import list_leapt, straighten
from kiosk.attendance.marks import enter_mark, new_mark, refold
from kiosk.attendance.rule_periods import RulePeriod, rule_periods, work_days
from kiosk.attendance.rulebook import Rulebook
from kiosk.context import Context, Moment
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.oversight.views import SiteView

_DAY = timedelta(days=1)
MOST_DAYS = 400
"""Days that are closed at once at most, after the machine was off for long."""


@dataclass(frozen=True, slots=True)
class Closing:
    """What a closing did.

    Attributes:
        days: The work days that were closed now, oldest first.
        closed: The keys of the presences that were closed by rule now.
    """

    days: tuple[date, ...]
    closed: tuple[UUID, ...]


def close_days(context: Context) -> Closing:
    """Close what nobody can still be present in, and each work day that is over.

    A work day is over when nobody who came on it can plausibly be here any more, by the longest
    presence in force when they came. However often this
    is called, each day is closed once and each presence is closed by rule once. A clock that stands
    absurdly far ahead of the record closes nothing until it has gone on for a day.

    Raises:
        RefusedError: `clock_in_doubt`.
        NotStored: It was not recorded.
    """
    with transaction():
        now = context.moment()
        if has_leapt(now.at):
            raise RefusedError("clock_in_doubt", _clock_in_doubt())
        done = _close_all(context, now)
        if list_leapt(now.at):
            # What was written just now can make those the lesser part who were believed till then.
            more = _close_all(context, now)
            done = Closing((*done.days, *more.days), (*done.closed, *more.closed))
        return done


def _close_all(context: Context, now: Moment) -> Closing:
    for member_uid in list_leapt(now.at):
        straighten(context, now, member_uid)
    book = Rulebook(context.site())
    stale = _stale(book, now)
    for presence in stale:
        _close(context, presence, Lengths(book, now.at).longest(presence))
    days = _days_over(context.site(), now)
    for day in days:
        uid = new_uid()
        closed = sum(presence.work_day == day for presence in stale)
        told = {"work_day": day.isoformat(), "closed_by_rule": closed}
        seq = context.enter(now, "day_closing", uid, told)
        records.add_day_closing(uid, seq, day, now.at, now.zone)
    return Closing(tuple(days), tuple(presence.uid for presence in stale))


def _clock_in_doubt() -> str:
    return _("The clock stands far ahead of the record; look at it. Nothing is closed for a day.")


def is_due(context: Context) -> bool:
    """Whether there is anything to close; asked every minute, so it only reads."""
    now = context.moment()
    if has_leapt(now.at):
        return False
    if list_leapt(now.at):
        return True
    return bool(_days_over(context.site(), now) or _stale(Rulebook(context.site()), now))


def _stale(book: Rulebook, now: Moment) -> list[Presence]:
    lengths = Lengths(book, now.at)
    return [one for one in stays.list_open_presences() if not lengths.is_plausible(one)]


def _close(context: Context, presence: Presence, longest: timedelta) -> None:
    # Placed where it became implausible, on the presence's own day: it is no time of leaving.
    at = presence.in_at + longest
    mark = new_mark("closed", at, presence, names=presence.uid, source="rule")
    enter_mark(context, context.moment(), presence.member_uid, mark)
    refold(presence.member_uid, presence.in_at)


def _days_over(site: SiteView, now: Moment) -> list[date]:
    # Yesterday's night shift may still be here.
    last_over = now.work_day - 2 * _DAY
    closed = records.find_last_closed_day(last_over)
    first = records.find_first_presence_day() if closed is None else closed + _DAY
    if first is None:
        return []
    first = max(first, last_over - (MOST_DAYS - 1) * _DAY)
    due = [first + place * _DAY for place in range((last_over - first).days + 1)]
    periods, days, at = rule_periods(site), work_days(site), to_micros(now.at)
    return list(takewhile(lambda day: _last_leaves(days.span(day), periods) <= at, due))


def _last_leaves(span: tuple[int, int], periods: Sequence[RulePeriod]) -> int:
    """Until when who came in a span can be here, by the longest presence then in force."""
    begins, ends = span
    return max(
        min(ends, period.ends) + period.longest_us
        for period in periods
        if period.begins < ends and begins < period.ends
    )
