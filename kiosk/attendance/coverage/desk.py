"""The desk of coverage: how key posts stand now, how they stood on a day, and what is set."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from db.base import to_micros
from kiosk.attendance.ages import begun_anew
from kiosk.attendance.clocks import present
from kiosk.attendance.coverage.judging import PostCoverage
from kiosk.attendance.coverage.kinds import PostKinds
from kiosk.attendance.coverage.posts import PostList
from kiosk.attendance.coverage.reading import day_span, judge, read_day
from kiosk.attendance.coverage.setting import CoverageSetting
from kiosk.attendance.coverage.taking import PostTaking
from kiosk.attendance.coverage.views import PostCoverageView
from kiosk.attendance.here import list_resting
from kiosk.attendance.rule_periods import work_days
from kiosk.errors import RefusedError
from kiosk.i18n import _


class Coverage(CoverageSetting, PostKinds, PostList, PostTaking):
    """The use cases of coverage."""

    def now(self, at: datetime | None = None) -> tuple[PostCoverageView, ...]:
        """All key posts at a time (UTC, None for now) and over its work day.

        Those that need somebody come first, then by name.

        Raises:
            RefusedError: `still_to_come`: nobody can know who will stand at a post.
        """
        site, now = self._context.site(), present(self._context)
        if at is not None and at > now:
            raise RefusedError(
                "still_to_come",
                _("{time} is still to come; nobody knows yet who will be there.").format(
                    time=f"{at.astimezone(site.zone):%Y-%m-%d %H:%M}"
                ),
            )
        begun, then = begun_anew(self._context), at or now
        posts = read_day(site, work_days(site).of(then), then, begun, only_now=True)
        if at is not None:
            return posts
        resting = list_resting(self._context)
        return tuple(replace(post, resting=_theirs(post, resting)) for post in posts)

    def day(self, work_day: date) -> tuple[PostCoverageView, ...]:
        """All key posts over a work day, as it is known now; in the order of `now`."""
        now, begun = present(self._context), begun_anew(self._context)
        return read_day(self._context.site(), work_day, now, begun)

    def between(self, first: date, last: date) -> list[PostCoverage]:
        """What became of all key posts from a work day to another one, both inclusive; by name."""
        site = self._context.site()
        span = day_span(site, first)[0], day_span(site, last)[1]
        now, begun = present(self._context), begun_anew(self._context)
        return judge(site, span, to_micros(now), begun)


def _theirs(post: PostCoverageView, uids: frozenset[UUID]) -> frozenset[UUID]:
    return uids.intersection(one.uid for one in post.holders)
