"""Scans on every screen: taken from the keys before anything else sees them, decided in order."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

from textual import events

from kiosk.attendance.muster.views import MusterScan
from kiosk.attendance.views import NotRecorded, Scan, ScanResult
from kiosk.people.codes import BadCode, token_of
from kiosk.scanners.burst import Scanned, Typed
from kiosk.scanners.wedge import Wedge
from screens.heard import heard_s
from screens.pasting import PastePiece

MOST_WAITING = 4_096
"""Scans that may wait for their decision; the next one makes the keys wait, nothing is dropped."""

LONGEST_UNSEEN_S = 0.25
"""Time after which an answer is shown even though the next scan is waiting already."""

REPORTED_LENGTH = 256
"""Characters kept of a text that is too long to be a code: enough to see that it is."""


def is_code(text: str) -> bool:
    """Whether a text is a whole code with right check digits."""
    try:
        token_of(text)
    except BadCode:
        return False
    return True


class ScanLine:
    """The queue at the gate: every scan is decided in order, the newest answer is shown."""

    def __init__(
        self,
        decide: Callable[[Scan], Awaitable[ScanResult | MusterScan]],
        show: Callable[[ScanResult | MusterScan], Awaitable[None]],
    ) -> None:
        """Wait for the first scan.

        Args:
            decide: Makes a scan's decision durable.
            show: Shows an answer; skipped while the next scan is waiting already.
        """
        self._decide = decide
        self._show = show
        self._waiting: asyncio.Queue[Scan] = asyncio.Queue(MOST_WAITING)

    async def put(self, scan: Scan) -> None:
        """Queue up; waits only when thousands are waiting."""
        await self._waiting.put(scan)

    async def run(self) -> None:
        """Decide scans for ever."""
        shown_at_s = 0.0
        while True:
            scan = await self._waiting.get()
            result = await self._decide(scan)
            is_late = monotonic() - shown_at_s > LONGEST_UNSEEN_S
            # What was not recorded is never skipped: somebody must write it on paper.
            if self._waiting.empty() or is_late or is_lost(result):
                shown_at_s = monotonic()
                await self._show(result)
            self._waiting.task_done()

    async def drained(self) -> None:
        """Wait until everything queued so far is decided."""
        await self._waiting.join()


class KeyIntake:
    """Tells a scanner's keys from a hand's, and gives the hand's back."""

    def __init__(
        self,
        scanned: Callable[[Scan], Awaitable[None]],
        typed: Callable[[events.Key], Awaitable[None]],
        later: Callable[[Callable[[float], Awaitable[None]], float], object],
        needs_alarm: Callable[[], bool] = lambda: True,
        is_writing: Callable[[], bool] = lambda: False,
    ) -> None:
        """Wait for the first key.

        Args:
            scanned: Gets each scan.
            typed: Gets each key of a hand, in order.
            later: Calls a function with a time, behind the events that are already queued.
            needs_alarm: Whether silence must be noticed here; a driver that tells of pauses does it
                better, since only the thread that reads knows that nothing is left to read.
            is_writing: Whether a text field has the focus.
        """
        self._wedge: Wedge[events.Key] = Wedge(is_code, is_writing)
        self._scanned = scanned
        self._typed = typed
        self._later = later
        self._needs_alarm = needs_alarm
        self._alarm: asyncio.TimerHandle | None = None

    async def key(self, event: events.Key) -> None:
        """Take one key, with the time at which it was pressed."""
        decided = self._wedge.key(event, event.character, event.key, heard_s(event))
        self._set_alarm()
        await self._hand_on(decided)

    async def paste(self, event: events.Paste, *, into_field: bool) -> bool:
        """Take a paste: a code is a scan anywhere, any one word is where nobody is writing.

        Args:
            event: The paste.
            into_field: Whether a text field has the focus.

        Returns:
            Whether it was taken, as a scan or as nothing; else it is meant for the field.
        """
        text = event.text[: REPORTED_LENGTH * 2].strip()[:REPORTED_LENGTH]
        if not text:
            return not into_field
        if isinstance(event, PastePiece) and not into_field and not is_code(text):
            return True  # leftovers that nobody meant for anything
        if into_field and not is_code(text):
            return False
        await self._scanned(Scan(text, "paste"))
        return True

    async def tick(self, at_s: float) -> None:
        """Nothing was typed until now, a time on the clock of the keys."""
        decided = self._wedge.tick(at_s)
        self._set_alarm()
        await self._hand_on(decided)

    def _set_alarm(self) -> None:
        due_s = self._wedge.next_deadline_s
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if due_s is not None and self._needs_alarm():
            delay_s = max(0.0, due_s - monotonic())
            self._alarm = asyncio.get_running_loop().call_later(delay_s, self._ring)

    def _ring(self) -> None:
        self._alarm = None
        self._later(self.tick, monotonic())

    async def _hand_on(self, decided: list[Scanned | Typed[events.Key]]) -> None:
        for part in decided:
            if isinstance(part, Scanned):
                await self._scanned(Scan(part.text, "wedge"))
            else:
                for key in part.keys:
                    await self._typed(key)


def is_lost(result: ScanResult | MusterScan) -> bool:
    """Whether nothing of a scan was recorded."""
    if isinstance(result, MusterScan):
        return result.result == "not_recorded"
    return isinstance(result, NotRecorded)


def not_decided() -> NotRecorded:
    """The answer when the program itself failed: nothing is known to be kept."""
    from datetime import UTC, datetime  # needed once in a blue moon

    return NotRecorded("broken", datetime.now(UTC))
