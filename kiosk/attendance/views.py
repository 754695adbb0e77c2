"""A scan, its answers, and who is on site."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from kiosk.people.views import MemberView
from kiosk.service.views import CommitmentView


@dataclass(frozen=True, slots=True)
class Scan:
    """One reading of one code by one source.

    Attributes:
        text: What was read, as it arrived.
        source: `wedge`, `paste`, `demo`, `command`, `serial`, `evdev`, `camera`, or what a gate's
            own program calls itself.
        nonce: What a gate calls this one reading, so that it can deliver it again and is told the
            same; empty where it can't.
        at: When it was read, UTC, if that was not now: a gate that was cut off delivers it late.
    """

    text: str
    source: str
    nonce: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What every decided scan of a known member is answered with.

    Attributes:
        member: Whose badge it was, as the board shows them after the scan.
        at: When it was decided, UTC; for a repeat, when the counted scan was.
        work_day: The work day the presence belongs to.
        commitments: The member's open commitments, by due date.
        question: The key of the scan where its direction is a guess that the member is asked
            about ("I am leaving", "I am coming"); None where it is clear.
        scan: The key of what was recorded; what is undone within 15 minutes.
        on_break: Whether they are on a break now.
    """

    member: MemberView
    at: datetime
    work_day: date
    commitments: tuple[CommitmentView, ...]
    question: UUID | None = field(default=None, kw_only=True)
    scan: UUID | None = field(default=None, kw_only=True)
    on_break: bool = field(default=False, kw_only=True)

    @property
    def due(self) -> tuple[CommitmentView, ...]:
        """Those of the commitments that are due by the end of this work day, overdue ones too.

        Of these the member is reminded when they come and asked when they leave.
        """
        return tuple(one for one in self.commitments if one.due_on <= self.work_day)


@dataclass(frozen=True, slots=True)
class CheckedIn(Answered):
    """The member came.

    Attributes:
        forgotten: When the presence before this one began, where they never checked out of it and
            have not asked about it yet; else None.
    """

    forgotten: datetime | None = None


@dataclass(frozen=True, slots=True)
class CheckedOut(Answered):
    """The member left.

    Attributes:
        since: When the presence began that this ends.
        badge_ends_on: The badge's last local day when it can't be used to come in on the day after
            this one; else None.
    """

    since: datetime
    badge_ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class CameBack(Answered):
    """The member is back from a break: they were on site all the time.

    Attributes:
        since: When their presence began.
        rested_s: How long the break took, in seconds.
    """

    since: datetime
    rested_s: int

    @property
    def direction(self) -> str:
        """As a repeat of it says: `back`."""
        return "back"


@dataclass(frozen=True, slots=True)
class Repeated(Answered):
    """The same badge again within the debounce window: answered, not counted.

    Attributes:
        direction: What the counted scan was: `in`, `out` or `back`.
    """

    direction: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The code checks nobody in or out.

    Attributes:
        reason: Stable code: `unknown_code`, `wrong_check_digits`, `cut_code`, `too_long`,
            `not_a_code`, `other_version`, `badge_dead`, `badge_not_yet`, `badge_expired`,
            `member_left`; in the minute after a muster `muster_over`, `muster_missed`.
        at: When, UTC.
        work_day: The work day it is logged under.
        member: The member when the code led to one, else None; with the time of their coming when
            they are recorded as on site, which this scan did not change.
        valid_from: The badge's first local day, for `badge_not_yet`; else None.
        valid_until: The badge's last local day, for `badge_expired`; else None.
    """

    reason: str
    at: datetime
    work_day: date
    member: MemberView | None
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class NotRecorded:
    """The record could not be written: nothing counts, write it on paper.

    Attributes:
        why: Stable code: `full`, `locked`, `read_only`, `damaged`, `broken`.
        at: When, UTC.
    """

    why: str
    at: datetime


ScanResult = CheckedIn | CheckedOut | CameBack | Repeated | Refused | NotRecorded


@dataclass(frozen=True, slots=True)
class OnSiteMember:
    """Somebody who is on site.

    Attributes:
        uid: The member's key.
        number: Their number.
        name: Their name.
        since: When they checked in, UTC.
    """

    uid: UUID
    number: str
    name: str
    since: datetime
