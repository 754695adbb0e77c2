"""Who is expected in a muster: everybody who is on site or may be; a pure function."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from kiosk.attendance.muster.roll import Expected
from kiosk.attendance.presence import Presence

STILL_ASKED = timedelta(hours=24)
"""For how long after it was closed by rule a presence may mean that somebody is still here."""


def expect(
    presences: Iterable[Presence],
    at: datetime,
    longest_of: Callable[[Presence], timedelta],
    guesses: Collection[UUID] = frozenset(),
    let_go: Mapping[UUID, datetime | None] = MappingProxyType({}),
) -> list[Expected]:
    """Who may be on site at a moment, as the presences say; each person once.

    Nobody knows when somebody left whose presence was closed by rule: they are asked about for a
    day. Whoever is known to have left after that is not.

    Args:
        presences: Of the last days and all open ones, in any order, some perhaps twice.
        at: The moment, UTC.
        longest_of: The longest plausible one by the rules in force when a presence began.
        guesses: Members whose last scan was taken for coming or going without their word.
        let_go: Members who were let go within the last day, and when that ended their presence:
            somebody at a desk ended it, and nobody scanned a badge.
    """
    last: dict[UUID, Presence] = {}
    for presence in sorted(presences, key=lambda one: (one.in_at, one.uid.bytes)):
        last[presence.member_uid] = presence
    found = []
    for member, presence in last.items():
        if presence.out_at is not None and presence.out_at == let_go.get(member):
            found.append(Expected(member, "let_go", presence.in_at))
        else:
            found += _expected(presence, at, longest_of(presence), guesses)
    return found


def _expected(
    presence: Presence, at: datetime, longest: timedelta, guesses: Collection[UUID]
) -> list[Expected]:
    member, came = presence.member_uid, presence.in_at
    if presence.closed == "rule":
        is_asked = at - (presence.closed_at or came) < STILL_ASKED
        return [Expected(member, "forgotten", came)] if is_asked else []
    if presence.closed is not None:
        return _guessed(presence, at, guesses)
    if at - came > longest:
        return [Expected(member, "overdue", came)]
    if presence.break_since is not None:
        return [Expected(member, "on_break", presence.break_since)]
    return [Expected(member, "on_site", came)]


def _guessed(presence: Presence, at: datetime, guesses: Collection[UUID]) -> list[Expected]:
    left = presence.out_at
    if left is None or presence.member_uid not in guesses or at - left >= STILL_ASKED:
        return []
    return [Expected(presence.member_uid, "guessed", left)]
