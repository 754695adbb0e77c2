"""A board on a real site, opened in a pilot."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kiosk.services import Services
from screens.app import KioskApp
from screens.public.board import BoardScreen
from tests.board_site import make_board_site, wait_until

OpenBoard = Callable[..., AbstractAsyncContextManager[tuple[Pilot[None], BoardScreen]]]


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_board_site(tmp_path, 30)


@pytest.fixture
def demo(tmp_path: Path) -> Services:
    return make_board_site(tmp_path, 14, photos=2, is_demo=True)


@pytest.fixture
def open_board() -> OpenBoard:
    @asynccontextmanager
    async def opened(
        services: Services, size: tuple[int, int] = (120, 40)
    ) -> AsyncIterator[tuple[Pilot[None], BoardScreen]]:
        app = KioskApp(services, services.oversight.site())
        async with app.run_test(size=size) as pilot:
            board = app.screen
            assert isinstance(board, BoardScreen)
            await wait_until(pilot, lambda: board.is_read)
            await pilot.pause()
            yield pilot, board

    return opened
