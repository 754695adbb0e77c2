"""What a supervisor can do beside reading the day: members, badges, key posts, scanners."""

import asyncio
from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.screen import Screen
from textual.widgets import Label

from kiosk.i18n import _
from screens.dialogs.pick_list import Choice, PickList
from screens.supervisor.base import SupervisorScreen
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar

MakeScreen = Callable[[], Screen[None]]


class MenuScreen(SupervisorScreen):
    """Large choices, each of which opens a screen above this one."""

    CSS_PATH = "../member/steps.tcss"

    def compose(self) -> ComposeResult:
        """The frame and the choices."""
        yield SiteHeader()
        with Vertical(id="steps"):
            yield Label(_("Supervisor menu"), id="errand", markup=False)
            yield Label(_("What do you want to do?"), id="question", markup=False)
            with Container(id="step"):
                yield PickList(lambda: "", _choices)
        yield KeyBar(lambda: [("enter", _("Choose")), ("0", _("The day")), ("f2", "中文 / EN")])
        yield Countdown()

    def on_mount(self) -> None:
        """Wait for a choice."""
        self.run_worker(self._offer(), name="menu")

    async def speak(self) -> None:
        """Say the choices again, and wait anew."""
        await super().speak()
        self.run_worker(self._offer(), name="menu", exclusive=True)

    async def _offer(self) -> None:
        while True:
            step = self.query_one(PickList)
            make: MakeScreen | None = await step.answered
            if make is None:
                return
            await self.query_one("#step", Container).mount(PickList(lambda: "", _choices))
            await asyncio.shield(step.remove())  # never half, if it is left now
            await self.kiosk.push_screen(make())

    def on_key(self, event: events.Key) -> None:
        """The choices' keys."""
        if self.query_one(PickList).press(event.key, event.character):
            event.stop()


def _choices() -> Sequence[Choice[MakeScreen]]:
    return [
        Choice(_members, _("Members"), _("add, change, let go; photos")),
        Choice(_badges, _("Badges"), _("print, replace, revoke, show")),
        Choice(_presence, _("Presence"), _("corrections, forgotten check-outs, scans in doubt")),
        Choice(_scanners, _("Scanners"), _("what is plugged in, and a test")),
        Choice(_posts, _("Key posts"), _("hours, holders, deputies")),
    ]


def _members() -> Screen[None]:
    from screens.supervisor.members import MembersScreen  # each costs when it is opened

    return MembersScreen()


def _badges() -> Screen[None]:
    from screens.supervisor.badges import BadgesScreen  # each costs when it is opened

    return BadgesScreen()


def _presence() -> Screen[None]:
    from screens.supervisor.corrections import CorrectionsScreen  # each costs when it is opened

    return CorrectionsScreen()


def _posts() -> Screen[None]:
    from screens.supervisor.posts import PostsScreen  # each costs when it is opened

    return PostsScreen()


def _scanners() -> Screen[None]:
    from screens.supervisor.scanners import ScannersScreen  # each costs when it is opened

    return ScannersScreen()
