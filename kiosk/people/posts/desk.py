"""The desk of posts: all of them, one opened, and what is set for them."""

from datetime import date
from uuid import UUID

from kiosk.attendance.coverage.desk import Coverage
from kiosk.attendance.coverage.views import PostCoverageView
from kiosk.attendance.coverage.words import post_hours_words
from kiosk.attendance.desk import Attendance
from kiosk.attendance.rule_periods import work_days
from kiosk.context import Context
from kiosk.people.posts.reading import post_line, post_lines, times_at
from kiosk.people.posts.setting import PostSetting, find_post
from kiosk.people.posts.told import Told
from kiosk.people.posts.views import PostLine, PostPage


class Posts(PostSetting):
    """The use cases of posts of any kind."""

    def __init__(
        self,
        context: Context,
        attendance: Attendance,
        coverage: Coverage,
        told: Told | None = None,
    ) -> None:
        """Work under these circumstances.

        Args:
            context: The circumstances.
            attendance: Who is on site.
            coverage: How key posts stand, and what is set for them.
            told: What the other rooms tell of a post; None: nothing.
        """
        self._context = context
        self._attendance = attendance
        self._coverage = coverage
        self._told = told or Told()

    def list_posts(
        self, on: date | None = None, *, member: UUID | None = None, state: str = ""
    ) -> tuple[PostLine, ...]:
        """The posts that there were on a day (None: today), by name; ended ones too.

        Args:
            on: The local day; on another day than today nobody's light is on.
            member: Only those that this member held on that day.
            state: Only those that were `held`, `vacant` or `ended`; empty: all.
        """
        today = self._context.moment().work_day
        day = on or today
        here = self._attendance.on_site_since() if day == today else {}
        return tuple(
            post
            for post in post_lines(day, work_days(self._context.site()), here)
            if state in {"", post.state}
            and (member is None or any(one.member.uid == member for one in post.holders))
        )

    def page(self, uid: UUID) -> PostPage:
        """A post, opened; also one that is no more.

        Raises:
            RefusedError: `unknown_post`.
        """
        today = self._context.moment().work_day
        row = find_post(uid)
        times = times_at(uid, today, self._attendance.on_site_since())
        post = post_line(row, times.now)
        holders = tuple(one.member for one in times.now)
        return PostPage(
            post,
            self._hours(post),
            self._coverage_of(post),
            times.ahead,
            times.history,
            self._told.commitments(uid, today),
            self._told.services(uid),
            self._told.rating(holders),
        )

    def _coverage_of(self, post: PostLine) -> PostCoverageView | None:
        if not post.is_key:
            return None
        return next((one for one in self._coverage.now() if one.uid == post.uid), None)

    def _hours(self, post: PostLine) -> tuple[str, ...]:
        found = self._coverage.find_set(post.uid)
        if found is None or not (post.is_key or found.shifts):
            return ()
        zone, now = self._context.site().zone, self._context.clock.now()
        return tuple(post_hours_words(found, now, zone))
