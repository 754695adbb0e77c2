"""How long a presence may plausibly be, where a clock that told of it may have been wrong.

Such a presence may have begun later than its time says: at the latest when the first thing was
recorded after it whose time can be believed, or now, where nothing was. Whether anybody can still
be here is judged by that, so that a dead battery sends nobody away.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from db import attendance as facts
from db import presence as stays
from db.base import to_micros
from db.presence import Presence
from kiosk.attendance.clocks import present
from kiosk.attendance.rulebook import Rulebook
from kiosk.attendance.rules import Rules
from kiosk.context import Context

_NONE = timedelta(0)
_EVER = datetime(9999, 1, 1, tzinfo=UTC)


def slack_of(presence: Presence, now: datetime) -> timedelta:
    """By how much later than it says a presence may have begun; nothing by a right clock.

    Args:
        presence: The presence.
        now: The time as far as the record knows (`clocks.present`), UTC.
    """
    if presence.clock == "ok":
        return _NONE
    return max(_NONE, _known_by(presence, now) - presence.in_at)


def _known_by(presence: Presence, now: datetime) -> datetime:
    """When they had come for sure: something was recorded after it, by a clock that was right."""
    recorded = _recorded(presence.uid)
    known = None if recorded is None else facts.find_believed_time_after(recorded, now)
    return known or now


def list_ahead(at: datetime, now: datetime) -> list[Presence]:
    """The presences that began later than now, by a clock that was ahead, and lasted at a time.

    Args:
        at: A time before now, UTC.
        now: The time as far as the record knows (`clocks.present`), UTC.
    """
    found = stays.list_presences_around(now, _EVER)
    return [one for one in found if one.closed is None and _known_by(one, now) <= at]


def latest_beginning(context: Context, presence: Presence) -> datetime:
    """When a presence began at the latest, UTC."""
    return presence.in_at + slack_of(presence, present(context))


def _recorded(came: UUID) -> int | None:
    """When somebody came, in the order of recording; what was put in place of it came later."""
    found = stays.find_mark(came)
    if found is not None and found[1].source == "clock" and found[1].names is not None:
        return _recorded(found[1].names)
    return found[1].seq if found else None


class Lengths:
    """How long presences may be, as far as is known at a time."""

    def __init__(self, book: Rulebook, now: datetime) -> None:
        """Judge by the rules over time.

        Args:
            book: The site's rules.
            now: The time as far as the record knows (`clocks.present`), UTC.
        """
        self.book, self._now = book, now
        """By which rules it judges."""

    def judging(self, presence: Presence) -> Rules:
        """The rules by which a scan is judged that finds this presence open."""
        return replace(self.book.judging(presence), slack=slack_of(presence, self._now))

    def longest(self, presence: Presence) -> timedelta:
        """For how long after its time of coming somebody may plausibly be here."""
        rules = self.judging(presence)
        return rules.longest + rules.slack

    def is_plausible(self, presence: Presence) -> bool:
        """Whether somebody whose presence stands open may be here now."""
        return self._now - presence.in_at <= self.longest(presence)


def begun_anew(context: Context) -> dict[bytes, tuple[bytes, int]]:
    """From when on it counts at a post that somebody is here who came by a clock that was wrong.

    Who came later than now, by a clock that was ahead, is here now. Who came longer ago than
    anybody stays, by one that was behind, was here when a right clock told of anything again.

    Returns:
        By the key of their open presence: whose it is, and from when on, in microseconds since
        1970. Nobody else is in it.
    """
    now, book = present(context), Rulebook(context.site())
    found = {}
    for one in stays.list_open_presences(now):
        slack = slack_of(one, now)
        if one.in_at > now or slack > book.judging(one).longest:
            counts = min(one.in_at + slack, now)
            found[one.uid.bytes] = (one.member_uid.bytes, to_micros(counts))
    return found
