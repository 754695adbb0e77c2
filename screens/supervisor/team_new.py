"""Raising a team: its name, its goal, who leads it, until when; a keypad is enough."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from uuid import UUID

from kiosk.i18n import _, format_day
from kiosk.people.teams.views import NewTeam
from kiosk.people.views import MemberView
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.step import SETTLE_S
from screens.member.steps import StepScreen, own_words_choice
from screens.supervisor.badge_days import DayPad
from screens.supervisor.base import FORM_IDLE_S
from screens.supervisor.desk_form import DeskForm
from screens.supervisor.post_member import pick_member

Words = Callable[[], str]
_DAYS_AHEAD = (0, 1, 3, 7, 14, 30)
_OPEN, _OTHER = "open", "other"


class NewTeamScreen(DeskForm, StepScreen):
    """Name, goal, leader, last day; who else is in it joins on the team's page."""

    CSS_PATH = "../member/steps.tcss"
    idle_s = FORM_IDLE_S
    settle_s = SETTLE_S
    form = "@new team"
    keeps_picks = True

    def __init__(self, supervisor: MemberView, raised: Callable[[UUID], None]) -> None:
        """Ask for a team.

        Args:
            supervisor: Who is at work.
            raised: Told which team was raised.
        """
        super().__init__(supervisor)
        self._raised = raised

    @property
    def errand(self) -> str:
        """What this is."""
        return _("Raise a team")

    async def story(self) -> bool:
        """Ask until one is raised, or the supervisor goes back to the list."""
        teams = await self.kiosk.read(self.kiosk.services.teams.list_teams)
        known = {team.name for team in teams}
        name = await self._pick_or_write(
            lambda: _("What is the team called?"),
            lambda: [one for one in _usual_names() if one not in known],
        )
        if name is None:
            return False
        goal = await self._pick_or_write(lambda: _("What is it raised for?"), _usual_goals)
        if goal is None:
            return False
        leader = await (await pick_member(self, lambda: _("Who leads the team?"))).ask()
        until = await self._ask_until() if leader else _OTHER
        if leader is None or until == _OTHER:
            return False
        new = NewTeam(name, goal, leader.uid, until=until if isinstance(until, date) else None)
        await self._store(new)
        return False

    async def _store(self, new: NewTeam) -> None:
        def told(uid: UUID) -> tuple[Words, Words]:
            self._raised(uid)
            return lambda: new.name, lambda: new.goal

        await self.store(told, self.kiosk.services.teams.raise_team, new, self.by)

    async def _ask_until(self) -> date | str:
        today = await self.kiosk.read(self.kiosk.services.oversight.today)
        days = [today + timedelta(days=ahead) for ahead in _DAYS_AHEAD]
        asked: PickList[date | str] = PickList(
            _until_when,
            lambda: [_day_choice(day, today) for day in days],
            lambda: [
                Choice(_OTHER, _("Another day"), _("in digits")),
                Choice(_OPEN, _("Until it is done"), _("no last day is planned")),
            ],
        )
        while (picked := await self.ask(asked)) is not None:
            if picked != _OTHER:
                return picked
            typed = await self.ask(DayPad(_until_when, today))
            if typed is not None:
                return typed
            asked = asked.anew()
        return _OTHER

    async def _pick_or_write(self, title: Words, usual: Callable[[], Sequence[str]]) -> str | None:
        asked: PickList[str] = PickList(
            title,
            lambda: [Choice(words, words) for words in usual()],
            lambda: [own_words_choice()],
        )
        while (picked := await self.ask(asked)) is not None:
            words = await self.own_words(picked, title)
            if words is not None:
                return words or picked
            asked = asked.anew()
        return None


def _day_choice(day: date, today: date) -> Choice[date | str]:
    near = {0: _("Today"), 1: _("Tomorrow")}.get((day - today).days)
    return Choice(day, near, format_day(day)) if near else Choice(day, format_day(day))


def _until_when() -> str:
    return _("Until when is it planned?")


def _usual_names() -> list[str]:
    return [
        _("Flood team"),
        _("Typhoon team"),
        _("Deadline team"),
        _("Night pour team"),
        _("Safety clean-up team"),
        _("Quality team"),
        _("First aid team"),
        _("Snow and ice team"),
    ]


def _usual_goals() -> list[str]:
    return [
        _("Keep the pit dry and the people safe"),
        _("Make up for lost days before the milestone"),
        _("Pour without a break, and without an accident"),
        _("Remove all hazards that were found"),
        _("Pass the acceptance at the first try"),
        _("Help the families who were hit"),
    ]
