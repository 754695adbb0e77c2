"""Leaving: whatever else a leaver does first, they are asked who takes over and what they kept."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from db.connection import run_sql
from kiosk.service.commitments import NewCommitment
from kiosk.services import Services
from screens.dialogs.outcome import Stored
from screens.member.answer import AnswerScreen
from screens.member.due import DueScreen
from screens.member.handover import HandoverScreen
from screens.member.judging import BriefStored
from screens.member.log import LogScreen
from screens.member.my_page import MyPageScreen
from screens.member.question import GoesScreen
from tests.builders import NOON, scan, set_clock, uid_of

if TYPE_CHECKING:
    from tests.screens.member.conftest import OpenVisit, Visit


@pytest.fixture(autouse=True)
def nothing_hurries(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine must not lose a question before it is looked at."""
    for kind in (Stored, BriefStored):
        monkeypatch.setattr(kind, "stays_s", 60.0)
    monkeypatch.setattr(DueScreen, "idle_s", 120.0)


@pytest.fixture
def no_posts(site: Services) -> Services:
    run_sql("DELETE FROM holding")  # nobody is asked who takes over
    return site


def promise(site: Services, text: str) -> None:
    site.service.promise(uid_of("001"), NewCommitment(text=text))


def state(site: Services) -> str:
    (made,) = site.people.get_page(uid_of("001")).commitments
    return made.state


async def check_out(member: "Visit", site: Services) -> AnswerScreen:
    """An hour after they came."""
    scan(site, "001")
    set_clock(site, NOON + timedelta(hours=1))
    await member.scan()
    screen = member.app.screen
    assert isinstance(screen, AnswerScreen)
    await member.until(lambda: screen.has_more_to_ask)
    return screen


async def log_a_service(member: "Visit") -> None:
    await member.press("2")
    await member.until(lambda: isinstance(member.app.screen, LogScreen))
    await member.until(lambda: bool(member.app.screen.query("#step > Step")))
    await member.press("1", "4", "1")
    await member.stored()
    await member.press("enter")


async def say_that_it_is_kept(member: "Visit", words: str) -> None:
    await member.until(lambda: words in member.question)
    await member.press("1")
    await member.stored()
    await member.press("enter")
    await member.home()


async def test_who_logs_a_service_on_leaving_is_asked_after_it(
    no_posts: Services, visit: "OpenVisit"
) -> None:
    promise(no_posts, "清运")
    async with visit(no_posts) as member:
        await check_out(member, no_posts)
        await log_a_service(member)
        await member.until(lambda: isinstance(member.app.screen, DueScreen))
        await say_that_it_is_kept(member, "清运")
    assert state(no_posts) == "kept"
    assert len(no_posts.people.get_page(uid_of("001")).services) == 1


async def test_who_reads_their_own_page_on_leaving_is_asked_after_it(
    no_posts: Services, visit: "OpenVisit"
) -> None:
    promise(no_posts, "清运")
    async with visit(no_posts) as member:
        await check_out(member, no_posts)
        await member.press("7")
        await member.until(lambda: isinstance(member.app.screen, MyPageScreen))
        await member.press("0")
        await member.until(lambda: isinstance(member.app.screen, DueScreen))
        await say_that_it_is_kept(member, "清运")
    assert state(no_posts) == "kept"


async def test_they_are_asked_once_and_then_it_is_the_board(
    no_posts: Services, visit: "OpenVisit"
) -> None:
    promise(no_posts, "清运")
    async with visit(no_posts) as member:
        await check_out(member, no_posts)
        await log_a_service(member)
        await member.until(lambda: isinstance(member.app.screen, DueScreen))
        await member.until(lambda: "清运" in member.question)
        await member.press("0")
        await member.home()
    assert state(no_posts) == "open"


async def test_who_does_something_else_first_hands_over_and_then_says_what_they_kept(
    site: Services, visit: "OpenVisit"
) -> None:
    promise(site, "清运")
    async with visit(site) as member:
        screen = await check_out(member, site)
        await member.until(lambda: screen._leaves_empty)
        await log_a_service(member)
        await member.until(lambda: isinstance(member.app.screen, HandoverScreen))
        await member.until(lambda: "3号塔吊" in member.question)
        await member.press("2")  # nobody can take over: it stands empty
        await member.stored()
        await member.press("enter")
        await say_that_it_is_kept(member, "清运")
    assert state(site) == "kept"
    assert ("left",) in run_sql("SELECT answer FROM handover")


async def test_who_makes_a_break_of_it_after_all_is_asked_nothing(
    no_posts: Services, visit: "OpenVisit"
) -> None:
    promise(no_posts, "清运")
    async with visit(no_posts) as member:
        await check_out(member, no_posts)
        await member.press("3")
        await member.stored()
        await member.press("enter")
        await member.home()
    assert state(no_posts) == "open"


async def test_who_says_that_a_doubtful_scan_was_leaving_is_asked_as_well(
    no_posts: Services, visit: "OpenVisit"
) -> None:
    promise(no_posts, "清运")
    scan(no_posts, "001")
    set_clock(no_posts, NOON + timedelta(hours=14))
    async with visit(no_posts) as member:
        await member.scan()
        await member.press("1")
        await member.until(lambda: isinstance(member.app.screen, GoesScreen))
        await member.stored()
        await member.press("enter")
        await member.until(lambda: "清运" in member.question)
        assert "兑现情况" in member.words
        await member.press("1")
        await member.stored()
        await member.press("enter")
        await member.home()
    assert state(no_posts) == "kept"


async def test_who_goes_back_from_the_handover_is_still_asked_what_they_kept(
    site: Services, visit: "OpenVisit"
) -> None:
    promise(site, "清运")
    async with visit(site) as member:
        screen = await check_out(member, site)
        await member.until(lambda: screen._leaves_empty)
        await member.press("0")
        await member.until(lambda: isinstance(member.app.screen, HandoverScreen))
        await member.until(lambda: "3号塔吊" in member.question)
        await member.press("0")
        await member.until(lambda: "清运" in member.question)
        await member.press("1")
        await member.stored()
        await member.press("enter")
        await member.home()
    assert state(site) == "kept"


async def test_what_a_leaver_is_asked_waits_for_the_form_that_they_are_opening(
    site: Services, visit: "OpenVisit"
) -> None:
    promise(site, "清运")
    async with visit(site) as member:
        screen = await check_out(member, site)
        await member.until(lambda: screen._leaves_empty)
        screen.action_choose("2")  # and in the same moment the answer's time is over
        screen.action_back()
        await member.until(lambda: len(member.app.screen_stack) > 1)
        await member.pilot.pause(0.5)
        assert isinstance(member.app.screen, LogScreen)
        assert len(member.app.screen_stack) == 2
        await member.until(lambda: bool(member.app.screen.query("#step > Step")))
        await member.press("0")
        await member.until(lambda: isinstance(member.app.screen, HandoverScreen))
