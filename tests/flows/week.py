"""A kiosk in front of which a week is lived: what people press, and what they read."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen
from textual.widgets import Label, Static

from db.connection import transaction
from kiosk import i18n
from kiosk.service.choices import NewItem
from kiosk.services import Services
from screens.app import KioskApp
from screens.dialogs.outcome import Stored
from screens.dialogs.pin import PinDialog
from screens.dialogs.step import Step
from screens.member import logged
from screens.member.answer import AnswerScreen
from screens.member.judging import BriefStored
from screens.member.steps import Steps
from screens.public.board import BoardScreen
from screens.public.card import CardScreen
from screens.public.rate import Thanked
from screens.public.workers import WorkersScreen
from screens.supervisor.day import DayScreen
from screens.supervisor.day_list import StoryList
from screens.supervisor.menu import MenuScreen
from screens.widgets.lines import Drawn
from tests.board_site import press, wait_until
from tests.builders import NOON, add_item, make_site, set_clock, uid_of
from tests.screens.gate import Gate, gate

PATIENCE_S = 20.0
"""How long something that must be seen is waited for, in seconds."""

SUPERVISOR, PIN = "001", "246810"
MORNING, EVENING = timedelta(hours=-5), timedelta(hours=6)
"""07:00 and 18:00, from noon on."""

COMMITMENTS = (
    ("班前检查作业面", "Check the work face first"),
    ("工完料净场地清", "Leave it clean"),
    ("一次验收合格", "Pass at the first try"),
)
SERVICES = (("帮助工友修理工具", "Mended a tool"), ("调解班组纠纷", "Settled a quarrel"))
HAZARDS = (("临边洞口没防护", "An edge is unguarded"), ("用电不安全", "Unsafe electrics"))


def make_week_site(folder: Path) -> Services:
    """Six members with badges and a catalogue; nobody has done anything yet."""
    site = make_site(folder, members=6)
    site.access.set_pin(uid_of(SUPERVISOR), "supervisor", PIN)
    with transaction():
        for place, (text, english) in enumerate(COMMITMENTS, 1):
            add_item("commitment", text, english, place=place)
        for place, (text, english) in enumerate(SERVICES, 1):
            add_item("service", text, english, 30, place)
    for text, english in HAZARDS:
        site.service.add_item("hazard", NewItem(text, english))
    return site


def let_nothing_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine must not lose an answer before it is looked at."""
    for kind in (Stored, BriefStored, Thanked):
        monkeypatch.setattr(kind, "stays_s", 60.0)
    monkeypatch.setattr(Steps, "idle_s", 120.0)
    monkeypatch.setattr(logged, "TOUCHED_S", 60.0)
    monkeypatch.setattr(logged, "SCANNED_S", 60.0)


MONDAY = NOON + timedelta(days=3)
"""The first day of the week, at noon; the site was made on the Friday before."""

WEEK = [MONDAY.date() + timedelta(days=turn) for turn in range(7)]


def day_at(turn: int, since_noon: timedelta) -> datetime:
    """A time of one of the week's days, from 0."""
    return MONDAY + timedelta(days=turn) + since_noon


