"""The supervisor's day, read at the terminal."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Label

from db.connection import transaction
from kiosk.attendance.views import Scan
from kiosk.oversight.desk import Oversight
from kiosk.recording import not_recorded
from kiosk.services import Services
from screens.app import KioskApp
from screens.member.answer import AnswerScreen
from screens.public.board import BoardScreen
from screens.supervisor import day as day_module
from screens.supervisor.day import DayScreen
from screens.supervisor.day_list import StoryList
from screens.supervisor.day_side import SectionList
from screens.widgets.keys import KeyBar
from screens.widgets.notice import Notice
from tests.board_site import wait_until
from tests.builders import NOON, add_post, make_site, scan, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """Two days: on the first 001 forgot to check out, on the second 38 came."""
    services = make_site(tmp_path, members=40)
    with transaction():
        add_post("3号塔吊", "001")
        add_post("深基坑", "039")
        add_post("夜间巡查")
    scan(services, "001")
    services.service.make_commitment(uid_of("001"), text="工完场清")
    set_clock(services, NOON + timedelta(days=1))
    for number in range(1, 39):
        scan(services, f"{number:03}")
    services.service.log_service(uid_of("002"), 30, text="修工具")
    services.attendance.scan(Scan("not a code", "wedge"))
    return services


class Reader:
    """What a supervisor does at the day and what they see."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.app = pilot.app
        assert isinstance(pilot.app.screen, DayScreen)
        self.screen = pilot.app.screen

    @property
    def story(self) -> StoryList:
        return self.screen.query_one(StoryList)

    @property
    def title(self) -> str:
        return str(self.screen.query_one("#day-title", Label).content)

    @property
    def detail(self) -> str:
        return str(self.screen.query_one("#day-detail", Label).content)

    @property
    def empty(self) -> str:
        label = self.screen.query_one("#day-empty", Label)
        return str(label.content) if label.display else ""

    @property
    def counts(self) -> dict[str, int]:
        return {entry.section: entry.count for entry in self.screen.query_one(SectionList)._entries}

    def seen(self) -> str:
        """The lines that are drawn."""
        story = self.story
        return "\n".join(story.render_line(y).text for y in range(story.size.height))

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    async def until_title(self, words: str) -> None:
        await wait_until(self.pilot, lambda: words in self.title)


@asynccontextmanager
async def reading(site: Services, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Reader]:
    app = KioskApp(site, site.oversight.site())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.open_day(app.services.people.get_member("001"))
        await wait_until(pilot, lambda: isinstance(app.screen, DayScreen))
        reader = Reader(pilot)
        await reader.until_title("今天")
        await pilot.pause()
        yield reader


async def test_today_is_shown_with_its_counts_and_what_needs_somebody(site: Services) -> None:
    async with reading(site) as reader:
        assert "2026年11月21日 周六" in reader.title
        assert "到场 38 人 · 仍在场 38 人" in reader.title
        assert reader.counts == {
            "presences": 38,
            "posts": 3,
            "promises": 0,  # what was due before is counted under what is overdue
            "services": 1,
            "refused": 1,
            "forgotten": 1,
            "overdue": 1,
            "absent": 3,
        } | {"refused": 1}
        assert "王工020" not in reader.seen()
        assert "001" in reader.seen()


async def test_the_day_before_tells_of_the_forgotten_check_out(site: Services) -> None:
    async with reading(site) as reader:
        await reader.press("minus")
        await reader.until_title("昨天")
        assert reader.counts["forgotten"] == 1
        await reader.press("6")
        assert "忘记签退 · 1" in reader.seen()
        assert "没有签退" in reader.detail


async def test_days_turn_back_and_forth_and_never_into_the_future(site: Services) -> None:
    async with reading(site) as reader:
        await reader.press("plus")
        assert "今天" in reader.title
        await reader.press("minus")
        await reader.until_title("昨天")
        await reader.press("minus")
        await reader.until_title("11月19日")
        assert "没有人签到" in reader.empty
        await reader.press("plus", "plus", "plus")
        await reader.until_title("今天")


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("2", "3号塔吊"),
        ("3", "工完场清"),
        ("4", "修工具"),
        ("5", "不是胸牌码"),
        ("8", "空过岗 · 3"),
    ],
)
async def test_each_section_has_its_key(site: Services, key: str, words: str) -> None:
    async with reading(site) as reader:
        await reader.press(key)
        assert words in reader.seen()


