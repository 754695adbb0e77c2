"""Repeated commitments, read occasion by occasion.

How far back silent occasions are looked for is bounded; what was said of one is never lost by it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from db import occasions as records
from db.commitments import CommitmentLine, list_repeated
from db.occasions import OccasionChange, Window
from kiosk.attendance.rule_periods import read_work_days
from kiosk.service.absences import Away, read_absences
from kiosk.service.masking import mask_phones
from kiosk.service.occasions import Plan, has_begun, list_occasions
from kiosk.service.shift_days import ShiftDays, end_of
from kiosk.service.views import CommitmentView

LOOKED_BACK = timedelta(days=14)
"""So far back the silent occasions of a commitment are asked about."""
_WEEK = timedelta(days=6)
_DAY = timedelta(days=1)
_EVER = date.max


def plan_of(line: CommitmentLine, away: Away = ()) -> Plan:
    """When a repeated commitment is due: no more from the day on which its member left.

    Args:
        line: The commitment.
        away: When its member had left before, and came back: then it was not due either.
    """
    ended_on = line.changed_on
    if line.left_at is not None:
        left_on = read_work_days().of(line.left_at)
        ended_on = min(left_on, ended_on or left_on)
    return Plan(line.rhythm, line.due_on, line.until_on, ended_on, away)


Span = tuple[date, date]
"""A first and a last day."""


def occasion_views(
    lines: Sequence[CommitmentLine],
    span: Span | list[Span],
    days: ShiftDays,
    *,
    said_until: date = _EVER,
) -> list[CommitmentView]:
    """The occasions of repeated commitments that are due between two days and have begun.

    Args:
        lines: The commitments.
        span: The days, for all of them or for each of them in order.
        days: By which open and overdue are told apart, and what has begun.
        said_until: What was said on a later work day does not count.

    Returns:
        By due day, those of one day in the order of the lines.
    """
    windows = _windows(lines, span)
    if not windows:
        return []
    shifts = [one for one, line in zip(windows, lines, strict=True) if line.rhythm == "shift"]
    came = records.list_came(shifts) if shifts else {}
    said = records.list_occasion_changes(windows, said_until)
    absences = read_absences(line.member_uid for line in lines)
    found = []
    for window, line in zip(windows, lines, strict=True):
        plan = plan_of(line, absences.days(line.member_uid))
        judged = said.get(line.uid, {})
        dues = list_occasions(plan, window.first, window.last, came.get(line.uid, ()))
        since, last = days.since(line.member_uid), days.last(line.member_uid)
        found += [
            occasion_view(line, due, judged.get(due), over=due < since)
            for due in {*dues, *judged}
            if due in judged or has_begun(plan, due, last)
        ]
    return sorted(found, key=lambda view: view.due_on)


def _windows(lines: Sequence[CommitmentLine], span: Span | list[Span]) -> list[Window]:
    spans = [span] * len(lines) if isinstance(span, tuple) else span
    return [Window(line.uid, line.member_uid, *one) for line, one in zip(lines, spans, strict=True)]


def occasion_view(
    line: CommitmentLine,
    due: date,
    change: OccasionChange | None,
    over: bool,
) -> CommitmentView:
    """One occasion of a repeated commitment.

    Args:
        line: The commitment.
        due: The occasion.
        change: What was said of it last, or None.
        over: Whether its day is over.
    """
    silent = "overdue" if over else "open"
    return CommitmentView(
        *(line.uid, line.number, line.name, mask_phones(line.text), line.text_en, due, line.at),
        change.state if change else silent,
        change.at if change else None,
        change.reason if change else "",
        rhythm=line.rhythm,
        occasion=due,
        until_on=line.until_on,
        post=line.post,
        milestone=mask_phones(line.milestone),
        changed_by=change.by if change else "",
        changed_name=change.by_name if change else "",
        member_uid=line.member_uid,
        entry=line.seq,
    )


def list_open_occasions(member_uid: UUID, days: ShiftDays) -> list[CommitmentView]:
    """Of each of a member's repeated commitments the silent occasion that runs, by due day.

    And the newest one before it of which nothing was said either: an older one would only bury it.
    """
    first = days.today - LOOKED_BACK
    lines = [line for line in list_repeated(first, days.today, member_uid) if line.state is None]
    return _newest_silent(occasion_views(lines, (first, days.today + _WEEK), days))


def count_running_occasions(member_uid: UUID, days: ShiftDays) -> int:
    """How many occasions of a member's repeated commitments have begun and wait for a word."""
    since = days.since(member_uid)
    lines = [line for line in list_repeated(since, days.today, member_uid) if line.state is None]
    views = occasion_views(lines, (since, days.today + _WEEK), days)
    return sum(view.is_open for view in views)


