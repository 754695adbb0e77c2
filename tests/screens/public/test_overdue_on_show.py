"""Promises that are overdue stand on the board, without a word that shames."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.i18n import use_language
from kiosk.service.commitments import NewCommitment
from kiosk.services import Services
from screens.public.promises import PromisesScreen
from screens.public.wall_mode_view import count_words, promise_cards, read_wall, service_cards
from screens.supervisor.day_layout import count_of
from screens.supervisor.day_lines import groups_of
from screens.widgets.board.data import read_board
from tests.builders import NOON, make_site, scan, set_clock, uid_of
from tests.screens.public.voice_site import at_the_board

DAY = timedelta(days=1)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """Yesterday's promise of which nobody spoke; today one is kept, one missed and one open."""
    site = make_site(tmp_path, 4)
    site.service.make_commitment(uid_of("001"), text="昨天的承诺")
    set_clock(site, NOON + DAY)
    promises = [site.service.make_commitment(uid_of("002"), text=f"今天第{n}项") for n in range(3)]
    site.service.judge_commitment(promises[0].uid, "kept", uid_of("002"))
    site.service.judge_commitment(promises[1].uid, "missed", uid_of("002"), "下雨")
    for text in ("先做的", "后做的"):
        site.service.log_service(uid_of("001"), 20, text=text)
    return site


async def test_the_board_shows_what_is_overdue_beside_what_is_due(site: Services) -> None:
    async with at_the_board(site, (120, 40)) as worker:
        await worker.until_said("昨天的承诺")
        assert "▲昨天的承诺11-20李工001" in worker.words
        assert "今天第2项" in worker.words
        assert "已兑现1/3" in worker.words
        assert "逾期" not in worker.words


async def test_the_board_leaves_room_for_today_however_many_are_overdue(tmp_path: Path) -> None:
    site = make_site(tmp_path, 4)
    for number in range(30):
        site.service.make_commitment(uid_of("001"), text=f"旧承诺{number}")
    set_clock(site, NOON + DAY)
    async with at_the_board(site, (120, 40)) as worker:
        await worker.until_said("旧承诺29")
        assert "以前到期，还没有说结果·30" in worker.words
        for number in range(30):
            site.service.make_commitment(uid_of("002"), text=f"今天的承诺{number}")
        await worker.until_said("今天的承诺0")
        assert "旧承诺29" in worker.words
        today, before = worker.words.split("以前到期，还没有说结果·30")
        shown = today.count("今天的承诺")
        assert f"另有{30 - shown}条" in today  # of today's: nothing of days before
        assert "旧承诺" not in today
        assert "今天的承诺" not in before


def test_the_wall_turns_through_todays_promises_and_not_those_of_days_before(
    site: Services,
) -> None:
    use_language("zh_CN")
    cards = promise_cards(read_wall(site))
    assert [card.text for card in cards] == ["今天第2项", "今天第0项", "今天第1项"]


def test_the_wall_counts_of_todays_promises_those_that_are_kept(site: Services) -> None:
    use_language("zh_CN")
    kept, of_how_many = count_words(read_wall(site), "promises")
    assert (kept, "3" in of_how_many) == ("1", True)


def test_board_wall_and_day_count_the_same_promises(site: Services) -> None:
    use_language("zh_CN")

    def counts() -> list[int]:
        _kept, of_how_many = count_words(read_wall(site), "promises")
        on_the_wall = "".join(character for character in of_how_many if character.isdigit())
        day = groups_of(site.oversight.day(), "promises", {})
        return [len(read_board(site).due), int(on_the_wall), count_of(day)]

    assert counts() == [3, 3, 3]  # yesterday's, of which nobody spoke, is counted nowhere
    set_clock(site, NOON + DAY + timedelta(hours=10))
    scan(site, "003")
    site.service.promise(uid_of("003"), NewCommitment(text="每班巡查", rhythm="shift"))
    assert counts() == [4, 4, 4]
    set_clock(site, NOON + 2 * DAY - timedelta(hours=6))  # the night shift is still on
    assert counts() == [1, 1, 1]
    assert [one.text for one in site.oversight.day().due] == ["每班巡查"]


def test_the_wall_begins_with_the_service_that_was_logged_last(site: Services) -> None:
    cards = service_cards(read_wall(site), site.oversight.site().zone)
    assert [card.text for card in cards] == ["后做的", "先做的"]


async def test_the_promises_page_shows_them_too(site: Services) -> None:
    async with at_the_board(site, (120, 40)) as worker:
        await worker.app.push_screen(PromisesScreen())
        await worker.until_said("昨天的承诺")


async def test_the_page_names_the_work_day_and_parts_what_is_due_on_the_shift_before(
    tmp_path: Path,
) -> None:
    site = make_site(tmp_path, 4)
    site.service.make_commitment(uid_of("001"), text="夜班的承诺")
    set_clock(site, NOON + timedelta(hours=10))
    scan(site, "001")
    set_clock(site, NOON + timedelta(hours=18))  # the next morning, and they are still at work
    site.service.make_commitment(uid_of("002"), text="白班的承诺")
    async with at_the_board(site, (120, 40)) as worker:
        await worker.app.push_screen(PromisesScreen())
        await worker.until_said("工作日11月21日周六：当日到期")
        await worker.until_said("前一工作日的班还没签退的")
        today, before = worker.words.split("前一工作日的班还没签退的")
        assert "白班的承诺" in today
        assert "夜班的承诺" not in today
        assert "夜班的承诺" in before
        await worker.press("f2")
        await worker.until_said("WorkdaySat21Nov")
