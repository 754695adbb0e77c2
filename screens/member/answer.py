"""The answer to a scan: it fills the screen, offers what to do next, and goes away by itself."""

from collections.abc import Callable
from math import ceil
from time import monotonic
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen

from kiosk.attendance.views import ScanResult
from kiosk.people.views import MemberView
from screens.base import KioskScreen
from screens.member.answer_panel import AnswerFace, AnswerFoot, AnswerPanel
from screens.member.answer_words import answer_of

SHOWN_S = {"in": 3.0, "out": 3.0, "again": 3.0, "refused": 6.0, "lost": 15.0}
"""How long each kind of answer stays, in seconds; what must be read and done stays longer."""

TICK_S = 0.25


class AnswerScreen(KioskScreen):
    """The newest answer; it is made once and shown again for each scan."""

    CSS_PATH = "answer.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,0,enter", "back", show=False),
        *[Binding(key, f"choose('{key}')", show=False) for key in "123"],
    ]

    def __init__(self) -> None:
        """Answer nothing yet."""
        super().__init__()
        self._result: ScanResult | None = None
        self._member: MemberView | None = None
        self._until_s = 0.0
        self._shown_s = 1.0
        self._keys: frozenset[str] = frozenset()
        self._is_in_session = False

    def compose(self) -> ComposeResult:
        """Face, word, choices."""
        yield AnswerFoot(self._left)
        with Horizontal():
            yield AnswerFace()
            yield AnswerPanel()

    def on_mount(self) -> None:
        """Watch the time."""
        self.set_interval(TICK_S, self._tick)

    def show(self, result: ScanResult) -> None:
        """Show an answer, from now on."""
        answer = answer_of(result, self.kiosk.site.zone)
        self._result, self._member = result, answer.member
        self._keys = frozenset(key for key, _words in answer.choices)
        self._shown_s = SHOWN_S[answer.kind]
        self._until_s = monotonic() + self._shown_s
        face = self.query_one(AnswerFace)
        face.display = answer.member is not None
        self.query_one(AnswerPanel).show(answer)
        self.query_one(AnswerFoot).show(answer.choices)
        if answer.member is not None:
            face.show(answer.member)

    async def speak(self) -> None:
        """Say the answer again; a member's own language stays."""
        if self._result is not None:
            until_s = self._until_s
            self.show(self._result)
            self._until_s = until_s

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
        """Open what the key stands for, for the member who just scanned."""
        if self._member is None or key not in self._keys:
            return
        self._is_in_session = True
        page = _PAGES[key](self._member)
        self.kiosk.run_worker(self.kiosk.ways.open_session(self._member, page), name="session")

    def _left(self) -> tuple[float, int]:
        left_s = max(0.0, self._until_s - monotonic())
        return left_s / self._shown_s, ceil(left_s)

    def _tick(self) -> None:
        if not self.is_current:
            return
        self.query_one(AnswerFoot).tick()
        if monotonic() >= self._until_s:
            self.action_back()


def _make_promise(member: MemberView) -> Screen[None]:
    from screens.member.promise import PromiseScreen

    return PromiseScreen(member)


def _log_service(member: MemberView) -> Screen[None]:
    from screens.member.log import LogScreen

    return LogScreen(member)


def _open_card(member: MemberView) -> Screen[None]:
    from screens.public.card import CardScreen

    return CardScreen(member.uid)


_PAGES: dict[str, Callable[[MemberView], Screen[None]]] = {
    "1": _make_promise,
    "2": _log_service,
    "3": _open_card,
}
