"""One team: who joins, who leaves, who leads it, and its end with what came of it."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

from kiosk.i18n import _
from kiosk.people.teams.desk import Teams
from kiosk.people.teams.views import ENDED, TeamView
from kiosk.people.teams.words import days_words, state_word
from kiosk.people.views import MemberView
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.step import SETTLE_S
from screens.member.steps import StepScreen, own_words_choice
from screens.public.more_list import ListOrHow
from screens.supervisor.base import FORM_IDLE_S
from screens.supervisor.desk_form import DeskForm
from screens.supervisor.errand import Confirm
from screens.supervisor.post_member import MemberPick, member_words

Told = tuple[Callable[[], str], Callable[[], str]]
_TODAY, _AT_ONCE = "today", "at once"


class TeamScreen(DeskForm, StepScreen):
    """What of a team is changed."""

    CSS_PATH = "../member/steps.tcss"
    idle_s = FORM_IDLE_S
    settle_s = SETTLE_S
    form = "@team"

    def __init__(self, supervisor: MemberView, team: TeamView) -> None:
        """Ask about a team.

        Args:
            supervisor: Who is at work.
            team: The team as it stands.
        """
        super().__init__(supervisor)
        self.team = team
        """The team as it was last read."""

    @property
    def errand(self) -> str:
        """What this is."""
        return _("Team")

    @property
    def about(self) -> str:
        """The team."""
        return str(self.team.uid)

    def _whose(self) -> str:
        return f"{self.team.name} · {state_word(self.team)} · {days_words(self.team)}"

    @property
    def desk(self) -> Teams:
        """The use cases."""
        return self.kiosk.services.teams

    async def story(self) -> bool:
        """One change after the other, until the supervisor goes back to the list."""
        asked = ListOrHow(lambda: _("What do you want to change?"), self._choices, _is_over)
        while (change := await self.ask(asked)) is not None:
            await change(self)
            self.team = await self.kiosk.read(self.desk.team, self.team.uid)
            asked = asked.anew()
        return False

    def told(self, words: Callable[[], str]) -> Callable[[object], Told]:
        """The confirmation of a change."""
        return lambda _none: (words, lambda: self.team.name)

    def _choices(self) -> list[Choice["Change"]]:
        team = self.team
        ending: list[Choice[Change]] = [Choice(end, _("End it"), _("with what came of it"))]
        if team.state == ENDED:
            return ending if not team.result and not team.is_called_off else []
        names = _(", ").join(one.member.name for one in team.members)
        inside = _("now in it: {names}").format(names=names) if names else _("nobody is in it yet")
        leader = _("now: {name}").format(name=team.leader.name) if team.leader else _("nobody")
        return [
            Choice(join, _("Somebody joins"), inside),
            Choice(leave, _("Somebody leaves"), inside),
            Choice(lead, _("Who leads it"), leader),
            *ending,
        ]


Change = Callable[[TeamScreen], Awaitable[None]]


async def join(story: TeamScreen) -> None:
    """Ask who joins from today on."""
    members = await story.kiosk.read(story.kiosk.services.people.list_members)
    inside = {one.member.uid for one in story.team.members}
    others = [one for one in members if one.uid not in inside]
    picking = MemberPick(story, lambda: _("Who joins the team?"), others)
    while (member := await picking.ask()) is not None:
        told = story.told(lambda: _("{name} is in the team.").format(name=member.name))
        if await story.store(told, story.desk.join_team, story.team.uid, member.uid, by=story.by):
            return


async def leave(story: TeamScreen) -> None:
    """Ask who leaves, and whether today is still theirs."""
    picked = await story.ask(_ask_who(story, lambda: _("Who leaves the team?")))
    if picked is None:
        return
    when = await story.ask(
        PickList(
            lambda: _("When does it end for {name}?").format(name=picked.name),
            lambda: [
                Choice(_TODAY, _("Today is the last day")),
                Choice(_AT_ONCE, _("From today on"), _("yesterday was the last day")),
            ],
        )
    )
    if when is None:
        return
    today = await story.kiosk.read(story.kiosk.services.oversight.today)
    await story.store(
        story.told(lambda: _("{name} leaves the team.").format(name=picked.name)),
        story.desk.leave_team,
        story.team.uid,
        picked.uid,
        until=today if when == _TODAY else day_before(today),
        by=story.by,
    )


async def lead(story: TeamScreen) -> None:
    """Ask who leads it from now on."""
    picked = await story.ask(_ask_who(story, lambda: _("Who leads the team?")))
    if picked is not None:
        told = story.told(lambda: _("{name} leads the team.").format(name=picked.name))
        await story.store(told, story.desk.lead_team, story.team.uid, picked.uid, story.by)


def _ask_who(story: TeamScreen, title: Callable[[], str]) -> ListOrHow[MemberView]:
    return ListOrHow(
        title,
        lambda: [
            Choice(one.member, member_words(one.member), one.member.job)
            for one in story.team.members
        ],
        lambda: _("Nobody is in the team yet. Go back, and let somebody join."),
    )


async def end(story: TeamScreen) -> None:
    """Ask what came of it, and whether that is all."""
    asked: PickList[str] = PickList(
        _what_came_of_it,
        lambda: [Choice(words, words) for words in _usual_results()],
        lambda: [own_words_choice()],
    )
    while (picked := await story.ask(asked)) is not None:
        words = await story.own_words(picked, _what_came_of_it)
        if words is not None and await _ended(story, words or picked):
            return
        asked = asked.anew()


async def _ended(story: TeamScreen, result: str) -> bool:
    def follows() -> list[str]:
        return [
            _("Result: {result}").format(result=result),
            _("Today is the last day for all who are in it."),
            _("It stays in the list, with its members and its result."),
        ]

    def title() -> str:
        return _("End the team {team}?").format(team=story.team.name)

    if not await story.ask(Confirm(title, follows, lambda: _("Yes, end it"))):
        return False
    told = story.told(lambda: _("The team has ended."))
    return await story.store(told, story.desk.end_team, story.team.uid, result, by=story.by)


def _what_came_of_it() -> str:
    return _("What came of it?")


def _usual_results() -> list[str]:
    return [
        _("Done on time"),
        _("Done ahead of time"),
        _("Done late, with what was learnt written down"),
        _("Hazards removed, work goes on"),
        _("Not needed any more"),
    ]


def _is_over() -> str:
    return _("The team has ended; its result is in the list. Press 0 to go back.")


def day_before(day: date) -> date:
    """Yesterday, as seen from a day."""
    return day - timedelta(days=1)
