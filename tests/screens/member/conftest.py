"""A member who has just scanned, on a real site, with the kiosk in a pilot."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Label

from db.connection import transaction
from kiosk.attendance.views import Scan
from kiosk.services import Services
from screens.app import KioskApp
from screens.dialogs.outcome import NotStored, Stored
from screens.dialogs.step import Step
from screens.member.answer import AnswerScreen
from screens.member.steps import StepScreen
from screens.public.board import BoardScreen
from tests.board_site import press, wait_until
from tests.builders import add_item, add_post, make_site, uid_of
from tests.screens.gate import answers_that_stay

PROMISES = ("班前检查作业面", "规范佩戴安全帽", "一次验收合格", "任务当日完成", "工完料净场地清")
SERVICES = (("帮助工友修理工具", "Mended a tool", 30), ("调解班组纠纷", "Settled a quarrel", 45))


class Visit:
    """What a member does at the kiosk and what they see."""

    def __init__(self, pilot: Pilot[None], services: Services) -> None:
        self.pilot = pilot
        self.services = services
        self.keys = 0

    @property
    def app(self) -> KioskApp:
        app = self.pilot.app
        assert isinstance(app, KioskApp)
        return app

    @property
    def screen(self) -> StepScreen:
        screen = self.app.screen
        assert isinstance(screen, StepScreen)
        return screen

    @property
    def step(self) -> Step[object]:
        return self.screen.query_one("#step").query_one(Step)

    @property
    def question(self) -> str:
        return str(self.screen.query_one("#question", Label).content)

    @property
    def words(self) -> str:
        """All that is said on the screen."""
        return "\n".join(
            str(getattr(widget, "content", "")) for widget in self.screen.query("Static, Label")
        )

    async def press(self, *keys: str) -> None:
        """Press keys as a person does: each after what the one before it brought is shown."""
        self.keys += len(keys)
        await press(self.pilot, *keys)

    async def until(self, condition: Callable[[], bool]) -> None:
        await wait_until(self.pilot, condition)

    async def stored(self) -> None:
        await self.until(lambda: bool(self.screen.query(Stored)))

    async def not_stored(self) -> None:
        await self.until(lambda: bool(self.screen.query(NotStored)))

    async def home(self) -> None:
        """Back at the board: an answer that still stands below has its time over now."""

        def is_home() -> bool:
            if isinstance(self.app.screen, AnswerScreen):
                self.app.screen._left_s = 0.0
            return isinstance(self.app.screen, BoardScreen)

        await self.until(is_home)

    async def left(self) -> None:
        """Back at the answer, or at the board when the answer's time is over."""
        await self.until(lambda: isinstance(self.app.screen, AnswerScreen | BoardScreen))

    async def scan(self, number: str = "001") -> None:
        """Hold a badge to the scanner and see the answer."""
        await self.app.scan(Scan(self.services.people.badge_code(number), "wedge"))
        await self.until(lambda: isinstance(self.app.screen, AnswerScreen))
        await self.pilot.pause()

    async def open(self, screen: Screen[None]) -> None:
        """Open a page above the answer."""
        await self.scan()
        await self.app.push_screen(screen)
        await self.until(lambda: bool(self.app.screen.query("#step > Step")))
        await self.pilot.pause(0.05)


OpenVisit = Callable[..., AbstractAsyncContextManager[Visit]]


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_site(tmp_path, members=4)
    with transaction():
        for place, text in enumerate(PROMISES, 1):
            add_item("commitment", text, f"Promise {place}", place=place)
        for place, (text, english, minutes) in enumerate(SERVICES, 1):
            add_item("service", text, english, minutes, place)
        add_post("3号塔吊", "001")
    return services


@pytest.fixture
def many_items(site: Services) -> Services:
    with transaction():
        for place in range(len(PROMISES) + 1, 20):
            add_item("commitment", f"承诺{place}", f"Promise {place}", place=place)
    return site


@pytest.fixture
def promised(site: Services) -> Services:
    """Member 001 has two open promises, one of them in their own words."""
    items = site.service.list_commitment_items()
    site.service.make_commitment(uid_of("001"), item_uid=items[0].uid)
    site.service.make_commitment(uid_of("001"), text="[b]自己的话[/x]")
    return site


@pytest.fixture
def visit() -> OpenVisit:
    @asynccontextmanager
    async def opened(services: Services, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Visit]:
        app = KioskApp(services, services.oversight.site())
        with answers_that_stay(20):
            async with app.run_test(size=size) as pilot:
                yield Visit(pilot, services)

    return opened
