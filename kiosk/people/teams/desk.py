"""The desk of teams: all of them on a day, one of them, and what changes them."""

from datetime import date
from uuid import UUID

from db import teams as records
from kiosk.attendance.desk import Attendance
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.people.names import name_key
from kiosk.people.teams.checking import LONGEST_NAME, get_team
from kiosk.people.teams.reading import read_team, team_views
from kiosk.people.teams.setting import TeamSetting
from kiosk.people.teams.views import TeamView
from kiosk.text import clean_line


class Teams(TeamSetting):
    """The use cases of teams."""

    def __init__(self, context: Context, attendance: Attendance) -> None:
        """Work under these circumstances; `attendance` knows who is on site."""
        self._context = context
        self._attendance = attendance

    def list_teams(
        self, on: date | None = None, *, member: UUID | None = None, state: str = ""
    ) -> tuple[TeamView, ...]:
        """The teams as they stand on a day (None: today).

        Those that run come first, then those to come and those that ended; the newest first.

        Args:
            on: The local day; on another day than today nobody's light is on.
            member: Only those in which this member is on that day, or is to be.
            state: Only those that are `ahead`, `running` or `ended`; empty: all.
        """
        today = self._context.moment().work_day
        day = on or today
        here = self._attendance.on_site_since() if day == today else {}
        found = team_views(records.list_teams(), records.list_memberships(), (day, today), here)
        return tuple(
            team
            for team in found
            if state in {"", team.state}
            and (member is None or any(one.member.uid == member for one in team.members))
        )

    def team(self, uid: UUID) -> TeamView:
        """A team as it stands now.

        Raises:
            RefusedError: `unknown_team`.
        """
        today = self._context.moment().work_day
        return read_team(get_team(uid), today, self._attendance.on_site_since())

    def team_named(self, name: str) -> UUID:
        """The key of the team of that name; width, case and blanks do not matter.

        Raises:
            RefusedError: `unknown_team`.
        """
        for team in records.list_teams():
            if name_key(team.name) == name_key(name):
                return team.uid
        sentence = _("There is no team {name}; `teams list` shows all.")
        raise RefusedError("unknown_team", sentence.format(name=clean_line(name, LONGEST_NAME)))
