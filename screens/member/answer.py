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
from textual.screen import Screen

from kiosk.attendance.views import Answered, CheckedIn, CheckedOut, ScanResult
from kiosk.errors import KioskError
from kiosk.people.views import MemberView
from kiosk.service.drafts import DraftView
from kiosk.service.voices_views import VoiceView
from screens.base import KioskScreen
from screens.dialogs.step import SETTLE_S
from screens.member.answer_foot import AnswerFoot
from screens.member.answer_pages import answered_page, leaving_page, page_of
from screens.member.answer_panel import AnswerFace, AnswerPanel
from screens.member.answer_voices import with_voices
from screens.member.answer_words import Answer, answer_of, holds_key_post, patience
from screens.member.drafts import DRAFT_KEY, can_go_on, resume_page, with_offer
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

MORE_AFTER_S = 0.3
"""How long after a scan it is looked up which posts wait or stand empty, and which form was left
half filled in; a queue's next scan comes first."""


class AnswerScreen(KioskScreen):
    """The newest answer; it is made once and shown again for each scan."""

    CSS_PATH = "answer.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,0", "back", show=False),
        *[Binding(key, f"choose('{key}')", show=False) for key in "1234567"],
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
        self._is_in_session = self._is_opening = False
        self._leaves_empty = False
        self._asks_due = False
        self._draft: DraftView | None = None
        self._voices: tuple[VoiceView, ...] = ()
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
        if result is not self._result:
            self._draft, self._voices = None, ()
        self._result, self._leaves_empty = result, False
        self._asks_due = (
            isinstance(result, CheckedOut) and result.question is None and bool(result.due)
        )
        self._show(answer_of(result, self.kiosk.site.zone))
        if takes_place_of_another or self._is_asking:
            self._settled_s = monotonic() + SETTLE_S
        if isinstance(result, Answered):
            self.run_worker(self._tell_more(result), name="more", exclusive=True)

    @property
    def member(self) -> MemberView | None:
        """Who scanned last, and whose session is open as long as a page stands above; or None."""
        return self._member

    @property
    def has_more_to_ask(self) -> bool:
        """Whether a leaver is still to be asked who takes over, or about their promises."""
        return self._leaves_empty or self._asks_due

    def ask_patience(self) -> None:
        """Show that the record is held up, until the answer is there."""
        self._result = None
        self._show(patience())

    def _show(self, answer: Answer) -> None:
        answer = with_offer(with_voices(answer, self._voices), self._draft)
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
            if not self._ask_more():
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
        """Away with the answer, or first to what a leaver is asked; that waits for their form."""
        if not self._is_opening and not self._ask_more():
            self.kiosk.run_worker(self.kiosk.ways.leave_answer(), name="leave")

    def action_choose(self, key: str) -> None:
        """Do what the key stands for, for the member who just scanned."""
        result = self._result
        if self._member is None or key not in self._keys or not isinstance(result, Answered):
            return
        if self._is_opening:
            return  # a page of theirs is on its way: nothing comes above it
        if key == DRAFT_KEY and self._draft is not None:
            page = resume_page(self._member, self._draft, result)
        elif self._is_asking:
            page = answered_page(key, self._member, result)
        else:
            page = page_of(key, self._member, result)
        self._begin_session(self._member, page)

    def _begin_session(self, member: MemberView, page: Screen[None]) -> None:
        self._is_opening = True
        self.kiosk.run_worker(self._open_session(member, page), name="session")

    async def _open_session(self, member: MemberView, page: Screen[None]) -> None:
        try:
            self._is_in_session = await self.kiosk.ways.open_session(member, page)
        finally:
            self._is_opening = False

    async def _tell_more(self, result: Answered) -> None:
        await asyncio.sleep(MORE_AFTER_S)
        if result.question is None:
            await self._offer_draft(result)
            await self._tell_voices(result)
        if isinstance(result, CheckedIn | CheckedOut) and holds_key_post(result):
            await self._tell_posts(result)

    async def _offer_draft(self, result: Answered) -> None:
        """What who scanned had half filled in, and nobody else: on a key of its own."""
        with suppress(KioskError):  # without it they begin anew
            draft = await self.kiosk.read(self.kiosk.services.drafts.find, result.member.uid)
            if draft is not None and can_go_on(draft) and self._result is result:
                self._draft = draft
                self._show(answer_of(result, self.kiosk.site.zone))

    async def _tell_voices(self, result: Answered) -> None:
        """What is due in their hands, and what they raised that is said to be solved."""
        with suppress(KioskError):  # without it my page says so
            waiting = self.kiosk.services.voices.list_waiting_for
            voices = await self.kiosk.read(waiting, result.member.uid)
            if voices and self._result is result:
                self._voices = voices
                self._show(answer_of(result, self.kiosk.site.zone))

    async def _tell_posts(self, result: CheckedIn | CheckedOut) -> None:
        """Which posts wait for who comes, or stand empty without who goes: beside what they read.

        The keys stay what they are; who takes over is asked when the answer's time is over.
        """
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

    def _ask_more(self) -> bool:
        """Open what a leaver is asked, once: who takes over, what became of what they promised.

        Returns:
            Whether there was anything to ask.
        """
        member, result = self._member, self._result
        if member is None or not (self.has_more_to_ask and isinstance(result, CheckedOut)):
            return False
        page = leaving_page(result, leaves_empty=self._leaves_empty)
        self._leaves_empty = self._asks_due = False
        self._begin_session(member, page)
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
