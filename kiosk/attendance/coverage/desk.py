"""The desk of coverage: how key posts stand now, how they stood on a day, and what is set."""

from datetime import date, datetime

from kiosk.attendance.coverage.judging import PostCoverage
from kiosk.attendance.coverage.posts import PostList
from kiosk.attendance.coverage.reading import day_span, judge, read_day
from kiosk.attendance.coverage.setting import CoverageSetting
from kiosk.attendance.coverage.taking import PostTaking
from kiosk.attendance.coverage.views import PostCoverageView
from kiosk.attendance.workday import work_day_of


class Coverage(CoverageSetting, PostList, PostTaking):
    """The use cases of coverage."""

    def now(self, at: datetime | None = None) -> tuple[PostCoverageView, ...]:
        """All key posts at a time (UTC, None for now) and over its work day.

        Those that need somebody come first, then by name.
        """
        site = self._context.site()
        at = at or self._context.clock.now()
        return read_day(site, work_day_of(at, site.zone, site.turn_hour), at)

    def day(self, work_day: date) -> tuple[PostCoverageView, ...]:
        """All key posts over a work day, as it is known now; in the order of `now`."""
        return read_day(self._context.site(), work_day, self._context.clock.now())

    def between(self, first: date, last: date) -> list[PostCoverage]:
        """What became of all key posts from a work day to another one, both inclusive; by name."""
        site = self._context.site()
        span = day_span(site, first)[0], day_span(site, last)[1]
        return judge(site, span, self._context.clock.now())
