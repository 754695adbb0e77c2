"""Key posts of a day: who held them, and whether they stood at their post."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from kiosk.oversight.views import DutyView

if TYPE_CHECKING:
    from db.presence import Presence
    from kiosk.attendance.coverage.views import PostCoverageView
    from kiosk.people.views import PostView

Holding = tuple[UUID, "PostView"]
"""A member and a post they hold."""

Span = tuple[datetime, datetime]
"""From when to before when."""


class DutyDay(NamedTuple):
    """A work day of a site.

    Attributes:
        day: The day.
        begins: When it began, UTC.
        ends: When the next one begins, UTC.
        zone: The site's zone.
    """

    day: date
    begins: datetime
    ends: datetime
    zone: ZoneInfo


def duty_state(
    shift: Span, now: datetime, *, came: bool, is_here: bool, grace: timedelta = timedelta()
) -> str:
    """How a holder stood to their post, as a `DutyView` says it.

    Args:
        shift: When the post had to be held.
        now: The time of asking.
        came: Whether the holder came on that day.
        is_here: Whether the post is held at this moment; of no matter outside the shift.
        grace: How late they may come; until then nobody who did not come is missed.
    """
    begins, ends = shift
    if not came and not is_here and begins <= now < min(begins + grace, ends):
        return "later"
    if begins <= now < ends:
        away = "left" if came else "absent"
        return "here" if is_here else away
    if came:
        return "here"
    return "later" if now < begins else "absent"


def shift_span(post: "PostView", on: DutyDay) -> Span | None:
    """When the first shift of a holder is that begins on a work day; None where none does.

    The post must be held in a shift.
    """
    begin, end = post.from_minute or 0, post.to_minute or 0
    # A shift that begins before the work day turns begins on the morning after.
    for begins_on in (on.day, on.day + timedelta(days=1)):
        begins = _at(begins_on, begin, on.zone)
        if on.begins <= begins < on.ends and post.weekdays >> begins_on.weekday() & 1:
            return begins, _at(begins_on + timedelta(days=end <= begin), end, on.zone)
    return None


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(*divmod(minute % (24 * 60), 60)), zone)


class Duties:
    """Judges the holders of one day's key posts; whether a post is held, coverage has judged."""

    def __init__(
        self,
        on: DutyDay,
        now: datetime,
        came: Sequence["Presence"],
        on_site: Collection[UUID],
    ) -> None:
        """Judge at a time.

        Args:
            on: The work day.
            now: UTC.
            came: The day's presences, in order of coming.
            on_site: Who is on site at `now`.
        """
        self.day = on.day
        """The work day."""
        self._on, self._now = on, now
        self._last = {presence.member_uid: presence for presence in came}
        self._on_site = on_site

    def views(
        self,
        holdings: Sequence[Holding],
        names: dict[UUID, tuple[str, str]],
        posts: Sequence["PostCoverageView"],
    ) -> list[DutyView]:
        """The holdings as they are shown; none of posts and of shifts that are not on the day.

        Args:
            holdings: Of key posts.
            names: Number and name of each holder.
            posts: Coverage of the key posts over the day.
        """
        judged = {post.uid: post for post in posts}
        found = []
        for uid, post in holdings:
            due = due_span(judged[post.uid])
            in_shift = post.from_minute is not None
            span = shift_span(post, self._on) if in_shift else due
            if due is not None and span is not None:
                is_held = bool(judged[post.uid].holders)
                found.append(self._view((uid, post), names[uid], span, is_held=is_held))
        return found

    def _view(
        self, holding: Holding, who: tuple[str, str], span: Span, *, is_held: bool
    ) -> DutyView:
        uid, post = holding
        came = uid in self._last
        # Whoever goes while another holder stays leaves no empty post; who never came is missed.
        is_here = uid in self._on_site or (came and is_held)
        grace = timedelta(minutes=post.grace_min)
        state = duty_state(span, self._now, came=came, is_here=is_here, grace=grace)
        return DutyView(post.name, post.kind, post.shift, *who, state, self._left_at(uid, state))

    def _left_at(self, uid: UUID, state: str) -> datetime | None:
        last = self._last.get(uid)
        return last.out_at if last is not None and state == "left" else None


def due_span(post: "PostCoverageView") -> Span | None:
    """From when to when a post is due on the day, whatever lies between; None: not at all."""
    due = [part for part in post.parts if part.state != "not_due"]
    return (due[0].begins, due[-1].ends) if due else None
