"""What the running kiosk does by itself: closes days, counts ratings, drops old drafts, watches.

What it watches is its clock.
"""

from dataclasses import dataclass
from datetime import timedelta

from db.connection import transaction
from kiosk.attendance.clocks import FAR, has_leapt, record_time
from kiosk.attendance.closing import Closing, close_days, is_due
from kiosk.clock_watch import LEAST_JUMP, ClockWatch, Jump
from kiosk.context import Context
from kiosk.service.ballot_box import empty_box, is_box_due
from kiosk.service.old_drafts import drop_old_drafts, has_old_drafts

EVERY_LOOKS = 60
"""Looks of a second each between two questions whether a day is over."""


@dataclass(frozen=True, slots=True)
class Round:
    """What a look found.

    Attributes:
        is_due: Whether there is something to close, ratings lie in their box, or a draft is old.
        jump: A jump of the clock that was not told of yet, or None.
        behind: How far the clock stands behind the newest fact, where that was not told of yet;
            else None.
    """

    is_due: bool
    jump: Jump | None
    behind: timedelta | None = None


class NightWatch:
    """Looks each second; asks once a minute whether anything is to be closed.

    `look` only reads and may run on a reading thread; `close` and `keep` write.
    """

    def __init__(self, context: Context, watch: ClockWatch | None = None) -> None:
        """Believe the clock as it stands.

        Args:
            context: The circumstances.
            watch: Compares the clocks in place of the context's own.
        """
        self._context = context
        if watch is not None:
            context.watch = watch
        self._looks = 0
        self._is_behind = False

    def look(self) -> Round:
        """What there is to do now; the first look is at the start."""
        self._context.compare_clocks()
        watch = self._context.watch
        jump, off = (watch.look(), watch.off) if watch else (None, timedelta(0))
        is_minute = self._looks % EVERY_LOOKS == 0
        self._looks += 1
        is_calm = is_minute and abs(off) <= FAR
        is_over = is_calm and any(
            asks(self._context) for asks in (is_due, is_box_due, has_old_drafts)
        )
        return Round(is_over, jump, self._look_behind() if is_minute else None)

    def _look_behind(self) -> timedelta | None:
        now, was_behind = self._context.clock.now(), self._is_behind
        by = (record_time(now) or now) - now
        self._is_behind = by > LEAST_JUMP
        self._context.is_behind = self._is_behind or has_leapt(now)
        return by if self._is_behind and not was_behind else None

    def close(self) -> Closing:
        """Close what is over; the ratings of past quarters of an hour are counted from now on."""
        empty_box(self._context)
        drop_old_drafts(self._context)
        return close_days(self._context) if is_due(self._context) else Closing((), ())

    def keep(self, jump: Jump) -> None:
        """Enter a jump in the ledger."""
        with transaction():
            told = {"by_s": int(jump.by.total_seconds())}
            moment = self._context.moment()
            self._context.enter(moment, "clock_jumped", self._context.terminal_uid, told)
