"""A supervisor at the members' screens: a site, a session, keys and what is on show."""

import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Label

from db.connection import transaction
from kiosk.people.keeping import KeptMember
from kiosk.people.photo_intake import take_photo
from kiosk.people.portraits import draw_portrait
from kiosk.services import Services
from screens.app import KioskApp
from screens.supervisor.day import DayScreen
from screens.supervisor.member_facts import FactList
from screens.supervisor.members import MembersScreen
from screens.widgets.keys import KeyBar
from screens.widgets.notice import Notice
from tests.board_site import give_photo, make_board_site, press, wait_until
from tests.builders import uid_of

S = TypeVar("S", bound=Screen[Any])
PHONE = "13800000000"


def make_members_site(folder: Path, members: int = 14) -> Services:
    """Twelve who are here, 005's other photo waiting, 013 gone; photos of 001 to 005."""
    services = make_board_site(folder, members)
    with transaction():
        for place in range(5):
            give_photo(f"{place + 1:03}", place)
    services.keeping.offer_photo(uid_of("005"), take_photo(draw_portrait(9, (480, 600))))
    services.keeping.let_go(uid_of("013"), "调往其他工地")
    return services


def scene(width: int = 1600, height: int = 1200) -> bytes:
    """A photo of somebody who stands right of the middle."""
    image = Image.new("RGB", (width, height), (150, 180, 205))
    image.paste((90, 84, 70), (0, height * 2 // 3, width, height))
    tall = height // 2
    face = Image.open(io.BytesIO(draw_portrait(3, (480, 600)))).resize((tall * 4 // 5, tall))
    image.paste(face, (width * 5 // 9, height // 3))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=80)
    return file.getvalue()


def photos_in(services: Services) -> Path:
    """The site's own folder of photos to take in."""
    folder = services.context.home.folder / "photos-in"
    folder.mkdir(exist_ok=True)
    return folder


class Desk:
    """What a supervisor does and what they see."""

    def __init__(self, pilot: Pilot[None], app: KioskApp) -> None:
        self.pilot = pilot
        self.app = app

    async def press(self, *keys: str) -> None:
        await press(self.pilot, *keys)

    async def until(self, is_so: Callable[[], bool]) -> None:
        await wait_until(self.pilot, is_so)
        await self.pilot.pause()

    async def until_on(self, kind: type[S]) -> S:
        """Wait for a screen of a kind on top, composed."""
        await self.until(lambda: isinstance(self.app.screen, kind))
        await self.pilot.pause(0.05)
        screen = self.app.screen
        assert isinstance(screen, kind)
        return screen

    async def open(self, screen: Screen[None]) -> None:
        await self.app.push_screen(screen)
        await self.pilot.pause(0.05)

    def said(self, selector: str) -> str:
        """What a label of the screen says."""
        return str(self.app.screen.query_one(selector, Label).content)

    def all_said(self, selector: str) -> str:
        """What all labels of a kind say, a line each."""
        labels = self.app.screen.query(selector).results(Label)
        return "\n".join(str(label.content) for label in labels)

    async def asked(self, words: str) -> None:
        """Wait for a question with these words."""
        await self.until(lambda: words in self.said("#question"))

    @property
    def facts(self) -> str:
        """All that a member's page says of them."""
        piece = self.app.screen.query_one(FactList)
        return "\n".join(piece.render_line(y).text.rstrip() for y in range(piece.size.height))

    @property
    def keys(self) -> str:
        """What the key bar offers."""
        bar = self.app.screen.query_one(KeyBar)
        return "".join(bar.render_line(y).text for y in range(bar.size.height))

    @property
    def told(self) -> str:
        """The notice now shown, or nothing."""
        return " ".join(str(notice.content) for notice in self.app.screen.query(Notice))


@asynccontextmanager
async def desk(services: Services, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Desk]:
    """Open a supervisor's session with the members on top."""
    app = KioskApp(services, services.oversight.site())
    async with app.run_test(size=size) as pilot:
        opened = Desk(pilot, app)
        await begin(opened)
        yield opened
        await pilot.pause(0.1)


async def begin(opened: Desk) -> None:
    """Come in as supervisor 001 and open the members."""
    app = opened.app
    await opened.until(lambda: app.screen.is_mounted)
    app.open_day(app.services.people.get_member("001"))
    await opened.until_on(DayScreen)
    await opened.open(MembersScreen())
    await opened.until(lambda: bool(kept_on(app)))


def kept_on(app: KioskApp) -> list[KeptMember]:
    """Who is listed, once they were read."""
    screen = app.screen
    return list(screen.kept) if isinstance(screen, MembersScreen) else []
