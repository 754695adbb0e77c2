"""What a supervisor can do beside reading the day: members, badges, key posts, scanners."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.screen import Screen
from textual.widgets import Label

from kiosk.errors import KioskError
from kiosk.i18n import _, format_number, ngettext
from kiosk.service.entries import WantedServices
from kiosk.services import Services
from screens.dialogs.pick_list import Choice, PickList
from screens.supervisor.base import SupervisorScreen
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar

MakeScreen = Callable[[], Screen[None]]

MOST_READ = 200
"""More that wait are told as so many and a plus."""


class MenuScreen(SupervisorScreen):
    """Large choices, each of which opens a screen above this one."""

    CSS_PATH = "../member/steps.tcss"

    def __init__(self) -> None:
        """Count nothing before it is read."""
        super().__init__()
        self._counts = Waiting()

    def compose(self) -> ComposeResult:
        """The frame and the choices."""
        yield SiteHeader()
        with Vertical(id="steps"):
            yield Label(_("Supervisor menu"), id="errand", markup=False)
            yield Label(_("What do you want to do?"), id="question", markup=False)
            with Container(id="step"):
                yield PickList(lambda: "", self._choices)
        yield KeyBar(self._keys)
        yield Countdown()

    def on_mount(self) -> None:
        """Count what waits, and wait for a choice."""
        self._say()
        self.run_worker(self._offer(), name="menu")
        self._count()

    async def record_changed(self) -> None:
        """Count again."""
        self._count()

    def on_screen_resume(self) -> None:
        """Some of it may be settled now."""
        self._count()

    @work(group="count", exclusive=True)
    async def _count(self) -> None:
        if (supervisor := self.kiosk.supervisor) is None:
            return
        with suppress(KioskError):  # the pages themselves tell that nothing can be read
            services = self.kiosk.services
            found = await self.kiosk.read(count_waiting, services, supervisor.uid)
            if found != self._counts:
                self._counts = found
                for step in self.query(PickList):
                    step.refresh(recompose=True)

    async def speak(self) -> None:
        """Say the choices again, and wait anew."""
        await super().speak()
        self._say()
        self.run_worker(self._offer(), name="menu", exclusive=True)

    def _keys(self) -> list[tuple[str, str]]:
        steps = self.query(PickList)
        own = steps.first().keys() if steps else []
        return [*own, ("0", _("The day")), ("f2", "中文 / EN")]

    def on_pick_list_turned(self, message: PickList.Turned) -> None:
        """The question names the page."""
        message.stop()
        self._say()

    def _say(self) -> None:
        page = self.query_one(PickList).title
        self.query_one("#question", Label).update(f"{_('What do you want to do?')}{page}")

    async def _offer(self) -> None:
        while True:
            step = self.query_one(PickList)
            make: MakeScreen | None = await step.answered
            if make is None:
                return
            await self.query_one("#step", Container).mount(PickList(lambda: "", self._choices))
            await asyncio.shield(step.remove())  # never half, if it is left now
            self._say()
            await self.kiosk.push_screen(make())

    def on_key(self, event: events.Key) -> None:
        """The choices' keys."""
        if self.query_one(PickList).press(event.key, event.character):
            event.stop()

    def _choices(self) -> Sequence[Choice[MakeScreen]]:
        counts = self._counts
        confirm, overdue = _("one after the other, or all of a list"), _("what became of them")
        voices = _("answer, hand over, solve, show")
        return [
            Choice(_members, _("Members"), _("add, change, let go; photos")),
            Choice(_badges, _("Badges"), _("print, replace, revoke, show")),
            Choice(
                _presence, _("Presence"), _("corrections, forgotten check-outs, scans in doubt")
            ),
            Choice(_scanners, _("Scanners"), _("what is plugged in, and a test")),
            Choice(_posts, _("Posts"), _("hours, holders, duty, sign")),
            _urgent(_voices, _("Voices"), counts.voices, voices),
            Choice(_ratings, _("Ratings"), _("set aside, and what was said")),
            _counted(_confirm, _("Services to confirm"), counts.services, confirm),
            _counted(_overdue, _("Overdue commitments"), counts.overdue, overdue),
            Choice(_teams, _("Teams"), _("raise one, join, leave, end")),
            Choice(_catalogue, _("Catalogue"), _("what can be picked")),
        ]


def _counted(make: MakeScreen, label: str, count: int, note: str) -> Choice[MakeScreen]:
    """A choice with how many wait behind it; where none does, only what it is for."""
    if not count:
        return Choice(make, label, note)
    return Choice(make, f"{label} {_shown(count)}", note, is_urgent=True)


def _urgent(make: MakeScreen, label: str, count: int, note: str) -> Choice[MakeScreen]:
    """The same where more wait than are counted: only the urgent ones are, and it says so."""
    if not count:
        return Choice(make, label, note)
    counted = ngettext("{count} urgent", "{count} urgent", count).format(count=_shown(count))
    return Choice(make, f"{label} · {counted}", note, is_urgent=True)


def _shown(count: int) -> str:
    return f"{format_number(MOST_READ)}+" if count > MOST_READ else format_number(count)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits behind the choices.

    Attributes:
        voices: Loud and overdue ones.
        services: Those that this supervisor may confirm, only touched ones too.
        overdue: Commitments of which nobody spoke.
    """

    voices: int = 0
    services: int = 0
    overdue: int = 0


def count_waiting(services: Services, by: UUID) -> Waiting:
    """What waits for a supervisor now; call it on the reading thread."""
    waiting = [
        one
        for state in ("waiting", "touched")
        for one in services.service.list_services(WantedServices(state=state, most=MOST_READ + 1))
    ]
    return Waiting(
        services.voices.count_needing(),
        sum(one.member_uid != by for one in waiting),
        len(services.service.list_overdue()),
    )


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


def _voices() -> Screen[None]:
    from screens.supervisor.voices import VoicesScreen  # each costs when it is opened

    return VoicesScreen()


def _ratings() -> Screen[None]:
    from screens.supervisor.ratings_list import RatingsScreen  # each costs when it is opened

    return RatingsScreen()


def _confirm() -> Screen[None]:
    from screens.supervisor.confirm_services import ConfirmServicesScreen  # costs when opened

    return ConfirmServicesScreen()


def _overdue() -> Screen[None]:
    from screens.supervisor.overdue import OverdueScreen  # each costs when it is opened

    return OverdueScreen()


def _scanners() -> Screen[None]:
    from screens.supervisor.scanners import ScannersScreen  # each costs when it is opened

    return ScannersScreen()


def _teams() -> Screen[None]:
    from screens.supervisor.teams import TeamsScreen  # each costs when it is opened

    return TeamsScreen()


def _catalogue() -> Screen[None]:
    from screens.supervisor.catalogue import CatalogueScreen  # each costs when it is opened

    return CatalogueScreen()
