"""The teams raised for urgent tasks: one list, Enter opens the chosen one, 1 raises one more."""

from uuid import UUID

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label

from kiosk.errors import KioskError
from kiosk.i18n import _, ngettext
from kiosk.people.teams.views import RUNNING, TeamView
from kiosk.people.teams.words import days_words, state_word
from screens.supervisor.base import SupervisorScreen
from screens.supervisor.day_layout import Cell, Line
from screens.supervisor.day_list import StoryList
from screens.supervisor.keypad_list import KeypadList
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar
from screens.widgets.sentence import Sentence


class TeamsScreen(SupervisorScreen):
    """Every team, running ones first."""

    CSS_PATH = "teams.tcss"

    def __init__(self) -> None:
        """Show the teams, once they are read."""
        super().__init__()
        self._teams: tuple[TeamView, ...] | None = None
        self._raised: UUID | None = None

    def compose(self) -> ComposeResult:
        """Title, list, the chosen team in words."""
        yield SiteHeader()
        with Vertical(id="teams"):
            yield Label(_("Teams for urgent tasks"), id="teams-title", markup=False)
            yield KeypadList()
            yield Sentence("", id="teams-empty")
            yield Sentence(id="teams-detail")
        yield KeyBar(self._keys, resting=self._resting)
        yield Countdown()

    def on_mount(self) -> None:
        """Read the list."""
        self._read()

    def on_screen_resume(self) -> None:
        """What was changed is in the list."""
        self._read()

    async def record_changed(self) -> None:
        """Something may be otherwise now."""
        self._read()

    async def speak(self) -> None:
        """Say everything again; the reader stays where they are."""
        line = self.query_one(KeypadList).chosen
        await super().speak()
        self._show(from_the_top=True)
        if line is not None:
            self.query_one(KeypadList).choose(line.key)

    def _read(self) -> None:
        self.run_worker(self._read_teams(), name="teams", group="teams", exclusive=True)

    async def _read_teams(self) -> None:
        is_first = self._teams is None
        try:
            self._teams = await self.kiosk.read(self.kiosk.services.teams.list_teams)
        except KioskError as error:
            self.kiosk.tell(error.sentence, "refused")
            return
        self._show(from_the_top=is_first)
        if self._raised is not None and self.app.screen is self:
            self.query_one(KeypadList).choose(str(self._raised))
            self._raised = None

    def _show(self, *, from_the_top: bool) -> None:
        if self._teams is None or not self.query("#teams-detail"):  # just being composed anew
            return
        story, empty = self.query_one(KeypadList), self.query_one("#teams-empty", Sentence)
        story.display, empty.display = bool(self._teams), not self._teams
        empty.update(_how_to_begin())
        story.tell([_line(team) for team in self._teams], from_the_top=from_the_top)
        if self.is_current:
            story.focus()
        self.query_one(KeyBar).redraw()

    def on_story_list_chosen(self, message: StoryList.Chosen) -> None:
        """Say the whole of the chosen team."""
        message.stop()
        for detail in self.query("#teams-detail").results(Sentence):
            detail.update(message.line.detail if message.line else "")

    def _keys(self) -> list[tuple[str, str]]:
        return [
            ("move", _("Move")),
            ("enter", _("Open it")),
            ("1", _("Raise a team")),
            ("0", _("Back")),
            ("f3", _("Colours")),
            ("f2", "中文 / EN"),
        ]

    def _resting(self) -> frozenset[str]:
        return frozenset() if self._teams else frozenset({"move", "enter"})

    def on_key(self, event: events.Key) -> None:
        """Enter opens the chosen team, 1 raises one; a keypad's 8 and 2 move."""
        if event.key == "enter":
            self._open()
        elif event.character == "1":
            self._raise()
        elif not self.query_one(KeypadList).press(event.character or ""):
            return
        event.stop()
        event.prevent_default()

    def _raise(self) -> None:
        from screens.supervisor.team_new import NewTeamScreen  # costs when it is opened

        if self.kiosk.supervisor is not None:
            self.app.push_screen(NewTeamScreen(self.kiosk.supervisor, self._keep_raised))

    def _keep_raised(self, uid: UUID) -> None:
        self._raised = uid

    def _open(self) -> None:
        from screens.supervisor.team_story import TeamScreen  # costs when it is opened

        line, supervisor = self.query_one(KeypadList).chosen, self.kiosk.supervisor
        if line is not None and supervisor is not None:
            team = next(one for one in self._teams or () if one.uid == UUID(line.key))
            self.app.push_screen(TeamScreen(supervisor, team))


def _line(team: TeamView) -> Line:
    is_running = team.state == RUNNING
    people = ngettext("{count} member", "{count} members", len(team.members))
    leader = team.leader.name if team.leader else ""
    cells = (
        Cell("●" if is_running else "○", 2, "plain" if is_running else "quiet"),
        Cell(team.name, 0, "strong" if is_running else "plain", 30),
        Cell(state_word(team), 12, "plain" if is_running else "quiet"),
        Cell(people.format(count=len(team.members)), 10, "quiet"),
        Cell(leader, 12),
    )
    return Line(str(team.uid), cells, team_detail(team), (team.name, leader))


def team_detail(team: TeamView) -> str:
    """A team in sentences: its days, its goal, who is in it, what came of it."""
    names = _(", ").join(one.member.name for one in team.members)
    told = [f"{team.name} · {days_words(team)}"]
    told += [_("Goal: {goal}").format(goal=team.goal)] if team.goal else []
    told += [_("In the team: {names}").format(names=names)] if names else []
    told += [_("Result: {result}").format(result=team.result)] if team.result else []
    return _("; ").join(told)


def _how_to_begin() -> str:
    return _(
        "No team was raised yet. Teams for urgent tasks will be here, with goal, members and"
        " result. Press 1 to raise one."
    )
