"""One touch of who was served: offered only where somebody was, and told as what it is."""

from typing import TYPE_CHECKING

import pytest

from kiosk.service.views import ServiceView
from kiosk.services import Services
from screens.dialogs.pick_list import Tile
from screens.member import logged
from screens.member.log import LogScreen
from screens.member.logged import TOUCH_KEY, Logged
from tests.builders import uid_of

if TYPE_CHECKING:
    from tests.screens.member.conftest import OpenVisit, Visit


@pytest.fixture(autouse=True)
def time_to_confirm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logged, "TOUCHED_S", 120.0)


def entry_of(site: Services) -> ServiceView:
    (entry,) = site.people.get_page(uid_of("001")).services
    return entry


async def log(member: "Visit", site: Services, *whom: str) -> None:
    await member.open(LogScreen(site.people.get_member("001")))
    await member.press("1", "4", *whom, "1")
    await member.until(lambda: bool(member.screen.query(Logged)))


async def test_for_nobody_no_touch_is_offered_and_its_key_confirms_nothing(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await log(member, site)
        assert "我是被服务的人" not in member.words
        assert not member.screen.query(Tile)
        await member.press(TOUCH_KEY)
        await member.home()
    assert (entry_of(site).for_kind, entry_of(site).confirmed_minutes) == ("", None)


async def test_a_touch_says_that_it_is_one(site: Services, visit: "OpenVisit") -> None:
    async with visit(site) as member:
        await log(member, site, "8", "5")  # a worker's family
        assert "只由被服务的人按" in member.words.replace("\n", "")
        await member.press(TOUCH_KEY)
        await member.until(lambda: "现场点按 30 分钟" in member.words)
        await member.home()
    assert (entry_of(site).confirmed_how, entry_of(site).confirmed_minutes) == ("touch", 30)
