"""One key after a scan that says what it meant: stored at once, and said so."""

from collections.abc import Callable
from typing import Literal

from kiosk.attendance.views import Answered
from kiosk.i18n import _
from kiosk.people.views import MemberView
from screens.member.due import AsksDue
from screens.member.handover import LeavingScreen

Direction = Literal["in", "out"]
Words = Callable[[], str]


class SaidScreen(LeavingScreen, AsksDue):
    """Stores what a member said by one key, and shows that it is stored."""

    def __init__(self, member: MemberView, result: Answered) -> None:
        """Take a member's word.

        Args:
            member: Who scanned.
            result: What their scan was answered with.
        """
        super().__init__(member)
        self.result = result

    @property
    def errand(self) -> str:
        """A scan, or what became of the promises."""
        return self.due_errand() if self.is_asking_due else _("My scan")

    async def leave(self) -> bool:
        """Ask as at every check-out, now that it is said that they leave; they are done anyhow."""
        is_said = await self.hand_over(await self.find_posts())
        if is_said and not self.has_stayed:
            await self.ask_due()
        return True

    async def say(self, direction: Direction, words: tuple[Words, Words]) -> bool:
        """Store the direction of a scan that was a guess; returns whether that was stored."""
        if self.result.question is None:
            return False
        answer = self.kiosk.services.afterthoughts.answer
        return await self.store(lambda _open: words, answer, self.result.question, direction)


class GoesScreen(SaidScreen):
    """A scan that was a guess: leaving."""

    async def story(self) -> bool:
        """Store it, then ask who takes over."""
        return await self.leave() if await self.say("out", (_left, _counts)) else False


class RestInsteadScreen(SaidScreen):
    """A scan at noon that was taken for a check-out: a break."""

    async def story(self) -> bool:
        """Make a break of the check-out."""
        if self.result.scan is None:
            return False
        rest = self.kiosk.services.afterthoughts.rest_instead
        return await self.store(lambda _open: (_rests, _back_by_scan), rest, self.result.scan)


class LeaveInsteadScreen(SaidScreen):
    """A scan during a break that was taken for the way back: leaving."""

    async def story(self) -> bool:
        """Make a check-out of the way back."""
        if self.result.scan is None:
            return False
        leave = self.kiosk.services.afterthoughts.leave_instead
        is_said = await self.store(lambda _open: (_left, _counts), leave, self.result.scan)
        return await self.leave() if is_said else False


def _left() -> str:
    return _("You are leaving. Go well.")


def _counts() -> str:
    return _("Recorded as you say.")


def _rests() -> str:
    return _("You are on a break.")


def _back_by_scan() -> str:
    return _("You stay on site. Scan when you are back.")
