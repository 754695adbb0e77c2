"""A kiosk in a pilot with a scanner that types: keys with the times a real one gives them."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from time import monotonic

from textual import events
from textual.pilot import Pilot

from kiosk.services import Services
from screens.app import KioskApp
from screens.member.answer import AnswerScreen
from screens.member.answer_panel import AnswerFoot, AnswerPanel
from tests.board_site import wait_until

SCANNER_KEY_S = 0.001


class Gate:
    """The kiosk and what happens in front of it."""

    def __init__(self, pilot: Pilot[None], app: KioskApp) -> None:
        self.pilot = pilot
        self.app = app

    def send(self, text: str) -> None:
        """Keys of a scanner, all at once, each with a time of its own."""
        start = monotonic() - SCANNER_KEY_S * len(text)
        for place, character in enumerate(text):
            key = {"\r": "enter", "\t": "tab"}.get(character, character)
            event = events.Key(key, character)
            event.time = start + place * SCANNER_KEY_S
            self.app.post_message(event)

    async def scan(self, *codes: str) -> None:
        """Scans together; waits until all are decided and shown."""
        self.send("".join(f"{code}\r" for code in codes))
        await self.pilot.pause(0.08)
        await self.app.scan_line.drained()
        await self.pilot.pause()

    @property
    def answer(self) -> AnswerScreen:
        screen = self.app.screen
        assert isinstance(screen, AnswerScreen)
        return screen

    @property
    def said(self) -> str:
        """All text of the answer now shown, without blanks."""
        words = ""
        for kind in (AnswerPanel, AnswerFoot):
            piece = self.answer.query_one(kind)
            lines: Iterable[str] = (piece.render_line(y).text for y in range(piece.size.height))
            words += "".join("".join(line.split()) for line in lines)
        return words

    @property
    def word(self) -> str:
        """The one word of the answer now shown, as it is read aloud."""
        panel = self.answer.query_one(AnswerPanel)
        return panel.word

    async def until_word(self, word: str) -> None:
        await wait_until(
            self.pilot, lambda: isinstance(self.app.screen, AnswerScreen) and self.word == word
        )

    async def until_mode(self, mode: str) -> None:
        await wait_until(self.pilot, lambda: self.app.current_mode == mode)
        await self.pilot.pause()


@asynccontextmanager
async def gate(services: Services, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Gate]:
    """Open the kiosk on a site."""
    app = KioskApp(services, services.oversight.site())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Gate(pilot, app)
        # Textual can't close while a mode is being switched to.
        await app.scan_line.drained()
        await pilot.pause(0.1)
