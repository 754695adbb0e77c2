"""The report on paper, from the roll call's end and from the day."""

import pytest
from textual.widgets import Static

from kiosk.errors import KioskError
from kiosk.exports.preview import draw_page
from kiosk.services import Services
from screens import modes
from screens.dialogs.outcome import NotStored, Stored
from screens.dialogs.pick_list import PickList
from screens.public import muster_print
from screens.public.muster_print import MusterPrintScreen
from screens.public.muster_report import MusterReportDialog
from screens.supervisor import badge_print
from screens.supervisor.badge_paper import PagePicture, PagePreview
from screens.supervisor.day import DayScreen
from screens.supervisor.day_list import StoryList
from tests.board_site import press, wait_until
from tests.builders import uid_of
from tests.screens.gate import Gate
from tests.screens.public.muster.calling import end_it, mustering
from tests.screens.supervisor.desk import at_the_desk


async def preview_of(at: Gate) -> MusterPrintScreen:
    await press(at.pilot, "1")
    await wait_until(at.pilot, lambda: isinstance(at.app.screen, MusterPrintScreen))
    await wait_until(
        at.pilot,
        lambda: (
            bool(at.app.screen.query(PagePicture)) and at.app.screen.query_one(PagePicture).is_drawn
        ),
    )
    screen = at.app.screen
    assert isinstance(screen, MusterPrintScreen)
    return screen


def words(at: Gate) -> str:
    return "".join("".join(str(one.content).split()) for one in at.app.screen.query(Static))


async def test_one_key_shows_the_paper_and_it_is_kept(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(muster_print, "list_printers", list)
    monkeypatch.setattr(muster_print, "list_sticks", list)
    async with mustering(site, "real") as (at, _roll):
        await end_it(at)
        screen = await preview_of(at)
        assert "紧急集合REAL·打印报告" in words(at)
        assert "第1/2页" in words(at)
        await press(at.pilot, "f2")
        await wait_until(at.pilot, lambda: "page1of2" in words(at))
        await press(at.pilot, "f2")
        await wait_until(at.pilot, lambda: "第1/2页" in words(at))
        await press(at.pilot, "enter")
        await wait_until(at.pilot, lambda: bool(screen.query(PickList)))
        await press(at.pilot, "0")
        await wait_until(at.pilot, lambda: bool(screen.query(PagePreview)))
        await press(at.pilot, "enter")
        await wait_until(at.pilot, lambda: bool(screen.query(PickList)))
        await press(at.pilot, "9")
        await wait_until(at.pilot, lambda: bool(screen.query(Stored)))
        assert "muster-real-" in words(at)
        await press(at.pilot, "enter")
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, MusterReportDialog))
        await press(at.pilot, "0")
        await at.until_mode(modes.BOARD)
    (file,) = (site.context.home.folder / "print").glob("*.pdf")
    assert draw_page(file.read_bytes()).pages == 2
    assert file.stat().st_mode & 0o777 == 0o600


async def test_what_the_printer_says_is_told(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_told: object) -> None:
        raise KioskError("not_printed", "no paper")

    monkeypatch.setattr(muster_print, "list_printers", lambda: ["office"])
    monkeypatch.setattr(badge_print, "send_to_printer", refuse)
    async with mustering(site) as (at, _roll):
        await end_it(at)
        screen = await preview_of(at)
        await press(at.pilot, "enter")
        await wait_until(at.pilot, lambda: bool(screen.query(PickList)))
        await press(at.pilot, "1")
        await wait_until(at.pilot, lambda: bool(screen.query(NotStored)))
        await press(at.pilot, "enter")
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, MusterReportDialog))
        await preview_of(at)
        await press(at.pilot, "0")
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, MusterReportDialog))


async def test_the_days_line_opens_the_report(site: Services) -> None:
    site.muster.start("drill")
    site.muster.mark_safe(uid_of("001"), "李")
    site.muster.end("001", "李")
    async with at_the_desk(site) as desk:
        await desk.press("2")
        story = desk.app.screen.query_one(StoryList)
        await desk.until(
            lambda: story.chosen is not None and story.chosen.key.startswith("muster ")
        )
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, MusterReportDialog))
        assert "已存为" not in desk.words
        await desk.press("f9")  # in an emergency, from here as from anywhere
        await desk.until(lambda: not isinstance(desk.app.screen, MusterReportDialog))
        await desk.press("escape")
        await desk.until(lambda: isinstance(desk.app.screen, MusterReportDialog))
        await desk.press("0")
        await desk.until(lambda: isinstance(desk.app.screen, DayScreen))
