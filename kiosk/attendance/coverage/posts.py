"""Key posts as they are set: hours, least number, holders, deputies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db import coverage as records
from db import post_kinds
from db.coverage import TermRow
from db.people import Shift
from kiosk.attendance.coverage.hours import (
    Hours,
    MomentHours,
    ShiftHours,
    WeeklyHours,
    unpack,
)
from kiosk.attendance.coverage.reading import People, read_people
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.people.views import MemberView


@dataclass(frozen=True, slots=True)
class TermView:
    """Somebody who holds a key post or may stand in, now or later.

    Attributes:
        member: Who.
        shift: The name of the shift in which they hold it; empty for always.
        since: The first local day.
        until: The last one; None: for good.
    """

    member: MemberView
    shift: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class ShiftChoice:
    """A shift in which a post can be held.

    Attributes:
        uid: Its key.
        name: Its name.
        hours: When it is.
    """

    uid: UUID
    name: str
    hours: WeeklyHours


@dataclass(frozen=True, slots=True)
class SetPost:
    """A post as it is set.

    Attributes:
        uid: Its key.
        name: Its name.
        kind: `post`, `procedure`, `link` or `moment`; empty: no key post.
        least: How many holders it needs.
        hours: Its hours, moments that are over left out.
        shifts: The hours of the shifts in which it is held, in order.
        holders: By shift and number.
        deputies: By number.
    """

    uid: UUID
    name: str
    kind: str
    least: int
    hours: tuple[Hours, ...]
    shifts: tuple[WeeklyHours, ...]
    holders: tuple[TermView, ...]
    deputies: tuple[TermView, ...]

    @property
    def weekly(self) -> tuple[WeeklyHours, ...]:
        """Its own weekly hours."""
        return tuple(one for one in self.hours if isinstance(one, WeeklyHours))

    @property
    def moments(self) -> tuple[MomentHours, ...]:
        """Its moments, in order."""
        found = (one for one in self.hours if isinstance(one, MomentHours))
        return tuple(sorted(found, key=lambda one: one.begins))

    @property
    def follows_shifts(self) -> bool:
        """Whether the shifts in which it is held are its hours."""
        return not self.hours or ShiftHours() in self.hours


class PostList:
    """The use cases of looking up what is set."""

    _context: Context

    def posts(self) -> tuple[SetPost, ...]:
        """All key posts by name, as they are set now."""
        return self._list(are_key=True)

    def other_posts(self) -> tuple[SetPost, ...]:
        """All posts that are no key posts, by name: as they would be set if they became one."""
        return self._list(are_key=False)

    def all_posts(self) -> tuple[SetPost, ...]:
        """All posts that stand: the key posts by name, then the others by name."""
        return (*self.posts(), *self.other_posts())

    def _list(self, *, are_key: bool) -> tuple[SetPost, ...]:
        moment = self._context.moment()
        holders, deputies = (
            records.list_terms(table, moment.work_day, of_key_posts=are_key)
            for table in ("holding", "deputy")
        )
        people = read_people(row[1] for row in (*holders, *deputies))
        shifts = {one.name: one.hours for one in self.shifts()}
        settings = {post: (least, hours) for post, _at, least, hours in records.list_settings()}
        found = []
        for uid, name, kind in post_kinds.list_posts(are_key=are_key):
            least, packed = settings.get(uid, (1, "[]"))
            held = _terms(holders, uid, people)
            hours = _living(unpack(packed), moment.at)
            named = dict.fromkeys(one.shift for one in held)
            times = tuple(shifts[name] for name in named if name in shifts)
            found.append(
                SetPost(
                    *(uid, name, kind, least, hours, times, held),
                    _terms(deputies, uid, people),
                )
            )
        return tuple(found)

    def get_post(self, uid: UUID) -> SetPost:
        """A key post as it is set now.

        Raises:
            RefusedError: `unknown_post`.
        """
        for post in self.posts():
            if post.uid == uid:
                return post
        raise RefusedError("unknown_post", _("There is no such post; look it up on the board."))

    def find_set(self, uid: UUID) -> SetPost | None:
        """A post of any kind as it is set now; None for one that is no more."""
        return next((post for post in self.all_posts() if post.uid == uid), None)

    def post_named(self, name: str) -> UUID:
        """The key of the post of that name, a key post or not.

        Raises:
            RefusedError: `unknown_post`.
        """
        uid = records.find_post_uid(name)
        if uid is None:
            raise RefusedError(
                "unknown_post",
                _("There is no post {name}; `posts list --all` shows all.").format(name=name),
            )
        return uid

    def shifts(self) -> tuple[ShiftChoice, ...]:
        """The shifts now in use, by their beginning."""
        query = Shift.select().where(Shift.ended_at.is_null()).order_by(Shift.from_minute)
        return tuple(
            ShiftChoice(
                row.uid, row.name, WeeklyHours(row.weekdays, row.from_minute, row.to_minute)
            )
            for row in query
        )


def _living(hours: Sequence[Hours], now: datetime) -> tuple[Hours, ...]:
    """Hours without the moments that are over; those of a post that has nothing else stay."""
    living = tuple(one for one in hours if not isinstance(one, MomentHours) or one.ends > now)
    return living or tuple(hours)


def _terms(rows: Iterable[TermRow], post: UUID, people: People) -> tuple[TermView, ...]:
    return tuple(TermView(people[row[1]], *row[2:]) for row in rows if row[0] == post)
