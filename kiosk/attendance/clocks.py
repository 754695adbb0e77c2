"""Which time it is, when the clock may be wrong: it is held against what the record says.

The newest fact says that it is at least as late as that. One wrong clock must not poison the record
for years, though: entries that stand absurdly far ahead of the clock are not believed, unless they
are the greater part of the record. A dead battery sets a clock behind nearly all of it.
"""

from datetime import datetime, timedelta

from db import attendance as facts
from kiosk.context import Context

FAR = timedelta(days=40)
"""What lies farther apart than this is absurd, unless much speaks for it; a site's longest holidays
are shorter."""

_DAY = timedelta(days=1)


def horizon(now: datetime) -> datetime | None:
    """What is dated behind it is not believed; None: everything is.

    Args:
        now: What the clock says, UTC.
    """
    newest = facts.find_newest_fact_time()
    if newest is None or newest - now <= FAR:
        return None
    return now + FAR if facts.are_few_after(now + FAR) else None


def record_time(now: datetime) -> datetime | None:
    """The newest believed fact's time, UTC; None in an empty record.

    Args:
        now: What the clock says, UTC.
    """
    return facts.find_newest_fact_time(horizon(now))


def present(context: Context) -> datetime:
    """The time as far as the record knows, UTC: the clock's, unless nearly all lies after it.

    A fact or two ahead of the clock say that it was wrong then; where the greater part of the
    record lies after it, it is wrong now, and the newest believed fact's time is nearer to the
    truth. Who is here now is asked about this moment.
    """
    now = context.clock.now()
    return now if facts.are_few_after(now) else max(now, record_time(now) or now)


def clock_word(context: Context, now: datetime) -> str:
    """What is to be said of the clock on a fact: `ok`, `behind` or `jumped`."""
    newest = record_time(now)
    if newest is not None and now < newest:
        return "behind"
    return "jumped" if context.has_jumped else "ok"


def has_leapt(now: datetime) -> bool:
    """Whether the clock stands absurdly far ahead of all that was recorded before the last day.

    After months without an entry nobody can tell a site that was shut from a clock that is wrong;
    when it has gone on for a day, it is believed.
    """
    return before_leap(now) is not None


def before_leap(now: datetime) -> datetime | None:
    """The newest fact's time from before the clock stood absurdly far ahead, UTC.

    None where it does not, as of `has_leapt`.
    """
    before = facts.find_newest_fact_time(now - _DAY)
    return before if before is not None and now - before > FAR else None
