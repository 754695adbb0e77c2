"""The supervisor's desk: the site and the daily log."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from db import attendance as facts
from db import commitments, entries, people
from db import presence as stays
from db.base import from_micros, to_micros
from db.doubts import is_made_by_others, is_settled, list_places_of_questions
from db.presence import Presence
from kiosk.attendance.ages import Lengths, begun_anew
from kiosk.attendance.clocks import present
from kiosk.attendance.coverage.reading import read_day
from kiosk.attendance.coverage.views import PostCoverageView
from kiosk.attendance.desk import Attendance
from kiosk.attendance.misfits import list_open_questions
from kiosk.attendance.muster.desk import MusterDesk
from kiosk.attendance.presence import worked_s
from kiosk.attendance.rule_periods import (
    RulePeriod,
    ShiftTimes,
    period_at,
    rule_periods,
    work_days,
)
from kiosk.attendance.rulebook import Rulebook
from kiosk.attendance.waiting import count_more, list_waiting
from kiosk.context import Context
from kiosk.oversight.duties import Duties, DutyDay, due_span
from kiosk.oversight.views import DayView, DutyView, PresenceView, RefusedView, SiteView
from kiosk.people.codes import mask
from kiosk.people.reading import post_of
from kiosk.people.views import PostView
from kiosk.service.reading import (
    commitment_views,
    due_commitments,
    due_today,
    judged_commitments,
    overdue_commitments,
    service_views,
)
from kiosk.service.voices import Voices

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
        came = stays.list_day_presences(day)
        begins, ends = work_days(site).span(day)
        # A day that is over is judged by the rules with which it ended.
        rules = period_at(rule_periods(site), min(to_micros(moment.at), ends - 1))
        span = from_micros(begins), from_micros(ends)
        here = Attendance(self._context).on_site_since()
        only = None if day == moment.work_day else day  # today's tells of all days
        voices = Voices(self._context).list_needing() if only is None else ()
        now, begun = present(self._context), begun_anew(self._context)
        posts = read_day(site, day, now, begun)
        return DayView(
            day,
            *span,
            site,
            presences(_as_of(came, now), names, Lengths(Rulebook(site), now)),
            _duties(rules, Duties(DutyDay(day, *span, site.zone), moment.at, came, here), posts),
            commitment_views(commitments.list_made_commitments(day), day),
            judged_commitments(day),
            due_commitments(day) if only else due_today(day),
            overdue_commitments(day),
            service_views(entries.list_day_services(day, struck=True)),
            tuple(_refused(row, names) for row in facts.list_refused_scans(day)),
            waiting=list_waiting(self._context, only),
            more_waiting=count_more(self._context, only),
            musters=MusterDesk(self._context).list_day(day),
            coverage=posts,
            voices=voices,
            more_voices=Voices(self._context).count_needing() - len(voices) if only is None else 0,
        )


def _as_of(came: Sequence[Presence], now: datetime) -> list[Presence]:
    """Presences as they stand at a time: a closing that is still to come does not count yet."""
    still_open = {one.uid: one for one in stays.list_open_presences(now)}
    return [still_open.get(one.uid, one) for one in came]


def presences(came: Sequence[Presence], names: Names, lengths: Lengths) -> tuple[PresenceView, ...]:
    """The presences of one day as they are shown, in order of coming.

    Args:
        came: Those that belong to the day.
        names: Of the members.
        lengths: By which open ones are judged now.
    """
    places = list_places_of_questions()
    guesses = {places[one.uid] for one in list_open_questions(lengths.book)}
    return tuple(
        replace(
            _presence(presence, names[presence.member_uid], lengths),
            is_corrected=is_made_by_others(presence),
            is_guessed=_is_guessed(presence, guesses),
        )
        for presence in came
    )


def _is_guessed(presence: Presence, guesses: set[tuple[UUID, datetime]]) -> bool:
    ends = (presence.in_at, presence.closed_at)
    return any((presence.member_uid, end) in guesses for end in ends if end is not None)


def _presence(presence: Presence, who: tuple[str, str], lengths: Lengths) -> PresenceView:
    worked = worked_s(presence)
    is_stale = presence.closed == "rule" or not lengths.is_plausible(presence)
    state = "ended" if presence.out_at else "forgotten" if is_stale else "on_site"
    return PresenceView(
        *who,
        presence.in_at,
        presence.out_at,
        None if worked is None else worked // 60,
        state,
        presence.clock,
        presence.closed,
        presence.break_since,
        presence.breaks_s // 60,
        presence.uid,
        presence.closed == "rule" and is_settled(presence.uid),
    )


def _names() -> Names:
    rows = people.Member.select(people.Member.uid, people.Member.number, people.Member.name)
    return {row.uid: (row.number, row.name) for row in rows}


def _as_it_was(post: PostView, shifts: Mapping[str, ShiftTimes]) -> PostView:
    """A post with its shift as the rules of another time had it."""
    if post.shift not in shifts:
        return post
    weekdays, begins, ends, grace = shifts[post.shift]
    return replace(post, from_minute=begins, to_minute=ends, weekdays=weekdays, grace_min=grace)


def _duties(
    rules: RulePeriod, duties: Duties, posts: Sequence[PostCoverageView]
) -> tuple[DutyView, ...]:
    day, judged = duties.day, {post.uid: post.kind for post in posts}
    rows = [(UUID(bytes=row[0]), post_of(tuple(row[1:]))) for row in people.list_holdings(day)]
    holdings = [
        (uid, replace(_as_it_was(post, rules.shifts), kind=judged[post.uid]))
        for uid, post in rows
        if post.uid in judged
    ]
    found = duties.views(holdings, _names(), posts)
    held, shown = {post.uid for _uid, post in holdings}, {duty.post for duty in found}
    # A post whose shifts are not on that day may be due all the same.
    empty = [
        post
        for post in posts
        if post.uid not in held or (post.name not in shown and due_span(post) is not None)
    ]
    found += [DutyView(post.name, post.kind, "", "", "", "empty") for post in empty]
    return tuple(sorted(found, key=lambda duty: duty.post))


def _refused(row: facts.RefusedScan, names: Names) -> RefusedView:
    number, name = names[row.member_uid] if row.member_uid else ("", "")
    return RefusedView(row.at, row.reason, mask(row.code), number, name, row.source)
