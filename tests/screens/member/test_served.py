"""Whom a service was for, and who was served confirms it."""

from typing import TYPE_CHECKING

import pytest

from kiosk.attendance.views import Scan
from kiosk.service.views import ServiceView
from kiosk.services import Services
from screens.dialogs.pick_list import Tile
from screens.member import logged
from screens.member.answer import AnswerScreen
from screens.member.log import LogScreen
from tests.builders import scan, uid_of

if TYPE_CHECKING:
    from tests.screens.member.conftest import OpenVisit, Visit


def entry_of(site: Services) -> ServiceView:
    (entry,) = site.people.get_page(uid_of("001")).services
    return entry


@pytest.fixture(autouse=True)
def time_to_confirm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logged, "SCANNED_S", 120.0)
    monkeypatch.setattr(logged, "TOUCHED_S", 120.0)


async def show(member: "Visit", number: str) -> None:
    """Hold a badge to the scanner on a page."""
    await member.app.scan(Scan(member.services.people.badge_code(number), "wedge"))
    await member.pilot.pause()


async def to_whom(member: "Visit", site: Services) -> None:
    await member.open(LogScreen(site.people.get_member("001")))
    await member.press("1", "4", "8")
    assert member.question.startswith("为谁服务？")


async def test_the_usual_ones_say_which_kind_they_are(site: Services, visit: "OpenVisit") -> None:
    async with visit(site) as member:
        await to_whom(member, site)
        await member.press("5", "1")  # a worker's family
        await member.stored()
        await member.press("enter")
        await member.home()
    entry = entry_of(site)
    assert (entry.for_kind, entry.for_whom, entry.confirmed_minutes) == (
        "household",
        "工友家属",
        None,
    )


async def test_who_has_a_badge_is_named_by_it_and_confirms_by_it(
    site: Services, visit: "OpenVisit"
) -> None:
    scan(site, "002")
    async with visit(site) as member:
        await to_whom(member, site)
        await show(member, "002")
        await member.until(
            lambda: "是为张工002 002做的吗" in member.question or "002" in member.question
        )
        await member.press("1")
        await member.until(lambda: "张工002" in member.words)
        await member.press("1")
        await member.stored()
        await show(member, "002")
        await member.until(lambda: "✓ 本人扫码确认 30 分钟" in member.words)
        await member.home()
    entry = entry_of(site)
    assert entry.served == ("002", "张工002")
    assert (entry.confirmed_how, entry.confirmed_by, entry.confirmed_minutes) == (
        *("served", "002"),
        30,
    )
    assert uid_of("002") in site.attendance.on_site_since()  # neither scan let them out


async def test_the_loggers_own_badge_is_refused_and_changes_nothing(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await to_whom(member, site)
        await show(member, "001")
        await member.until(lambda: bool(member.screen.query("Notice")))
        assert member.question.startswith("为谁服务？")
        await show(member, "002")
        await member.until(lambda: "002" in member.question)
        await member.press("1", "1")
        await member.stored()
        await show(member, "001")
        await member.until(lambda: bool(member.screen.query("Notice")))
        await member.press("enter")
        await member.home()
    assert entry_of(site).confirmed_minutes is None
    assert uid_of("001") in site.attendance.on_site_since()


async def test_a_badge_that_was_meant_for_the_gate_is_decided_there(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await to_whom(member, site)
        await show(member, "003")
        await member.until(lambda: "003" in member.question)
        assert uid_of("003") not in site.attendance.on_site_since()
        await member.press("2")
        await member.until(lambda: isinstance(member.app.screen, AnswerScreen))
        await member.app.scan_line.drained()
    assert uid_of("003") in site.attendance.on_site_since()


async def test_somebody_elses_badge_goes_to_the_gate_from_everywhere_else(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await to_whom(member, site)
        await show(member, "002")
        await member.until(lambda: "002" in member.question)
        await member.press("1", "1")
        await member.stored()
        await show(member, "003")
        await member.until(lambda: isinstance(member.app.screen, AnswerScreen))
        await member.app.scan_line.drained()
    assert uid_of("003") in site.attendance.on_site_since()
    assert entry_of(site).confirmed_minutes is None


async def test_a_code_that_says_nobody_is_refused_at_the_gate(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await to_whom(member, site)
        await member.app.scan(Scan("1234567890", "wedge"))
        await member.until(lambda: isinstance(member.app.screen, AnswerScreen))
        await member.app.scan_line.drained()


@pytest.mark.parametrize("by_touch", [True, False])
async def test_who_has_no_badge_confirms_by_one_touch(
    site: Services, visit: "OpenVisit", by_touch: bool
) -> None:
    async with visit(site) as member:
        await to_whom(member, site)
        await member.press("1", "1")
        await member.stored()
        if by_touch:
            await member.pilot.pause(0.6)
            await member.pilot.click(member.screen.query_one(Tile))
        else:
            await member.press("9")
        await member.until(lambda: "现场点按 30 分钟" in member.words)
        await member.home()
    entry = entry_of(site)
    assert (entry.confirmed_how, entry.confirmed_by, entry.confirmed_minutes) == ("touch", "", 30)


async def test_own_words_are_asked_which_kind_they_are(site: Services, visit: "OpenVisit") -> None:
    async with visit(site) as member:
        await to_whom(member, site)
        await member.press("9")
        member.screen.query_one("Input").value = "隔壁王阿姨"  # type: ignore[attr-defined]
        await member.press("enter")
        await member.until(lambda: "哪一类" in member.question)
        await member.press("3", "1")
        await member.stored()
        await member.press("f2")
        await member.until(lambda: "I was served" in member.words)
        await member.press("enter")
        await member.home()
    assert (entry_of(site).for_kind, entry_of(site).for_whom) == ("household", "隔壁王阿姨")
