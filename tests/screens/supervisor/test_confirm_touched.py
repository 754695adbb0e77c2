"""What was only touched: a supervisor sees it, and may confirm over it, with 0 minutes too."""

from pathlib import Path

import pytest

from db.records import get_tallies
from kiosk.service.entries import NewService, WantedServices
from kiosk.service.views import ServiceView
from kiosk.services import Services
from screens.member.judging import BriefStored
from screens.supervisor.confirm_services import ConfirmServicesScreen
from tests.builders import make_site, uid_of
from tests.screens.supervisor.desk import Desk, at_the_desk


@pytest.fixture
def site(tmp_path: Path) -> Services:
    site = make_site(tmp_path, 4)
    site.access.set_pin(uid_of("001"), "supervisor", "246810")
    return site


@pytest.fixture(autouse=True)
def confirmations_that_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BriefStored, "stays_s", 60.0)


def log(site: Services, text: str, minutes: int, *, is_touched: bool = False) -> None:
    new = NewService(minutes, text=text, for_kind="household")
    entry = site.service.log(uid_of("002"), new).uid
    if is_touched:
        site.service.confirm_service(entry, None, how="touch")


def entries(site: Services) -> dict[str, ServiceView]:
    return {one.text: one for one in site.service.list_services(WantedServices())}


async def store(desk: Desk) -> None:
    await desk.until_stored()
    await desk.press("enter")


async def test_touched_ones_stand_behind_those_that_wait_and_are_told(site: Services) -> None:
    log(site, "先点过的", 30, is_touched=True)
    log(site, "还没人认的", 20)
    async with at_the_desk(site) as desk:
        await desk.open(ConfirmServicesScreen())
        await desk.until_said("2条服务待确认")
        words = desk.words
        assert words.index("还没人认的") < words.index("先点过的")
        assert words.count("现场点按") == 1
        await desk.press("2")
        await desk.until_said("先点过的·30分钟·现场点按")
        await desk.press("2")
        await desk.press("1", "0", "enter")
        await desk.until_said("督导确认10分钟")
        await store(desk)
        await desk.until_said("1条服务待确认")
        await desk.press("0")
    confirmed = entries(site)["先点过的"]
    assert (confirmed.confirmed_how, confirmed.confirmed_minutes) == ("supervisor", 10)
    sums = get_tallies(uid_of("002"))
    assert (sums.confirmed_minutes, sums.touched) == (10, 0)


async def test_no_minutes_can_be_confirmed(site: Services) -> None:
    log(site, "甲事", 30)
    async with at_the_desk(site) as desk:
        await desk.open(ConfirmServicesScreen())
        await desk.until_said("1条服务待确认")
        await desk.press("1")
        await desk.until_said("甲事")
        await desk.press("2")
        await desk.press("0", "0", "enter")
        await desk.until_said("督导确认0分钟")
        await store(desk)
        await desk.until_said("没有待确认的服务")
        await desk.press("1")
    assert (entries(site)["甲事"].confirmed_how, entries(site)["甲事"].confirmed_minutes) == (
        "supervisor",
        0,
    )


async def test_no_digits_still_go_back(site: Services) -> None:
    log(site, "甲事", 30)
    async with at_the_desk(site) as desk:
        await desk.open(ConfirmServicesScreen())
        await desk.press("1", "2", "enter")
        await desk.until_said("确认30分钟")
        await desk.press("0", "0")
    assert entries(site)["甲事"].confirmed_minutes is None
