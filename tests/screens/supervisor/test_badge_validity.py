"""The days of a badge, through the screens."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.attendance.views import CheckedIn, CheckedOut, Refused
from kiosk.people.badges import Validity
from kiosk.services import Services
from screens.supervisor.badge_changes import ValidityScreen
from screens.supervisor.badges import BadgesScreen
from tests.builders import NOON, make_site, scan, set_clock, uid_of
from tests.screens.supervisor.desk import at_the_desk


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, members=6)


async def test_days_gate_coming_in_and_never_going_out(site: Services) -> None:
    assert isinstance(scan(site, "001"), CheckedIn)
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        await desk.press("full_stop", "7")
        await desk.until_on(ValidityScreen)
        await desk.until_said("有效到什么时候")
        await desk.press("3")
        await desk.until_said("20261231")
        await desk.press(*"20261119")
        await desk.until_said("2026年11月19日")
        await desk.press("enter")
        await desk.until_stored()
        assert "有效至11月19日" in desk.words
    set_clock(site, NOON + timedelta(minutes=1))
    assert isinstance(scan(site, "001"), CheckedOut)
    refused = scan(site, "002")
    assert isinstance(refused, Refused)
    assert refused.reason == "badge_expired"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("1",), Validity(last=date(2026, 11, 30))),
        (("2",), Validity(last=date(2026, 12, 31))),
        (("4",), Validity()),
        (("9", "2", "1"), Validity(date(2026, 11, 21), date(2026, 11, 30))),
        (("9", "3", "4"), Validity(date(2026, 11, 23))),
        (("9", "1", "2"), Validity(last=date(2026, 12, 31))),
        (("9", "4", *"1201", "enter", "2"), Validity(date(2026, 12, 1), date(2026, 12, 31))),
        (("9", "4", "enter", "0", "1"), Validity(last=date(2026, 11, 30))),
        (("3", *"0229", "backspace", *"9", "enter", "1"), None),
    ],
)
async def test_days_are_picked_or_typed(
    site: Services, keys: tuple[str, ...], expected: Validity | None
) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(ValidityScreen([site.people.get_member("002")]))
        await desk.until_said("有效到什么时候")
        for key in keys:
            await desk.press(key)
            await desk.pilot.pause(0.05)
        if expected is not None:
            await desk.until_stored()
    living = site.badges.list_living()[uid_of("002")]
    assert living.validity == (expected or Validity(last=date(2028, 2, 29)))


async def test_a_first_day_after_the_last_is_refused(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(ValidityScreen([site.people.get_member("002")]))
        await desk.until_said("有效到什么时候")
        await desk.press("9", "4", *"1215", "enter", "1")
        await desk.until_refused()
    assert site.badges.list_living()[uid_of("002")].validity == Validity()


async def test_an_impossible_day_is_not_taken_and_the_pad_can_be_touched(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(BadgesScreen())
        await desk.open(ValidityScreen([site.people.get_member("002")]))
        await desk.until_said("有效到什么时候")
        await desk.press("3", *"0230")
        await desk.until_said("没有这一天")
        await desk.press("enter", "f2")
        await desk.until_said("Thereisnosuchday")
        await desk.press("f2", "backspace", "x")
        await desk.pilot.click(".pad-1")
        await desk.until_said("没有这一天")
        await desk.pilot.click(".pad-escape")
        await desk.until_said("有效到什么时候")
        await desk.press("0")
        await desk.until_on(BadgesScreen)
    assert site.badges.list_living()[uid_of("002")].validity == Validity()
