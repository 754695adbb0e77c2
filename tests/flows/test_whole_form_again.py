"""The power fails when a form is all but stored: photos, a badge and ties are there again too."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from db.connection import close_file, run_sql, transaction
from kiosk import i18n
from kiosk.clock import SetClock
from kiosk.config import Home
from kiosk.services import Services, open_services
from screens.member.answer import AnswerScreen
from screens.member.steps import StepScreen
from tests.board_site import press, wait_until
from tests.builders import NOON, add_item, add_post, make_site, uid_of
from tests.screens.gate import Gate, gate

DYING = """
import asyncio, os, signal, sys
from pathlib import Path
from textual.widgets import Input, Label
from kiosk.attendance.views import Scan
from kiosk.clock import SetClock
from kiosk.config import Home
from kiosk.people.photo_places import PhotoPlace
from kiosk.services import open_services
from screens.app import KioskApp
from screens.member import evidence
from screens.member.answer import AnswerScreen
from screens.member.steps import StepScreen
from tests.board_site import press, wait_until
from tests.builders import NOON, uid_of
from tests.screens.gate import answers_that_stay

home, stick, *deeds = sys.argv[1:]
evidence.list_media = lambda: [PhotoPlace(Path(stick), "STICK")]

def said(app):
    return " ".join(str(label.content) for label in app.screen.query("Static, Label"))

async def do(app, pilot, services, deed):
    what, _, words = deed.partition(":")
    if what == "scan":
        await app.scan(Scan(services.people.badge_code(words), "wedge"))
    elif what == "write":
        await wait_until(pilot, lambda: bool(app.screen.query(Input)))
        app.screen.query_one(Input).value = words
    elif what == "see":
        await wait_until(pilot, lambda: words in said(app))
    elif what == "kept":
        def is_kept():
            draft = services.drafts.find(uid_of("001"))
            return draft is not None and set(draft.answers) == set(words.split(","))
        await wait_until(pilot, is_kept)
    else:
        await press(pilot, deed)

async def die(services):
    app = KioskApp(services, services.oversight.site())
    with answers_that_stay(20):
        async with app.run_test(size=(120, 40)) as pilot:
            await do(app, pilot, services, "scan:001")
            await wait_until(pilot, lambda: isinstance(app.screen, AnswerScreen))
            await press(pilot, deeds[0])
            await wait_until(pilot, lambda: isinstance(app.screen, StepScreen))
            for deed in deeds[1:]:
                await do(app, pilot, services, deed)
            os.kill(os.getpid(), signal.SIGKILL)

services = open_services(Home(Path(home)), SetClock(NOON))
asyncio.run(die(services))
"""
"""A kiosk whose power fails after so many deeds."""

SERVICE = (
    *("2", "2", "1", "7", "1", "1", "see:1/3 张", "7", "1", "2", "see:2/3 张"),
    *("8", "scan:002", "see:002", "1", "see:张工002", "9", "3"),
    "kept:what,minutes,photos,for_kind,served,place",
)
"""Brought water: two photos, the badge of 002, the third place."""

PROMISE = (
    *("1", "1", "plus", "2", "9", "write:主体封顶", "enter", "see: · 主体封顶"),
    *("plus", "1", "see: · 3号塔吊", "plus", "3", "4", "see:重复到12月20日"),
    "kept:what,milestone,post,until",
)
"""A milestone in own words, the member's post, a last day."""


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "STICK"
    folder.mkdir()
    for place, colour in enumerate(("red", "blue"), 1):
        Image.new("RGB", (320, 240), colour).save(folder / f"{place}.jpg")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    services = make_site(tmp_path, members=4)
    with transaction():
        add_item("commitment", "班前检查作业面", "Check the work face first")
        add_item("service", "帮助工友修理工具", "Mended a tool", 30)
        add_item("service", "送水", "Brought water", 20, 2)
        add_post("3号塔吊", "001")
    close_file()
    return services.context.home.folder


