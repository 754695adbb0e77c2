"""Header, key bar, countdown: what stands above and below every screen."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.app import ComposeResult

from kiosk.i18n import use_language
from kiosk.service.voices import VoiceWords
from kiosk.services import Services
from screens.base import KioskScreen
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import TALL_SCREEN, KeyBar
from screens.widgets.lines import Drawn
from tests.board_site import make_board_site, wait_until
from tests.builders import NOON, make_site, set_clock
from tests.screens.gate import gate


class Page(KioskScreen):
    idle_s: float | None = 20.0

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[str] = []

    def compose(self) -> ComposeResult:
        yield SiteHeader()
        yield KeyBar(lambda: [("1", "全体"), ("slash", "找人"), ("f2", "English")])
        yield Countdown()

    def key_1(self) -> None:
        self.pressed.append("1")

    def key_slash(self) -> None:
        self.pressed.append("/")


def text(piece: Drawn) -> str:
    return "\n".join(piece.render_line(y).text.rstrip() for y in range(piece.size.height))


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


@pytest.mark.parametrize("width", [80, 120])
async def test_the_header_names_the_site_and_tells_the_time(site: Services, width: int) -> None:
    async with gate(site, (width, 24)) as at:
        header = at.app.screen.query_one(SiteHeader)
        await wait_until(at.pilot, lambda: "在场 0/3" in text(header))
        shown = text(header)
        assert "北岸安置房项目" in shown
        assert "12:00" in shown
        assert ("11月20日 周五" in shown) == (width >= 100)
        set_clock(site, NOON + timedelta(minutes=1))
        await wait_until(at.pilot, lambda: "12:01" in text(header))


@pytest.mark.parametrize("width", [80, 120])
async def test_a_demo_says_that_it_is_one(tmp_path: Path, width: int) -> None:
    async with gate(make_site(tmp_path, is_demo=True), (width, 24)) as at:
        header = at.app.screen.query_one(SiteHeader)
        assert "演示：编造的工地，督导 001，PIN 246810" in text(header)
        await at.pilot.press("f2")
        await wait_until(at.pilot, lambda: "DEMO" in text(at.app.screen.query_one(SiteHeader)))


@pytest.mark.parametrize("height", [20, 40])
async def test_keys_can_be_touched(site: Services, height: int) -> None:
    async with gate(site, (80, height)) as at:
        page = Page()
        await at.app.push_screen(page)
        await at.pilot.pause()
        bar = page.query_one(KeyBar)
        assert bar.size.height == (3 if height >= TALL_SCREEN else 1)
        assert " 1 全体" in text(bar)
        assert " / 找人" in text(bar)
        await at.pilot.click(KeyBar, offset=(4, 0))
        await at.pilot.click(KeyBar, offset=(14, 0))
        await at.pilot.click(KeyBar, offset=(0, 0))
        await at.pilot.click(KeyBar, offset=(79, 0))
        await wait_until(at.pilot, lambda: page.pressed == ["1", "/"])


async def test_keys_that_do_not_fit_are_left_out(site: Services) -> None:
    async with gate(site) as at:
        page = Page()
        await at.app.push_screen(page)
        await at.pilot.pause()
        bar = page.query_one(KeyBar)
        bar.show([(str(place), "长长的说明") for place in range(9)])
        await at.pilot.pause()
        assert " 6 长长" in text(bar)  # labels are cut before a key goes
        assert " 7 " not in text(bar)
        bar.show(
            [*((str(place), "长长的说明") for place in range(9)), ("f2", "EN"), ("plus", "下一页")]
        )
        await at.pilot.pause()
        assert " + 下一页" in text(bar)
        assert "F2" not in text(bar)


async def test_keys_that_fit_to_the_last_cell_are_shown_whole(site: Services) -> None:
    async with gate(site) as at:
        page = Page()
        await at.app.push_screen(page)
        await at.pilot.pause()
        bar = page.query_one(KeyBar)
        for cells in range(60, 69):
            bar.show([("1", "a" * cells), ("5", "b")])
            await at.pilot.pause()
            assert "…" not in text(bar), cells


async def test_a_key_at_rest_keeps_its_place_and_does_nothing(site: Services) -> None:
    async with gate(site) as at:
        page = Page()
        await at.app.push_screen(page)
        await at.pilot.pause()
        bar = page.query_one(KeyBar)
        awake = bar.render_line(0).text
        bar._resting = lambda: {"1"}
        bar.redraw()
        assert bar.render_line(0).text == awake
        await at.pilot.click(KeyBar, offset=(4, 0))
        await at.pilot.click(KeyBar, offset=(14, 0))
        await wait_until(at.pilot, lambda: page.pressed == ["/"])


async def test_the_countdowns_words_are_whole_on_a_small_screen(site: Services) -> None:
    async with gate(site) as at:
        page = Page()
        await at.app.push_screen(page)
        at.app.touch()
        await at.pilot.press("f2")
        await wait_until(
            at.pilot, lambda: "seconds · touch to go now" in text(page.query_one(Countdown))
        )


async def test_the_countdown_counts_warns_and_goes_home_when_touched(site: Services) -> None:
    async with gate(site) as at:
        page = Page()
        await at.app.push_screen(page)
        at.app.touch()
        await at.pilot.pause()
        countdown = page.query_one(Countdown)
        assert re.search("  (1[6-9]|20) 秒后回公示板", text(countdown))
        calm = countdown.render_line(0)
        at.app.touched_at -= 15
        await wait_until(at.pilot, lambda: bool(re.search(r"  [345] 秒", text(countdown))))
        assert countdown.render_line(0)._segments[0].style != calm._segments[0].style
        await at.pilot.click(Countdown)
        await wait_until(at.pilot, lambda: at.app.screen is not page)


async def test_a_page_that_may_stay_has_no_countdown(site: Services) -> None:
    async with gate(site) as at:
        page = Page()
        page.idle_s = None
        await at.app.push_screen(page)
        await at.pilot.pause()
        assert text(page.query_one(Countdown)).strip() == ""


@pytest.mark.parametrize(("language", "kept"), [("zh_CN", "在场 0/3"), ("en", "Loud 1")])
async def test_on_a_narrow_screen_the_sites_name_goes_before_the_counts(
    site: Services, language: str, kept: str
) -> None:
    site.voices.raise_voice("hazard", VoiceWords(text="洞口"))
    use_language(language)
    async with gate(site, (80, 24)) as at:
        header = at.app.screen.query_one(SiteHeader)
        at.app.status = replace(at.app.status, key_posts=13, empty_posts=1, hazards=1, members=3)
        header.redraw()
        await wait_until(at.pilot, lambda: "▲1" in text(header))
        shown = text(header)
        assert "北岸安置房项目" in shown
        assert kept in shown
        assert "F9" in shown


async def test_a_narrow_board_with_a_hazard_keeps_its_count_and_its_keys_in_both_languages(
    tmp_path: Path,
) -> None:
    site = make_board_site(tmp_path, 30)
    site.voices.raise_voice("hazard", VoiceWords(text="临边没有护栏"))
    async with gate(site, (80, 24)) as at:
        header, bar = at.app.screen.query_one(SiteHeader), at.app.screen.query_one(KeyBar)
        await wait_until(at.pilot, lambda: "▲" in text(header) and "在场 10/30" in text(header))
        assert "2 在场" in text(bar)
        await at.pilot.press("f2")
        header, bar = at.app.screen.query_one(SiteHeader), at.app.screen.query_one(KeyBar)
        await wait_until(at.pilot, lambda: "Here 10/30" in text(header))
        assert "▲ Loud 1" in text(header)
        assert "2 On site" in text(bar)
