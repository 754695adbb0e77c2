"""A whole day through the screens: scanner, promises, services, the supervisor's reading."""

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from db.connection import transaction
from db.ledger import find_first_broken
from kiosk import i18n
from kiosk.services import Services
from screens.dialogs.outcome import Stored
from screens.dialogs.pin import PinDialog
from screens.public.board import BoardScreen
from screens.supervisor.day import DayScreen
from screens.supervisor.day_list import StoryList
from tests.board_site import wait_until
from tests.builders import NOON, add_item, add_post, make_site, set_clock, uid_of
from tests.resting import until_keys_count
from tests.screens.gate import Gate, gate

HAND_S = 0.15
"""Between two keys of a hand: more than a scanner's longest gap."""


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_site(tmp_path, members=4)
    with transaction():
        add_item("commitment", "班前检查作业面", "Check the work face first")
        add_item("service", "帮助工友修理工具", "Mended a tool", 30)
        add_post("3号塔吊", "001")
    services.access.set_pin(uid_of("004"), "supervisor", "135790")
    return services


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys as a person does: the next one when the screen has come to rest."""
    for key in keys:
        await until_keys_count(pilot)
        await pilot.press(key)
        await pilot.pause(HAND_S)


async def stored(at: Gate) -> None:
    await wait_until(at.pilot, lambda: bool(at.app.screen.query(Stored)))


async def home(at: Gate) -> None:
    await wait_until(at.pilot, lambda: isinstance(at.app.screen, BoardScreen))


@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_what_a_member_does_is_what_the_supervisor_reads(
    site: Services, language: str
) -> None:
    i18n.use_language(language)
    codes = [site.people.badge_code(f"{place:03}") for place in range(1, 5)]
    async with gate(site, (120, 40)) as at:
        await at.scan(codes[0], codes[1])
        await at.scan(codes[0])
        set_clock(site, NOON + timedelta(hours=1))
        await at.scan(codes[2])
        await press(at.pilot, "1", "1", "1")
        await stored(at)
        set_clock(site, NOON + timedelta(hours=9))
        await at.scan(codes[2])
        await press(at.pilot, "2", "1", "3")
        await press(at.pilot, "enter")
        await stored(at)
        await home(at)
        await open_day(at, "004", "135790")
        await wait_until(at.pilot, lambda: "刘工003" in read(at.app.screen.query_one(StoryList)))
        shown = at.app.screen.query_one(StoryList)
        assert "18:" not in read(shown)
        assert "21:00" in read(shown)
    check_day(site)


def read(story: StoryList) -> str:
    return "\n".join(story.render_line(y).text for y in range(story.size.height))


async def open_day(at: Gate, number: str, pin: str) -> None:
    await press(at.pilot, "9")
    await wait_until(at.pilot, lambda: isinstance(at.app.screen, PinDialog))
    await press(at.pilot, *number, "enter", *pin, "enter")
    await wait_until(at.pilot, lambda: isinstance(at.app.screen, DayScreen))


def check_day(site: Services) -> None:
    day = site.oversight.day()
    assert [(who.number, who.minutes) for who in day.presences] == [
        ("001", None),
        ("002", None),
        ("003", 480),
    ]
    page = site.people.get_page(uid_of("003"))
    assert [promise.text for promise in day.made] == ["班前检查作业面"]
    assert day.made == page.commitments
    assert [(entry.text, entry.minutes) for entry in day.services] == [("帮助工友修理工具", 15)]
    assert day.services == page.services
    assert [(duty.post, duty.number, duty.state) for duty in day.duties] == [
        ("3号塔吊", "001", "here")
    ]
    assert find_first_broken() is None
