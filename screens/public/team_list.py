"""The teams raised for urgent tasks, running ones first; everybody may look."""

from contextlib import suppress
from uuid import UUID

from kiosk.errors import KioskError
from kiosk.i18n import _, ngettext
from kiosk.people.teams.views import TeamView
from kiosk.people.teams.words import days_words, state_word
from screens.dialogs.pick_list import Choice
from screens.public.more_list import ListOrHow, in_place
from screens.public.workers_steps import PublicSteps


class TeamListScreen(PublicSteps):
    """All teams; one opens by its key."""

    def __init__(self) -> None:
        """Read when it is shown."""
        super().__init__()
        self._teams: tuple[TeamView, ...] = ()

    @property
    def errand(self) -> str:
        """What is listed."""
        return _("Teams")

    async def story(self) -> bool:
        """Open one after the other, until somebody goes back."""
        from screens.public.team_page import TeamPageScreen  # costs when it is opened

        list_teams = self.kiosk.services.teams.list_teams
        self._teams = await self.kiosk.read(list_teams)
        asked = ListOrHow(lambda: _("Which team do you want to see?"), self._choices, _how)
        while (uid := await self.ask(asked)) is not None:
            await self.open_above(TeamPageScreen(uid))
            self._teams = await self.kiosk.read(list_teams)
            asked = asked.anew()
        return False

    async def record_changed(self) -> None:
        """Say what is so now; nothing moves under a finger."""
        with suppress(KioskError):  # what was read before stands
            now = await self.kiosk.read(self.kiosk.services.teams.list_teams)
            self._teams = in_place(self._teams, now)
            for asked in self.query(ListOrHow):
                asked.refresh(recompose=True)

    def _choices(self) -> list[Choice[UUID]]:
        return [Choice(team.uid, team.name, team_note(team)) for team in self._teams]


def team_note(team: TeamView) -> str:
    """What a team is now, its days, how many are in it."""
    people = ngettext("{count} member", "{count} members", len(team.members))
    count = people.format(count=len(team.members))
    return " · ".join((state_word(team), days_words(team), count))


def _how() -> str:
    return _(
        "Here the teams will stand that were raised for urgent tasks, with their goal and what"
        " came of it. A supervisor raises one: 9 on the board, then the menu."
    )
