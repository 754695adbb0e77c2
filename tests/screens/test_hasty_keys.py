"""Keys that come faster than the screens they are meant for."""

from pathlib import Path

import pytest
from textual import events

from kiosk.services import Services
from screens.dialogs.pick_list import PickList
from screens.member.promise import PromiseScreen
from screens.public.board import BoardScreen
from screens.public.card import CardScreen
from tests.board_site import wait_until
from tests.builders import make_site, uid_of
from tests.screens.gate import gate


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, members=4)


async def test_a_key_pressed_twice_goes_one_screen_back(site: Services) -> None:
    async with gate(site) as at:
        await at.app.push_screen(CardScreen(uid_of("002")))
        card = at.app.screen
        assert isinstance(card, CardScreen)
        card.action_back()
        card.action_back()
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, BoardScreen))
        await at.pilot.pause(0.2)
        assert len(at.app.screen_stack) == 1


@pytest.mark.parametrize(
    "keys", [("enter", "f2"), ("1", "f2", "f2"), ("f2", "enter", "f2", "enter")]
)
async def test_the_language_can_be_switched_in_the_moment_of_choosing(
    site: Services, keys: tuple[str, ...]
) -> None:
    async with gate(site) as at:
        await at.scan(site.people.badge_code("001"))
        at.answer.action_choose("1")
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, PromiseScreen))
        await wait_until(at.pilot, lambda: bool(at.app.screen.query(PickList)))
        for key in keys:
            at.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await wait_until(at.pilot, lambda: bool(at.app.screen.query("#step > *")))
        await at.pilot.pause(0.3)
        assert isinstance(at.app.screen, PromiseScreen)
