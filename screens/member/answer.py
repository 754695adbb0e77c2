"""The answer to a scan: it fills the screen, offers what to do next, and goes away by itself."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from math import ceil
from time import monotonic
from typing import ClassVar

from rich.console import Console
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.geometry import NULL_REGION

from kiosk.attendance.views import Answered, CheckedIn, CheckedOut, ScanResult
from kiosk.errors import KioskError
from kiosk.people.views import MemberView
from screens.base import KioskScreen
from screens.member.answer_pages import answered_page, handover_page, page_of
from screens.member.answer_panel import AnswerFace, AnswerFoot, AnswerPanel
from screens.member.answer_words import Answer, answer_of, holds_key_post, patience
from screens.widgets.lines import Drawn

SHOWN_S = {
    "in": 3.0,
    "out": 3.0,
    "back": 3.0,
    "again": 3.0,
    "ask": 15.0,
    "refused": 6.0,
    "lost": 15.0,
    "wait": 60.0,
}
"""How long each kind of answer stays, in seconds; what must be read and done stays longer."""

TICK_S = 0.25

MORE_S = 8.0
"""How long an answer stays that asks for something to be done, in seconds."""

POSTS_AFTER_S = 0.3
"""How long after a check-in it is looked up which posts wait; a queue's next scan comes first."""

HANDOVER_AFTER_S = 1.2
"""How long a check-out is read before its member is asked who takes over, in seconds."""


class AnswerScreen(KioskScreen):
    """The newest answer; it is made once and shown again for each scan."""

    CSS_PATH = "answer.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,0", "back", show=False),
        *[Binding(key, f"choose('{key}')", show=False) for key in "12345"],
    ]

    def __init__(self) -> None:
        """Answer nothing yet."""
        super().__init__()
        self._result: ScanResult | None = None
        self._member: MemberView | None = None
        self._left_s = 0.0
        self._ticked_at_s = 0.0
        self._shown_s = 1.0
        self._keys: frozenset[str] = frozenset()
        self._is_asking = False
        self._is_in_session = False

    def compose(self) -> ComposeResult:
        """Face, word, choices."""
        yield AnswerFoot(self._share_left)
        with Horizontal():
            yield AnswerFace()
            yield AnswerPanel()

    def on_mount(self) -> None:
        """Watch the time."""
        self.every(TICK_S, self._tick)

    def show(self, result: ScanResult) -> None:
        """Show an answer, from now on."""
        self._result = result
        self._show(answer_of(result, self.kiosk.site.zone))
        if isinstance(result, CheckedOut) and holds_key_post(result):
            self.run_worker(self._ask_handover(result), name="handover", exclusive=True)
        elif isinstance(result, CheckedIn) and holds_key_post(result):
            self.run_worker(self._tell_posts(result), name="posts", exclusive=True)

    def ask_patience(self) -> None:
        """Show that the record is held up, until the answer is there."""
        self._result = None
        self._show(patience())

    def _show(self, answer: Answer) -> None:
        self._member = answer.member
        self._keys = frozenset(key for key, _words in answer.choices)
        self._is_asking = answer.is_question
        self._shown_s = MORE_S if answer.has_more else SHOWN_S[answer.kind]
        self._left_s, self._ticked_at_s = self._shown_s, monotonic()
        face = self.query_one(AnswerFace)
        if face.display != (answer.member is not None):  # setting it lays everything out anew
            face.display = not face.display
        self.query_one(AnswerPanel).show(answer)
        self.query_one(AnswerFoot).show(answer.choices, is_question=answer.is_question)
        if answer.member is not None:
            face.show(answer.member)

    def paint_ahead(self) -> None:
        """Put the answer on the terminal now; the screen paints the same when its turn comes.

        The way through layout, styles and the sixtieth of a second is three times as long as
        deciding the scan, and a queue waits for each answer.
        """
        if self.size != self.app.size:
            return  # not laid out for this terminal yet
        for kind in (AnswerPanel, AnswerFoot, AnswerFace):  # what is read first is sent first
            lines = _lines_of(self.query_one(kind), self.app.console)
            self.kiosk.send_to_terminal("".join(lines))

    async def speak(self) -> None:
        """Say the answer again; a member's own language stays."""
        left_s = self._left_s
        if self._result is not None:
            self.show(self._result)
        elif left_s:
            self.ask_patience()
        self._left_s = left_s

    def session_ended(self) -> None:
        """The next member scanned: what comes back now is their answer, not the way home."""
        self._is_in_session = False

    def on_screen_resume(self) -> None:
        """Home when the member's session above is over."""
        if self._is_in_session:
            self._is_in_session = False
            self.kiosk.go_home()

    def on_answer_foot_chosen(self, message: AnswerFoot.Chosen) -> None:
        """A touch is a key."""
        self.kiosk.press(message.key)

    def action_back(self) -> None:
        """Away with the answer."""
        self.kiosk.run_worker(self.kiosk.ways.leave_answer(), name="leave")

    def action_choose(self, key: str) -> None:
        """Do what the key stands for, for the member who just scanned."""
        result = self._result
        if self._member is None or key not in self._keys or not isinstance(result, Answered):
            return
        if self._is_asking:
            page = answered_page(key, self._member, result)
        else:
            page = page_of(key, self._member, result)
        self._is_in_session = True
        self.kiosk.run_worker(self.kiosk.ways.open_session(self._member, page), name="session")

    async def _tell_posts(self, result: CheckedIn) -> None:
        """Which of the member's posts wait for them, beside what they have read by now."""
        await asyncio.sleep(POSTS_AFTER_S)
        desk = self.kiosk.services.coverage
        with suppress(KioskError):  # without it the answer says which posts they hold
            posts = await self.kiosk.read(desk.waiting_for, result.member.uid)
            if any(post.is_waiting for post in posts) and self._result is result:
                self._show(answer_of(result, self.kiosk.site.zone, posts))

    async def _ask_handover(self, result: CheckedOut) -> None:
        """Who takes over, where a post would stand empty; asked when the answer was read."""
        await asyncio.sleep(HANDOVER_AFTER_S)
        desk = self.kiosk.services.coverage
        with suppress(KioskError):  # what can't be read now is asked of nobody
            posts = await self.kiosk.read(desk.posts_left_empty, result.member.uid)
            if posts and self._result is result and self.is_current:
                self._is_in_session = True
                page = handover_page(result.member)
                await self.kiosk.ways.open_session(result.member, page)

    def _share_left(self) -> tuple[float, int]:
        return self._left_s / self._shown_s, ceil(self._left_s)

    def _tick(self) -> None:
        # A machine that stood still for a while must not take the answer away unseen: whatever
        # the clock says, one tick takes no more than two ticks' time.
        now_s = monotonic()
        passed_s, self._ticked_at_s = now_s - self._ticked_at_s, now_s
        if self.is_current:
            self._left_s = max(0.0, self._left_s - min(passed_s, 2 * TICK_S))
            self.query_one(AnswerFoot).tick()
            if not self._left_s:
                self.action_back()


def _lines_of(piece: Drawn, console: Console) -> Iterator[str]:
    left, top, width, height = piece.region if piece.display else NULL_REGION
    for y in range(height if width else 0):
        yield f"\x1b[{top + y + 1};{left + 1}H{piece.render_line(y).render(console)}"
