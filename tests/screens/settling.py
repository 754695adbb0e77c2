"""Waiting until a screen shows all it is going to show, before its picture is taken."""

from textual.pilot import Pilot

from screens.app import KioskApp
from screens.widgets.header import SiteHeader
from tests.board_site import wait_until


async def settled(pilot: Pilot[None]) -> None:
    """Wait for the count of people in the header, which comes when the record was looked at."""
    app = pilot.app
    assert isinstance(app, KioskApp)
    await wait_until(pilot, lambda: app.status.members > 0)
    app.screen.query_one(SiteHeader).redraw()
    await pilot.pause(0.3)
