"""A member as a roster can describe them, and the record's members in that form."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db import people
from db import roster as records
from db.posts import list_ended_names
from db.roster import MemberRecord
from kiosk.people.names import name_key
from kiosk.people.roster.rows import number_key


@dataclass(frozen=True, slots=True)
class Profile:
    """All that a roster can say about a member; two equal ones need no change.

    Attributes:
        name: Their name.
        job: What they work as, or empty.
        branch: Their home branch.
        phone: Their phone number, or empty.
        standing: `member`, `probationary` or `activist`.
        language: `zh_CN`, `en` or empty.
        photo: SHA-256 of their approved photo, or None.
        posts: Names of the posts they hold now.
        teams: Names of the teams they are in now.
    """

    name: str
    job: str
    branch: str
    phone: str
    standing: str
    language: str
    photo: str | None
    posts: frozenset[str]
    teams: frozenset[str]


@dataclass(frozen=True, slots=True)
class KnownMember:
    """A member of the record.

    Attributes:
        uid: Their key.
        number: Their number as recorded.
        profile: What is recorded of them.
        has_left: Whether they left the site.
    """

    uid: UUID
    number: str
    profile: Profile
    has_left: bool


@dataclass(slots=True)
class Known:
    """What the record holds before an import.

    Attributes:
        by_number: Members by their number without case.
        by_key: Members by `number_key`, by which a number that lost its zeros is noticed.
        branches: Keys by name.
        posts: Keys by name.
        ended_posts: Names of posts that are no more.
        teams: Keys by name, ended ones too.
        ended_teams: Names of teams that have ended.
    """

    by_number: dict[str, KnownMember]
    by_key: dict[str, KnownMember]
    branches: dict[str, UUID]
    posts: dict[str, UUID]
    ended_posts: frozenset[str]
    teams: dict[str, UUID]
    ended_teams: frozenset[str]


class Spelling:
    """Keeps the spelling of names that differ only in width, case and blanks."""

    def __init__(self, names: Iterable[str]) -> None:
        """Know these names already."""
        self._spelt = {name_key(name): name for name in names}

    def of(self, name: str) -> str:
        """The name as it was spelt first."""
        return self._spelt.setdefault(name_key(name), name)


def read_known(on: date) -> Known:
    """What the record holds on a work day, in a few queries however large it is."""
    posts = _names_by_member(records.list_post_names(on))
    teams = _names_by_member((UUID(bytes=uid), name) for uid, name in people.list_team_names(on))
    members = [
        _known(member, posts.get(member.uid, ()), teams.get(member.uid, ()))
        for member in records.list_member_records()
    ]
    recorded_teams = records.list_teams().values()
    return Known(
        by_number={member.number.casefold(): member for member in members},
        by_key={number_key(member.number): member for member in members},
        branches=records.list_branches(),
        posts=records.list_posts(),
        ended_posts=list_ended_names(),
        teams={team.name: team.uid for team in recorded_teams},
        ended_teams=frozenset(
            team.name for team in recorded_teams if team.until is not None and team.until < on
        ),
    )


def _names_by_member(pairs: Iterable[tuple[UUID, str]]) -> dict[UUID, list[str]]:
    names: dict[UUID, list[str]] = {}
    for uid, name in pairs:
        names.setdefault(uid, []).append(name)
    return names


def _known(member: MemberRecord, posts: Iterable[str], teams: Iterable[str]) -> KnownMember:
    profile = Profile(
        name=member.name,
        job=member.job,
        branch=member.branch,
        phone=member.phone,
        standing=member.standing,
        language=member.language,
        photo=member.photo,
        posts=frozenset(posts),
        teams=frozenset(teams),
    )
    return KnownMember(member.uid, member.number, profile, member.has_left)
