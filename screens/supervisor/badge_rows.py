"""The members with their badges, and how a badge's state is put in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kiosk.i18n import _, format_day
from kiosk.people.badges import BadgeView, Validity
from kiosk.people.views import MemberView
from kiosk.services import Services

RowState = Literal["valid", "unprinted", "not_yet", "expired", "revoked", "none"]

SIGNS: dict[RowState, str] = {
    "valid": "✓",
    "unprinted": "▲",
    "not_yet": "○",
    "expired": "▲",
    "revoked": "✕",
    "none": "▲",
}
"""The sign before each state's words."""


@dataclass(frozen=True, slots=True)
class BadgeRow:
    """A member and their badge.

    Attributes:
        member: Who.
        badge: Their living badge, else the one that died last; None: they never had one.
        is_unprinted: Whether the living one replaced another and was not printed yet.
    """

    member: MemberView
    badge: BadgeView | None
    is_unprinted: bool = False

    @property
    def state(self) -> RowState:
        """How it stands today."""
        if self.badge is None:
            return "none"
        if self.badge.state == "dead":
            return "revoked"
        is_waiting = self.is_unprinted and self.badge.state == "valid"
        return "unprinted" if is_waiting else self.badge.state

    @property
    def needs_somebody(self) -> bool:
        """Whether this member can't come in with a badge today, or holds none of paper yet."""
        return self.state != "valid"


@dataclass(frozen=True, slots=True)
class Roll:
    """All members with their badges.

    Attributes:
        rows: By number.
        today: The site's work day, on which the states hold.
    """

    rows: tuple[BadgeRow, ...]
    today: date


def read_roll(services: Services) -> Roll:
    """Who has which badge today; called on the reader's thread."""
    living, unprinted = services.badges.list_living(), services.badges.list_unprinted()
    rows = [
        BadgeRow(
            member,
            living.get(member.uid) or _last_dead(services, member),
            member.uid in unprinted,
        )
        for member in services.people.list_members()
    ]
    return Roll(tuple(rows), services.oversight.today())


def _last_dead(services: Services, member: MemberView) -> BadgeView | None:
    return next(iter(services.badges.history(member.uid)), None)


def count_words(rows: Iterable[BadgeRow]) -> str:
    """How many badges are valid and how many members need one: `58 valid · 2 expired`."""
    states = [row.state for row in rows]
    words: dict[RowState, str] = {
        "valid": _("{count} valid"),
        "unprinted": _("{count} to print"),
        "expired": _("{count} expired"),
        "not_yet": _("{count} not valid yet"),
        "revoked": _("{count} revoked"),
        "none": _("{count} without a badge"),
    }
    counts = [(sentence, states.count(state)) for state, sentence in words.items()]
    return " · ".join(sentence.format(count=count) for sentence, count in counts if count)


def state_words(row: BadgeRow, today: date) -> str:
    """A badge's state with its sign: `✓ until Thu 31 Dec`."""
    return f"{SIGNS[row.state]} {_state(row, today)}"


def _state(row: BadgeRow, today: date) -> str:
    if row.badge is None:
        return _("no badge yet")
    if row.state == "unprinted":
        return _("reissued, not printed yet")
    first, last = row.badge.validity.first, row.badge.validity.last
    if row.state == "not_yet" and first is not None:
        return _("from {day}").format(day=day_words(first, today))
    if last is not None and row.state in {"valid", "expired"}:
        sentence = _("until {day}") if row.state == "valid" else _("expired on {day}")
        return sentence.format(day=day_words(last, today))
    return _("revoked") if row.state == "revoked" else _("valid")


def validity_words(validity: Validity, today: date) -> str:
    """The days on which a badge lets in: `at once, until Thu 31 Dec`."""
    first, last = validity.first, validity.last
    begins = _("from {day}").format(day=day_words(first, today)) if first else _("at once")
    ends = _("until {day}").format(day=day_words(last, today)) if last else _("no end")
    return _("{begins}, {ends}").format(begins=begins, ends=ends)


def day_words(day: date, today: date) -> str:
    """A day, with its year when that is not this one."""
    return format_day(day) if day.year == today.year else day.isoformat()


def dead_words(because: str) -> str:
    """Why a badge is dead: replaced, or the words of whoever revoked it."""
    if because == "reissued":
        return _("replaced by a newer one")
    return _("revoked: {reason}").format(reason=because)
