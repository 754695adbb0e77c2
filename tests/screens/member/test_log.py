"""Services logged at the kiosk, by keypad alone."""

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Digits, Input

from kiosk.recording import not_recorded
from kiosk.service.desk import Service
from kiosk.service.views import ServiceView
from kiosk.services import Services
from screens.dialogs.keypad import PadKey
from screens.dialogs.minutes import MinutesPad
from screens.member.log import LogScreen
from screens.widgets.countdown import Countdown
from tests.builders import uid_of

if TYPE_CHECKING:
    from tests.screens.member.conftest import OpenVisit, Visit


def logged(services: Services) -> ServiceView:
    return services.people.get_page(uid_of("001")).services[0]


async def begin(member: "Visit", services: Services) -> None:
    await member.open(LogScreen(services.people.get_member("001")))


async def test_the_usual_case_takes_four_keys(site: Services, visit: "OpenVisit") -> None:
    async with visit(site) as member:
        await member.scan()
        await member.press("2", "1", "3", "enter")
        await member.stored()
        assert member.keys == 4
        assert "15 分钟" in member.words
        await member.home()
    entry = logged(site)
    assert (entry.text, entry.minutes, entry.commitment) == ("帮助工友修理工具", 15, None)


async def test_what_goes_on_by_itself_promises_no_longer_time(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await member.scan()
        await member.press("2")
        countdown = member.screen.query_one(Countdown)
        await member.until(lambda: "秒后回公示板" in countdown.render_line(0).text)
        await member.press("1", "3", "enter")
        await member.stored()
        await member.until(lambda: countdown.render_line(0).text.strip() == "")


async def test_it_takes_four_keys_with_a_promise_too(
    promised: Services, visit: "OpenVisit"
) -> None:
    async with visit(promised) as member:
        await member.scan()
        await member.press("2", "2", "5", "3")
        await member.stored()
        assert member.keys == 4
    entry = logged(promised)
    assert (entry.minutes, entry.commitment) == (60, "[b]自己的话[/x]")


async def test_enter_takes_what_is_usual_for_the_service(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await begin(member, site)
        await member.press("2", "enter", "enter")
        await member.stored()
    assert logged(site).minutes == 45


@pytest.mark.parametrize(("keys", "minutes"), [("90", 90), ("007", 7), ("1440", 1440), ("1441", 0)])
async def test_any_minutes_can_be_typed_and_impossible_ones_are_not_taken(
    site: Services, visit: "OpenVisit", keys: str, minutes: int
) -> None:
    async with visit(site) as member:
        await begin(member, site)
        await member.press("1", "9")
        await member.pilot.press(*keys)
        await member.press("enter")
        if minutes:
            await member.press("1")
            await member.stored()
            assert logged(site).minutes == minutes
        else:
            assert isinstance(member.step, MinutesPad)
            await member.press("backspace", "x", "escape")
            assert member.question == "用了多长时间？"


@pytest.mark.parametrize("keys", ["", "0"])
async def test_enter_without_minutes_goes_back_for_a_keypad_has_no_escape(
    site: Services, visit: "OpenVisit", keys: str
) -> None:
    async with visit(site) as member:
        await begin(member, site)
        await member.press("1", "9")
        await member.pilot.press(*keys)
        await member.press("enter")
        assert member.question == "用了多长时间？"


async def test_the_pad_has_a_way_back(site: Services, visit: "OpenVisit") -> None:
    async with visit(site) as member:
        await begin(member, site)
        await member.press("1", "9")
        await member.pilot.click(".pad-escape")
        await member.until(lambda: member.question == "用了多长时间？")


async def test_minutes_can_be_touched(site: Services, visit: "OpenVisit") -> None:
    async with visit(site) as member:
        await begin(member, site)
        await member.press("1", "9")
        faces = {str(key.content): key for key in member.screen.query(PadKey)}
        for face in ("4", "5", "←", "0"):
            await member.pilot.click(faces[face])
        assert member.screen.query_one(Digits).value == "40"
        await member.press("f2")
        await member.until(lambda: "How many minutes" in member.question)
        assert member.screen.query_one(Digits).value == "40"
        faces = {str(key.content): key for key in member.screen.query(PadKey)}
        await member.pilot.click(faces["OK"])
        await member.press("1")
        await member.stored()
    assert logged(site).minutes == 40


async def test_for_whom_and_where_are_picked_or_written(site: Services, visit: "OpenVisit") -> None:
    async with visit(site) as member:
        await begin(member, site)
        await member.press("1", "1", "8", "2", "9", "9", "escape", "9")
        member.screen.query_one(Input).value = "3号楼\x1b[2J顶层"
        await member.press("enter", "8", "escape", "1")
        await member.stored()
        assert "一个班组 · 3号楼顶层" in member.words
    entry = logged(site)
    assert (entry.for_whom, entry.place) == ("一个班组", "3号楼顶层")


async def test_the_zone_of_ones_own_post_is_the_first_place(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await begin(member, site)
        await member.press("1", "1", "9", "1", "1")
        await member.stored()
    assert logged(site).place == "A区"


async def test_own_words(site: Services, visit: "OpenVisit") -> None:
    async with visit(site) as member:
        await begin(member, site)
        await member.press("9", "escape", "9")
        member.screen.query_one(Input).value = "修好了水龙头"
        await member.press("enter", "1")
        assert member.question.startswith("修好了水龙头 · 5")
        await member.press("1")
        await member.stored()
    assert logged(site).text == "修好了水龙头"


async def test_the_way_back_leads_through_every_question(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await member.scan()
        await member.press("2", "1", "1")
        await member.press("0")
        assert member.question == "用了多长时间？"
        await member.press("0")
        assert member.question == "做了什么？"
        await member.press("0")
        await member.left()


async def test_what_was_not_recorded_stays_as_it_was_chosen(
    site: Services, visit: "OpenVisit", monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise not_recorded("full")

    async with visit(site) as member:
        await begin(member, site)
        monkeypatch.setattr(Service, "log", full)
        await member.press("1", "1", "1")
        await member.not_stored()
        assert "磁盘" in member.words
        await member.press("f2")
        await member.until(lambda: "NOT recorded" in member.words)
        await member.press("x")
        assert member.question.startswith("Mended a tool")
    assert site.people.get_page(uid_of("001")).services == ()


async def test_a_record_that_can_not_be_read_is_said_and_leads_back(
    site: Services, visit: "OpenVisit", monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_args: object, **_kwargs: object) -> None:
        raise not_recorded("damaged")

    async with visit(site) as member:
        monkeypatch.setattr(Service, "list_service_items", damaged)
        await begin(member, site)
        await member.not_stored()
        await member.press("enter")
        await member.left()