async def test_sections_can_be_touched(site: Services) -> None:
    async with reading(site) as reader:
        await reader.pilot.click(SectionList, offset=(4, 3))
        await reader.pilot.pause()
        assert "修工具" in reader.seen()
        await reader.pilot.click(SectionList, offset=(4, 14))


async def test_arrows_pages_and_touch_move_and_the_whole_line_is_told(site: Services) -> None:
    async with reading(site) as reader:
        assert "001" in reader.detail
        await reader.press("down", "down")
        assert "003" in reader.detail
        await reader.press("end")
        assert "038" in reader.detail
        assert "038" in reader.seen()
        assert "001" not in reader.seen()
        await reader.press("pageup", "home", "up")
        assert "001" in reader.detail
        await reader.pilot.click(StoryList, offset=(4, 4))
        await reader.pilot.pause()
        assert "005" in reader.detail


async def test_headings_are_stepped_over(site: Services) -> None:
    site.service.make_commitment(uid_of("002"), text="再来一条")
    async with reading(site) as reader:
        await reader.press("3")
        assert "工完场清" in reader.detail
        await reader.press("down")
        assert "再来一条" in reader.detail
        await reader.press("up", "up", "up")
        assert "工完场清" in reader.detail
        assert "逾期 · 1" in reader.seen()


async def test_nothing_is_wider_than_the_screen(site: Services) -> None:
    async with reading(site) as reader:
        for key in "123456789":
            await reader.press(key)
            assert reader.story.virtual_size.width <= reader.story.size.width
            assert not reader.story.show_horizontal_scrollbar


async def test_the_filter_is_live_and_holds_for_every_section(site: Services) -> None:
    async with reading(site) as reader:
        await reader.press("slash", "0", "0", "2")
        assert reader.counts["presences"] == 1
        assert reader.counts["services"] == 1
        assert reader.counts["posts"] == 0
        await reader.press("enter", "4")
        assert "修工具" in reader.seen()
        await reader.press("2")
        assert "没有符合的记录" in reader.empty
        await reader.press("escape")
        assert reader.counts["presences"] == 38
        assert reader.counts["posts"] == 3
        await reader.press("escape")
        await wait_until(reader.pilot, lambda: isinstance(reader.app.screen, BoardScreen))


async def test_the_filter_finds_pinyin_initials_and_arrow_down_goes_to_the_list(
    site: Services,
) -> None:
    async with reading(site) as reader:
        await reader.press("slash", "g", "0", "1", "7", "down")
        assert reader.counts["presences"] == 1
        assert reader.story.has_focus


def keys_of(reader: Reader) -> str:
    bar = reader.screen.query_one(KeyBar)
    return "".join(bar.render_line(y).text for y in range(bar.size.height))


async def test_the_keys_keep_their_places_and_say_the_way_back(site: Services) -> None:
    async with reading(site) as reader:
        today = keys_of(reader)
        assert " 0 公示板" in today
        assert " ↓ 移动" in today
        await reader.press("plus", "minus")
        await reader.until_title("昨天")
        assert keys_of(reader) == today
        await reader.press("slash", "0")
        assert "公示板" not in keys_of(reader)
        await reader.press("enter")
        assert " 0 看全部" in keys_of(reader)
        await reader.press("0", "0")
        await wait_until(reader.pilot, lambda: isinstance(reader.app.screen, BoardScreen))


async def test_an_amber_item_moves_nothing_else_in_the_menu(site: Services) -> None:
    async with reading(site, (120, 40)) as reader:
        menu = reader.screen.query_one(SectionList)

        def places() -> list[int]:
            lines = [menu.render_line(y).text for y in range(menu.size.height)]
            return [y for y, line in enumerate(lines) if line.strip(" ▌")[:1] in set("12345")]

        before, urgent = places(), [entry.section for entry in menu._entries if entry.is_urgent]
        for _again in range(3):
            set_clock(site, site.context.clock.now() + timedelta(minutes=1))
            site.attendance.scan(Scan("not a code", "wedge"))
        await reader.screen.record_changed()
        await wait_until(reader.pilot, lambda: "suspect" in reader.counts)
        assert "suspect" not in urgent
        assert places() == before
        assert len(before) == 5


