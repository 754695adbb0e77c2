"""What every use case needs to know: the time, the site, the terminal, the badge secret."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from db import ledger
from db.attendance import find_last_confirmation
from db.connection import run_sql
from db.oversight import get_site, get_terminal
from db.rule_versions import list_shift_rows
from kiosk.attendance.rule_periods import read_work_days
from kiosk.clock import Clock, SystemClock
from kiosk.clock_watch import LEAST_JUMP, ClockWatch
from kiosk.config import Home
from kiosk.oversight.views import SiteView

_SAME = 2 * LEAST_JUMP
"""Two programs that saw the same jump may differ by so much on how far it went."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is done, as every fact keeps it.

    Attributes:
        at: UTC.
        work_day: The site's work day.
        zone: The name of the site's zone.
    """

    at: datetime
    work_day: date
    zone: str


class Context:
    """The circumstances of a use case."""

    def __init__(self, home: Home, clock: Clock) -> None:
        """Read the terminal's key once; the site is read anew each time, since it can change."""
        self.home = home
        self.clock = clock
        self.terminal_uid: UUID = get_terminal().uid
        self.has_jumped = False
        """Whether the clock jumped while this program ran: what is recorded meanwhile is marked."""
        self.watch = ClockWatch(clock) if isinstance(clock, SystemClock) else None
        """Compares the machine's clocks; None for a clock that was set for a demo or a test."""
        self._believed_seq = find_last_confirmation(self.terminal_uid)[0]
        self.is_behind = False
        """Whether the clock stood behind the newest fact, or absurdly far ahead of all, when the
        running kiosk last looked."""
        self.is_log_due = False
        """Whether the write-ahead log may still tell when ratings came."""
        self._days = read_work_days()

    def secret(self) -> bytes:
        """The badge secret. Raises `KioskError` when it can't be read."""
        return self.home.secret()

    def site(self) -> SiteView:
        """The site and its rules now in force."""
        return read_site()

    def made_at(self) -> datetime:
        """When the site was set up, UTC."""
        made_at: datetime = get_site().made_at
        return made_at

    def moment(self) -> Moment:
        """Now, in the site's terms; looks whether the clock jumped."""
        self.compare_clocks()
        self._days = read_work_days()
        return self.unread_moment()

    def unread_moment(self) -> Moment:
        """Now, in the site's terms as they were last read: where the record can't be."""
        now = self.clock.now()
        return Moment(now, self._days.of(now), self._days.zone.key)

    def compare_clocks(self) -> None:
        """Look whether the clock jumped, unless somebody said that it is right as it is."""
        if self.watch is None:
            return
        if self.watch.compare():
            seq, by_s = find_last_confirmation(self.terminal_uid)
            if seq > self._believed_seq and abs(self.watch.off - timedelta(seconds=by_s)) <= _SAME:
                self._believed_seq = seq
                self.watch.believe()
        self.has_jumped = self.watch.has_jumped

    def enter(self, moment: Moment, kind: str, subject: UUID, payload: object) -> int:
        """Enter something in the ledger; returns its seq."""
        return ledger.append(self.terminal_uid, moment.at, kind, subject, payload)


def read_site() -> SiteView:
    """The site of the open file."""
    rows = run_sql(
        "SELECT uid, name, branch, zone, turn_hour, debounce_s, longest_h, is_demo, safe_since,"
        " retention_years, ask_h, asks_out FROM site LIMIT 1"
    )
    uid, name, branch, zone, turn_hour, debounce_s, longest_h, is_demo, *more = rows[0]
    safe_since, years, ask_h, asks_out = more
    shifts = [shift[1:4] for shift in list_shift_rows()]
    return SiteView(
        UUID(bytes=uid),
        name,
        branch,
        ZoneInfo(zone),
        turn_hour,
        debounce_s,
        longest_h,
        bool(is_demo),
        date.fromisoformat(safe_since) if safe_since else None,
        years,
        ask_h,
        bool(asks_out),
        tuple(shifts),
    )
