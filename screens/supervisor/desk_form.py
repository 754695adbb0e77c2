"""What every form that a supervisor fills in has in common: half of it waits for them alone."""

from uuid import UUID

from screens.member.steps import FormSteps
from screens.supervisor.base import FORM_IDLE_S, SupervisorScreen


class DeskForm(SupervisorScreen, FormSteps):
    """A story whose draft is the supervisor's at work; it is offered when they open the day."""

    idle_s = FORM_IDLE_S

    @property
    def keeper_uid(self) -> UUID | None:
        """The supervisor's, whomever the form is about."""
        return self.by

    async def begin(self) -> bool:
        """Go on at once: whether to go on was asked before this was opened."""
        return await self.tell_story()
