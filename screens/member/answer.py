"""The answer to a scan: it fills the screen, offers what to do next, and goes away by itself."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from math import ceil
from time import monotonic
from typing import ClassVar

from rich.console import Console
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.geometry import NULL_REGION
from textual.message import Message

from kiosk.attendance.views import Answered, CheckedIn, CheckedOut, ScanResult
from kiosk.errors import KioskError
from kiosk.people.views import MemberView
from screens.base import KioskScreen
from screens.dialogs.step import SETTLE_S
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

BACK = frozenset({"0"})
"""The key that does the same under every answer."""

MORE_S = 8.0
"""How long an answer stays that asks for something to be done, in seconds."""

POSTS_AFTER_S = 0.3
"""How long after a scan it is looked up which posts wait or stand empty; a queue's next scan comes
first."""


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
        self._leaves_empty = False
        self._settled_s = 0.0

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
        is_other = self._result is not None and self._result is not result
        takes_place_of_another = is_other and self._left_s > 0
        self._result, self._leaves_empty = result, False
        self._show(answer_of(result, self.kiosk.site.zone))
        if takes_place_of_another or self._is_asking:
            self._settled_s = monotonic() + SETTLE_S
        if isinstance(result, CheckedIn | CheckedOut) and holds_key_post(result):
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
        """On from here when the member's session above is over."""
        if self._is_in_session:
            self._is_in_session = False
            if not self._ask_who_takes_over():
                self.kiosk.go_home()

    def on_key(self, event: events.Key) -> None:
        """Take no key that was meant for the answer before."""
        if event.key in self._keys - BACK and self.is_too_early(event):
            event.stop()
            event.prevent_default()

    def on_answer_foot_chosen(self, message: AnswerFoot.Chosen) -> None:
        """A touch is a key."""
        if message.key in BACK or not self.is_too_early(message):
            self.kiosk.press(message.key)

    def is_too_early(self, message: Message) -> bool:
        """Whether a key or a touch came before anybody could have read what it now means."""
        return message.time < self._settled_s

    def action_back(self) -> None:
        """Away with the answer, or on to the question who takes over."""
        if not self._ask_who_takes_over():
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

    async def _tell_posts(self, result: CheckedIn | CheckedOut) -> None:
        """Which posts wait for who comes, or stand empty without who goes: beside what they read.

        The keys stay what they are; who takes over is asked when the answer's time is over.
        """
        await asyncio.sleep(POSTS_AFTER_S)
        desk, goes = self.kiosk.services.coverage, isinstance(result, CheckedOut)
        look_up = desk.posts_left_empty if goes else desk.waiting_for
        with suppress(KioskError):  # without it the answer says which posts they hold
            posts = await self.kiosk.read(look_up, result.member.uid)
            needed = [post for post in posts if goes or post.is_waiting]
            if needed and self._result is result:
                self._show(answer_of(result, self.kiosk.site.zone, posts))
                self._leaves_empty = goes
                if goes:  # they may say nothing, or the next scan takes this answer away
                    uids = [post.uid for post in posts]
                    await self.kiosk.write(desk.note_asked, result.member.uid, uids)

    def _ask_who_takes_over(self) -> bool:
        """Open that question, once, where a post stands empty; returns whether it was opened."""
        if not self._leaves_empty or self._member is None:
            return False
        self._leaves_empty, self._is_in_session = False, True
        page = self.kiosk.ways.open_session(self._member, handover_page(self._member))
        self.kiosk.run_worker(page, name="session")
        return True

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