def list_overdue_occasions(days: ShiftDays) -> list[CommitmentView]:
    """Of each repeated commitment the newest silent occasion due before a work day, as seen then.

    Those that were withdrawn by the end of that day are left out, and those of members who had left
    by then.
    """
    work_day, ends = days.today, end_of(days.today)
    first, last = work_day - LOOKED_BACK, work_day - timedelta(days=1)
    known = list_repeated(first, last)
    absences = read_absences(line.member_uid for line in known)
    lines = [
        line
        for line in known
        if (line.changed_on is None or line.changed_on > work_day)
        and (line.left_at is None or line.left_at >= ends)
        and not absences.is_away(line.member_uid, ends)
    ]
    views = occasion_views(lines, (first, last), days, said_until=work_day)
    return [view for view in _newest_silent(views) if view.state == "overdue"]


def count_silent_while_away(member_uid: UUID) -> int:
    """How many occasions nobody spoke of would have been due while a member had left.

    Only of times from which they came back.
    """
    away = read_absences([member_uid]).days(member_uid)
    spans = [(left, back - _DAY) for left, back in away]
    return sum(_count_silent(member_uid, span) for span in spans if span[0] <= span[1])


def _count_silent(member_uid: UUID, span: Span) -> int:
    lines = list_repeated(*span, member_uid)
    windows = _windows(lines, span)
    came, said = records.list_came(windows), records.list_occasion_changes(windows, _EVER)
    return sum(
        len(
            set(list_occasions(plan_of(line), *span, came.get(line.uid, ())))
            - {*said.get(line.uid, ())}
        )
        for line in lines
    )


def _newest_silent(views: Iterable[CommitmentView]) -> list[CommitmentView]:
    """The silent occasions: of each commitment the open ones and the newest overdue one.

    In the morning after a night shift both its occasion and the next one may be open.
    """
    found: dict[tuple[UUID, date | None], CommitmentView] = {}
    for view in views:
        if view.is_open:
            found[view.uid, None if view.state == "overdue" else view.due_on] = view
    return sorted(found.values(), key=lambda view: view.due_on)


def last_views(lines: Iterable[CommitmentLine], days: ShiftDays) -> dict[UUID, CommitmentView]:
    """Of each repeated commitment the occasion that runs or was the last one, by the key.

    Those that were withdrawn, and those that had no occasion lately, are left out. Seen from a day
    that is over, what was said of later occasions is still to come.
    """
    running = [line for line in lines if line.rhythm and line.state is None]
    ends = [_seen_until(line, days) for line in running]
    spans = [(end - LOOKED_BACK, end + _WEEK) for end in ends]
    begun = {line.uid: (plan_of(line), end) for line, end in zip(running, ends, strict=True)}
    found = {}
    for view in occasion_views(running, spans, days):
        plan, end = begun[view.uid]
        if has_begun(plan, view.due_on, end):
            found[view.uid] = view
    return found


def _seen_until(line: CommitmentLine, days: ShiftDays) -> date:
    """The day that is looked at: today for the member, or the last one of the rhythm."""
    today = days.last(line.member_uid)
    return min(today, line.until_on or today)
