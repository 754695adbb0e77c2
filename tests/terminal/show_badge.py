"""Opens the kiosk of a home and shows the badge of 002 to a supervisor: `show_badge.py HOME`."""

import asyncio
import sys
from pathlib import Path

from kiosk.config import Home
from kiosk.services import close_services, open_services
from screens.app import KioskApp
from screens.supervisor.badge_show import ShowBadgeScreen
from screens.supervisor.day import DayScreen


class ShowingApp(KioskApp):
    async def _show(self) -> None:
        self.open_day(self.services.people.get_member("001"))
        while not isinstance(self.screen, DayScreen):
            await asyncio.sleep(0.05)
        await self.push_screen(ShowBadgeScreen(self.services.people.get_member("002")))

    def on_mount(self) -> None:
        self.run_worker(self._show())


if __name__ == "__main__":
    services = open_services(Home(Path(sys.argv[1])))
    try:
        ShowingApp(services, services.oversight.site()).run()
    finally:
        close_services()
