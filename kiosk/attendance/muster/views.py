"""What front ends get to see of a muster."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from kiosk.people.views import MemberView

Kept = Literal["record", "journal", "elsewhere", "memory"]
"""Where facts are kept: the record, the journal in the home or elsewhere, memory only."""


@dataclass(frozen=True, slots=True)
class Running:
    """That a roll call runs.

    Attributes:
        uid: Its key.
        kind: `drill` or `real`; later `meeting` or `training`.
        started_at: UTC.
    """

    uid: UUID
    kind: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody on the roll.

    Attributes:
        member: Who it is; of a visitor only key and name are there.
        why: Stable word: `forgotten`, `guessed`, `let_go`, `overdue`, `on_break`, `visitor`,
            `on_site`, `during`, `came`.
        since: When that began, UTC.
        is_visitor: Whether it is a visitor.
    """

    member: MemberView
    why: str
    since: datetime
    is_visitor: bool


@dataclass(frozen=True, slots=True)
class SeenView:
    """Somebody who was seen safe.

    Attributes:
        person: Who.
        how: `badge`, `hand`, or `gate`.
        at: When, UTC.
        by: The name of who says so; empty for a badge.
        station: Where it was entered.
        is_elsewhere: Whether that was on another terminal or by a command.
        beside: What says it as well, the surest first; when one is taken back, the last one goes.
    """

    person: PersonView
    how: str
    at: datetime
    by: str
    station: str
    is_elsewhere: bool
    beside: tuple["SeenView", ...] = ()


@dataclass(frozen=True, slots=True)
class TakenBackView:
    """A mark that was taken back: its person was missing again, until marked once more.

    Attributes:
        number: The member's; empty for a visitor.
        name: Who.
        at: When it was taken back, UTC.
        by: The name of who took it back.
        reason: Why, in their words.
        how: How it had been made: `badge`, `hand`, or `gate`.
        marked_at: When it had been made, UTC; None for a badge at a gate.
        marked_by: The name of who had made it; empty for a badge.
    """

    number: str
    name: str
    at: datetime
    by: str
    reason: str
    how: str
    marked_at: datetime | None
    marked_by: str


@dataclass(frozen=True, slots=True)
class MusterView:
    """A muster as it stands, and its report when it has ended.

    Attributes:
        uid: Its key.
        kind: `drill` or `real`; later `meeting` or `training`.
        started_at: UTC.
        ended_at: UTC; None while it runs.
        because: What ended it: `pin`, `real` when a real one came in between; else empty.
        ended_by: Number and name of who ended it; both empty when nobody did.
        expected: How many are on the roll, those added among them.
        visitors: How many of them are visitors.
        seen: Each person once, by their surest mark, in order of its time.
        missing: The largest uncertainty first.
        kept: Where its newest facts are: `record`, `journal`, `elsewhere`, `memory`.
        refused: How many scans were refused meanwhile; a repeat of one counts once.
        at_start: How many were on the roll when it started.
        taken_back: Marks that were taken back, in order of time.
    """

    uid: UUID
    kind: str
    started_at: datetime
    ended_at: datetime | None
    because: str
    ended_by: tuple[str, str]
    expected: int
    visitors: int
    seen: tuple[SeenView, ...]
    missing: tuple[PersonView, ...]
    kept: Kept
    refused: int = 0
    at_start: int = 0
    taken_back: tuple[TakenBackView, ...] = ()


@dataclass(frozen=True, slots=True)
class MusterScan:
    """What a badge scanned during a muster comes to: it checks nobody out.

    Attributes:
        result: `safe`, `already` when they were seen before, `refused`, `not_recorded`.
        at: When they were seen, UTC.
        member: Who it is; None where the code leads to nobody.
        reason: Why it was refused: a stable code, as in `Refused`; else empty.
        was_expected: Whether they were on the roll.
        work_day: The site's work day; None where nothing was recorded.
        kind: Which roll was called: `drill` or `real`; empty where that is not known.
        is_kept: Whether a refusal is in the record, as any refused scan is.
        checked_in: Whether they were not on site before, and are from now on.
    """

    result: str
    at: datetime
    member: MemberView | None = None
    reason: str = ""
    was_expected: bool = True
    work_day: date | None = None
    kind: str = ""
    is_kept: bool = True
    checked_in: bool = False
