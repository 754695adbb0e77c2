"""Number and PIN at the door of the supervisor's day."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Label

from kiosk.people.access import Access
from kiosk.services import Services
from screens.app import KioskApp
from screens.dialogs import pin as pin_module
from screens.dialogs.keypad import PadKey
from screens.dialogs.pin import PinDialog
from screens.public.board import BoardScreen
from screens.supervisor.day import DayScreen
from screens.supervisor.entrance import open_day
from tests.board_site import wait_until
from tests.builders import make_site, uid_of

PIN = "246810"


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_site(tmp_path)
    services.access.set_pin(uid_of("001"), "supervisor", PIN)
    return services


@asynccontextmanager
async def at_the_door(site: Services) -> AsyncIterator[tuple[Pilot[None], PinDialog]]:
    app = KioskApp(site, site.oversight.site())
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, BoardScreen))
        await open_day(app)
        dialog = app.screen
        assert isinstance(dialog, PinDialog)
        yield pilot, dialog


def words(dialog: PinDialog) -> str:
    return "\n".join(str(label.content) for label in dialog.query(Label))


async def type_in(pilot: Pilot[None], number: str, pin: str) -> None:
    await pilot.press(*number, "enter", *pin, "enter")
    await pilot.pause()


async def test_the_right_pin_opens_the_day(site: Services) -> None:
    async with at_the_door(site) as (pilot, dialog):
        await type_in(pilot, "001", PIN)
        await wait_until(pilot, lambda: isinstance(dialog.app.screen, DayScreen))


async def test_the_pin_is_only_ever_drawn_as_dots(site: Services) -> None:
    async with at_the_door(site) as (pilot, dialog):
        await pilot.press(*"001", "enter", *PIN)
        await wait_until(pilot, lambda: "●●●●●●" in words(dialog))
        assert PIN not in words(dialog)
        await pilot.press("f2")
        await wait_until(pilot, lambda: "Type your PIN" in words(dialog))
        assert "●●●●●●" in words(dialog)


@pytest.mark.parametrize("pin", ["111111", "", "abc"])
async def test_wrong_blank_and_missing_pins_stay_outside(site: Services, pin: str) -> None:
    async with at_the_door(site) as (pilot, dialog):
        await type_in(pilot, "001", pin)
        await wait_until(pilot, lambda: "▲ 编号或 PIN 码不对" in words(dialog))
        assert "●" not in words(dialog)


async def test_after_five_failures_the_wait_is_shown_and_counts_down(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _time in range(5):
        with pytest.raises(Exception, match="PIN"):
            site.access.check_pin("001", "000000")
    async with at_the_door(site) as (pilot, dialog):
        await type_in(pilot, "001", PIN)
        await wait_until(pilot, lambda: "请等" in words(dialog))
        first = words(dialog)
        await wait_until(pilot, lambda: words(dialog) != first)
        dialog._wait_s = 1
        await wait_until(pilot, lambda: "请等" not in words(dialog))
        monkeypatch.setattr(Access, "_check_waits", lambda *_args: None)
        await pilot.press(*PIN, "enter")
        await wait_until(pilot, lambda: isinstance(dialog.app.screen, DayScreen))


async def test_escape_leaves_and_enter_alone_does_nothing(site: Services) -> None:
    async with at_the_door(site) as (pilot, dialog):
        await pilot.press("enter")
        await pilot.press("escape")
        await wait_until(pilot, lambda: isinstance(dialog.app.screen, BoardScreen))


async def test_after_a_wrong_pin_the_number_stays_and_only_the_pin_is_asked_anew(
    site: Services,
) -> None:
    async with at_the_door(site) as (pilot, dialog):
        await type_in(pilot, "001", "111111")
        await wait_until(pilot, lambda: "▲ 编号或 PIN 码不对" in words(dialog))
        assert dialog.query_one("#pin-dots").has_class("here")
        await pilot.press(*PIN)
        await wait_until(pilot, lambda: "●●●●●●" in words(dialog))
        assert "001" in words(dialog)
        assert PIN not in words(dialog)
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(dialog.app.screen, DayScreen))


async def test_a_run_of_backspaces_ends_in_the_pin_that_it_empties(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_the_door(site) as (pilot, dialog):
        monkeypatch.setattr(pin_module, "RUN_S", 60)
        await pilot.press(*"001", "enter", "2", "4", *["backspace"] * 4, *PIN)
        await wait_until(pilot, lambda: "●●●●●●" in words(dialog))
        assert PIN not in words(dialog)
        monkeypatch.setattr(pin_module, "RUN_S", 0)  # another run, a while later
        await pilot.press(*["backspace"] * 8, "2")
        await wait_until(pilot, lambda: "编号  002▏" in words(dialog))


async def test_the_pad_types_and_takes_back(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pin_module, "RUN_S", 0)
    async with at_the_door(site) as (pilot, dialog):
        keys = {str(key.content): key for key in dialog.query(PadKey)}
        for face in ("0", "0", "7", "←", "1", "确定", "9", "←", "←", "确定"):
            await pilot.click(keys[face])
        for digit in PIN:
            await pilot.click(keys[digit])
        await pilot.click(keys["确定"])
        await wait_until(pilot, lambda: isinstance(dialog.app.screen, DayScreen))


async def test_keys_are_ignored_while_a_pin_is_checked(site: Services) -> None:
    async with at_the_door(site) as (pilot, dialog):
        dialog._is_checking = True
        await pilot.press("5")
        assert "5" not in words(dialog)
        await pilot.press("escape")
        await wait_until(pilot, lambda: isinstance(dialog.app.screen, BoardScreen))


async def test_a_member_without_access_stays_outside_whatever_they_type(site: Services) -> None:
    async with at_the_door(site) as (pilot, dialog):
        await type_in(pilot, "002", PIN)
        await wait_until(pilot, lambda: "▲" in words(dialog))
        assert dialog.app.screen is dialog


async def test_a_touch_leaves(site: Services) -> None:
    async with at_the_door(site) as (pilot, dialog):
        await pilot.click(".pad-escape")
        await wait_until(pilot, lambda: isinstance(dialog.app.screen, BoardScreen))


async def test_the_seconds_until_it_closes_are_shown(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_the_door(site) as (pilot, dialog):
        monkeypatch.setattr(KioskApp, "idle_left_s", 12.3)
        await wait_until(pilot, lambda: "13 秒后关闭" in words(dialog))


async def test_the_keys_are_equally_high_and_large_enough_for_a_glove(site: Services) -> None:
    async with at_the_door(site) as (_pilot, dialog):
        heights = {key.size.height for key in dialog.query(PadKey)}
        assert heights == {3, 7}  # the one that is done is two high
        shown = dialog.query_one("#pin-keys").region
        assert shown.bottom <= dialog.size.height
