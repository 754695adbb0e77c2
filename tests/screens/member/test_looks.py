"""How the member's pages look, in both languages and two sizes."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import pytest
from textual.pilot import Pilot

from kiosk.i18n import use_language
from kiosk.services import Services
from screens.app import KioskApp
from screens.dialogs.step import Step
from screens.member.log import LogScreen
from screens.member.promise import PromiseScreen
from tests.board_site import wait_until
from tests.screens.settling import settled

SIZES = [(80, 24), (120, 40)]
LANGUAGES = ["zh_CN", "en"]
SnapCompare = Callable[..., bool]


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """A countdown that stands still."""
    monkeypatch.setattr(KioskApp, "idle_left_s", 30.0)


def steps(pilot: Pilot[None]) -> list[Step[object]]:
    return list(pilot.app.screen.query("#step > Step").results(Step))


def is_another(pilot: Pilot[None], asked: list[Step[object]]) -> bool:
    return steps(pilot) != asked


def opening(
    site: Services, screen: type[Any], keys: str
) -> Callable[[Pilot[None]], Awaitable[None]]:
    async def run_before(pilot: Pilot[None]) -> None:
        await pilot.app.push_screen(screen(site.people.get_member("001")))
        await wait_until(pilot, lambda: bool(steps(pilot)))
        for key in keys:
            asked = steps(pilot)
            await pilot.press(key)
            await wait_until(pilot, partial(is_another, pilot, asked))
        await settled(pilot)

    return run_before


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize("size", SIZES, ids=["small", "middle"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("screen", "keys"), [(PromiseScreen, ""), (PromiseScreen, "1"), (LogScreen, "11")]
)
def test_pages_look_as_they_were_last_looked_at(  # each case is a picture of its own
    snap_compare: SnapCompare,
    promised: Services,
    size: tuple[int, int],
    language: str,
    screen: type[Any],
    keys: str,
) -> None:
    use_language(language)
    app = KioskApp(promised, promised.oversight.site())
    assert snap_compare(app, terminal_size=size, run_before=opening(promised, screen, keys))
