"""Services confirmed by a supervisor, one key each or all of a list."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from kiosk.people.photo_intake import UprightPhoto, stand_upright
from kiosk.service.entries import NewService, WantedServices
from kiosk.service.views import ServiceView
from kiosk.services import Services
from screens.dialogs.pick_list import Tile
from screens.member.judging import BriefStored
from screens.supervisor.confirm_services import ConfirmServicesScreen
from screens.supervisor.overdue import OverdueScreen
from screens.supervisor.service_photos import ServicePhotosDialog
from screens.widgets.photos import PhotoView
from tests.builders import NOON, make_site, set_clock, uid_of
from tests.screens.supervisor.desk import Desk, at_the_desk


@pytest.fixture
def site(tmp_path: Path) -> Services:
    site = make_site(tmp_path, 4)
    site.access.set_pin(uid_of("001"), "supervisor", "246810")
    return site


@pytest.fixture(autouse=True)
def confirmations_that_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BriefStored, "stays_s", 60.0)


def log(site: Services, number: str, text: str, minutes: int = 30, **more: object) -> None:
    site.service.log(uid_of(number), NewService(minutes, text=text, **more))  # type: ignore[arg-type]


def entries(site: Services) -> dict[str, ServiceView]:
    return {one.text: one for one in site.service.list_services(WantedServices())}


async def store(desk: Desk) -> None:
    await desk.until_stored()
    await desk.press("enter")


async def test_one_key_confirms_each_and_shows_the_next(site: Services) -> None:
    for text in ("甲事", "乙事", "丙事"):
        log(site, "002", text)
    log(site, "001", "自己的事")
    async with at_the_desk(site) as desk:
        await desk.open(ConfirmServicesScreen())
        await desk.until_said("3条服务待确认")
        assert "自己的事" not in desk.words
        await desk.press("1")  # the newest
        await desk.until_said("丙事")
        await desk.press("1")
        await store(desk)
        await desk.until_said("乙事")
        await desk.press("2")
        await desk.press("2", "0", "enter")
        await store(desk)
        await desk.until_said("甲事")
        await desk.press("4")  # later: the list again
        await desk.until_said("1条服务待确认")
        await desk.press("0")
    found = entries(site)
    assert [found[text].confirmed_minutes for text in ("丙事", "乙事", "甲事")] == [30, 20, None]
    assert found["丙事"].confirmed_by == "001"


async def test_all_of_a_list_are_read_first_and_then_confirmed_together(site: Services) -> None:
    for number in range(9):
        log(site, "002", f"第{number}件", 10 + number)
    async with at_the_desk(site) as desk:
        await desk.open(ConfirmServicesScreen())
        await desk.until_said("9条服务待确认")
        await desk.press("9")
        await desk.until_said("张工002002·第8件·18分钟·11月20日周五")
        assert "第0件" not in desk.words
        await desk.press("enter")  # behind the 9, unread: it takes neither yes nor no
        await desk.press("2")  # no
        await desk.until_said("9条服务待确认")
        await desk.press("9", "1")
        await store(desk)
        await desk.until_said("1条服务待确认")
        await desk.press("0")
    confirmed = [one for one in entries(site).values() if one.confirmed_minutes is not None]
    assert len(confirmed) == 8
    assert all(one.confirmed_minutes == one.minutes for one in confirmed)


async def test_what_was_not_done_is_struck_with_a_reason(site: Services) -> None:
    log(site, "002", "甲事")
    async with at_the_desk(site) as desk:
        await desk.open(ConfirmServicesScreen())
        await desk.press("1", "3")
        await desk.until_said("为什么不计入")
        await desk.press("0")
        await desk.until_said("确认30分钟")
        await desk.press("2", "enter", "2", "3", "1", "enter")  # no minutes, then 31: refused
        await desk.until_refused()
        await desk.press("enter", "3", "2")
        await store(desk)
        await desk.until_said("没有待确认的服务")
        await desk.press("1")
    assert entries(site)["甲事"].struck_because == "重复记录"


def photo(colour: str) -> UprightPhoto:
    data = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(data, "JPEG")
    return stand_upright(data.getvalue())


async def test_the_photos_can_be_looked_at(site: Services) -> None:
    log(site, "002", "甲事", photos=[photo("red"), photo("blue")])
    async with at_the_desk(site) as desk:
        await desk.open(ConfirmServicesScreen())
        await desk.press("1", "5")
        await desk.until_on(ServicePhotosDialog)
        view = desk.app.screen.query_one(PhotoView)
        await desk.until(lambda: view.photo is not None)
        first = view.photo
        await desk.press("plus")
        await desk.until_said("第2/2张")
        await desk.until(lambda: view.photo != first)
        await desk.press("f2")
        await desk.until_said("photo2of2")
        await desk.press("0")
        await desk.until_on(ConfirmServicesScreen)


async def test_overdue_promises_are_asked_about_until_none_is_left(site: Services) -> None:
    for number in ("002", "003"):
        site.service.make_commitment(uid_of(number), text=f"承诺{number}")
    set_clock(site, NOON + timedelta(days=3))
    async with at_the_desk(site) as desk:
        await desk.open(OverdueScreen())
        await desk.until_said("2项承诺到期未说结果")
        await desk.press("1", "1")
        await store(desk)
        await desk.until_said("1项承诺到期未说结果")
        await desk.press("1", "3", "1")
        await store(desk)
        await desk.until(lambda: len(desk.app.screen.query(Tile)) == 1)
        await desk.press("1")
    assert site.service.list_overdue() == ()
    (missed,) = site.people.get_page(uid_of("003")).commitments
    assert (missed.state, missed.changed_by) == ("missed", "001")


async def test_without_a_supervisor_there_is_nothing(site: Services) -> None:
    async with at_the_desk(site) as desk:
        desk.app.supervisor = None
        await desk.app.push_screen(ConfirmServicesScreen())
        await desk.until(lambda: desk.app.current_mode == "board")
