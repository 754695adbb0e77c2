"""One key from any screen: in an emergency nobody looks for the way."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from textual.screen import Screen
from textual.widgets import Input

import screens
from kiosk.services import Services
from screens.base import KioskDialog, KioskScreen
from screens.dialogs.pin import PinDialog
from screens.member.promise import PromiseScreen
from screens.public.coverage import CoverageScreen
from screens.public.muster_asking import WordsDialog
from screens.public.muster_reading import read_reason
from screens.public.muster_start import MusterStartDialog
from screens.supervisor.badge_print import PrintScreen
from screens.supervisor.member_form import MemberFormScreen
from screens.supervisor.members import MembersScreen
from screens.supervisor.menu import MenuScreen
from screens.supervisor.scanner_test import ScannerTestScreen
from tests.screens.supervisor.desk import at_the_desk


def below(kind: type[Screen[Any]]) -> Iterator[type[Screen[Any]]]:
    for deeper in kind.__subclasses__():
        yield deeper
        yield from below(deeper)


def test_every_screen_and_every_dialog_has_the_key() -> None:
    for module in pkgutil.walk_packages(screens.__path__, "screens."):
        importlib.import_module(module.name)
    found = [*below(KioskScreen), *below(KioskDialog)]
    assert len(found) > 30
    for kind in found:
        bindings = kind._merge_bindings().key_to_bindings
        assert "f9" in bindings, kind


@pytest.mark.parametrize(
    "make",
    [
        lambda site: MenuScreen(),
        lambda site: MembersScreen(),
        lambda site: MemberFormScreen(None),
        lambda site: ScannerTestScreen(),
        lambda site: CoverageScreen(),
        lambda site: PrintScreen([site.people.get_member("002")]),
        lambda site: PromiseScreen(site.people.get_member("002")),
        lambda site: PinDialog(lambda _number, _pin: site.people.get_member("001")),
        lambda site: WordsDialog(lambda: "?", read_reason),
    ],
)
async def test_it_works_there_and_leads_back(
    site: Services, make: Callable[[Services], Screen[object]]
) -> None:
    async with at_the_desk(site) as desk:
        screen = make(site)
        desk.app.push_screen(screen)
        await desk.until(lambda: desk.app.screen is screen and screen.is_mounted)
        for field in list(screen.query(Input))[:1]:
            field.focus()
        await desk.press("f9")
        await desk.until(lambda: isinstance(desk.app.screen, MusterStartDialog))
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is screen)
        await desk.press("f9", "2")
        await desk.until(lambda: site.muster.running() is not None)
