"""Waiting until a screen shows all it is going to show, before its picture is taken."""

from textual.pilot import Pilot

from screens.app import KioskApp
from screens.widgets.header import SiteHeader
from tests.board_site import wait_until
from tests.resting import at_rest


async def settled(pilot: Pilot[None]) -> None:
    """Wait for the count of people in the header, which comes when the record was looked at."""
    app = pilot.app
    assert isinstance(app, KioskApp)
    await wait_until(pilot, lambda: app.status.members > 0)
    await at_rest(pilot)
    for header in app.screen.query(SiteHeader):  # a dialog has none
        header.redraw()
    await at_rest(pilot)
