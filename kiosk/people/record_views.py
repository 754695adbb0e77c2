"""A member's own record, as they see it after a scan and take it home."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from kiosk.people.views import MemberView

if TYPE_CHECKING:
    from db.own_data import AskedCorrection, GivenConfirmation, SaidInVoice
    from db.own_traces import Trace
    from kiosk.service.scoring import RatingView
    from kiosk.service.totals import ServiceTotals
    from kiosk.service.views import CommitmentView, ServiceView
    from kiosk.service.voices_views import VoiceView


@dataclass(frozen=True, slots=True)
class HoursView:
    """How long a member was on site.

    Attributes:
        days: On how many work days they came.
        minutes: In presences of which both ends are known, less breaks.
        unknown: How many presences' ends nobody knows; their time is not among the minutes.
    """

    days: int
    minutes: int
    unknown: int


@dataclass(frozen=True, slots=True)
class TermLine:
    """A post that a member held, or a team they were in.

    Attributes:
        name: Of the post or team.
        shift: In which shift; empty for always, and for teams.
        since: The first local day.
        until: The last one; None: for good.
        is_key: Whether it is a key post.
    """

    name: str
    shift: str
    since: date
    until: date | None
    is_key: bool


@dataclass(frozen=True, slots=True)
class StandingView:
    """A standing that a member came into.

    Attributes:
        standing: `member`, `probationary` or `activist`.
        since: When, UTC.
        is_promotion: Whether it is a step up from the one before.
    """

    standing: str
    since: datetime
    is_promotion: bool


@dataclass(frozen=True, slots=True)
class StayLine:
    """One stay on site.

    Attributes:
        work_day: The day it belongs to.
        in_at: When it began, UTC.
        out_at: When it ended, UTC; None while it is open, and where nobody knows.
        minutes: How long, less breaks; None where `out_at` is, and where the clock was wrong.
    """

    work_day: date
    in_at: datetime
    out_at: datetime | None
    minutes: int | None


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """Everything that is kept of what a member did here.

    Attributes:
        member: Who it is, as the board shows them.
        joined_at: Since when they are here, UTC.
        hours: Since they joined.
        recent_hours: Of the last 30 work days.
        posts: What they hold, held or are to hold, the newest first; at most 50.
        teams: The same of teams.
        states: Their commitments and occasions by state; states that none is in are left out.
        commitments: The newest, newest first; as many as were asked for.
        services: The newest, struck ones too, newest first; as many as were asked for.
        totals: What all their services come to.
        rating: What workers say of them; None below five ratings.
        words: What workers said with those ratings, in no order.
        standings: In order of time, from the one with which they came.
    """

    member: MemberView
    joined_at: datetime
    hours: HoursView
    recent_hours: HoursView
    posts: tuple[TermLine, ...]
    teams: tuple[TermLine, ...]
    states: dict[str, int]
    commitments: tuple["CommitmentView", ...]
    services: tuple["ServiceView", ...]
    totals: "ServiceTotals"
    rating: "RatingView | None"
    words: tuple[str, ...]
    standings: tuple[StandingView, ...]


@dataclass(frozen=True, slots=True)
class OwnPhoto:
    """A portrait of a member.

    Attributes:
        state: `shown` to everybody, or `waiting` for approval.
        sha256: Of the original file.
        jpeg: The largest that is kept.
    """

    state: str
    sha256: str
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class OwnData:
    """All that is kept of a member, for the member to take home.

    Attributes:
        record: With everything in it, however old, and phone numbers as they were written.
        phone: Their phone number, which no screen shows.
        stays: All their stays on site, in order of coming.
        judged: All that was ever said of their commitments and occasions, in order.
        done_for: Services that were for them, in the order of logging.
        voices: What they raised by name, in full, the newest first.
        said: What they did about others' voices, in order.
        corrections: What they asked to be corrected, in order.
        confirmations: Others' services that they confirmed, in order.
        traces: What else was noted of them, by part, as `db.own_traces.PARTS` names them.
        photos: Their portraits.
    """

    record: MemberRecord
    phone: str
    stays: tuple[StayLine, ...]
    judged: tuple["CommitmentView", ...]
    done_for: tuple["ServiceView", ...]
    voices: tuple["VoiceView", ...]
    said: tuple["SaidInVoice", ...]
    corrections: tuple["AskedCorrection", ...]
    confirmations: tuple["GivenConfirmation", ...]
    traces: Mapping[str, tuple["Trace", ...]]
    photos: tuple[OwnPhoto, ...]
