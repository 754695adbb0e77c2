"""A member's badge on the screen, to be photographed by its owner as a stopgap."""

import asyncio

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Label

from kiosk.errors import KioskError
from kiosk.exports.qr import qr_rows
from kiosk.i18n import _
from kiosk.people.views import MemberView
from screens.supervisor.badge_code import BadgeCode, Rows, scale_of
from screens.supervisor.base import SupervisorScreen
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar
from screens.widgets.sentence import Sentence

WHERE = "screen"
"""What the ledger says of a badge that was shown instead of printed."""

_WORDS_CELLS = 28


class Room(Horizontal):
    """Where the code stands; tells when it has another size."""

    class Changed(Message):
        """There is more room, or less."""

    def on_resize(self) -> None:
        """Tell, once it is laid out."""
        self.post_message(self.Changed())


class ShowBadgeScreen(SupervisorScreen):
    """The code, whose it is, and what to do with it; entered in the ledger before it shows."""

    CSS_PATH = "badge_show.tcss"

    def __init__(self, member: MemberView) -> None:
        """Show a member's badge.

        Args:
            member: Whose.
        """
        super().__init__()
        self._member = member
        self._rows: Rows | None = None
        self._error: KioskError | None = None

    def compose(self) -> ComposeResult:
        """The code at the left, the words at the right."""
        yield SiteHeader()
        with Room(id="show"):
            if self._rows is not None:
                yield BadgeCode(self._rows, _WORDS_CELLS)
            with Vertical(id="show-words"):
                yield Label(self._member.name, id="show-name", markup=False)
                yield Label(self._member.number, id="show-number", markup=False)
                yield Label(self._member.branch, id="show-branch", markup=False)
                yield Sentence(id="show-do")
        yield KeyBar(lambda: [("0", _("Done")), ("f2", "中文 / EN")])
        yield Countdown()

    def on_mount(self) -> None:
        """Enter it, then show it; without a supervisor nothing is shown."""
        if self.kiosk.supervisor is None:
            self.kiosk.go_home()
            return
        self._say()
        self.run_worker(self._find(), name="show badge")

    async def speak(self) -> None:
        """Say the words in the language now spoken."""
        await super().speak()
        self.call_after_refresh(self._say)

    async def _find(self) -> None:
        uid, badges = self._member.uid, self.kiosk.services.badges
        try:
            code = await self.kiosk.write(badges.code_to_show, uid, WHERE, self.by)
        except KioskError as error:
            self._error = error
        else:
            self._rows = qr_rows(code)
        await asyncio.shield(self.recompose())  # never half, if it is left now
        self.call_after_refresh(self._say)

    def on_resize(self) -> None:
        """Look again once the new size is laid out, also while it was composed anew."""
        self.call_after_refresh(self._say)

    def on_room_changed(self) -> None:
        """The window may have become too small, or large enough."""
        self._say()

    def _say(self) -> None:
        for words in self.query("#show-do").results(Label):  # none while composing anew
            words.set_class(self._error is not None, "wrong")
            words.update(self._words())

    def _words(self) -> str:
        if self._error is not None:
            return "▲ " + self._error.sentence
        if self._rows is None:
            return _("One moment …")
        room = self.query_one("#show").content_size
        if not scale_of(len(self._rows), room.width - _WORDS_CELLS, room.height):
            return _("▲ The window is too small for the code: make it larger.")
        return _(
            "Photograph the code with your own phone now: until you have your card, this is your"
            " badge. Show it to nobody else; who has the picture is taken for you."
        )