async def test_with_a_filter_nothing_needs_you_speaks_of_what_is_found(site: Services) -> None:
    async with reading(site) as reader:
        menu = reader.screen.query_one(SectionList)
        await reader.press("slash", "0", "3", "8")
        told = "".join(menu.render_line(y).text for y in range(menu.size.height))
        assert "筛出的没有要处理的事" in told


async def test_after_midnight_the_headline_says_until_when_the_work_day_runs(
    site: Services,
) -> None:
    set_clock(site, NOON + timedelta(days=1, hours=14, minutes=25))
    async with reading(site) as reader:
        assert "2026年11月21日 周六" in reader.title
        assert "工作日到 04:00" in reader.title


async def test_a_change_of_the_record_does_not_move_the_reader(site: Services) -> None:
    async with reading(site) as reader:
        await reader.press("end", "up", "up")
        line, top = reader.detail, reader.story.scroll_offset.y
        scan(site, "040")
        await wait_until(reader.pilot, lambda: reader.counts["presences"] == 39)
        await reader.pilot.pause()
        assert reader.detail == line
        assert reader.story.scroll_offset.y == top


async def test_who_turns_to_another_day_gets_there_though_the_record_changes(
    site: Services,
) -> None:
    async with reading(site) as reader:
        reader.screen._turn(-1)
        await reader.screen.record_changed()
        await reader.until_title("昨天")
        reader.screen._turn(-1)
        reader.screen._turn(-1)
        await reader.until_title("11月18日")


async def test_the_language_changes_and_the_reader_stays(site: Services) -> None:
    async with reading(site) as reader:
        await reader.press("down", "down", "f2")
        await wait_until(reader.pilot, lambda: "still on site" in reader.title)
        await wait_until(reader.pilot, lambda: "003" in reader.detail)
        await reader.press("slash")
        assert reader.screen.query_one("#day-filter", Input).has_focus


async def test_the_page_ends_at_anybodys_scan(site: Services) -> None:
    async with reading(site) as reader:
        await reader.app.scan(Scan(site.people.badge_code("005"), "wedge"))  # type: ignore[attr-defined]
        await wait_until(reader.pilot, lambda: isinstance(reader.app.screen, AnswerScreen))
        await wait_until(reader.pilot, lambda: isinstance(reader.app.screen, BoardScreen))


async def test_the_page_ends_after_ten_minutes_however_busy_and_after_one_when_idle(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (day_module.LONGEST_S, DayScreen.idle_s) == (600, 60)
    monkeypatch.setattr(day_module, "LONGEST_S", 0.4)
    app = KioskApp(site, site.oversight.site())
    async with app.run_test() as pilot:
        app.supervisor = site.people.get_member("001")
        await app.ways.open_day()  # it may be over before anybody has read it
        await wait_until(pilot, lambda: isinstance(app.screen, BoardScreen))
        assert app.supervisor is None


async def test_a_record_that_can_not_be_read_is_said(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(site) as reader:

        def damaged(*_args: object) -> None:
            raise not_recorded("damaged")

        monkeypatch.setattr(Oversight, "day", damaged)
        await reader.press("minus")
        await wait_until(reader.pilot, lambda: bool(reader.screen.query(Notice)))
        assert "今天" in reader.title


async def test_a_day_of_thousands_draws_only_what_is_in_view(site: Services) -> None:
    async with reading(site, (200, 60)) as reader:
        line = reader.story._story[0]
        reader.story.tell([line] * 20_000, from_the_top=True)
        await reader.press("end")
        assert reader.story.virtual_size.height == 20_000
        assert reader.story.scroll_offset.y > 19_900


async def test_no_phone_number_is_shown_or_found(site: Services) -> None:
    async with reading(site) as reader:
        for key in "12345":
            await reader.press(key)
            assert "138" not in reader.seen() + reader.detail
        await reader.press("slash", "1", "3", "8", "0")
        assert not any(reader.counts.values())


async def test_a_page_that_was_left_is_not_shown_again(site: Services) -> None:
    async with reading(site) as reader:
        await reader.app.switch_mode("board")
        await reader.app.switch_mode("day")
        await wait_until(reader.pilot, lambda: isinstance(reader.app.screen, BoardScreen))
