"""The desk of a member's own record: hours, posts, promises, services, ratings, standings."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import astuple, replace
from datetime import date, timedelta
from uuid import UUID

from db import commitments as promises
from db import entries, records
from db.keeping import KeptMember, find_kept_member
from db.occasions import RhythmSums, list_rhythm_sums
from kiosk.attendance.desk import Attendance
from kiosk.attendance.rule_periods import read_work_days
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.people import reading
from kiosk.people.record_views import (
    HoursView,
    MemberRecord,
    OwnData,
    StandingView,
    TermLine,
)
from kiosk.people.views import MemberView
from kiosk.service.occasions import Plan, count_occasions
from kiosk.service.reading import (
    commitment_views,
    service_views,
    whole_promises,
    whole_services,
)
from kiosk.service.repeating import count_running_occasions, count_silent_while_away
from kiosk.service.scoring import RatingView
from kiosk.service.shift_days import read_shift_days
from kiosk.service.totals import ServiceTotals

RECENT = timedelta(days=29)
LINES = 10
"""So many commitments and services stand on a page."""
MOST_LINES = 100_000
"""So many of each are in what a member takes home."""
_MOST_TERMS, _MOST_WORDS = 50, 20
_STEPS = ("activist", "probationary", "member")
"""Standings from the first to the last step (三培养)."""

RatingOf = Callable[[Collection[UUID]], RatingView | None]
WordsOf = Callable[[UUID, int], tuple[str, ...]]


class Records:
    """The use cases of a member's own record."""

    def __init__(
        self, context: Context, attendance: Attendance, rating_of: RatingOf, words_of: WordsOf
    ) -> None:
        """Work under these circumstances.

        Args:
            context: The circumstances.
            attendance: Who is on site.
            rating_of: What workers say of members together; None below five ratings.
            words_of: What they said of one, at most so much of it.
        """
        self._context = context
        self._attendance = attendance
        self._rating_of = rating_of
        self._words_of = words_of

    def get_record(self, member_uid: UUID, most: int = LINES) -> MemberRecord:
        """A member's record; for the member themself and for supervisors.

        Args:
            member_uid: Whose.
            most: How many commitments and services of each kind are listed, the newest.

        Raises:
            RefusedError: `unknown_member`.
        """
        kept = _kept(member_uid)
        today = self._context.moment().work_day
        sums = records.get_tallies(member_uid)
        return MemberRecord(
            self._member(member_uid, today),
            kept.joined_at,
            _hours(sums.hours),
            _hours(records.sum_hours(member_uid, today - RECENT)),
            _terms(records.list_held_posts(member_uid, _MOST_TERMS)),
            _terms(records.list_teams_of(member_uid, _MOST_TERMS)),
            _states(kept, sums.judged, today),
            commitment_views(promises.list_member_commitments(member_uid, most), today),
            service_views(entries.list_member_services(member_uid, most, struck=True)),
            ServiceTotals(
                *(sums.services, sums.claimed_minutes, sums.confirmed, sums.confirmed_minutes),
                *(sums.touched, sums.touched_minutes),
            ),
            self._rating_of([member_uid]),
            self._words_of(member_uid, _MOST_WORDS),
            _standings(kept),
        )

    def get_own_data(self, member_uid: UUID) -> OwnData:
        """All that is kept of a member, for the member themself.

        Raises:
            RefusedError: `unknown_member`.
        """
        from kiosk.people.own_data import own_data  # costs, and few ask for it

        today, record = self._context.moment().work_day, self.get_record(member_uid, 0)
        promised = promises.list_member_commitments(member_uid, MOST_LINES)
        done = entries.list_member_services(member_uid, MOST_LINES, struck=True)
        whole = replace(
            record,
            posts=_terms(records.list_held_posts(member_uid, MOST_LINES)),
            teams=_terms(records.list_teams_of(member_uid, MOST_LINES)),
            commitments=whole_promises(promised, today),
            services=whole_services(done),
            words=self._words_of(member_uid, MOST_LINES),
        )
        return own_data(member_uid, whole, _kept(member_uid).phone, today)

    def _member(self, uid: UUID, today: date) -> MemberView:
        since = self._attendance.on_site_since().get(uid)
        return reading.get_member(uid, today, since)


def _kept(member_uid: UUID) -> KeptMember:
    kept = find_kept_member(member_uid)
    if kept is None or kept.forgotten_at is not None:
        raise RefusedError("unknown_member", _("This member is not known here."))
    return kept


def _terms(spans: Iterable[records.Span]) -> tuple[TermLine, ...]:
    return tuple(TermLine(*astuple(one)) for one in spans)


def _hours(hours: records.Hours) -> HoursView:
    return HoursView(hours.days, hours.seconds // 60, hours.unknown)


def _states(kept: KeptMember, judged: dict[str, int], today: date) -> dict[str, int]:
    """One-off commitments and the occasions of repeated ones, by state."""
    days = read_shift_days(today, kept.uid)
    since = days.since(kept.uid)
    running = count_running_occasions(kept.uid, days)
    if kept.left_at is not None:
        since = min(since, read_work_days().of(kept.left_at))
    over = since - timedelta(days=1)
    silent = sum(_silent(one, over) for one in list_rhythm_sums(kept.uid, over))
    silent -= count_silent_while_away(kept.uid)
    once = promises.count_silent(kept.uid, days.since(kept.uid))
    return dict(Counter(judged) + Counter(once) + Counter(open=running, overdue=silent))


def _silent(sums: RhythmSums, over: date) -> int:
    """Of how many occasions of a commitment nobody spoke, of those that are over."""
    plan = Plan(sums.rhythm, sums.first, sums.until_on, sums.ended_on)
    return max(0, count_occasions(plan, over, sums.came) - sums.told)


def _standings(kept: KeptMember) -> tuple[StandingView, ...]:
    changes = records.list_standing_changes(kept.uid)
    first = changes[0][1] if changes else kept.standing
    found = [StandingView(first, kept.joined_at, is_promotion=False)]
    for at, before, after in changes:
        found.append(StandingView(after, at, _step(after) > _step(before)))
    return tuple(found)


def _step(standing: str) -> int:
    return _STEPS.index(standing) if standing in _STEPS else -1
