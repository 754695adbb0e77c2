"""The supervisor's menu: each key opens its page above it, and 0 leads back to it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen
from textual.widgets import Label

from db.entries import WantedServices
from kiosk.service.voices import VoiceWords
from kiosk.services import Services
from screens.supervisor.badges import BadgesScreen
from screens.supervisor.catalogue import CatalogueScreen
from screens.supervisor.confirm_services import ConfirmServicesScreen
from screens.supervisor.corrections import CorrectionsScreen
from screens.supervisor.day import DayScreen
from screens.supervisor.members import MembersScreen
from screens.supervisor.menu import MenuScreen
from screens.supervisor.overdue import OverdueScreen
from screens.supervisor.posts import PostsScreen
from screens.supervisor.ratings_list import RatingsScreen
from screens.supervisor.scanners import ScannersScreen
from screens.supervisor.teams import TeamsScreen
from screens.supervisor.voices import VoicesScreen
from tests.builders import NOON, make_site, set_clock, uid_of
from tests.screens.supervisor.desk import Desk, at_the_desk

FIRST: tuple[type[Screen[Any]], ...] = (
    MembersScreen,
    BadgesScreen,
    CorrectionsScreen,
    ScannersScreen,
    PostsScreen,
    VoicesScreen,
    RatingsScreen,
    ConfirmServicesScreen,
    OverdueScreen,
)
SECOND: tuple[type[Screen[Any]], ...] = (TeamsScreen, CatalogueScreen)
"""What the keys from 1 open, page by page."""


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, 3)


async def open_menu(desk: Desk) -> None:
    await desk.press(".")
    await desk.until_on(MenuScreen)


async def there_and_back(desk: Desk, key: str, page: type[Screen[Any]]) -> None:
    await desk.press(key)
    await desk.until_on(page)
    await desk.press("escape")
    await desk.until_on(MenuScreen)


async def test_each_key_of_the_first_page_opens_its_page(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await open_menu(desk)
        for key, page in enumerate(FIRST, 1):
            await there_and_back(desk, str(key), page)
        await desk.press("0")
        await desk.until_on(DayScreen)


async def test_the_second_page_is_named_and_opens_the_others_in_both_languages(
    site: Services,
) -> None:
    def question() -> str:
        return str(desk.app.screen.query_one("#question", Label).content)

    async with at_the_desk(site) as desk:
        await open_menu(desk)
        for key, page in enumerate(SECOND, 1):
            await desk.press("plus")
            await desk.until(lambda: "2/2" in question())
            await there_and_back(desk, str(key), page)
        await desk.press("f2")
        await desk.until_said("Whatdoyouwanttodo?")
        await there_and_back(desk, "1", MembersScreen)


async def test_what_waits_is_counted_on_its_key_and_counted_anew(site: Services) -> None:
    site.access.set_pin(uid_of("001"), "supervisor", "246811")
    site.voices.raise_voice("hazard", VoiceWords(None, "洞口没有盖板"))
    for number in ("001", "002", "003"):
        site.service.log_service(uid_of(number), 10, text="送水")
    for text in ("清扫", "巡查"):
        site.service.make_commitment(uid_of("002"), text=text)
    set_clock(site, NOON + timedelta(days=1))
    async with at_the_desk(site) as desk:
        await open_menu(desk)
        for said in ("心声·1条紧急", "待确认的服务2", "逾期承诺2"):
            await desk.until_said(said)
        (entry,) = site.service.list_services(WantedServices(uid_of("002"), "waiting"))
        await desk.app.write(site.service.strike_service, entry.uid, uid_of("001"), "记错了")
        await desk.until_said("待确认的服务1")


async def test_a_key_that_stands_for_nothing_opens_nothing(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await open_menu(desk)
        await desk.press("plus", "9", "x")
        assert isinstance(desk.app.screen, MenuScreen)


async def test_the_menu_says_that_of_voices_only_the_urgent_ones_are_counted(
    site: Services,
) -> None:
    site.voices.raise_voice("hazard", VoiceWords(text="临边没有护栏"))
    site.voices.raise_voice("suggestion", VoiceWords(text="早点开饭"))
    async with at_the_desk(site) as desk:
        await open_menu(desk)
        await desk.until_said("1条紧急")
        await desk.press("f2")
        await desk.until_said("Voices·1urgent")
        await desk.until_said("oneaftertheother,orallofalist")
