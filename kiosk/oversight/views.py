"""What front ends get to see of the site and of a day."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from kiosk.attendance.muster.views import MusterView
from kiosk.service.views import CommitmentView, ServiceView

if TYPE_CHECKING:
    from kiosk.attendance.coverage.views import PostCoverageView
    from kiosk.attendance.waiting import WaitingView
    from kiosk.service.voices_views import VoiceView


@dataclass(frozen=True, slots=True)
class SiteView:
    """The site and its rules.

    Attributes:
        uid: Its key.
        name: Its name.
        branch: The name of its temporary branch.
        zone: Its time zone.
        turn_hour: The local hour at which the work day turns, 0 to 23.
        debounce_s: For how long a repeat of a badge is not counted, in seconds.
        longest_h: The longest plausible presence, in hours.
        is_demo: Whether everything here is made up.
        safe_since: The local day after the last accident, or None when nobody said.
        retention_years: For how long after leaving a member's data are kept, in years.
        ask_h: From how many hours of presence on a scan is asked about.
        asks_out: Whether people check out.
        shifts: The shifts: first and last minute from local midnight, and the weekdays on which
            they begin (bit 0 is Monday).
    """

    uid: UUID
    name: str
    branch: str
    zone: ZoneInfo
    turn_hour: int
    debounce_s: int
    longest_h: int
    is_demo: bool
    safe_since: date | None
    retention_years: int = 5
    ask_h: int = 13
    asks_out: bool = True
    shifts: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PresenceView:
    """One presence of a day.

    Attributes:
        number: The member's number.
        name: The member's name.
        in_at: When they checked in, UTC.
        out_at: When they checked out, UTC; None when they did not.
        minutes: Whole elapsed minutes; None without a check-out.
        state: `ended`, `on_site`, or `forgotten` when it stood open too long or another
            check-in followed.
        clock: `ok`; `behind` when a clock stood before the newest fact; `unknown` when it can't
            have been right.
        closed: What ended it: `scan`, `rule`, `correction`; None while it is open.
        break_since: Since when they are on a break, UTC; None when they are not.
        break_minutes: Whole minutes on breaks that have ended; they are not in `minutes`.
        uid: The presence's key.
        is_settled: Whether a supervisor looked at it and leaves it as it stands.
        is_corrected: Whether a supervisor, or who keeps the machine, set one of its ends.
        is_guessed: Whether one of its ends is a guess that nobody answered.
    """

    number: str
    name: str
    in_at: datetime
    out_at: datetime | None
    minutes: int | None
    state: str
    clock: str
    closed: str | None = None
    break_since: datetime | None = None
    break_minutes: int = 0
    uid: UUID | None = None
    is_settled: bool = False
    is_corrected: bool = False
    is_guessed: bool = False

    @property
    def flags(self) -> tuple[str, ...]:
        """Stable words for what is not plain.

        `forgotten`, `clock`, `corrected`, `guessed`, `on_break`.
        """
        found = {
            "forgotten": self.state == "forgotten",
            "clock": self.clock != "ok",
            "corrected": self.is_corrected,
            "guessed": self.is_guessed,
            "on_break": self.break_since is not None,
        }
        return tuple(flag for flag, is_so in found.items() if is_so)


@dataclass(frozen=True, slots=True)
class DutyView:
    """A key post and one who holds it on a day.

    Attributes:
        post: The post's name.
        kind: `post`, `procedure`, `link` or `moment`.
        shift: The shift's name, or empty.
        number: The holder's number; empty when nobody holds it.
        name: The holder's name; empty when nobody holds it.
        state: `here` when the holder came on that day, `left` when they came and the shift still
            runs without any holder on site, `later` when the shift has not begun yet or they may
            still come late, `absent` when they did not come, `empty` when nobody should hold the
            post on that day.
        left_at: When one who `left` checked out, UTC; None when nobody knows, or in other states.
    """

    post: str
    kind: str
    shift: str
    number: str
    name: str
    state: str
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RefusedView:
    """A refused scan.

    Attributes:
        at: When, UTC.
        reason: Stable code, as in `Refused`.
        code: The code with its middle hidden.
        number: The member's number when the code led to one, else empty.
        name: Their name, else empty.
        source: Where it was read.
    """

    at: datetime
    reason: str
    code: str
    number: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class DayView:
    """Everything of one work day on one site.

    Attributes:
        work_day: The day.
        begins: When it began, by the rules then in force, UTC.
        ends: When the next one begins, UTC.
        site: The site.
        presences: In order of coming.
        duties: Key posts and who held them, by post and shift.
        made: Commitments made on the day.
        kept: Commitments judged on the day, whatever the judgement.
        due: Commitments due on the day.
        overdue: Commitments due earlier of which nothing was said by the end of the day.
        services: In order of logging; struck ones too, which count no more.
        refused: In order of time.
        waiting: What a supervisor should settle of presences; today's tells of all days.
        more_waiting: How many presences in doubt wait beyond those, which are the newest.
        musters: Roll calls that were started on the day, oldest first.
        coverage: Key posts over the day: what stood empty when; empty ones first, then by name.
        voices: Hazards that nobody has in hand, then overdue voices, the highest risen first; only
            today's holds them: a voice waits now.
        more_voices: How many of these there are beyond those.
    """

    work_day: date
    begins: datetime
    ends: datetime
    site: SiteView
    presences: tuple[PresenceView, ...]
    duties: tuple[DutyView, ...]
    made: tuple[CommitmentView, ...]
    kept: tuple[CommitmentView, ...]
    due: tuple[CommitmentView, ...]
    overdue: tuple[CommitmentView, ...]
    services: tuple[ServiceView, ...]
    refused: tuple[RefusedView, ...]
    waiting: "tuple[WaitingView, ...]" = ()
    musters: tuple[MusterView, ...] = ()
    coverage: tuple["PostCoverageView", ...] = ()
    more_waiting: int = field(default=0, kw_only=True)
    voices: "tuple[VoiceView, ...]" = field(default=(), kw_only=True)
    more_voices: int = field(default=0, kw_only=True)
