"""A kiosk in a pilot with a scanner that types: keys with the times a real one gives them."""

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from time import monotonic

import pytest
from textual import events
from textual.pilot import Pilot

from kiosk.services import Services
from screens.app import KioskApp
from screens.member.answer import SHOWN_S, AnswerScreen
from screens.member.answer_foot import AnswerFoot
from screens.member.answer_panel import AnswerPanel
from tests.board_site import wait_until
from tests.resting import at_rest

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
        await at_rest(self.pilot)
        await self.app.scan_line.drained()
        await at_rest(self.pilot)

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
        await at_rest(self.pilot)


@asynccontextmanager
async def gate(
    services: Services, size: tuple[int, int] = (80, 24), *, stays_longer: bool = True
) -> AsyncIterator[Gate]:
    """Open the kiosk on a site.

    Args:
        services: The site.
        size: Columns and rows.
        stays_longer: Whether answers stay twenty times as long as they do for people: a slow
            machine must not lose them before they are looked at.
    """
    app = KioskApp(services, services.oversight.site())
    with answers_that_stay(20 if stays_longer else 1):
        async with app.run_test(size=size) as pilot:
            await at_rest(pilot)
            yield Gate(pilot, app)
            # Textual can't close while a mode is being switched to.
            await app.scan_line.drained()
            await at_rest(pilot)


@contextmanager
def answers_that_stay(times: float) -> Iterator[None]:
    """Let every kind of answer stay so many times as long as it does for people."""
    with pytest.MonkeyPatch.context() as patched:
        for kind, shown_s in SHOWN_S.items():
            patched.setitem(SHOWN_S, kind, shown_s * times)
        yield
