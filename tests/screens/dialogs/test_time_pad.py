"""The pads of digits: keys for gloves on every screen."""

from pathlib import Path

import pytest

from kiosk.services import Services
from screens.app import KioskApp
from screens.dialogs.keypad import Keypad, PadKey
from screens.dialogs.time_pad import TimePad, after
from screens.member import steps
from screens.member.steps import StepScreen
from tests.board_site import wait_until
from tests.builders import NOON, make_site


class PadScreen(StepScreen):
    """Asks for a time and nothing else."""

    CSS_PATH = str(Path(steps.__file__).with_name("steps.tcss"))

    @property
    def errand(self) -> str:
        return "时间"

    async def story(self) -> bool:
        await self.ask(TimePad(lambda: "几点？", after(NOON, self.kiosk.site.zone)))
        return False


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, members=1)


@pytest.mark.parametrize(("size", "rows"), [((80, 24), 3), ((120, 40), 3), ((200, 60), 3)])
async def test_each_key_is_high_enough_for_a_glove_and_none_is_cut(
    site: Services, size: tuple[int, int], rows: int
) -> None:
    app = KioskApp(site, site.oversight.site())
    async with app.run_test(size=size) as pilot:
        await app.push_screen(PadScreen(site.people.get_member("001")))
        await wait_until(pilot, lambda: len(app.screen.query(PadKey)) == 13)
        pad = app.screen.query_one(Keypad)
        keys = app.screen.query(PadKey)
        await wait_until(pilot, lambda: min(key.region.height for key in keys) >= rows)
        assert all(pad.region.contains_region(key.region) for key in keys)
        assert all(key.size.height >= 1 for key in keys)
        await pilot.click("PadKey.pad-1", offset=(1, 1))
        await pilot.click("PadKey.pad-7", offset=(1, 1))
        await wait_until(pilot, lambda: app.screen.query_one(TimePad)._typed == "17")
