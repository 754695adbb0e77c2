"""A site with subjects of voices, and a worker who presses keys at its board."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Label, Static

from kiosk.service.choices import NewItem
from kiosk.services import Services
from screens.app import KioskApp
from screens.dialogs.outcome import NotStored, Stored
from screens.dialogs.step import Step
from screens.public.board import BoardScreen
from screens.widgets.lines import Drawn
from tests.board_site import make_board_site, press, wait_until
from tests.builders import uid_of

HAZARDS = (
    ("临边洞口没防护", "An edge is unguarded"),
    ("用电不安全", "Unsafe electrics"),
    ("脚手架松动", "Loose scaffolding"),
)


def make_voice_site(folder: Path) -> Services:
    services = make_board_site(folder, 14)
    services.access.set_pin(uid_of("001"), "supervisor", "246810")
    for text, text_en in HAZARDS:
        services.service.add_item("hazard", NewItem(text, text_en))
    return services


PATIENCE_S = 15.0


class Worker:
    """What somebody at the board does and sees."""

    def __init__(self, pilot: Pilot[None], app: KioskApp) -> None:
        self.pilot, self.app = pilot, app

    async def press(self, *keys: str) -> None:
        await press(self.pilot, *keys)

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            await wait_until(self.pilot, is_so)

    async def until_on(self, kind: type[Screen[Any]]) -> None:
        await self.until(lambda: isinstance(self.app.screen, kind))
        await self.pilot.pause(0.1)

    async def until_said(self, words: str) -> None:
        await self.until(lambda: words in self.words)

    async def until_stored(self) -> None:
        await self.until(lambda: isinstance(self.step, Stored))

    async def until_refused(self) -> None:
        await self.until(lambda: isinstance(self.step, NotStored))

    @property
    def step(self) -> Step[Any] | None:
        steps = self.app.screen.query(Step)
        return steps.first() if steps else None

    @property
    def words(self) -> str:
        """All that is said on the screen now shown, blanks left out."""
        said = "".join(
            str(one.content)
            for one in self.app.screen.query("Static, Label")
            if isinstance(one, Static | Label) and one.display
        )
        drawn = "".join(
            drawn_text(one) for one in self.app.screen.query() if isinstance(one, Drawn)
        )
        return "".join((said + drawn).split())


def drawn_text(widget: Drawn) -> str:
    return "\n".join(widget.render_line(y).text.rstrip() for y in range(widget.size.height))


@asynccontextmanager
async def at_the_board(
    services: Services, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Worker]:
    app = KioskApp(services, services.oversight.site())
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, BoardScreen) and app.screen.is_read)
        await pilot.pause(0.1)
        yield Worker(pilot, app)
