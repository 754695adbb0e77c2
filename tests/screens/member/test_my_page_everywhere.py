"""One key leads to a member's own page, whatever their scan was answered with."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from db.connection import transaction
from kiosk.i18n import LANGUAGES, use_language
from kiosk.services import Services
from screens.member.answer import AnswerScreen
from screens.member.answer_foot import AnswerFoot
from screens.member.my_page import MyPageScreen
from tests.board_site import press, wait_until
from tests.builders import NOON, add_post, make_site, scan, set_clock, uid_of
from tests.screens.gate import Gate, gate

HOUR = timedelta(hours=1)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


def comes(_site: Services) -> None:
    """Nothing was before it."""


def goes(site: Services) -> None:
    scan(site, "001")
    set_clock(site, NOON + HOUR)


def scans_again(site: Services) -> None:
    scan(site, "001")


def comes_back(site: Services) -> None:
    goes(site)
    site.afterthoughts.begin_break(uid_of("001"))
    set_clock(site, NOON + 2 * HOUR)


def holds_two_posts(_site: Services) -> None:
    with transaction():
        add_post("3号塔吊", "001")
        add_post("深基坑", "001")


def goes_with_much_to_say(site: Services) -> None:
    """So many choices that they have no room beside each other."""
    site.service.make_commitment(uid_of("001"), text="清运")
    site.drafts.save(uid_of("001"), "log_service", {"minutes": 30})
    goes(site)


async def scanned(at: Gate, site: Services) -> None:
    await at.scan(site.people.badge_code("001"))
    await wait_until(at.pilot, lambda: isinstance(at.app.screen, AnswerScreen))
    await at.pilot.pause(0.5)


async def until_my_page(at: Gate) -> None:
    await wait_until(at.pilot, lambda: isinstance(at.app.screen, MyPageScreen))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize(
    "before", [comes, goes, scans_again, comes_back, holds_two_posts, goes_with_much_to_say]
)
async def test_the_seventh_key_is_printed_and_opens_it(
    site: Services, before: Callable[[Services], None], size: tuple[int, int]
) -> None:
    before(site)
    async with gate(site, size) as at:
        await scanned(at, site)
        assert "7我的记录" in at.said or "7我的" in at.said
        await press(at.pilot, "7")
        await until_my_page(at)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_where_there_is_no_room_for_its_tile_it_stands_in_the_bar_and_takes_a_touch(
    site: Services, language: str
) -> None:
    goes_with_much_to_say(site)
    use_language(language)
    async with gate(site) as at:
        await scanned(at, site)
        foot = at.answer.query_one(AnswerFoot)
        assert "7" not in [key for _left, _right, (key, _words) in foot._places(80)]
        bar = foot.render_line(foot.size.height - 1)
        name = {"zh_CN": "7 我的记录", "en": "7 My page"}[language]
        assert name in bar.text
        left = len(bar.text[: bar.text.index(name)].encode("gb18030"))
        await at.pilot.click(AnswerFoot, offset=(left - 3, foot.size.height - 1))
        await at.pilot.pause(0.1)
        assert isinstance(at.app.screen, AnswerScreen)
        await at.pilot.click(AnswerFoot, offset=(left + 1, foot.size.height - 1))
        await until_my_page(at)


async def test_no_tile_grows_too_small_for_a_glove_by_it(site: Services) -> None:
    goes(site)
    async with gate(site) as at:
        await scanned(at, site)
        places = at.answer.query_one(AnswerFoot)._places(80)
        assert [key for _left, _right, (key, _words) in places] == ["1", "2", "3", "5", "7"]
        assert all(right - left >= 12 for left, right, _choice in places)


async def test_a_question_and_a_refusal_do_not_lead_there(site: Services) -> None:
    scan(site, "001")
    set_clock(site, NOON + 14 * HOUR)
    async with gate(site) as at:
        await scanned(at, site)
        assert at.word == "签退?"
        await press(at.pilot, "7")
        assert isinstance(at.app.screen, AnswerScreen)
        await at.scan("1234567890123456789012345678901234")
        await press(at.pilot, "7")
        assert isinstance(at.app.screen, AnswerScreen)
