"""A member is served in their own language, then the kiosk is back in its own."""

from typing import TYPE_CHECKING

import pytest

from db.people import Member
from kiosk.i18n import current_language
from kiosk.services import Services
from screens.member.answer_panel import AnswerPanel
from screens.public.board import BoardScreen
from screens.widgets.header import SiteHeader

if TYPE_CHECKING:
    from tests.screens.member.conftest import OpenVisit, Visit


@pytest.fixture
def english(site: Services) -> Services:
    """002 reads English; the kiosk speaks Chinese, and so do all others."""
    Member.update(language="en").where(Member.number == "002").execute()
    return site


def answered(member: "Visit") -> str:
    """The one word of the answer."""
    return member.app.screen.query_one(AnswerPanel).word


async def at_the_board_in_chinese(member: "Visit") -> None:
    """Back at the board, which speaks Chinese again, and the next one is answered so."""
    await member.home()
    board = member.app.screen
    assert isinstance(board, BoardScreen)
    await member.until(lambda: "在场" in board.query_one(SiteHeader).render_line(0).text)
    await member.scan("001")
    await member.until(lambda: answered(member) == "签到")
    assert current_language() == "zh_CN"


async def test_case_13_a_service_is_logged_in_the_members_language_then_the_kiosk_has_its_own(
    english: Services, visit: "OpenVisit"
) -> None:
    async with visit(english) as member:
        await member.scan("002")
        await member.until(lambda: answered(member) == "IN")
        await member.press("2")
        await member.until(lambda: member.question == "What did you do?")
        await member.until(lambda: "Mended a tool" in member.words)
        await member.press("1", "3", "enter")
        await member.stored()
        await member.until(lambda: "15 min" in member.words)
        await at_the_board_in_chinese(member)


async def test_case_13_whoever_walks_away_in_the_middle_leaves_the_kiosk_in_its_own_language(
    english: Services, visit: "OpenVisit"
) -> None:
    async with visit(english) as member:
        await member.scan("002")
        await member.press("1")
        await member.until(lambda: "Promise 1" in member.words)
        member.app.touched_at -= 1_000
        await at_the_board_in_chinese(member)
