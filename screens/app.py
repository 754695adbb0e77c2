"""The app: one mode a job, the threads behind it, and the way a scan takes through it."""

import time
from collections.abc import Callable
from typing import ClassVar, ParamSpec, TypeVar

from textual.app import App
from textual.screen import Screen

from kiosk import i18n
from kiosk.oversight.views import SiteView
from kiosk.services import Services
from kiosk.threads import StoreThreads
from screens.base import KioskDialog, KioskScreen
from screens.public.board import BoardScreen
from screens.supervisor.day import DayScreen

P = ParamSpec("P")
T = TypeVar("T")

POLL_S = 1.0
"""How often the kiosk looks whether another process has written to the record."""


class KioskApp(App[None]):
    """The kiosk in a terminal."""

    MODES: ClassVar[dict[str, str | Callable[[], Screen[object]]]] = {
        "board": BoardScreen,
        "day": DayScreen,
    }
    DEFAULT_MODE = "board"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, services: Services, site: SiteView) -> None:
        """Show a site.

        Args:
            services: The open site's use cases; called on the store's threads only.
            site: The site as it stood at the start.
        """
        super().__init__()
        self.services = services
        self.site = site
        self.threads = StoreThreads()
        self.touched_at = time.monotonic()

    async def write(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case that may write, on the writer's thread."""
        return await self.threads.write(call, *args, **kwargs)

    async def read(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask something on the reader's thread; scans never wait for it."""
        return await self.threads.read(call, *args, **kwargs)

    async def action_other_language(self) -> None:
        """Speak the other language, on every screen, now."""
        i18n.use_language(i18n.other_language())
        for screen in self.screen_stack:
            if isinstance(screen, KioskScreen | KioskDialog):
                await screen.speak()

    async def record_changed(self) -> None:
        """Tell the screens that the record changed."""
        for screen in self.screen_stack:
            if isinstance(screen, KioskScreen | KioskDialog):
                await screen.record_changed()

    def go_home(self) -> None:
        """Back to the board, from wherever."""
        self.switch_mode("board")
