"""A member's card: what it tells, how it is paged, and what only a demo's does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from db.connection import transaction
from db.people import Member
from kiosk import i18n
from kiosk.services import Services
from screens.app import KioskApp
from screens.public.card import CardScreen
from screens.widgets.board.bar import Pages
from screens.widgets.board.story_view import StoryView
from screens.widgets.keys import KeyBar
from screens.widgets.notice import Notice
from screens.widgets.photos import PhotoView
from screens.widgets.qr import QrCode
from tests.board_site import press, wait_until
from tests.builders import NOON, scan, set_clock, uid_of


@asynccontextmanager
async def open_card(
    services: Services, number: str = "001", size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[Pilot[None], CardScreen]]:
    app = KioskApp(services, services.oversight.site())
    uid = uid_of(number)
    async with app.run_test(size=size) as pilot:
        card = CardScreen(uid)
        await app.push_screen(card)
        await wait_until(pilot, lambda: card.is_read)
        await pilot.pause(0.1)
        yield pilot, card


def story_of(card: CardScreen) -> str:
    story = card.query_one(StoryView)
    return "\n".join(story.render_line(y).text.rstrip() for y in range(story.size.height))


def keys_of(card: CardScreen) -> str:
    bar = card.query_one(KeyBar)
    return "".join(bar.render_line(y).text for y in range(bar.size.height))


async def test_it_tells_the_four_things_made_public(site: Services) -> None:
    async with open_card(site) as (_pilot, card):
        assert str(card.query_one("#name", Static).content) == "李建国"
        told = story_of(card)
        for heading in ("亮身份", "亮职责", "亮承诺", "亮服务"):
            assert heading in told
        for words in ("在场，自 12:00", "001", "安全员", "第2支部", "党员", "防汛突击队"):
            assert words in told
        for words in (
            "◆ 3号塔吊",
            "A区",
            "关键岗位 · 按需设岗",
            "负责3号塔吊",
            "服务标准：随叫随到",
        ):
            assert words in told
        assert "○ 每日巡查临边防护" in told
        assert "待兑现 · 11月20日 周五到期" in told
        assert "帮工友修好宿舍水管" in told
        assert "20 分钟 · 木工班组" in told
        assert "13800000000" not in told


async def test_a_member_without_anything_has_sentences_instead(site: Services) -> None:
    async with open_card(site, "030") as (_pilot, card):
        told = story_of(card)
        for words in ("不在场", "今天没有安排岗位", "还没有作出承诺", "还没有服务记录"):
            assert words in told


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("kept", "✓ 今日巡查"),
        ("partly_kept", "◐ 今日巡查"),
        ("missed", "✕ 今日巡查"),
        ("withdrawn", "– 今日巡查"),
    ],
)
async def test_each_state_of_a_commitment_has_its_shape(
    site: Services, state: str, shown: str
) -> None:
    promise = site.service.make_commitment(uid_of("030"), text="今日巡查")
    site.service.judge_commitment(promise.uid, state, uid_of("030"), "下雨")
    async with open_card(site, "030") as (_pilot, card):
        assert shown in story_of(card)
        assert "下雨" not in story_of(card)


async def test_a_late_commitment_is_to_be_followed_up(site: Services) -> None:
    site.service.make_commitment(uid_of("030"), text="今日巡查")
    set_clock(site, NOON + timedelta(days=2))
    async with open_card(site, "030") as (_pilot, card):
        assert "▲ 今日巡查" in story_of(card)
        assert "逾期" in story_of(card)


async def test_what_needs_somebody_stands_before_what_is_newer(site: Services) -> None:
    desk, uid = site.service, uid_of("030")
    desk.make_commitment(uid, text="昨日巡查")
    set_clock(site, NOON + timedelta(days=1))
    desk.make_commitment(uid, text="今日巡查")
    kept = desk.make_commitment(uid, text="清理垃圾")
    desk.judge_commitment(kept.uid, "kept", uid)
    async with open_card(site, "030") as (_pilot, card):
        told = story_of(card)
        places = [told.index(words) for words in ("▲ 昨日巡查", "○ 今日巡查", "✓ 清理垃圾")]
        assert places == sorted(places)


async def test_a_low_screen_pages_with_arrows_and_signs(site: Services) -> None:
    async with open_card(site, size=(80, 24)) as (pilot, card):
        assert "第 1/2 页" in card.query_one(Pages).render_line(0).text
        assert "亮服务" not in story_of(card)
        for key, is_last in [("down", True), ("down", True), ("up", False), ("plus", True)]:
            await press(pilot, key)
            assert ("亮服务" in story_of(card)) is is_last
        await pilot.click(Pages, offset=(2, 0))
        assert "亮身份" in story_of(card)
        assert "下一页" in keys_of(card)


async def test_the_wheel_turns_pages(site: Services) -> None:
    from textual.events import MouseScrollDown, MouseScrollUp

    async with open_card(site, size=(80, 24)) as (pilot, card):
        await pilot._post_mouse_events([MouseScrollDown], StoryView)
        assert "亮服务" in story_of(card)
        await pilot._post_mouse_events([MouseScrollUp], StoryView)
        assert "亮身份" in story_of(card)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_nothing_sticks_out(demo: Services, size: tuple[int, int]) -> None:
    with transaction():
        Member.update(name="阿" * 60, job="安全" * 30).where(Member.number == "001").execute()
    async with open_card(demo, size=size) as (_pilot, card):
        for part in (PhotoView, StoryView, QrCode, KeyBar, Pages):
            region = card.query_one(part).region
            assert region.right <= size[0]
            assert region.bottom <= size[1]


async def test_a_real_site_draws_no_code_and_plays_no_scan(site: Services) -> None:
    async with open_card(site, "002") as (pilot, card):
        await press(pilot, "7", "8")
        assert not card.query(QrCode)
        assert "试扫" not in keys_of(card)
        assert site.people.get_member("002").on_site_since is None


async def test_a_demo_draws_the_code_and_8_plays_its_scan(demo: Services) -> None:
    async with open_card(demo, "002") as (pilot, card):
        assert card.query_one(QrCode).text == demo.people.badge_code("002")
        assert card.query_one(QrCode).region.height == 15
        await press(pilot, "8")
        await wait_until(pilot, lambda: demo.people.get_member("002").on_site_since is not None)


async def test_on_a_low_screen_7_changes_between_face_and_code(demo: Services) -> None:
    async with open_card(demo, size=(80, 24)) as (pilot, card):
        face, code = card.query_one(PhotoView), card.query_one("#code")
        assert (face.display, code.display) == (True, False)
        assert "看胸牌码" in keys_of(card)
        await press(pilot, "7")
        assert (face.display, code.display) == (False, True)
        assert "看照片" in keys_of(card)
        await press(pilot, "7")
        assert (face.display, code.display) == (True, False)


async def test_the_photo_is_the_members_own(demo: Services) -> None:
    async with open_card(demo) as (_pilot, card):
        photo = demo.people.find_photo(demo.people.get_member("001").photo, "large")
        assert photo is not None
        assert card.query_one(PhotoView).photo == photo


async def test_a_photo_that_is_taken_away_goes_from_the_card(demo: Services) -> None:
    async with open_card(demo) as (pilot, card):
        with transaction():
            Member.update(photo_sha256=None).where(Member.number == "001").execute()
        await card.record_changed()
        await wait_until(pilot, lambda: card.query_one(PhotoView).photo is None)


async def test_what_changes_is_shown_and_the_page_stays(site: Services) -> None:
    async with open_card(site, size=(80, 24)) as (pilot, card):
        await press(pilot, "down")
        set_clock(site, NOON + timedelta(hours=1))
        site.service.log_service(uid_of("001"), 5, text="清扫道路")
        await card.record_changed()
        await wait_until(pilot, lambda: "清扫道路" in story_of(card))
        assert "亮身份" not in story_of(card)


async def test_the_language_changes_on_the_open_card(site: Services) -> None:
    async with open_card(site) as (pilot, card):
        await press(pilot, "f2")
        told = story_of(card)
        for words in ("Identity", "Duties", "Commitments", "Services", "On site since 12:00"):
            assert words in told
        assert i18n.current_language() == "en"
        assert "Back" in keys_of(card)


async def test_a_scan_somewhere_else_lights_the_open_card(site: Services) -> None:
    async with open_card(site, "002") as (pilot, card):
        scan(site, "002")
        await card.record_changed()
        await wait_until(pilot, lambda: "在场，自" in story_of(card))


async def test_a_card_that_can_not_be_read_says_so(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kiosk.errors import RefusedError

    def broken(*_asked: object) -> None:
        raise RefusedError("broken", "读不出来，请找值班负责人")

    async with open_card(site) as (pilot, card):
        before = story_of(card)
        monkeypatch.setattr(site.people, "get_page", broken)
        await card.record_changed()
        await wait_until(pilot, lambda: bool(card.query(Notice)))
        assert story_of(card) == before


async def test_a_card_resizes_with_the_terminal(demo: Services) -> None:
    async with open_card(demo) as (pilot, card):
        await pilot.resize_terminal(80, 24)
        await pilot.pause(0.1)
        assert not card.query_one("#code").display
        await pilot.resize_terminal(200, 60)
        await pilot.pause(0.1)
        assert card.query_one("#code").display
        assert card.query_one(PhotoView).size.height > 30
