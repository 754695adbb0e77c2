"""Questions about the badges of one or several members."""

from collections.abc import Sequence
from uuid import UUID

from kiosk.errors import KioskError
from kiosk.i18n import ngettext
from kiosk.people.views import MemberView
from screens.dialogs.outcome import NotStored
from screens.member.steps import StepScreen
from screens.supervisor.base import IDLE_S


class BadgeSteps(StepScreen):
    """A story told to a supervisor: at its end they are back where they came from."""

    CSS_PATH = "../member/steps.tcss"
    idle_s = IDLE_S

    def __init__(self, members: Sequence[MemberView]) -> None:
        """Speak of these members' badges.

        Args:
            members: At least one.
        """
        super().__init__(members[0])
        self.members = tuple(members)
        """Whose badges are spoken of."""

    @property
    def by(self) -> UUID | None:
        """The key of the supervisor at work."""
        supervisor = self.kiosk.supervisor
        return supervisor.uid if supervisor else None

    def whose(self) -> str:
        """One member by name, several by their count."""
        if len(self.members) == 1:
            return f"{self.member.name} {self.member.number}"
        count = len(self.members)
        return ngettext("{count} badge", "{count} badges", count).format(count=count)

    def _whose(self) -> str:
        return f"{self.whose()} · {self.errand}"

    async def _tell(self) -> None:
        try:
            await self.story()
        except KioskError as error:
            await self.ask(NotStored(error))
        self.kiosk.go_back()
