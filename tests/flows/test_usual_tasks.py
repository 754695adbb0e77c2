"""The keys of the usual tasks, counted: docs/service.md says how many there are."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from db.connection import transaction
from kiosk.people.views import MemberView
from kiosk.services import Services
from screens.dialogs.outcome import Stored
from screens.public.board import BoardScreen
from screens.public.card import CardScreen
from tests.board_site import press, wait_until
from tests.builders import FRIDAY, add_item, make_site, uid_of
from tests.screens.gate import Gate, gate
from tests.screens.public.test_workers import box

PROMISES = ("班前检查作业面", "规范佩戴安全帽", "一次验收合格")
SERVICES = ("帮助工友修理工具", "调解班组纠纷")


@pytest.fixture
def site(tmp_path: Path) -> Services:
    site = make_site(tmp_path, members=2)
    with transaction():
        for place, text in enumerate(PROMISES, 1):
            add_item("commitment", text, place=place)
        for place, text in enumerate(SERVICES, 1):
            add_item("service", text, minutes=30, place=place)
    return site


class Hand:
    """Counts what a person does at a number pad; a scan is no key."""

    def __init__(self, at: Gate) -> None:
        self.at = at
        self.keys = 0

    async def scan(self, services: Services, number: str) -> None:
        await self.at.scan(services.people.badge_code(number))

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await press(self.at.pilot, *keys)

    async def stored(self) -> None:
        await wait_until(self.at.pilot, lambda: bool(self.at.app.screen.query(Stored)))


@asynccontextmanager
async def a_hand(site: Services) -> AsyncIterator[Hand]:
    async with gate(site) as at:
        yield Hand(at)


def member(site: Services) -> MemberView:
    return site.people.get_member("001")


async def test_to_check_in_is_one_scan_and_no_key(site: Services) -> None:
    async with a_hand(site) as hand:
        await hand.scan(site, "001")
        assert hand.keys == 0
    assert member(site).on_site_since is not None


async def test_to_log_a_usual_service_takes_four_keys(site: Services) -> None:
    async with a_hand(site) as hand:
        await hand.scan(site, "001")
        await hand.press("2", "2", "3", "1")
        await hand.stored()
        assert hand.keys == 4
    (entry,) = site.people.get_page(uid_of("001")).services
    assert (entry.text, entry.minutes) == ("调解班组纠纷", 15)


async def test_to_promise_from_the_catalogue_takes_three_keys(site: Services) -> None:
    async with a_hand(site) as hand:
        await hand.scan(site, "001")
        await hand.press("1", "3", "1")
        await hand.stored()
        assert hand.keys == 3
    (made,) = site.service.list_open(uid_of("001"))
    assert (made.text, made.due_on) == ("一次验收合格", FRIDAY)


async def test_to_promise_for_each_shift_takes_three_keys_as_well(site: Services) -> None:
    async with a_hand(site) as hand:
        await hand.scan(site, "001")
        await hand.press("1", "1", "7")
        await hand.stored()
        assert hand.keys == 3
    (made,) = site.service.list_open(uid_of("001"))
    assert (made.rhythm, made.occasion) == ("shift", FRIDAY)


async def test_to_rate_the_site_takes_two_keys(site: Services) -> None:
    async with a_hand(site) as hand:
        await hand.press("0", "5")
        await hand.stored()
        assert hand.keys == 2
    assert box() == [("site", 5, "", "")]


async def test_to_rate_a_member_whose_face_is_chosen_takes_three_keys(site: Services) -> None:
    async with a_hand(site) as hand:
        board = hand.at.app.screen
        assert isinstance(board, BoardScreen)
        await wait_until(hand.at.pilot, lambda: board.is_read)
        await press(hand.at.pilot, "right")  # the face is chosen
        await hand.press("enter")
        card = hand.at.app.screen
        assert isinstance(card, CardScreen)
        await wait_until(hand.at.pilot, lambda: card.is_read)
        await hand.press("5", "4")
        await hand.stored()
        assert hand.keys == 3
    assert box() == [("member", 4, "", "")]


async def test_to_report_a_hazard_takes_three_keys(site: Services) -> None:
    with transaction():
        add_item("hazard", "临边防护缺失", place=1)
    async with a_hand(site) as hand:
        await hand.press("0", "6", "1")
        await hand.stored()
        assert hand.keys == 3
    (public,) = site.voices.list_public().voices
    assert public.kind == "hazard"
