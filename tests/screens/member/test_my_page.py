"""A member's own page, and what they take home."""

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk.people.photo_places import PhotoPlace
from kiosk.service.commitments import NewCommitment
from kiosk.service.entries import NewService
from kiosk.services import Services
from screens.dialogs.outcome import Stored
from screens.member import take_home
from screens.member.my_page import MyPageScreen
from screens.member.take_home import TakeHomeScreen
from screens.widgets.board.story_view import StoryView
from tests.builders import NOON, scan, set_clock, uid_of

if TYPE_CHECKING:
    from tests.screens.member.conftest import OpenVisit, Visit


def told(member: "Visit") -> str:
    """The page as it is drawn, without blanks."""
    view = member.app.screen.query_one(StoryView)
    lines = (view.render_line(y).text for y in range(view.size.height))
    return "".join("".join(line.split()) for line in lines)


async def all_told(member: "Visit") -> str:
    """All pages, from the first to the last."""
    screen, found = member.app.screen, ""
    assert isinstance(screen, MyPageScreen)
    for _page in range(30):
        found += told(member)
        if screen._page + 1 >= screen._pages and not screen._has_more:
            break
        await member.press("plus")
        await member.pilot.pause()
    return found


@pytest.fixture
def busy(site: Services) -> Services:
    """A member who did something of everything."""
    uid, boss = uid_of("001"), uid_of("002")
    scan(site, "001")
    made = site.service.promise(uid, NewCommitment(text="一次验收合格"))
    site.service.judge_commitment(made.uid, "kept", uid)
    site.service.promise(uid, NewCommitment(text="每班巡查", rhythm="shift"))
    entry = site.service.log(uid, NewService(90, text="修好水龙头", served_uid=boss))
    site.service.confirm_service(entry.uid, boss, 60, "served")
    struck = site.service.log(uid, NewService(30, text="重复的一条"))
    site.service.strike_service(struck.uid, uid, "记了两次")
    set_clock(site, NOON + timedelta(hours=2))
    return site


async def open_page(member: "Visit") -> None:
    await member.press("7")
    await member.until(lambda: isinstance(member.app.screen, MyPageScreen))
    await member.until(lambda: bool(told(member)))


async def test_one_key_after_the_scan_shows_what_one_did(
    busy: Services, visit: "OpenVisit"
) -> None:
    async with visit(busy, (120, 40)) as member:
        await member.app.push_screen(MyPageScreen(busy.people.get_member("001")))
        await member.until(lambda: "在场" in told(member))
        words = await all_told(member)
        await member.press("f2")
        await member.until(lambda: "Onsite" in told(member))
    assert "1小时30分" in words or "自报" in words
    assert "✓本人扫码确认1小时" in words
    assert "张工002" in words
    assert "已划去：记了两次" in words
    assert "每班" in words
    assert "3号塔吊" in words
    assert "群众评价将显示在这里：5次起，每满5次更新" in words


async def test_it_has_a_key_of_its_own_under_the_answer(site: Services, visit: "OpenVisit") -> None:
    async with visit(site) as member:
        await member.scan()
        await open_page(member)
        assert "还没有承诺" in await all_told(member)
        await member.press("0")
        await member.home()


async def test_older_lines_are_read_when_the_last_page_is_turned_to(
    site: Services, visit: "OpenVisit"
) -> None:
    for number in range(25):
        site.service.log(uid_of("001"), NewService(5, text=f"第{number:02}次帮忙"))
    async with visit(site) as member:
        await member.scan()
        await open_page(member)
        words = await all_told(member)
    assert "第24次帮忙" in words
    assert "第00次帮忙" in words


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "STICK"
    folder.mkdir()
    monkeypatch.setattr(take_home, "list_sticks", lambda: [PhotoPlace(folder, "STICK")])
    monkeypatch.setattr(take_home, "list_printers", list)
    return folder


async def take(member: "Visit", *keys: str) -> None:
    await member.scan()  # out, so that the third key is another one
    await member.app.push_screen(MyPageScreen(member.services.people.get_member("001")))
    await member.until(lambda: bool(told(member)))
    await member.press("1")
    await member.until(lambda: isinstance(member.app.screen, TakeHomeScreen))
    for key in keys:  # a page that is drawn first takes its time
        asked = member.step
        await member.press(key)
        await member.until(lambda asked=asked: member.step is not asked)  # type: ignore[misc]
    await member.until(lambda: bool(member.app.screen.query(Stored)))


async def test_all_of_it_as_data_on_a_stick(
    busy: Services, visit: "OpenVisit", stick: Path
) -> None:
    async with visit(busy) as member:
        await take(member, "2", "1")
        assert "STICK" in member.words
        await member.press("enter")
        await member.until(lambda: isinstance(member.app.screen, MyPageScreen))
    (file,) = stick.glob("record-001-*.json")
    told_data = json.loads(file.read_text())
    assert told_data["member"]["number"] == "001"
    assert told_data["services_in_all"]["confirmed_minutes"] == 60


async def test_on_paper_kept_for_the_keeper(
    busy: Services, visit: "OpenVisit", stick: Path
) -> None:
    async with visit(busy) as member:
        await take(member, "1", "enter", "9")
        await member.press("enter")
        await member.until(lambda: isinstance(member.app.screen, MyPageScreen))
    (file,) = (busy.context.home.folder / "print").glob("record-001-*.pdf")
    assert file.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("keys", "chinese", "english"),
    [
        (("1", "enter"), "终端没有接打印机，也没有插 U 盘", "This terminal has no printer"),
        (("2",), "没有插 U 盘", "No stick is plugged in"),
    ],
)
async def test_where_only_a_file_is_left_it_says_why_and_whom_to_ask(
    busy: Services,
    visit: "OpenVisit",
    monkeypatch: pytest.MonkeyPatch,
    keys: tuple[str, ...],
    chinese: str,
    english: str,
) -> None:
    monkeypatch.setattr(take_home, "list_sticks", list)
    monkeypatch.setattr(take_home, "list_printers", list)
    async with visit(busy) as member:
        await member.scan()
        await member.app.push_screen(TakeHomeScreen(busy.people.get_member("001")))
        for key in keys:
            await member.until(lambda: bool(member.app.screen.query("PickList, PagePreview")))
            await member.press(key)
        await member.until(lambda: chinese in member.question)
        assert "找管理员取出" in member.question
        await member.press("f2")
        await member.until(lambda: english in member.question)