class Front:
    """What stands in front of the kiosk: hands, badges, eyes."""

    def __init__(self, at: Gate, site: Services) -> None:
        self.at, self.site = at, site

    @property
    def app(self) -> KioskApp:
        return self.at.app

    # Hands

    async def press(self, *keys: str) -> None:
        await press(self.at.pilot, *keys)

    async def answer(self, *keys: str) -> None:
        """Press keys, each as soon as another question than before is there."""
        for key in keys:
            asked = self.app.screen, self.step
            await self.press(key)
            await self.until(lambda asked=asked: self.is_after(*asked))  # type: ignore[misc]

    def is_after(self, screen: Screen[Any], step: Step[Any] | None) -> bool:
        """Whether something else is there than a question on a screen."""
        is_other_step = self.step is not None and self.step is not step
        return self.app.screen is not screen or is_other_step

    async def write(self, words: str) -> None:
        """Type digits or letters, and Enter."""
        await self.press(*("space" if one == " " else one for one in words))
        await self.answer("enter")

    async def stored(self) -> None:
        """See that it is stored, and go on."""
        await self.until(lambda: isinstance(self.step, Stored))
        await self.answer("enter")

    async def scan(self, number: str) -> None:
        await self.at.scan(self.site.people.badge_code(number))
        await self.on(AnswerScreen)

    async def show_badge(self, number: str) -> None:
        """Hold a badge to the scanner where a page asks for one."""
        asked = self.app.screen, self.step
        self.at.send(self.site.people.badge_code(number) + "\r")
        await self.until(lambda: self.is_after(*asked))

    async def home(self) -> None:
        """Back to the board from wherever, with the key that leads back."""
        while not isinstance(self.app.screen, BoardScreen):
            asked = self.app.screen, self.step
            await self.press("escape")
            await self.until(lambda asked=asked: self.is_after(*asked))  # type: ignore[misc]

    async def at_home(self) -> None:
        await self.on(BoardScreen)

    async def open_day(self) -> None:
        """A supervisor opens the day, with number and PIN."""
        await self.press("9")
        await self.on(PinDialog)
        await self.press(*SUPERVISOR, "enter", *PIN, "enter")
        await self.on(DayScreen)
        await self.until(lambda: self.shown_day is not None)

    async def open_menu(self, key: str, *, after: str = "") -> None:
        """A supervisor opens a page of their menu, on its first page or after another key."""
        await self.open_day()
        await self.press("full_stop")
        await self.on(MenuScreen)
        if after:
            await self.press(after)
        await self.press(key)
        await self.until(lambda: not isinstance(self.app.screen, MenuScreen))

    async def open_card(self, number: str) -> None:
        """Anybody opens a member's card from the board."""
        await self.press("slash", *number, "enter")
        await self.on(CardScreen)
        await self.until_said(number)

    async def open_workers(self) -> None:
        await self.press("0")
        await self.on(WorkersScreen)

    # Eyes

    @property
    def step(self) -> Step[Any] | None:
        steps = self.app.screen.query(Step)
        return steps.first() if steps else None

    @property
    def lines(self) -> list[str]:
        """All that is said on the screen, line by line."""
        said: list[str] = []
        for one in self.app.screen.query("*"):
            if isinstance(one, Drawn | StoryList):
                said += [one.render_line(y).text.rstrip() for y in range(one.size.height)]
            elif isinstance(one, Static | Label) and one.display:
                said += str(one.content).splitlines()
        return said

    @property
    def words(self) -> str:
        """The same without blanks, as it is easiest to look for."""
        return "".join("".join(self.lines).split())

    @property
    def list_lines(self) -> list[str]:
        """The lines of the list on the screen, blank ones left out."""
        story = self.app.screen.query_one(StoryList)
        drawn = (story.render_line(y).text.strip() for y in range(story.size.height))
        return [line for line in drawn if line]

    @property
    def shown_day(self) -> date | None:
        """The day that the supervisor reads."""
        assert isinstance(self.app.screen, DayScreen)
        return self.app.screen._day.work_day if self.app.screen._day else None

    @property
    def shown_section(self) -> str:
        """Which part of the day the supervisor reads."""
        assert isinstance(self.app.screen, DayScreen)
        return self.app.screen._section

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is seen; what is seen instead is told where that does not come."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                await wait_until(self.at.pilot, is_so)
        except TimeoutError:
            seen = "\n".join(one for one in self.lines if one.strip())
            raise AssertionError(f"not seen, but {self.app.screen}:\n{seen}") from None

    async def until_said(self, words: str) -> None:
        await self.until(lambda: "".join(words.split()) in self.words)

    async def until_read(self) -> None:
        """Wait until a page that reads what it tells has done so."""
        screen = self.app.screen
        await self.until(lambda: getattr(screen, "is_read", True))

    async def on(self, kind: type[Screen[Any]]) -> None:
        await self.until(lambda: isinstance(self.app.screen, kind))
        await self.at.pilot.pause()


@asynccontextmanager
async def in_front(
    site: Services, at: datetime, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Front]:
    """The kiosk as it is started at a time."""
    set_clock(site, at)
    async with gate(site, size) as opened:
        front = Front(opened, site)
        await front.at_home()
        yield front
        await front.home()


def in_words(language: str, both: tuple[str, str]) -> str:
    """Chinese or English."""
    return both[i18n.LANGUAGES.index(language)]
