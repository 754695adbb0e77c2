"""A team, opened: what it is for, who is in it, what came of it; everybody may look."""

from collections.abc import Sequence
from uuid import UUID

from textual.content import Content

from kiosk.i18n import _
from kiosk.people.teams.views import InTeam, TeamView
from kiosk.people.teams.words import days_words, state_word
from kiosk.people.views import MemberView
from kiosk.service.masking import mask_phones
from screens.public.post_rows import INDENT, paragraph, section
from screens.public.post_telling import TellingScreen
from screens.widgets.board.card_text import AWAY, ON_SITE
from screens.widgets.board.story import Block


class TeamPageScreen(TellingScreen):
    """One team."""

    _team: TeamView
    """The team as it was last read; nothing is told before that."""

    def __init__(self, uid: UUID) -> None:
        """Open a team by its key."""
        super().__init__()
        self._uid = uid

    async def read_story(self) -> None:
        """Read the team."""
        self._team = await self.kiosk.read(self.kiosk.services.teams.team, self._uid)

    def heading(self) -> Content:
        """The team's name and what it is now."""
        word = f"   {state_word(self._team)}"
        return Content.assemble((self._team.name, "bold"), (word, "$text-muted"))

    def blocks(self, width: int) -> list[Block]:
        """What its page tells."""
        return tell_team(self._team, width)

    def faces(self) -> Sequence[MemberView]:
        """The leader, then the others."""
        return [one.member for one in self._team.members]


def tell_team(team: TeamView, width: int) -> list[Block]:
    """The sections of a team's page.

    Args:
        team: The team.
        width: Cells of a line, for breaking texts.
    """
    goal = [paragraph(mask_phones(team.goal), width)] if team.goal else []
    result = [paragraph(mask_phones(team.result), width)] if team.result else []
    is_led = team.leader.uid if team.leader else None
    people = [_person(one, is_leader=one.member.uid == is_led) for one in team.members]
    past = [_person(one, is_leader=False) for one in team.past]
    later = _("What comes of it will stand here when it ends.")
    return [
        [[(INDENT + days_words(team), "faint")]],
        *section(_("Goal"), goal, _("Nobody said what it was raised for."), width),
        *section(
            _("In the team"), people, _("Nobody is in it. A supervisor lets people join."), width
        ),
        *section(_("Result"), result, later, width),
        *(section(_("Left it before"), past, "", width) if past else []),
    ]


def _person(one: InTeam, *, is_leader: bool) -> Block:
    member = one.member
    light = ON_SITE if member.on_site_since else AWAY
    until = one.until.isoformat() if one.until else ""
    days = f"{one.since.isoformat()} – {until}".rstrip()
    facts = (_("leader") if is_leader else "", member.job, days)
    said = " · ".join(fact for fact in facts if fact)
    return [[(f"{INDENT}{light} ", "light"), (member.name, "name"), (f"  {said}", "faint")]]
