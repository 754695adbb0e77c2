"""The supervisor's desk: the site and the daily log."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from db import attendance as facts
from db import people, service
from db.attendance import PunchFact
from kiosk.attendance.desk import Attendance
from kiosk.attendance.rules import Rules, rules_of
from kiosk.attendance.workday import day_end
from kiosk.context import Context
from kiosk.oversight.duties import Duties
from kiosk.oversight.views import DayView, DutyView, PresenceView, RefusedView, SiteView
from kiosk.people.codes import mask
from kiosk.people.reading import post_of
from kiosk.service.reading import commitment_views, service_views

Names = dict[UUID, tuple[str, str]]
"""Number and name of each member, gone ones too."""


class Oversight:
    """The use cases of oversight."""

    def __init__(self, context: Context) -> None:
        """Work under these circumstances."""
        self._context = context

    def site(self) -> SiteView:
        """The site and its rules."""
        return self._context.site()

    def today(self) -> date:
        """The work day it is now."""
        return self._context.moment().work_day

    def day(self, work_day: date | None = None) -> DayView:
        """Everything of one work day, today's when None."""
        moment = self._context.moment()
        day = work_day or moment.work_day
        site = self._context.site()
        # A commitment is judged as the day saw it, not as today does.
        names = _names()
        punches = facts.list_day_punches(day)
        rules = rules_of(site)
        here = Attendance(self._context).on_site_since(moment.at)
        return DayView(
            day,
            site,
            presences(punches, names, min(moment.at, day_end_far(day, rules)), rules),
            _duties(day, Duties(day, rules, moment.at, punches, here)),
            commitment_views(service.list_made_commitments(day), day),
            commitment_views(service.list_changed_commitments(day), day),
            commitment_views(service.list_due_commitments(day), day),
            commitment_views(service.list_overdue_commitments(day), day),
            service_views(service.list_day_services(day)),
            tuple(_refused(row, names) for row in facts.list_refused_scans(day)),
        )


def day_end_far(work_day: date, rules: Rules) -> datetime:
    """When the last presence of a day must have ended: its turn and the longest presence after."""
    return day_end(work_day, rules.zone, rules.turn_hour) + rules.longest


def presences(
    punches: Sequence[PunchFact], names: Names, now: datetime, rules: Rules
) -> tuple[PresenceView, ...]:
    """The presences of one day's punches, in order of coming.

    Args:
        punches: In the order they were recorded; a check-out has the day of its check-in.
        names: Of the members.
        now: The time from which open presences are judged.
        rules: The site's.
    """
    ends = {punch.after_uid: punch for punch in punches if punch.direction == "out"}
    followed = {punch.after_uid for punch in punches}
    comings = [punch for punch in punches if punch.direction == "in"]
    views = []
    for coming in sorted(comings, key=lambda punch: punch.at):
        leaving = ends.get(coming.uid)
        is_stale = coming.uid in followed or now - coming.at > rules.longest
        views.append(_presence(coming, leaving, names, is_stale=is_stale))
    return tuple(views)


def _presence(
    coming: PunchFact, leaving: PunchFact | None, names: Names, *, is_stale: bool
) -> PresenceView:
    number, name = names[coming.member_uid]
    if leaving is None:
        state = "forgotten" if is_stale else "on_site"
        return PresenceView(number, name, coming.at, None, None, state, coming.clock)
    clock = coming.clock if coming.clock != "ok" else leaving.clock
    elapsed_s = (leaving.at - coming.at).total_seconds()
    # A clock that was set back in between can't tell how long it was.
    minutes = int(elapsed_s // 60) if elapsed_s >= 0 else None
    return PresenceView(number, name, coming.at, leaving.at, minutes, "ended", clock)


def _names() -> Names:
    rows = people.Member.select(people.Member.uid, people.Member.number, people.Member.name)
    return {row.uid: (row.number, row.name) for row in rows}


def _duties(day: date, duties: Duties) -> tuple[DutyView, ...]:
    holdings = [(UUID(bytes=row[0]), post_of(tuple(row[1:]))) for row in people.list_holdings(day)]
    found = duties.views([(uid, post) for uid, post in holdings if post.is_key], _names())
    held = {duty.post for duty in found}
    empty = people.Post.select().where((people.Post.kind != "") & people.Post.name.not_in(held))
    found += [DutyView(post.name, post.kind, "", "", "", "empty") for post in empty]
    return tuple(sorted(found, key=lambda duty: duty.post))


def _refused(row: facts.RefusedScan, names: Names) -> RefusedView:
    number, name = names[row.member_uid] if row.member_uid else ("", "")
    return RefusedView(row.at, row.reason, mask(row.code), number, name, row.source)
