"""Whoever waits for something goes on when somebody else's waiting for it was cancelled."""

import asyncio
from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label

from screens.base import KioskScreen
from screens.closed import ClosedApp
from screens.outliving import outliving


async def test_what_is_waited_for_may_be_cancelled() -> None:
    shared = asyncio.get_running_loop().create_future()
    shared.cancel()
    with outliving():
        await shared
    assert shared.cancelled()


async def test_the_task_itself_can_still_be_cancelled() -> None:
    async def wait() -> None:
        with outliving():
            await asyncio.Event().wait()

    waiting = asyncio.create_task(wait())
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


class SlowLabel(Label):
    """Takes its time to be taken down."""

    going, go_on = asyncio.Event(), asyncio.Event()

    async def on_unmount(self) -> None:
        self.going.set()
        await self.go_on.wait()


class Clearing(KioskScreen):
    """A worker of it takes its pieces away, as a question's does before the next one."""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield SlowLabel("x")

    def on_mount(self) -> None:
        self.run_worker(self._clear())

    async def _clear(self) -> None:
        await self.query_one(Vertical).remove_children()


async def test_a_screen_left_while_its_pieces_are_taken_down_ends_nobody_who_waits(
    tmp_path: Path,
) -> None:
    SlowLabel.going, SlowLabel.go_on = asyncio.Event(), asyncio.Event()
    app: ClosedApp[None] = ClosedApp(tmp_path)
    went_on = asyncio.Event()

    async def leave(screen: Clearing) -> None:
        app.workers.cancel_node(screen)
        await asyncio.sleep(0)
        with outliving():
            await screen.dismiss(None)
        went_on.set()

    async with app.run_test() as pilot, asyncio.timeout(60):
        screen = Clearing()
        await app.push_screen(screen)
        await SlowLabel.going.wait()
        app.run_worker(leave(screen))
        await asyncio.sleep(0.1)
        SlowLabel.go_on.set()
        await went_on.wait()
        await pilot.press("f3")
        looked = asyncio.Event()
        app.call_later(looked.set)
        await looked.wait()
    assert not app.has_crashed
