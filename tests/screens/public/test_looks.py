"""Pictures of the public screens, looked at by people before they were accepted."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kiosk import i18n
from kiosk.services import Services
from screens.app import KioskApp
from screens.public.board import BoardScreen
from screens.public.card import CardScreen
from screens.themes import THEMES
from tests.board_site import make_board_site, press, wait_until
from tests.builders import uid_of
from tests.screens.settling import settled

SIZES = [(80, 24), (120, 40), (200, 60)]
Compare = Callable[..., bool]


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """A countdown that stands still."""
    monkeypatch.setattr(KioskApp, "idle_left_s", 30.0)


@pytest.fixture
def app(tmp_path: Path) -> KioskApp:
    services: Services = make_board_site(tmp_path, 61)
    return KioskApp(services, services.oversight.site())


async def see_board(pilot: Pilot[None], *keys: str) -> None:
    board, app = pilot.app.screen, pilot.app
    assert isinstance(board, BoardScreen)
    assert isinstance(app, KioskApp)
    await wait_until(pilot, lambda: board.is_read and app.status.members > 0)
    await press(pilot, *keys)
    await settled(pilot)


async def see_card(pilot: Pilot[None]) -> None:
    app = pilot.app
    assert isinstance(app, KioskApp)
    card = CardScreen(uid_of("001"))
    await app.push_screen(card)
    await wait_until(pilot, lambda: card.is_read and app.status.members > 0)
    await settled(pilot)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_the_board(
    snap_compare: Compare, app: KioskApp, size: tuple[int, int], language: str
) -> None:
    i18n.use_language(language)
    assert snap_compare(app, terminal_size=size, run_before=see_board)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_the_card(
    snap_compare: Compare, app: KioskApp, size: tuple[int, int], language: str
) -> None:
    i18n.use_language(language)
    assert snap_compare(app, terminal_size=size, run_before=see_card)


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES[1:]])
def test_a_chosen_card_in_the_other_themes(
    snap_compare: Compare, app: KioskApp, theme: str
) -> None:
    app.theme = theme

    async def choose(pilot: Pilot[None]) -> None:
        await see_board(pilot, "right", "right")

    assert snap_compare(app, terminal_size=(120, 40), run_before=choose)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_picking_a_post(
    snap_compare: Compare, app: KioskApp, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    i18n.use_language(language)
    monkeypatch.setattr(KioskApp, "idle_left_s", 29.0)

    async def pick(pilot: Pilot[None]) -> None:
        await see_board(pilot, "3")

    assert snap_compare(app, terminal_size=(80, 24), run_before=pick)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_team_with_the_way_back_to_everybody(
    snap_compare: Compare, app: KioskApp, language: str
) -> None:
    i18n.use_language(language)

    async def search(pilot: Pilot[None]) -> None:
        await see_board(pilot, "5", "2", "plus")

    assert snap_compare(app, terminal_size=(80, 24), run_before=search)
