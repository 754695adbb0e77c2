"""Presence, derived: one pure function from what was recorded of a member to when they were here.

Everything that bears on a presence is a `Mark`. `derive` places the marks in order, leaves out what
was undone or replaced, and walks once over the rest with one thing in mind: the presence that is
open now, if any. The same presences answer who is on site, who was at any moment, and how long.

- A check-in while a presence is open closes the older one by rule: nobody knows when they left, so
  no time of leaving is made up.
- A check-out while none is open belongs to no presence; it is a stray, for a supervisor to look at.
- A mark takes its place by the time it happened, not by when it was recorded; marks of one moment
  stand in order of recording. A time told by a clock that stood behind the record is not believed:
  such a mark stands behind all that was recorded before it.
- Breaks are no absence, but they are no work either.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

MarkKind = Literal["in", "out", "break", "back", "closed", "undo"]
"""`in`, `out`: check-in, check-out. `break`, `back`: begin and end of a break. `closed`: closed by
rule. `undo`: what it names never was."""

Closed = Literal["scan", "rule", "correction"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One recorded thing that bears on a member's presence.

    Attributes:
        uid: Its key.
        seq: Its place in the order of recording.
        kind: What it is.
        at: When it happened, UTC.
        work_day: The work day that it was decided to belong to.
        names: The mark that this one undoes, replaces or closes; None for none.
        source: Where it came from; `correction` for what a supervisor accepted.
        clock: `ok`; anything else says that the clock could not be believed.
    """

    uid: UUID
    seq: int
    kind: MarkKind
    at: datetime
    work_day: date
    names: UUID | None = None
    source: str = "wedge"
    clock: str = "ok"


@dataclass(frozen=True, slots=True)
class Presence:
    """One stay on site.

    Attributes:
        uid: The key of its check-in.
        work_day: The work day on which it began.
        in_at: When it began, UTC.
        out_at: When it ended, UTC; None while it is open, and where nobody knows.
        closed: What ended it; None while it is open.
        closed_at: When it was known to have ended, UTC; the time of leaving where that is known.
        on_break_since: Since when they are on a break, UTC; None when they are not.
        breaks_s: Seconds on breaks that have ended.
        doubtful_clock: Whether a clock that could not be believed told one of its ends.
    """

    uid: UUID
    work_day: date
    in_at: datetime
    out_at: datetime | None = None
    closed: Closed | None = None
    closed_at: datetime | None = None
    on_break_since: datetime | None = None
    breaks_s: float = 0.0
    doubtful_clock: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nothing has ended it yet."""
        return self.closed is None

    def was_on_at(self, at: datetime, longest: timedelta) -> bool:
        """Whether the member was, or may have been, on site at a moment, UTC.

        Where nobody knows when they left they may have been here for as long as is plausible.
        """
        end = self.out_at or min(self.closed_at or at + longest, self.in_at + longest)
        return self.in_at <= at < end or (self.is_open and self.in_at <= at < self.in_at + longest)

    @property
    def worked_s(self) -> float | None:
        """Elapsed seconds less breaks; None while it is open or where nobody can know."""
        if self.out_at is None or self.doubtful_clock:
            return None
        return max(0.0, (self.out_at - self.in_at).total_seconds() - self.breaks_s)


@dataclass(frozen=True, slots=True)
class Stays:
    """What a member's marks come to.

    Attributes:
        presences: In order of coming.
        strays: Check-outs and breaks that belong to no presence, in order.
    """

    presences: tuple[Presence, ...]
    strays: tuple[Mark, ...]

    @property
    def open(self) -> Presence | None:
        """The presence that nothing has ended yet, or None."""
        last = self.presences[-1] if self.presences else None
        return last if last is not None and last.is_open else None


def derive(marks: Iterable[Mark]) -> Stays:
    """What one member's marks come to; any order in, the same answer out."""
    walk = _Walk()
    for mark, placed_at in placed(marks):
        walk.take(mark, placed_at)
    return Stays(tuple(walk.presences), tuple(walk.strays))


def placed(marks: Iterable[Mark]) -> list[tuple[Mark, datetime]]:
    """The marks that count, each with the time that it is placed at, in order."""
    recorded = sorted(marks, key=lambda mark: mark.seq)
    void = {mark.names for mark in recorded if mark.names and _voids(mark)}
    standing: list[tuple[Mark, datetime]] = []
    newest: datetime | None = None
    for mark in recorded:
        at = mark.at if mark.clock == "ok" or newest is None else max(mark.at, newest)
        newest = at if newest is None else max(newest, at)
        if mark.kind != "undo" and mark.uid not in void:
            standing.append((mark, at))
    return sorted(standing, key=lambda pair: (pair[1], pair[0].seq))


def _voids(mark: Mark) -> bool:
    return mark.kind == "undo" or (mark.source == "correction" and mark.kind in {"in", "out"})


class _Walk:
    """Walks over marks in order."""

    def __init__(self) -> None:
        self.presences: list[Presence] = []
        self.strays: list[Mark] = []

    def take(self, mark: Mark, at: datetime) -> None:
        now = self._open()
        if mark.kind == "in":
            self._come(mark, at, now)
        elif mark.kind == "closed":
            self._close_by_rule(mark, at, now)
        elif now is None:
            self.strays.append(mark)
        elif mark.kind == "out":
            self._leave(mark, at, now)
        else:
            self._rest(mark, at, now)

    def _open(self) -> Presence | None:
        last = self.presences[-1] if self.presences else None
        return last if last is not None and last.is_open else None

    def _come(self, mark: Mark, at: datetime, now: Presence | None) -> None:
        if now is not None:
            self._put(now, closed="rule", closed_at=at, on_break_since=None)
        doubtful = mark.clock != "ok"
        self.presences.append(
            Presence(mark.uid, mark.work_day, at if doubtful else mark.at, doubtful_clock=doubtful)
        )

    def _close_by_rule(self, mark: Mark, at: datetime, now: Presence | None) -> None:
        if now is not None and now.uid == mark.names:
            self._put(now, closed="rule", closed_at=at, on_break_since=None)

    def _leave(self, mark: Mark, at: datetime, now: Presence) -> None:
        closed = "correction" if mark.source == "correction" else "scan"
        doubtful = now.doubtful_clock or mark.clock != "ok"
        rested = self._rested(now, at)
        self._put(
            now,
            out_at=at,
            closed=closed,
            closed_at=at,
            on_break_since=None,
            breaks_s=rested,
            doubtful_clock=doubtful,
        )

    def _rest(self, mark: Mark, at: datetime, now: Presence) -> None:
        if mark.kind == "break" and now.on_break_since is None:
            self._put(now, on_break_since=at)
        elif mark.kind == "back" and now.on_break_since is not None:
            self._put(now, on_break_since=None, breaks_s=self._rested(now, at))

    @staticmethod
    def _rested(now: Presence, at: datetime) -> float:
        if now.on_break_since is None:
            return now.breaks_s
        return now.breaks_s + (at - now.on_break_since).total_seconds()

    def _put(self, now: Presence, **values: object) -> None:
        self.presences[-1] = replace(now, **values)  # type: ignore[arg-type]  # named above


def on_site(stays: Sequence[Stays], at: datetime, longest: timedelta) -> list[Presence]:
    """The presences of many members at a moment, in order of coming."""
    here = [
        presence
        for stay in stays
        for presence in stay.presences
        if presence.was_on_at(at, longest)
    ]
    return sorted(here, key=lambda presence: presence.in_at)
