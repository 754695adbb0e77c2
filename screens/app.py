"""The kiosk: its modes, the threads behind it, and what every key passes first."""

import asyncio
import gc
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from textual import events
from textual.driver import Driver
from textual.screen import Screen
from textual.widgets import Input

from kiosk.attendance.muster.taking import take_scan
from kiosk.attendance.muster.views import MusterScan
from kiosk.attendance.views import Scan, ScanResult
from kiosk.changes import StatusView, Watch
from kiosk.errors import KioskError
from kiosk.oversight.views import SiteView
from kiosk.people.views import MemberView
from kiosk.scanners.hub import ScannerHub
from kiosk.services import Services
from kiosk.text import clean_line
from kiosk.threads import StoreThreads
from screens import modes
from screens.after_back import AfterBack
from screens.base import KioskDialog, KioskScreen
from screens.closed import ClosedApp
from screens.crash import log_crash
from screens.devices import Devices
from screens.heard import heard_s
from screens.keyboard import InputPaused
from screens.nightly import Nightly
from screens.outliving import outliving
from screens.public.muster_mode import MusterMode
from screens.public.wall_rest import WallRest
from screens.scanning import KeyIntake, ScanLine, is_lost, not_decided
from screens.ways import Ways
from screens.widgets.notice import Kind, Notice
from screens.widgets.portraits import Portraits

if TYPE_CHECKING:
    from screens.widgets.photos.port import PhotoRenderer

    MakePhotos = Callable[[Callable[[str], object]], PhotoRenderer]

P = ParamSpec("P")
T = TypeVar("T")

POLL_S = 1.0
"""How often the kiosk looks whether another process has written to the record, in seconds."""

SETTLE_S = 0.3
"""How long after a write of its own it looks: the answer is painted first."""

SETTLED_S = 1.0
"""After which the first picture is painted for certain, in seconds."""

PATIENCE_S = 0.5
"""How long a decision may take before the screen asks for patience, in seconds."""

LONGEST_PASTE = 2_000
"""Characters of a paste that a text field gets."""

_TOUCHES = (events.MouseDown, events.MouseScrollUp, events.MouseScrollDown)


