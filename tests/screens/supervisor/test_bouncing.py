"""A key that bounces says the same thing twice; a grave question must not be answered by it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from kiosk.services import Services
from screens.dialogs.outcome import Stored
from screens.dialogs.pick_list import PickList, Tile
from screens.dialogs.step import SETTLE_S, Step
from screens.supervisor.badge_changes import ReissueScreen, RevokeScreen
from screens.supervisor.badge_page import BadgePage
from screens.supervisor.leaving_form import NewBranchDialog
from screens.supervisor.member_leave import LetGoErrand
from screens.supervisor.member_page import MemberPageScreen
from tests.builders import uid_of
from tests.resting import at_rest
from tests.screens.supervisor.member_desk import Desk, desk, make_members_site

BOUNCE_S = 0.08


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_members_site(tmp_path)


async def bounce(opened: Desk, key: str, is_next: Callable[[], bool]) -> None:
    """A key twice; the second one is read when what the first one brought is there."""
    first = key_of(key)
    await opened.app._type(first)
    await opened.until(is_next)
    again = key_of(key)
    again.time = first.time + BOUNCE_S
    await opened.app._type(again)
    await at_rest(opened.pilot)


def key_of(key: str) -> events.Key:
    return events.Key(key, key if len(key) == 1 else None)


def asks(opened: Desk, words: str) -> Callable[[], bool]:
    return lambda: bool(opened.app.screen.query(Step)) and words in opened.said("#question")


async def on_page(opened: Desk, number: str = "002") -> None:
    await opened.open(MemberPageScreen(uid_of(number)))
    await opened.until(lambda: number in opened.said("#member-title"))


@pytest.mark.parametrize(
    ("digit", "errand", "why", "sure"),
    [
        ("4", ReissueScreen, "为什么补办", "确定补办"),
        ("6", RevokeScreen, "为什么作废", "确定作废"),
    ],
)
async def test_a_bounced_key_changes_no_badge(
    site: Services, digit: str, errand: type[ReissueScreen], why: str, sure: str
) -> None:
    code = site.people.badge_code("002")
    async with desk(site) as opened:
        page = BadgePage(site.people.get_member("002"))
        await opened.open(page)
        await opened.until(lambda: bool(page.query("KeyBar")))
        await at_rest(opened.pilot)
        await bounce(opened, digit, asks(opened, why))
        assert isinstance(opened.app.screen, errand)
        assert why in opened.said("#question")
        await opened.press("f2", "f2")
        await opened.until(lambda: why in opened.said("#question"))
        await bounce_when_it_counts(opened, "1", asks(opened, sure))
        assert sure in opened.said("#question")
        assert not opened.app.screen.query(Stored)
    assert site.people.badge_code("002") == code
    assert list(site.badges.list_living()).count(uid_of("002")) == 1


async def bounce_when_it_counts(opened: Desk, key: str, is_next: Callable[[], bool]) -> None:
    """As `bounce`, pressed first by a hand that has read the question."""
    await opened.until(lambda: not opened.app.screen.query_one(Step).is_too_early(key_of(key)))
    await bounce(opened, key, is_next)


async def test_a_bounced_key_lets_nobody_go_and_nine_does(site: Services) -> None:
    async with desk(site) as opened:
        await on_page(opened)
        await bounce(opened, "6", asks(opened, "为什么离场"))
        assert "为什么离场" in opened.said("#question")
        await bounce_when_it_counts(opened, "1", asks(opened, "确定让"))
        assert "确定让" in opened.said("#question")
        assert [tile._key for tile in opened.app.screen.query(Tile)] == ["1", "9"]
        await opened.press("enter")
        await opened.until_on(MemberPageScreen)
        assert site.keeping.get_kept(uid_of("002")).left_at is None
        await opened.press("6")
        await opened.until(asks(opened, "为什么离场"))
        await opened.press("1")
        await opened.until(asks(opened, "确定让"))
        await opened.press("9")
        await opened.until(lambda: site.keeping.get_kept(uid_of("002")).left_at is not None)


async def test_a_finger_that_bounces_answers_nothing_either(site: Services) -> None:
    async with desk(site) as opened:
        await on_page(opened)
        await opened.press("6")
        await opened.until_on(LetGoErrand)
        await opened.until(asks(opened, "为什么离场"))
        step = opened.app.screen.query_one(PickList)
        early, late = Tile.Chosen(0), Tile.Chosen(0)
        assert step._there_s is not None
        early.time, late.time = step._there_s + BOUNCE_S, step._there_s + SETTLE_S
        step.on_tile_chosen(early)
        assert not step.answered.done()
        step.on_tile_chosen(late)
        assert step.answered.done()
        await opened.until(asks(opened, "确定让"))


async def test_the_way_back_is_open_at_once(site: Services) -> None:
    async with desk(site) as opened:
        await on_page(opened)
        await bounce(opened, "6", asks(opened, "为什么离场"))
        back = key_of("0")
        back.time = 0.0
        await opened.app._type(back)
        await opened.until_on(MemberPageScreen)


async def test_a_bounced_key_is_no_reason_in_own_words(site: Services) -> None:
    async with desk(site) as opened:
        await on_page(opened)
        await opened.press("6")
        await opened.until(asks(opened, "为什么离场"))
        await bounce_when_it_counts(opened, "9", lambda: bool(opened.app.screen.query(Input)))
        assert opened.app.screen.query_one(Input).value == ""
        await opened.press("9")
        await opened.until(lambda: opened.app.screen.query_one(Input).value == "9")


async def test_what_a_storing_says_is_not_put_away_by_the_key_that_began_it(
    site: Services,
) -> None:
    async with desk(site) as opened:
        await on_page(opened)
        await opened.press("6")
        await opened.until(asks(opened, "为什么离场"))
        await opened.press("1")
        await opened.until(asks(opened, "确定让"))
        await bounce_when_it_counts(opened, "9", lambda: bool(opened.app.screen.query(Stored)))
        stored = opened.app.screen.query_one(Stored)
        click = events.Click(stored, 1, 1, 0, 0, 1, False, False, False)
        assert stored._there_s is not None
        click.time = stored._there_s
        stored.on_click(click)
        assert not stored.answered.done()


async def test_enter_twice_makes_no_new_branch(site: Services) -> None:
    async with desk(site) as opened:
        dialog = NewBranchDialog("远方支部")
        await opened.app.push_screen(dialog)
        await opened.until(lambda: bool(dialog.query(PickList)))
        step = dialog.query_one(PickList)
        await opened.until(lambda: step._there_s is not None)
        early = key_of("enter")
        early.time = (step._there_s or 0.0) + BOUNCE_S
        dialog.on_key(early)
        assert not step.answered.done()