def cut_power(home: Path, stick: Path, deeds: tuple[str, ...]) -> Services:
    """Fill in a form until the power fails; returns the site as it is opened afterwards."""
    child = subprocess.run(
        [sys.executable, "-c", DYING, str(home), str(stick), *deeds],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL, child.stderr
    return open_services(Home(home), SetClock(NOON))


async def scanned(at: Gate, site: Services, number: str) -> None:
    await at.scan(site.people.badge_code(number))
    await wait_until(at.pilot, lambda: isinstance(at.app.screen, AnswerScreen))


async def offered(at: Gate, site: Services) -> None:
    """001 scans, and sees that there is a draft."""
    offer = {"zh_CN": "接着填表", "en": "Finishform"}[i18n.current_language()]
    await scanned(at, site, "001")
    await wait_until(at.pilot, lambda: offer in at.said)


async def go_on(at: Gate, site: Services) -> None:
    await offered(at, site)
    await press(at.pilot, "6", "1")


def words(at: Gate) -> str:
    """All that a page says."""
    assert isinstance(at.app.screen, StepScreen)
    pieces = at.app.screen.query("Static, Label")
    return " ".join(str(getattr(one, "content", "")) for one in pieces)


def pictures() -> list[tuple[str]]:
    return run_sql("SELECT sha256 FROM photo_rendition ORDER BY 1")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_photos_and_the_badge_of_who_was_served_are_there_again(
    home: Path, stick: Path, language: str
) -> None:
    site = cut_power(home, stick, SERVICE)
    assert len(pictures()) == 2
    i18n.use_language(language)
    count = {"zh_CN": "2/3 张", "en": "2 of 3"}[language]
    async with gate(site, (120, 40)) as at:
        await go_on(at, site)
        await wait_until(at.pilot, lambda: count in words(at))
        assert "张工002" in words(at)
        assert "生活区" in words(at)
        await press(at.pilot, "1")
        await wait_until(at.pilot, lambda: bool(run_sql("SELECT 1 FROM service_entry")))
    (entry,) = site.people.get_page(uid_of("001")).services
    assert (entry.photos, entry.served, entry.minutes) == (2, ("002", "张工002"), 5)
    assert (entry.for_kind, entry.place) == ("person", "生活区")
    assert len(pictures()) == 2
    assert run_sql("SELECT count(*) FROM draft_photo") == [(0,)]


async def test_another_member_gets_nothing_of_it(home: Path, stick: Path) -> None:
    site = cut_power(home, stick, SERVICE)
    async with gate(site, (120, 40)) as at:
        await scanned(at, site, "003")
        await press(at.pilot, "6")
        assert isinstance(at.app.screen, AnswerScreen)
        await press(at.pilot, "2", "2", "1")
        await wait_until(at.pilot, lambda: "0/3 张" in words(at) or "为谁服务" in words(at))
        assert "2/3 张" not in words(at)
        assert "张工002" not in words(at)
        await press(at.pilot, "1")
        await wait_until(at.pilot, lambda: bool(run_sql("SELECT 1 FROM service_entry")))
    (entry,) = site.people.get_page(uid_of("003")).services
    assert (entry.photos, entry.served, entry.place) == (0, None, "")
    assert len(pictures()) == 2
    assert site.drafts.find(uid_of("001")) is not None


async def test_a_form_that_is_thrown_away_leaves_no_photo(home: Path, stick: Path) -> None:
    site = cut_power(home, stick, SERVICE)
    async with gate(site, (120, 40)) as at:
        await offered(at, site)
        await press(at.pilot, "6", "2")
        await wait_until(at.pilot, lambda: site.drafts.find(uid_of("001")) is None)
    assert pictures() == []
    assert run_sql("SELECT count(*) FROM photo") == [(0,)]


async def test_a_photo_that_was_erased_is_said_to_be_gone_and_all_else_is_there(
    home: Path, stick: Path
) -> None:
    site = cut_power(home, stick, SERVICE)
    (first, kept) = pictures()
    for table in ("photo_rendition", "photo"):
        run_sql(f"DELETE FROM {table} WHERE sha256 = ?", first)
    async with gate(site, (120, 40)) as at:
        await go_on(at, site)
        await wait_until(at.pilot, lambda: "1/3 张" in words(at))
        notice = at.app.screen.query_one("Notice")
        assert (
            str(getattr(notice, "content", "")) == "▲  这张表有 1 张照片已经不在了，其余内容都在。"
        )
        assert "张工002" in words(at)
        await wait_until(at.pilot, lambda: run_sql("SELECT sha256 FROM draft_photo") == [kept])


@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_what_a_promise_is_tied_to_is_there_again(
    home: Path, stick: Path, language: str
) -> None:
    site = cut_power(home, stick, PROMISE)
    i18n.use_language(language)
    async with gate(site, (120, 40)) as at:
        await go_on(at, site)
        await wait_until(at.pilot, lambda: " · 3号塔吊 · 主体封顶 · " in words(at))
        await press(at.pilot, "8")
        await wait_until(at.pilot, lambda: bool(run_sql("SELECT 1 FROM commitment")))
    (made,) = site.service.list_open(uid_of("001"))
    assert (made.post, made.milestone, made.rhythm) == ("3号塔吊", "主体封顶", "day")
    assert str(made.until_on) == "2026-12-20"
    assert site.drafts.find(uid_of("001")) is None


async def test_another_members_promise_is_tied_to_nothing(home: Path, stick: Path) -> None:
    site = cut_power(home, stick, PROMISE)
    async with gate(site, (120, 40)) as at:
        await scanned(at, site, "003")
        await press(at.pilot, "1", "1")
        await wait_until(at.pilot, lambda: "什么时候兑现？" in words(at))
        assert "主体封顶" not in words(at).replace("什么时候兑现？ ·", "")
        await press(at.pilot, "1")
        await wait_until(at.pilot, lambda: bool(run_sql("SELECT 1 FROM commitment")))
    (made,) = site.service.list_open(uid_of("003"))
    assert (made.post, made.milestone, made.until_on) == ("", "", None)
