"""The ways between the modes: from a scan to its answer, into a member's session, and home."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from kiosk import i18n
from kiosk.attendance.views import ScanResult
from kiosk.people.views import MemberView
from screens.base import KioskDialog, KioskScreen
from screens.modes import ANSWER, BOARD, DAY, MODES, MUSTER
from screens.outliving import outliving

if TYPE_CHECKING:
    from screens.app import KioskApp
    from screens.member.answer import AnswerScreen

MOVE_S = 15.0
"""Longest that a move may take, in seconds. A screen that never closes would make the kiosk deaf to
every scan after it: then it fails instead, and is opened again."""

LET_OTHERS_S = 0.001
"""A pause in which other threads get the interpreter."""


class Ways:
    """Moves between modes, one move at a time, and keeps hidden modes from growing stale.

    Moves run as workers and never in the app's own message loop: a move waits for screens to
    close, and keys must not wait for that.
    """

    def __init__(self, app: "KioskApp") -> None:
        """Stand on the board."""
        self._app = app
        self._moving = asyncio.Lock()
        self._own_language = i18n.current_language()
        self._stale: set[str] = set()
        self._spoken: dict[str, str] = {}

    @asynccontextmanager
    async def _move(self) -> AsyncIterator[None]:
        async with asyncio.timeout(MOVE_S), self._moving:
            yield

    async def show_answer(self, result: ScanResult) -> None:
        """Fill the screen with an answer; an earlier member's session ends.

        The answer first, the tidying after: nobody waits at the gate for a screen to close.
        """
        await self._answer(lambda made: made.show(result))

    async def ask_patience(self) -> None:
        """Fill the screen with a word that the record is held up; the answer follows."""
        await self._answer(lambda made: made.ask_patience())

    async def _answer(self, show: "Callable[[AnswerScreen], None]") -> None:
        async with self._move():
            app = self._app
            self._restore_language()
            made = self._answer_screen()
            if made is not None:
                show(made)
                made.paint_ahead()
                await asyncio.sleep(LET_OTHERS_S)  # the terminal's own thread writes now
            if app.current_mode == ANSWER:
                await self._close_above_lowest()
            else:
                self._note_language()
                await app.switch_mode(ANSWER)
            if made is None and (made := self._answer_screen()) is not None:
                show(made)

    def _answer_screen(self) -> "AnswerScreen | None":
        from screens.member.answer import AnswerScreen

        try:
            lowest = self._app.get_screen_stack(ANSWER)[0]
        except KeyError:  # no scan came yet
            return None
        return lowest if isinstance(lowest, AnswerScreen) else None

    async def leave_answer(self) -> None:
        """Back to the board, where a passer-by goes on reading; a supervisor's day is over."""
        async with self._move():
            if self._app.current_mode == ANSWER and len(self._app.screen_stack) == 1:
                await self._enter(self._home)
                await self._close_day()

    async def open_session(self, member: MemberView, screen: Screen[None]) -> bool:
        """Open a member's page above their answer, in the member's language.

        Returns:
            Whether it was opened; it never covers another page of theirs.
        """
        async with self._move():
            if self._app.current_mode != ANSWER or len(self._app.screen_stack) > 1:
                return False
            if member.language:
                i18n.use_language(member.language)
            await self._app.push_screen(screen)
            return True

    async def go_home(self) -> None:
        """To the board, or to the muster that runs, from wherever; whatever was open is closed."""
        async with self._move():
            app = self._app
            self._restore_language()
            await self._close_above_lowest()
            if app.current_mode != self._home:
                await self._enter(self._home)
                await self._close_above_lowest()
            await self._close_day()

    async def finish(self, leaving: Screen[Any]) -> None:
        """Home, for who is done on a page; or first to what the screen below has to ask.

        Args:
            leaving: The page.
        """
        below = self._app.screen_stack[-2:-1]
        if below and isinstance(below[0], KioskScreen) and below[0].has_more_to_ask:
            await self.go_back(leaving)
        else:
            await self.go_home()

    async def go_back(self, leaving: Screen[object] | None) -> None:
        """One screen back; from a mode's lowest screen to the board.

        Args:
            leaving: The screen that is left; when it is not on top any more (a key pressed twice)
                nothing happens. None: whichever is on top.
        """
        async with self._move():
            top = self._app.screen
            if leaving is not None and leaving is not top:
                return
            if len(self._app.screen_stack) > 1:
                await self._close(top)
                return
        await self.go_home()

    async def open_day(self) -> None:
        """The supervisor's day, anew."""
        async with self._move():
            if self._app.current_mode != DAY:
                supervisor = self._app.supervisor
                await self._close_day()
                self._app.supervisor = supervisor
                await self._enter(DAY)

    def language_chosen(self) -> None:
        """Somebody chose a language; in a member's session it is theirs, else the kiosk's own."""
        self._note_language()
        if self._app.current_mode != ANSWER or len(self._app.screen_stack) == 1:
            self._own_language = i18n.current_language()

    def record_changed(self) -> None:
        """The record changed: hidden modes will look again when they are shown."""
        self._stale = set(MODES) - {self._app.current_mode}

    @property
    def _home(self) -> str:
        return BOARD if self._app.mustering.running is None else MUSTER

    def _note_language(self) -> None:
        self._spoken[self._app.current_mode] = i18n.current_language()

    def _restore_language(self) -> None:
        if i18n.current_language() != self._own_language:
            i18n.use_language(self._own_language)

    async def _enter(self, mode: str) -> None:
        self._note_language()
        await self._app.switch_mode(mode)
        if self._spoken.get(mode, i18n.current_language()) != i18n.current_language():
            await self._app.speak()
        if mode in self._stale:
            self._stale.discard(mode)
            await self._app.tell_screens()

    async def _close_above_lowest(self) -> None:
        lowest = self._app.screen_stack[0]
        if isinstance(lowest, KioskScreen):
            lowest.session_ended()
        while len(self._app.screen_stack) > 1:
            await self._close(self._app.screen)

    async def _close(self, screen: Screen[object]) -> None:
        # Its workers first: one that is still asking would look for pieces that are gone.
        self._app.workers.cancel_node(screen)
        await asyncio.sleep(0)
        if self._app.screen is not screen:
            return  # a dialog that was answered in this very moment
        with outliving():
            if isinstance(screen, KioskScreen | KioskDialog):
                await screen.dismiss(None)
            else:
                await self._app.pop_screen()

    async def _close_day(self) -> None:
        if self._app.current_mode != DAY:
            self._app.supervisor = None
            await self._app.remove_mode(DAY)
            self._app.add_mode(DAY, MODES[DAY])
