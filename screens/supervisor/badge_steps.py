"""Questions about the badges of one or several members."""

from collections.abc import Callable, Sequence
from uuid import UUID

from textual.screen import Screen

from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.people.views import MemberView
from kiosk.text import cell_width
from screens.dialogs.outcome import NotStored
from screens.dialogs.step import SETTLE_S
from screens.member.steps import StepScreen
from screens.supervisor.base import IDLE_S

_BESIDE_CELLS = 90
"""Of two lines, what the longest question beside the names takes."""

_ERRAND_CELLS = 32
"""Of one line, margins, the errand and the count."""


class BadgeSteps(StepScreen):
    """A story told to a supervisor: at its end they are back where they came from."""

    CSS_PATH = "../member/steps.tcss"
    idle_s = IDLE_S
    settle_s = SETTLE_S

    def __init__(
        self, members: Sequence[MemberView], on_done: Callable[[], None] = lambda: None
    ) -> None:
        """Speak of these members' badges.

        Args:
            members: At least one.
            on_done: Called once the story came to its end, not when the supervisor went back.
        """
        super().__init__(members[0])
        self.members = tuple(members)
        """Whose badges are spoken of."""
        self.next: Screen[None] | None = None
        """What is opened when this is over, or None."""
        self._on_done = on_done

    @property
    def by(self) -> UUID | None:
        """The key of the supervisor at work."""
        supervisor = self.kiosk.supervisor
        return supervisor.uid if supervisor else None

    def whose(self) -> str:
        """Everybody by name, as far as two lines have room for them beside the question."""
        return names_words(self.members, 2 * self.app.size.width - _BESIDE_CELLS)

    def _whose(self) -> str:
        room = self.app.size.width - _ERRAND_CELLS
        return f"{names_words(self.members, room)} · {self.errand}"

    async def _tell(self) -> None:
        try:
            if await self.begin():
                self._on_done()
        except KioskError as error:
            await self.ask(NotStored(error))
        if self.next is not None and self.app.screen is self:
            self.app.switch_screen(self.next)
        else:
            self.kiosk.go_back(self)


def names_words(members: Sequence[MemberView], cells: int) -> str:
    """Members by name and number, as many as fit, and how many they are in all.

    Args:
        members: At least one; the first is always named.
        cells: Room for the names; what follows them takes some more.
    """
    names = [f"{member.name} {member.number}" for member in members]
    while len(names) > 1 and cell_width(_(", ").join(names)) > cells:
        names.pop()
    told = _(", ").join(names)
    if len(names) == len(members):
        return told
    return _("{names} and others ({count} people)").format(names=told, count=len(members))
