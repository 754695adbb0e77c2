"""A supervisor at the kiosk: opens a screen above the day and works with its keys."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Label, Static

from kiosk.services import Services
from screens.app import KioskApp
from screens.dialogs.outcome import NotStored, Stored
from screens.supervisor.day import DayScreen
from screens.supervisor.keypad_list import KeypadList
from tests.board_site import wait_until
from tests.resting import until_keys_count

SUPERVISOR = "001"


class Desk:
    """What a supervisor does and sees."""

    def __init__(self, pilot: Pilot[None], app: KioskApp, services: Services) -> None:
        self.pilot, self.app, self.services = pilot, app, services

    async def open(self, screen: Screen[None]) -> None:
        """Open a screen and wait until it holds its lines, if it has any."""
        await self.app.push_screen(screen)
        await self.until(lambda: self.app.screen is screen and screen.is_mounted)
        if screen.query(KeypadList):
            await self.until(lambda: bool(self.list.chosen))
        await self.pilot.pause()

    @property
    def list(self) -> KeypadList:
        return self.app.screen.query_one(KeypadList)

    @property
    def words(self) -> str:
        """All that is said on the screen now shown, blanks left out."""
        said = "".join(
            str(one.content)
            for one in self.app.screen.query("Static, Label")
            if isinstance(one, Static | Label) and one.display
        )
        return "".join(said.split())

    def seen(self) -> str:
        """The lines of the list that are drawn."""
        return "\n".join(self.list.render_line(y).text for y in range(self.list.size.height))

    async def press(self, *keys: str) -> None:
        """Press keys as slowly as a hand does."""
        for key in keys:
            await until_keys_count(self.pilot)
            await self.pilot.press(key)
            await self.pilot.pause()

    async def until(self, is_so: Callable[[], bool]) -> None:
        await wait_until(self.pilot, is_so)

    async def until_said(self, words: str) -> None:
        await self.until(lambda: words in self.words)

    async def until_on(self, kind: type[Screen[Any]]) -> None:
        await self.until(lambda: isinstance(self.app.screen, kind))
        await self.pilot.pause(0.1)

    async def until_stored(self) -> None:
        await self.until(lambda: bool(self.app.screen.query(Stored)))

    async def until_refused(self) -> None:
        await self.until(lambda: bool(self.app.screen.query(NotStored)))


@asynccontextmanager
async def at_the_desk(services: Services, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Desk]:
    """The kiosk with the supervisor's day open."""
    app = KioskApp(services, services.oversight.site())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.open_day(services.people.get_member(SUPERVISOR))
        await wait_until(pilot, lambda: isinstance(app.screen, DayScreen))
        await pilot.pause()
        yield Desk(pilot, app, services)
        await app.scan_line.drained()
        await pilot.pause(0.1)
