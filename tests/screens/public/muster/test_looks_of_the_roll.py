"""Pictures of the roll call, looked at by people before they were accepted."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kiosk import i18n
from screens.app import KioskApp
from screens.public import muster_start
from screens.public.board import BoardScreen
from screens.public.muster import MusterScreen
from screens.public.muster_start import MusterStartDialog
from screens.themes import THEMES
from tests.board_site import make_board_site, press, wait_until

SIZES = [(80, 24), (120, 40), (200, 60)]
Compare = Callable[..., bool]


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KioskApp:
    monkeypatch.setattr(muster_start, "GUARD_S", 0)
    services = make_board_site(tmp_path, 61)
    return KioskApp(services, services.oversight.site())


async def call_the_roll(pilot: Pilot[None], kind: str = "drill") -> None:
    app = pilot.app
    assert isinstance(app, KioskApp)
    await press(pilot, "f9")
    await wait_until(pilot, lambda: isinstance(app.screen, MusterStartDialog))
    await press(pilot, "1" if kind == "drill" else "2")
    await wait_until(
        pilot, lambda: isinstance(app.screen, MusterScreen) and app.screen.muster is not None
    )
    await pilot.pause(0.3)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_a_drill(
    snap_compare: Compare, app: KioskApp, size: tuple[int, int], language: str
) -> None:
    i18n.use_language(language)
    app.ways.language_chosen()  # the kiosk's own: it comes back when the roll is called
    assert snap_compare(app, terminal_size=size, run_before=call_the_roll)


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
def test_a_real_one_in_every_theme(snap_compare: Compare, app: KioskApp, theme: str) -> None:
    app.theme = theme

    async def see(pilot: Pilot[None]) -> None:
        await call_the_roll(pilot, "real")

    assert snap_compare(app, terminal_size=(120, 40), run_before=see)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_question_before_it(snap_compare: Compare, app: KioskApp, language: str) -> None:
    i18n.use_language(language)

    async def ask(pilot: Pilot[None]) -> None:
        board = app.screen
        assert isinstance(board, BoardScreen)
        await wait_until(pilot, lambda: board.is_read and app.status.members > 0)
        await pilot.pause(1.1)  # the header keeps up once a second
        await press(pilot, "f9")
        await pilot.pause(0.2)

    assert snap_compare(app, terminal_size=(80, 24), run_before=ask)
