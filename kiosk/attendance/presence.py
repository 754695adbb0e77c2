"""Presence, derived: one pure function from what was recorded of a member to when they were here.

Everything that bears on a presence is a `Mark`. `derive` leaves out what was undone or replaced,
puts the rest in order of the time at which it happened (marks of one moment in order of recording,
but first the end of a stay that was added), and walks once over it with one thing in mind: the
presence that is open now, if any. The presences that it gives answer who is on site, who was at any
moment, and how long.

- A check-in while a presence is open closes the older one by rule: nobody knows when they left, so
  no time of leaving is made up.
- A check-out while none is open belongs to no presence: it is a stray, and a scan that became one
  is asked about (`misfits`).
- A clock that stands behind the member's own last mark can't be right: such a mark is placed right
  behind that one (its `at` says so, its `clock` is `unknown`), and no hours are counted from it.
- A break is no absence, and no work either; where its ends are not known, nor are the hours.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from db.presence import Mark, Presence

__all__ = ["Mark", "Presence", "Stays", "derive", "may_be_here", "worked_s"]


_CLOCKS = ("ok", "behind", "unknown")
"""What may be said of a clock, from the best to the worst."""

_LONGEST_BY_ANY_RULES = timedelta(hours=48)
"""What is longer was told by a wrong clock, where one is in doubt."""

_REPLACING = frozenset({"correction", "answer", "clock"})
"""Sources of marks that stand in place of the mark that they name."""


@dataclass(frozen=True, slots=True)
class Stays:
    """What a member's marks come to.

    Attributes:
        presences: In order of coming; only the last one can be open.
        strays: Check-outs and breaks that belong to no presence, in order.
    """

    presences: tuple[Presence, ...]
    strays: tuple[Mark, ...]


def derive(member_uid: UUID, marks: Iterable[Mark], since: datetime | None = None) -> Stays:
    """What a member's marks come to, whatever the order in which they are given.

    Args:
        member_uid: Whose they are.
        marks: All of them, or those from a moment on at which a presence began.
        since: Marks before it only say what they undo or replace; None: there are none before.
    """
    marks = list(marks)
    void = {mark.names for mark in marks if mark.names is not None and _voids(mark)}
    counted = [mark for mark in marks if mark.kind != "undo" and mark.uid not in void]
    walk = _Walk(member_uid)
    for mark in sorted(counted, key=_place):
        if since is None or mark.at >= since:
            walk.take(mark)
    return Stays(tuple(walk.presences), tuple(walk.strays))


def _place(mark: Mark) -> tuple[datetime, bool, int]:
    """Where a mark stands; the end of a stay that was added stands before whatever it touches."""
    ends_own_stay = mark.kind == "out" and mark.about is not None
    return mark.at, not ends_own_stay, mark.seq


def _voids(mark: Mark) -> bool:
    return mark.kind == "undo" or mark.source in _REPLACING


class _Walk:
    """Walks over marks in order."""

    def __init__(self, member_uid: UUID) -> None:
        self._member_uid = member_uid
        self.presences: list[Presence] = []
        self.strays: list[Mark] = []

    def take(self, mark: Mark) -> None:
        now = self._open()
        if mark.kind == "in":
            self._come(mark, now)
        elif mark.kind == "closed":
            if now is not None and now.uid == mark.names:
                self._close_by_rule(now, mark.at)
        elif now is None:
            self.strays.append(mark)
        elif mark.kind == "out":
            self._leave(mark, now)
        else:
            self._rest(mark, now)

    def _open(self) -> Presence | None:
        last = self.presences[-1] if self.presences else None
        return last if last is not None and last.closed is None else None

    def _come(self, mark: Mark, now: Presence | None) -> None:
        if now is not None:
            self._close_by_rule(now, mark.at)
        self.presences.append(
            Presence(
                mark.uid,
                self._member_uid,
                mark.work_day,
                in_at=mark.at,
                out_at=None,
                closed=None,
                closed_at=None,
                break_since=None,
                breaks_s=0,
                clock=_clock_of(mark),
            )
        )

    def _close_by_rule(self, now: Presence, at: datetime) -> None:
        self.presences[-1] = replace(now, closed="rule", closed_at=at, break_since=None)

    def _leave(self, mark: Mark, now: Presence) -> None:
        self.presences[-1] = replace(
            now,
            out_at=mark.at,
            closed="correction" if mark.source == "correction" else "scan",
            closed_at=mark.at,
            break_since=None,
            breaks_s=_rested_s(now, mark.at),
            clock=_worse(now, mark),
        )

    def _rest(self, mark: Mark, now: Presence) -> None:
        told = replace(now, clock=_worse(now, mark))
        if mark.kind == "break" and now.break_since is None:
            self.presences[-1] = replace(told, break_since=mark.at)
        elif mark.kind == "back" and now.break_since is not None:
            self.presences[-1] = replace(told, break_since=None, breaks_s=_rested_s(now, mark.at))


def _clock_of(mark: Mark) -> str:
    # A clock that jumped may have been right, as one that fell behind may have been.
    return "behind" if mark.clock == "jumped" else mark.clock


def _worse(now: Presence, mark: Mark) -> str:
    return max(now.clock, _clock_of(mark), key=_CLOCKS.index)


def _rested_s(now: Presence, at: datetime) -> int:
    if now.break_since is None:
        return now.breaks_s
    return now.breaks_s + int((at - now.break_since).total_seconds())


def worked_s(presence: Presence) -> int | None:
    """Elapsed seconds less breaks; None while it is open, and where nobody can know."""
    if presence.out_at is None or presence.clock == "unknown":
        return None
    elapsed = presence.out_at - presence.in_at
    if presence.clock != "ok" and elapsed > _LONGEST_BY_ANY_RULES:
        return None
    return int(elapsed.total_seconds()) - presence.breaks_s


def may_be_here(presence: Presence, at: datetime, longest: timedelta) -> bool:
    """Whether the member was on site at a moment, or may have been.

    Nobody stays longer than is plausible. Where nobody knows when they left, they may have been
    here until then, or until they were known to have gone.

    Args:
        presence: One of theirs.
        at: UTC.
        longest: The longest plausible presence.
    """
    ends = [end for end in (presence.out_at, presence.closed_at) if end is not None]
    stayed = all(at < end for end in ends)
    return stayed and presence.in_at <= at <= presence.in_at + longest
