"""Keys that come while a screen is built or taken down."""

import asyncio
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.widgets import Label

from kiosk import i18n
from screens.base import KioskDialog, KioskScreen
from screens.closed import ClosedApp


class Spoken(KioskScreen):
    """Knows how often it was spoken."""

    times = 0

    def compose(self) -> ComposeResult:
        yield Label("x")

    async def speak(self) -> None:
        self.times += 1


class HalfBuilt(Spoken):
    """What it looks for is not there."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("x", "look")]

    def action_look(self) -> None:
        self.query_one("#missing")

    async def speak(self) -> None:
        raise NoMatches


class Slow(Spoken):
    """Takes its time to be built."""

    def __init__(self) -> None:
        super().__init__()
        self.building, self.go_on = asyncio.Event(), asyncio.Event()

    async def on_mount(self) -> None:
        self.building.set()
        await self.go_on.wait()


async def test_a_key_that_comes_while_its_screen_is_not_whole_does_nothing(tmp_path: Path) -> None:
    app: ClosedApp[None] = ClosedApp(tmp_path)
    async with app.run_test() as pilot:
        await app.push_screen(HalfBuilt())
        await pilot.press("x")
        assert app.is_running
    assert not app.has_crashed
    assert not (tmp_path / "crash.log").exists()


async def test_a_screen_that_is_still_being_built_is_not_built_again(tmp_path: Path) -> None:
    app: ClosedApp[None] = ClosedApp(tmp_path)
    async with app.run_test():
        screen = Slow()
        pushed = asyncio.create_task(push(app, screen))
        await screen.building.wait()
        await app.action_other_language()
        assert screen.times == 0
        screen.go_on.set()
        await pushed


async def push(app: ClosedApp[None], screen: Spoken) -> None:
    await app.push_screen(screen)


async def test_every_other_screen_speaks_when_one_is_not_whole(tmp_path: Path) -> None:
    app: ClosedApp[None] = ClosedApp(tmp_path)
    below, above = Spoken(), Spoken()
    async with app.run_test():
        for screen in (below, HalfBuilt(), above):
            await app.push_screen(screen)
        before = i18n.other_language()
        await app.action_other_language()
        assert i18n.other_language() != before
        assert (below.times, above.times) == (1, 1)


async def test_a_worker_whose_screen_is_gone_is_no_crash(tmp_path: Path) -> None:
    app: ClosedApp[None] = ClosedApp(tmp_path)
    async with app.run_test() as pilot:
        screen = Spoken()
        await app.push_screen(screen)
        done = asyncio.Event()

        async def look() -> None:
            done.set()
            screen.query_one("#missing")

        screen.run_worker(look())
        await done.wait()
        await pilot.pause(0.1)
        assert app.is_running
    assert not app.has_crashed


class Ticking(ClosedApp[None]):
    """Looks at its screen again and again, also while it is slow to close."""

    late_looks = 0

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(0.01, self._look)
        self.run_worker(self._look_last())

    async def _close_all(self) -> None:
        await super()._close_all()
        await asyncio.sleep(0.2)

    def _look(self) -> None:
        self.late_looks += not self.screen_stack
        assert self.screen.is_attached

    async def _look_last(self) -> None:
        while self.screen_stack:
            await asyncio.sleep(0.01)
        self._look()


async def test_what_ticks_while_the_app_closes_is_no_crash(tmp_path: Path) -> None:
    app = Ticking(tmp_path)
    async with app.run_test() as pilot:
        await pilot.pause(0.05)
    assert app.late_looks > 1
    assert not app.has_crashed
    assert not (tmp_path / "crash.log").exists()


async def test_a_dialog_that_is_answered_twice_closes_nothing_else(tmp_path: Path) -> None:
    app: ClosedApp[None] = ClosedApp(tmp_path)
    answers: list[str | None] = []
    async with app.run_test():
        below, dialog = Spoken(), KioskDialog[str]()
        await app.push_screen(below)
        await app.push_screen(dialog, answers.append)
        dialog.dismiss("yes")
        await dialog.dismiss("again")
        assert app.screen is below
    assert answers == ["yes"]
    assert not app.has_crashed


async def test_what_a_screen_does_again_and_again_may_find_it_taken_down(tmp_path: Path) -> None:
    app: ClosedApp[None] = ClosedApp(tmp_path)
    ticked = asyncio.Event()

    def look(screen: Spoken) -> None:
        ticked.set()
        screen.query_one("#missing")

    async with app.run_test(), asyncio.timeout(60):
        screen = Spoken()
        await app.push_screen(screen)
        screen.every(0.01, lambda: look(screen))
        await ticked.wait()
        await asyncio.sleep(0.05)
        assert app.is_running
    assert not app.has_crashed


class SlowToLeave(Spoken):
    """Takes its time to be taken down."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = asyncio.Event()

    async def on_unmount(self) -> None:
        await self.go_on.wait()


async def test_whoever_stops_waiting_for_a_screen_to_close_does_not_end_the_app(
    tmp_path: Path,
) -> None:
    app: ClosedApp[None] = ClosedApp(tmp_path)
    async with app.run_test() as pilot:
        screen = SlowToLeave()
        await app.push_screen(screen)

        async def leave() -> None:
            await app.pop_screen()

        leaving = app.run_worker(leave())
        await asyncio.sleep(0.1)
        leaving.cancel()
        await asyncio.sleep(0.1)
        screen.go_on.set()
        looked = asyncio.Event()
        app.call_later(looked.set)
        async with asyncio.timeout(30):
            await looked.wait()
        await pilot.press("f3")
    assert not app.has_crashed


async def test_the_app_itself_can_still_be_cancelled(tmp_path: Path) -> None:
    app: ClosedApp[None] = ClosedApp(tmp_path)
    waiting = asyncio.Event()

    async def wait_for_ever() -> None:
        waiting.set()
        await asyncio.Event().wait()

    running = asyncio.create_task(app.run_async(headless=True))
    while not app.is_running:
        await asyncio.sleep(0.01)
    app.call_next(wait_for_ever)
    async with asyncio.timeout(30):
        await waiting.wait()
        running.cancel()
        await asyncio.wait([running])
    assert not app.is_running
