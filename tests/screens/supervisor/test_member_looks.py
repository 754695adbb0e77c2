"""How the members' screens look, in both languages and two sizes."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from kiosk.i18n import use_language
from kiosk.people.photo_intake import stand_upright
from kiosk.services import Services
from screens.app import KioskApp
from screens.supervisor.crop_view import CropView
from screens.supervisor.member_form import MemberFormScreen
from screens.supervisor.member_page import MemberPageScreen
from screens.supervisor.members import ROOMY_CELLS
from screens.supervisor.photo_crop import CropDialog
from screens.widgets.photos import PhotoView
from tests.builders import uid_of
from tests.screens.settling import settled
from tests.screens.supervisor.member_desk import Desk, begin, make_members_site, scene

SnapCompare = Callable[..., bool]
Open = Callable[[Desk], Awaitable[None]]


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_members_site(tmp_path)


async def show_list(opened: Desk) -> None:
    await opened.until(
        lambda: (
            opened.said("#preview-name").startswith("005") or opened.app.size.width < ROOMY_CELLS
        )
    )


async def show_page(opened: Desk) -> None:
    await opened.open(MemberPageScreen(uid_of("005")))
    await opened.until(lambda: "005" in opened.said("#member-title"))


async def show_form(opened: Desk) -> None:
    await opened.press("1")
    await opened.until_on(MemberFormScreen)
    for field in opened.app.screen.query(Input):
        field.cursor_blink = False
    await opened.press("f4")
    await opened.until(lambda: opened.said("#name-wrong") != "")


async def show_crop(opened: Desk) -> None:
    await opened.app.push_screen(CropDialog("王建国", stand_upright(scene())))
    dialog = await opened.until_on(CropDialog)
    await opened.press("minus", "minus", "minus", "right", "right", "right", "right", "right")
    await opened.until(lambda: dialog.query_one(CropView).is_drawn)
    await opened.until(lambda: dialog.query_one(PhotoView).photo is not None)


@pytest.mark.parametrize("show", [show_list, show_page, show_form, show_crop])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["small", "middle"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_members_look_as_they_were_last_looked_at(
    snap_compare: SnapCompare,
    site: Services,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    language: str,
    show: Open,
) -> None:
    monkeypatch.setattr(KioskApp, "idle_left_s", 30.0)
    use_language(language)
    app = KioskApp(site, site.oversight.site())

    async def before(pilot: Pilot[None]) -> None:
        opened = Desk(pilot, app)
        await begin(opened)
        await settled(pilot)
        await show(opened)
        await pilot.pause(0.3)

    assert snap_compare(app, terminal_size=size, run_before=before)