class KioskApp(ClosedApp[None]):
    """The kiosk in a terminal."""

    MODES = modes.MODES  # type: ignore[assignment]  # Textual types it too narrowly
    DEFAULT_MODE = modes.BOARD

    def __init__(
        self,
        services: Services,
        site: SiteView,
        driver: type[Driver] | None = None,
        make_photos: "MakePhotos | None" = None,
    ) -> None:
        """Show a site.

        Args:
            services: The open site's use cases; called on the store's threads only.
            site: The site as it stood at the start.
            driver: What drives the terminal; None: Textual's own choice.
            make_photos: Makes what draws faces, given what writes to the terminal; None: coloured
                blocks, which every terminal has.
        """
        super().__init__(services.context.home.folder / "log", driver)
        self.services = services
        self.site = site
        self.status = StatusView(0, 0, 0)
        self.supervisor: MemberView | None = None
        self.threads = StoreThreads()
        self.touched_at = monotonic()
        self.scan_line = ScanLine(self._decide, self._answer)
        self.ways = Ways(self)
        self.after_back = AfterBack()
        self.mustering = MusterMode(self)
        self.portraits = Portraits(self)
        self._make_photos = make_photos
        self._photos: PhotoRenderer | None = None
        self._intake = KeyIntake(
            self._scan_key, self._type, self.call_later, self._needs_alarm, self._is_writing
        )
        self.devices = Devices(self)
        self.rest = WallRest(self)
        self._watch = Watch(services)
        self._nightly = Nightly(self)
        self._written = asyncio.Event()

    @property
    def photos(self) -> "PhotoRenderer":
        """What draws faces in this terminal."""
        if self._photos is None:
            self._photos = (
                self._make_photos(self.send_to_terminal) if self._make_photos else _blocks()
            )
        return self._photos

    @property
    def scanners(self) -> ScannerHub:
        """The scanners beside the keyboard; another hub after the settings were changed."""
        return self.devices.hub

    @property
    def can_leave(self) -> bool:
        """Ctrl+q ends the demo; a real site is ended by SIGTERM or from the supervisor's day."""
        return self.site.is_demo or self.current_mode == modes.DAY

    @property
    def idle_left_s(self) -> float | None:
        """Seconds until the kiosk goes back to the board by itself; None: it does not."""
        idle_s: float | None = getattr(self.screen, "idle_s", None)
        return None if idle_s is None else max(0.0, self.touched_at + idle_s - monotonic())

    def on_mount(self) -> None:
        """Start taking scans and watching the record."""
        super().on_mount()
        self.run_worker(self.scan_line.run(), name="scans")
        self.run_worker(self._keep_watch(), name="watch")
        self.set_interval(POLL_S / 2, self._check_idle)
        self.set_timer(SETTLED_S, _collect_garbage_again)
        self.call_after_refresh(self.run_worker, self.devices.start(), name="devices")

    async def on_unmount(self) -> None:
        """Let go of the devices, and of the record once what was begun is durable."""
        await self.devices.stop()
        await asyncio.to_thread(self.threads.close)

    async def write(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case that may write, on the writer's thread."""
        result = await self.threads.write(call, *args, **kwargs)
        self._written.set()
        return result

    async def read(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask something on the reader's thread; scans never wait for it."""
        return await self.threads.read(call, *args, **kwargs)

    async def scan(self, scan: Scan) -> None:
        """Take a scan, from whatever source; its answer fills the screen when it is decided."""
        self.touch()
        if not await self._is_answer(scan):
            await self.scan_line.put(scan)

    async def _is_answer(self, scan: Scan) -> bool:
        """Whether the page on show asked for a badge and takes this one; never in a muster."""
        page = self.screen if self.mustering.running is None else None
        return isinstance(page, KioskScreen) and await page.take_scan(scan)

    async def _scan_key(self, scan: Scan) -> None:
        if self.devices.admits(scan):
            await self.scan(scan)

    def touch(self) -> None:
        """Somebody is here."""
        self.touched_at = monotonic()

    def tell(self, sentence: str, kind: Kind = "attention") -> None:
        """Say a sentence at the lower edge of the screen now shown."""
        self.screen.query(Notice).remove()
        self.screen.mount(Notice(sentence, kind))

    def press(self, key: str, character: str | None = None) -> None:
        """Do what a key does, for what is clicked instead of typed."""
        if character is None and len(key) == 1:
            character = key
        self.touch()
        self.call_later(self._type, events.Key(key, character))

    def go_home(self) -> None:
        """Back to the board, from wherever; closes what is open."""
        self.run_worker(self.ways.go_home(), name="home")

    def go_back(self, leaving: Screen[Any] | None = None) -> None:
        """One screen back; from a mode's lowest screen to the board.

        Args:
            leaving: The screen that is left; None: whichever is on top.
        """
        if self.current_mode == modes.BOARD:
            self.after_back.left(monotonic())
        self.run_worker(self.ways.go_back(leaving), name="back")

    def open_day(self, supervisor: MemberView) -> None:
        """Open the supervisor's day; whoever calls has checked this supervisor's PIN."""
        self.supervisor = supervisor
        self.run_worker(self.ways.open_day(), name="day")

    async def speak(self) -> None:
        """Say everything that is on show again, in the language just chosen."""
        await super().speak()

    async def action_other_language(self) -> None:
        """Speak the other language, on every screen, now."""
        await super().action_other_language()
        self.ways.language_chosen()

    def send_to_terminal(self, text: str) -> None:
        """Write to the terminal past the screens; they paint over it when they next change."""
        if self._driver is not None and self._batch_count == 0:
            self._driver.write(text)
            self._driver.flush()

    def delay_update(self, delay: float = 0.05) -> None:
        """Paint at once: Textual would hide the change of modes for a while, and answers hurry."""

    async def tell_screens(self) -> None:
        """Tell the screens on show that the record changed."""
        for screen in list(self.screen_stack):
            if isinstance(screen, KioskScreen | KioskDialog):
                await screen.record_changed()

    async def on_event(self, event: events.Event) -> None:
        """See every event before bindings and focus do: a scan belongs to no widget."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self._intake.key(event)
        elif isinstance(event, events.Paste) and not event.is_forwarded:
            await self._paste(event)
        else:
            if isinstance(event, _TOUCHES):
                self.touch()
            await super().on_event(event)

    async def on_input_paused(self, message: InputPaused) -> None:
        """The driver has read everything and the keyboard is silent."""
        await self._intake.tick(heard_s(message))

    def _needs_alarm(self) -> bool:
        return not getattr(self._driver, "tells_pauses", False)

    def _is_writing(self) -> bool:
        return isinstance(self.focused, Input)

    async def _type(self, event: events.Key) -> None:
        self.touch()
        is_meant = not self.after_back.drops(event, leads_back=len(self.screen_stack) > 1)
        if is_meant or self.current_mode != modes.BOARD:
            await super().on_event(event)

    async def _paste(self, event: events.Paste) -> None:
        self.touch()
        if not await self._intake.paste(event, into_field=self._is_writing()):
            await super().on_event(events.Paste(clean_line(event.text, LONGEST_PASTE)))

    def action_muster(self) -> None:
        """Ask whether to call the roll."""
        self.touch()
        self.run_worker(self.mustering.ask(), name="muster")

    async def _decide(self, scan: Scan) -> ScanResult | MusterScan:
        deciding = asyncio.create_task(self._decided(scan))
        done, _late = await asyncio.wait([deciding], timeout=PATIENCE_S)
        if not done and self.mustering.running is None:
            await self.ways.ask_patience()
        return await deciding

    async def _decided(self, scan: Scan) -> ScanResult | MusterScan:
        try:
            result: ScanResult | MusterScan = await self.write(take_scan, self.services, scan)
        except Exception as error:  # the next scan must work whatever happened to this one
            log_crash(self.log_folder, error)
            result = not_decided()
        if is_lost(result):
            self.devices.forget(scan)
        return result

    async def _answer(self, result: ScanResult | MusterScan) -> None:
        self.touch()
        with outliving():
            if isinstance(result, MusterScan):
                await self.mustering.show(result)
            else:
                await self.ways.show_answer(result)
        await self.devices.sound(result)

    async def _keep_watch(self) -> None:
        while True:
            # when the file can't be read, scans say so themselves
            with suppress(KioskError), outliving():
                await self._look()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._written.wait(), POLL_S)
                await asyncio.sleep(SETTLE_S)
            self._written.clear()

    async def _look(self) -> None:
        before, self.status = self.status, await self.read(self._watch.look)
        await self.mustering.follow(self.status.muster)
        if before.version and before.marks != self.status.marks:
            self.ways.record_changed()
            await self.tell_screens()
            await self._end_session_of_gone()
        await self._nightly.look()

    async def _end_session_of_gone(self) -> None:
        """Close the day of a supervisor who has left, or may not open it any more."""
        if self.supervisor is None or self.current_mode != modes.DAY:
            return
        if await self.read(self.services.access.is_over, self.supervisor.uid):
            self.go_home()

    def _check_idle(self) -> None:
        if self.idle_left_s == 0:
            self.touch()
            self.go_home()
        else:
            self.rest.look()


def _collect_garbage_again() -> None:
    """What was made while starting stays for ever: leave it out of every later collection."""
    gc.freeze()
    gc.enable()


def _blocks() -> "PhotoRenderer":
    from screens.widgets.photos.blocks import BlockRenderer

    return BlockRenderer()
