"""Posts, read: all of them on a day, and who held one of them when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db import posts as records
from db.posts import HoldingRow, PostRow
from kiosk.attendance.coverage.reading import People, read_people
from kiosk.attendance.rule_periods import WorkDays
from kiosk.people.posts.views import HolderView, PostLine

HELD, VACANT, ENDED = "held", "vacant", "ended"
STATES = (HELD, VACANT, ENDED)
"""How a post can be on a day."""

Here = Mapping[UUID, datetime]
"""Who is on site since when."""


@dataclass(frozen=True, slots=True)
class Times:
    """Whose time at a post runs, is to come and is over.

    Attributes:
        now: By shift and number.
        ahead: The first to come first.
        history: The newest first.
    """

    now: tuple[HolderView, ...]
    ahead: tuple[HolderView, ...]
    history: tuple[HolderView, ...]


def post_lines(day: date, days: WorkDays, here: Here) -> tuple[PostLine, ...]:
    """All posts that were made on a day or before it, by name.

    Args:
        day: The local day.
        days: The site's work days.
        here: Who is on site since when.
    """
    holdings = records.list_holdings_on(day)
    people = read_people((row.member_uid for row in holdings), here)
    theirs: dict[UUID, list[HoldingRow]] = defaultdict(list)
    for row in holdings:
        theirs[row.post_uid].append(row)
    return tuple(
        _line(post, _holders(theirs[post.uid], people), is_over=_is_over(post, day, days))
        for post in records.list_posts()
        if post.made_at is None or days.of(post.made_at) <= day
    )


def _is_over(post: PostRow, day: date, days: WorkDays) -> bool:
    return post.ended_at is not None and days.of(post.ended_at) <= day


def _line(post: PostRow, holders: tuple[HolderView, ...], *, is_over: bool) -> PostLine:
    state = ENDED if is_over else HELD if holders else VACANT
    return PostLine(
        *(post.uid, post.name, post.kind, post.basis, post.duty, post.standard, post.zone),
        *(post.honour, post.made_at, post.ended_at, state, holders),
    )


def post_line(post: PostRow, now: tuple[HolderView, ...]) -> PostLine:
    """A post as it is now, with who is set for it today."""
    return _line(post, now, is_over=post.ended_at is not None)


def times_at(post_uid: UUID, today: date, here: Here) -> Times:
    """Who holds a post on a work day, who is to, and who did before."""
    rows = records.list_holdings_of(post_uid)
    people = read_people({row.member_uid for row in rows}, here)
    over = [row for row in rows if row.until is not None and row.until < today]
    ahead = [row for row in rows if row.since > today]
    on_day = [row for row in records.list_holdings_on(today) if row.post_uid == post_uid]
    return Times(
        _holders(on_day, people), _holders(ahead[::-1], people), _holders(_ended(over), people)
    )


def _ended(rows: Sequence[HoldingRow]) -> list[HoldingRow]:
    """The one that ended last first."""
    return sorted(rows, key=lambda row: row.until or date.max, reverse=True)


def _holders(rows: Iterable[HoldingRow], people: People) -> tuple[HolderView, ...]:
    return tuple(
        HolderView(people[row.member_uid], row.shift, row.since, row.until) for row in rows
    )
