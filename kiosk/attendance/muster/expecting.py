"""Who is expected in a muster: everybody who is on site or may be; a pure function."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from kiosk.attendance.muster.roll import Expected
from kiosk.attendance.presence import Presence

STILL_ASKED = timedelta(hours=24)
"""For how long after it was closed by rule a presence may mean that somebody is still here."""


def expect(
    presences: Iterable[Presence],
    at: datetime,
    longest: timedelta,
    guesses: Collection[UUID] = frozenset(),
) -> list[Expected]:
    """Who may be on site at a moment, as the presences say; each person once.

    Nobody knows when somebody left whose presence was closed by rule: they are asked about for a
    day. Whoever is known to have left after that is not.

    Args:
        presences: Of the last days and all open ones, in any order, some perhaps twice.
        at: The moment, UTC.
        longest: The longest plausible presence.
        guesses: Members whose last scan was taken for coming or going without their word.
    """
    last: dict[UUID, Presence] = {}
    for presence in sorted(presences, key=lambda one: (one.in_at, one.uid.bytes)):
        last[presence.member_uid] = presence
    found = (_expected(presence, at, longest, guesses) for presence in last.values())
    return [one for one in found if one is not None]


def _expected(
    presence: Presence, at: datetime, longest: timedelta, guesses: Collection[UUID]
) -> Expected | None:
    member = presence.member_uid
    if presence.closed == "rule":
        closed_at = presence.closed_at or presence.in_at
        return (
            Expected(member, "forgotten", presence.in_at) if at - closed_at < STILL_ASKED else None
        )
    if presence.closed is not None:
        return _guessed(presence, at, guesses)
    if at - presence.in_at > longest:
        return Expected(member, "overdue", presence.in_at)
    if presence.break_since is not None:
        return Expected(member, "on_break", presence.break_since)
    return Expected(member, "on_site", presence.in_at)


def _guessed(presence: Presence, at: datetime, guesses: Collection[UUID]) -> Expected | None:
    left = presence.out_at
    if left is None or presence.member_uid not in guesses or at - left >= STILL_ASKED:
        return None
    return Expected(presence.member_uid, "guessed", left)
