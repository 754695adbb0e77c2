"""The first start: the demo or a new site, in both languages, by key and by touch."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, Label

from db.connection import close_file
from kiosk import i18n
from kiosk.config import Home
from kiosk.services import open_services
from screens.public.setup import NewSiteScreen, SetupApp, SetupScreen, first_gap, machine_zone
from tests.board_site import wait_until

WHOLE = {
    "name": "北岸项目",
    "branch": "临时支部",
    "zone": "Asia/Shanghai",
    "number": "001",
    "person": "周砚北",
    "pin": "246810",
    "again": "246810",
}


def said(app: SetupApp) -> str:
    return str(app.screen.query_one("#setup-said", Label).content)


async def fill(pilot: Pilot[None], values: dict[str, str]) -> None:
    for field, value in values.items():
        pilot.app.screen.query_one(f"#{field}", Input).value = value
    await pilot.pause()


async def test_a_new_site_is_set_up_with_its_first_supervisor(tmp_path: Path) -> None:
    app = SetupApp(Home(tmp_path / "home"))
    async with app.run_test() as pilot:
        await pilot.press("2")
        await fill(pilot, WHOLE)
        app.screen.query_one("#again", Input).focus()
        await pilot.press("enter")
        await wait_until(pilot, lambda: not app.is_running)
    services = open_services(app.home)
    assert services.oversight.site().name == "北岸项目"
    assert services.access.check_pin("001", "246810").name == "周砚北"
    close_file()


async def test_what_is_missing_is_said_and_nothing_is_made(tmp_path: Path) -> None:
    app = SetupApp(Home(tmp_path / "home"))
    async with app.run_test() as pilot:
        await pilot.click("#site")
        await pilot.click("#done")
        assert said(app) == "请填写工地名称。"
        await pilot.click("#back")
        await pilot.pause()
        assert isinstance(app.screen, SetupScreen)
    assert app.home.is_empty()


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("zone", "Mars/Base"), ("zone", ""), ("number", ""), ("person", "\x1b[0m"),
     ("pin", "12345"), ("pin", "一二三四五六"), ("again", "246811")],
)  # fmt: skip
def test_each_gap_has_a_sentence_of_its_own(field: str, value: str) -> None:
    assert first_gap(WHOLE) is None
    gap = first_gap(WHOLE | {field: value})
    assert gap is not None
    assert gap.field == field
    assert gap.sentence


async def test_a_change_of_language_keeps_what_was_typed(tmp_path: Path) -> None:
    app = SetupApp(Home(tmp_path / "home"))
    async with app.run_test() as pilot:
        await pilot.press("2")
        await fill(pilot, {"name": "北岸"})
        await pilot.press("f2")
        await pilot.pause()
        assert i18n.current_language() == "en"
        assert app.screen.query_one("#name", Input).value == "北岸"
        assert isinstance(app.screen, NewSiteScreen)


async def test_enter_goes_from_field_to_field(tmp_path: Path) -> None:
    app = SetupApp(Home(tmp_path / "home"))
    async with app.run_test() as pilot:
        await pilot.press("2")
        await pilot.press("enter")
        assert app.focused is not None
        assert app.focused.id == "branch"


async def test_a_home_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    app = SetupApp(Home(tmp_path / "file" / "home"))
    async with app.run_test() as pilot:
        await pilot.press("2")
        await fill(pilot, WHOLE)
        await pilot.click("#done")
        await wait_until(pilot, lambda: "--home" in said(app))
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("1")
        await wait_until(pilot, lambda: "--home" in said(app))
        await pilot.press("escape")
        assert isinstance(app.screen, SetupScreen)


@pytest.mark.slow
async def test_the_demo_is_made_with_one_key(tmp_path: Path) -> None:
    app = SetupApp(Home(tmp_path / "home"))
    async with app.run_test() as pilot:
        await pilot.click("#demo")
        await pilot.press("1", "2")
        for _try in range(120):
            if not app.is_running:
                break
            await pilot.pause(1)
    services = open_services(app.home)
    assert services.oversight.site().is_demo


async def test_the_keeper_leaves_without_setting_anything_up(tmp_path: Path) -> None:
    app = SetupApp(Home(tmp_path / "home"))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+q")
        await wait_until(pilot, lambda: not app.is_running)
    assert app.home.is_empty()


def test_the_machines_zone_is_offered(tmp_path: Path) -> None:
    zones = tmp_path / "zoneinfo" / "Europe"
    zones.mkdir(parents=True)
    (zones / "Berlin").touch()
    link = tmp_path / "localtime"
    link.symlink_to(zones / "Berlin")
    assert machine_zone(link) == "Europe/Berlin"
    assert machine_zone(tmp_path / "missing") == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("zone", "Mars"), ("person", " "), ("again", "1")]
)
async def test_the_cursor_goes_to_the_field_that_is_wrong(
    tmp_path: Path, field: str, value: str
) -> None:
    app = SetupApp(Home(tmp_path / "home"))
    async with app.run_test() as pilot:
        await pilot.press("2")
        await fill(pilot, WHOLE | {field: value})
        await pilot.click("#done")
        await pilot.pause()
        assert said(app)
        assert app.focused is not None
        assert app.focused.id == field
    assert app.home.is_empty()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_each_button_prints_its_key_and_all_of_the_form_is_seen(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = SetupApp(Home(tmp_path / "home"))
    async with app.run_test(size=size) as pilot:
        await pilot.press("2")
        await pilot.pause()
        labels = [str(button.label) for button in app.screen.query(Button)]
        assert [label.split("  ")[0] for label in labels] == ["Enter", "F2", "Esc"]
        for widget in app.screen.query("#form > *"):
            assert app.screen.region.contains_region(widget.region)


async def test_the_language_is_changed_by_touch_and_the_cursor_stays(tmp_path: Path) -> None:
    app = SetupApp(Home(tmp_path / "home"))
    async with app.run_test() as pilot:
        await pilot.press("2")
        app.screen.query_one("#person", Input).focus()
        await pilot.press("f2")
        await pilot.pause()
        assert app.focused is not None
        assert app.focused.id == "person"
        await pilot.click("#language")
        await pilot.pause()
        assert i18n.current_language() == "zh_CN"


def test_the_label_and_the_error_use_the_same_word() -> None:
    gap = first_gap(WHOLE | {"name": ""})
    assert gap is not None
    assert i18n._("Site name") in gap.sentence
