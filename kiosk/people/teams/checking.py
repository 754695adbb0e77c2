"""What must be so before a team is raised, joined, left or ended."""

from datetime import date
from uuid import UUID

from db import people
from db import teams as records
from db.teams import TeamRow
from kiosk.context import Moment
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.people.names import name_key
from kiosk.people.teams.reading import team_state
from kiosk.people.teams.views import ENDED
from kiosk.text import clean_line

LONGEST_NAME = 60
"""Characters of a team's name."""


def get_team(uid: UUID) -> TeamRow:
    """A team, also one that ended.

    Raises:
        RefusedError: `unknown_team`.
    """
    team = records.find_team(uid)
    if team is None:
        raise unknown_team()
    return team


def get_living_team(uid: UUID, moment: Moment) -> TeamRow:
    """A team that has not ended.

    Raises:
        RefusedError: `unknown_team`, `team_ended`.
    """
    team = get_team(uid)
    if team_state(team, moment.work_day, moment.work_day) == ENDED:
        raise team_ended(team.name)
    return team


def unknown_team() -> RefusedError:
    """Nobody knows this team."""
    return RefusedError("unknown_team", _("There is no such team; look it up in the list."))


def team_ended(name: str) -> RefusedError:
    """This team is over."""
    return RefusedError(
        "team_ended", _("The team {team} has ended; raise a new one.").format(team=name)
    )


def check_here(uid: UUID) -> str:
    """The name of a member who has not left.

    Raises:
        RefusedError: `unknown_member`, `member_left`.
    """
    row = _member(uid)
    if row.left_at is not None:
        sentence = _("{member} has left the site and can't be in a team.")
        raise RefusedError("member_left", sentence.format(member=row.name))
    name: str = row.name
    return name


def name_of(uid: UUID) -> str:
    """The name of a member, also of one who left.

    Raises:
        RefusedError: `unknown_member`.
    """
    name: str = _member(uid).name
    return name


def _member(uid: UUID) -> people.Member:
    row = people.find_member_by_uid(uid)
    if row is None:
        raise RefusedError("unknown_member", _("There is no such member."))
    return row


def check_end(until: date | None, since: date) -> None:
    """Whether a last day (None: open) does not lie before the first one.

    Raises:
        RefusedError: `ends_before`.
    """
    if until is not None and until < since:
        sentence = _("The last day {until} is before the first one, {since}.")
        raise RefusedError(
            "ends_before", sentence.format(until=until.isoformat(), since=since.isoformat())
        )


def check_name(name: str) -> None:
    """Whether no team has or had such a name.

    Raises:
        RefusedError: `team_exists`.
    """
    known = {name_key(team.name): team.name for team in records.list_teams()}
    if name_key(name) in known:
        sentence = _("There is or was a team {name}; choose another name.")
        raise RefusedError("team_exists", sentence.format(name=known[name_key(name)]))


def good_name(told: str) -> str:
    """A team's name without what is no text.

    Raises:
        RefusedError: `bad_name`: nothing is left, or more than 60 characters.
    """
    name = clean_line(told, LONGEST_NAME + 1)
    if 1 <= len(name) <= LONGEST_NAME:
        return name
    sentence = _("A team needs a name of at most {most} characters.")
    raise RefusedError("bad_name", sentence.format(most=LONGEST_NAME))


def good_words(told: str, most: int, code: str, sentence: str) -> str:
    """Words that must be there, without what is no text.

    Args:
        told: As they came.
        most: The most characters.
        code: Of the refusal where nothing is left.
        sentence: Its sentence.

    Raises:
        RefusedError: `code`, `too_long`.
    """
    words = clean_line(told, most + 1)
    if not words:
        raise RefusedError(code, sentence)
    if len(words) > most:
        raise RefusedError(
            "too_long", _("This is too long: write at most {most} characters.").format(most=most)
        )
    return words
