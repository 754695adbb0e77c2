"""Members as everybody may see them, read in a few queries however many there are."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db import people
from kiosk.people.views import EVERY_DAY, MemberView, PostView


def post_of(columns: tuple[Any, ...]) -> PostView:
    """A post from the columns of `list_holdings`, the member's left out."""
    uid, name, kind, basis, duty, standard, zone, honour, shift, begins, ends, *rest = columns
    since, weekdays, grace_min = rest
    return PostView(
        UUID(bytes=uid),
        name,
        kind,
        basis,
        duty,
        standard,
        zone,
        honour,
        shift or "",
        begins,
        ends,
        date.fromisoformat(since),
        EVERY_DAY if weekdays is None else weekdays,
        grace_min or 0,
    )


def member_of(
    columns: tuple[Any, ...],
    posts: tuple[PostView, ...] = (),
    teams: tuple[str, ...] = (),
    on_site_since: datetime | None = None,
) -> MemberView:
    """A member from the `MEMBER_COLUMNS`."""
    uid, number, name, initials, job, branch, standing, language, photo = columns
    return MemberView(
        UUID(bytes=uid),
        number,
        name,
        initials,
        job,
        branch,
        standing,
        language,
        photo,
        posts,
        teams,
        on_site_since,
    )


def list_members(on: date, on_site: Mapping[UUID, datetime]) -> list[MemberView]:
    """All members who have not left, by number, with today's posts and teams."""
    posts: dict[bytes, list[PostView]] = defaultdict(list)
    for member, *columns in people.list_holdings(on):
        posts[member].append(post_of(tuple(columns)))
    teams: dict[bytes, list[str]] = defaultdict(list)
    for member, team in people.list_team_names(on):
        teams[member].append(team)
    here = {uid.bytes: since for uid, since in on_site.items()}
    rows = people.list_member_columns()
    # Thousands of them hold up the first picture: each is made in one step, from the raw columns.
    return [
        MemberView(
            *(UUID(bytes=key), number, name, initials, job, branch, standing, language, photo),
            tuple(posts[key]) if key in posts else (),
            tuple(teams[key]) if key in teams else (),
            here.get(key),
        )
        for key, number, name, initials, job, branch, standing, language, photo in rows
    ]


def get_member(uid: UUID, on: date, on_site_since: datetime | None) -> MemberView:
    """One member with their posts of a day, gone ones too.

    Raises:
        LookupError: There is no such member.
    """
    columns = people.get_member_columns(uid)
    posts = tuple(post_of(tuple(row[1:])) for row in people.list_holdings(on, uid))
    return member_of(columns, posts, (), on_site_since)
