"""The gate's desk: takes scans, tells who is on site.

A scan is decided in one write transaction: read, decide, insert the fact and its ledger entry, read
what the answer shows. The answer leaves only after the commit is durable, and where anything of it
fails, nothing of the scan was kept.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from db import attendance as facts
from db import people
from db import presence as stays
from db.attendance import PunchFact
from db.badges import BadgeHolder, find_badge_holder
from db.base import new_uid
from db.connection import transaction
from db.errors import Conflict, NotStored
from db.presence import Mark
from kiosk.attendance.ages import Lengths, list_ahead
from kiosk.attendance.clocks import clock_word, horizon, present
from kiosk.attendance.deliveries import answered_before, keep_answered
from kiosk.attendance.late import LateScan, read_late
from kiosk.attendance.late import Told as LateTold
from kiosk.attendance.leaps import straighten
from kiosk.attendance.marks import enter_mark, mark_now, refold
from kiosk.attendance.presence import Presence, may_be_here
from kiosk.attendance.questions import raise_question
from kiosk.attendance.refusals import keep_refusal
from kiosk.attendance.rule_periods import read_work_days
from kiosk.attendance.rulebook import Rulebook
from kiosk.attendance.rules import Decision, decide, is_return
from kiosk.attendance.views import (
    CameBack,
    CheckedIn,
    CheckedOut,
    NotRecorded,
    OnSiteMember,
    Refused,
    Repeated,
    Scan,
    ScanResult,
)
from kiosk.attendance.waiting import find_forgotten
from kiosk.context import Context, Moment
from kiosk.people.codes import BadCode, token_hash, token_of
from kiosk.people.reading import get_member
from kiosk.people.views import MemberView
from kiosk.service.reading import open_commitments
from kiosk.service.views import CommitmentView

_TRIES = 5
"""How often a scan is decided anew when another process was first; each time one of them wins."""


class Attendance:
    """The use cases of attendance."""

    def __init__(self, context: Context) -> None:
        """Work under these circumstances."""
        self._context = context

    def scan(self, scan: Scan) -> ScanResult:
        """Decide a scan and make the decision durable."""
        try:
            return self._decided(scan)
        except NotStored as error:
            return NotRecorded(error.code, self._context.clock.now())

    def _decided(self, scan: Scan) -> ScanResult:
        for _attempt in range(_TRIES):
            try:
                with transaction():
                    return self._decide_once(scan)
            except Conflict:
                continue
        raise NotStored("locked")

    def _decide_once(self, scan: Scan) -> ScanResult:
        before = answered_before(self._context, scan)
        return before or keep_answered(scan, self._told(self._decide(scan)))

    def _decide(self, scan: Scan) -> "_Counted | Refused | LateTold":
        moment = self._context.moment()
        if not scan.text.strip():  # a bare Enter is nothing that happened: not kept
            return Refused("not_a_code", moment.at, moment.work_day, None)
        try:
            holder = find_badge_holder(token_hash(token_of(scan.text)))
        except BadCode as bad:
            return self._refuse(scan, bad.reason, moment, None)
        if holder is None:
            return self._refuse(scan, "unknown_code", moment, None)
        return self._decide_holder(scan, moment, holder)

    def _decide_holder(
        self, scan: Scan, moment: Moment, holder: BadgeHolder
    ) -> "_Counted | Refused | LateTold":
        read = read_late(scan, moment)
        if reason := not_alive(holder, read.at if read else None):
            return self._refuse(scan, reason, moment, holder.member_uid)
        if read is None:
            return self._decide_member(scan, moment, holder)
        late = LateScan(self._context, read, holder)
        if late.comes and (reason := not_valid(holder, read.work_day)):
            return self._refuse_for_dates(scan, reason, holder)
        return late.take(scan.source)

    def _refuse_for_dates(self, scan: Scan, reason: str, holder: BadgeHolder) -> Refused:
        refused = self._refuse(scan, reason, self._context.moment(), holder.member_uid)
        return replace(refused, valid_from=holder.valid_from, valid_until=holder.valid_until)

    def _decide_member(
        self, scan: Scan, moment: Moment, holder: BadgeHolder
    ) -> "_Counted | Refused":
        straighten(self._context, moment, holder.member_uid)
        last = facts.find_last_punch(holder.member_uid)
        here, book = self._open(holder.member_uid), Rulebook(self._context.site())
        rules = self._lengths(book).judging(here) if here else book.now
        is_undone = last is not None and stays.is_void(last.uid)
        counted = None if is_undone else last
        decision = decide(counted, here, moment.at, moment.work_day, rules)
        if decision.kind == "in" and (reason := not_valid(holder, moment.work_day)):
            if here is None or moment.at - here.in_at > rules.longest + rules.slack:
                return self._refuse_for_dates(scan, reason, holder)
            # After the turn of the day a scan would come in; who may not come in can still go out.
            decision = Decision("out", here.work_day)
        if here is not None and is_return(
            here, decision, moment.at, _rests_today(here, moment), rules
        ):
            back = self._back(here, last, moment, scan.source, rules.debounce)
            if back is not None:
                return _Counted(back, replace(decision, kind="repeat"), here, holder)
        repeated = _repeated(last, here) if decision.kind == "repeat" else None
        if repeated is not None:
            return _Counted(repeated, decision, here, holder)
        fact = self._punch(moment, decision, last, holder.member_uid, scan.source, holder.badge_uid)
        if decision.asks:
            raise_question(self._context, moment, holder.member_uid, fact)
        return _Counted(fact, decision, here, holder)

    def _back(
        self,
        here: Presence,
        last: PunchFact | None,
        moment: Moment,
        source: str,
        debounce: timedelta,
    ) -> Mark | PunchFact | None:
        """What a scan during a break, or right after it, stands for; None for any other scan.

        Whoever scans during a break (`is_return`) is back from it, however long they have been here
        and whatever the clock says. A badge that still lies on the reader when the break begins is
        read again.
        """
        if here.break_since is None:
            found = stays.find_last_back(here.member_uid)
            if found is None or stays.is_void(found[0].uid):
                return None
            return found[0] if _is_repeat(found[1], moment, debounce) else None
        if last is not None and _is_repeat(last.at, moment, debounce):
            return last
        back = replace(mark_now(self._context, moment, here, "back"), source=source)
        made = enter_mark(self._context, moment, here.member_uid, back)
        refold(here.member_uid, made.at)
        return made

    def close_presence(self, member_uid: UUID, because: str) -> bool:
        """End the presence of somebody who is on site, inside a transaction.

        Args:
            member_uid: Whose.
            because: Stable word that stands as the source, such as `member_left`.

        Returns:
            Whether there was one.
        """
        moment = self._context.moment()
        straighten(self._context, moment, member_uid)
        here = self._open(member_uid)
        if here is None or not self._lengths().is_plausible(here):
            return False
        last = facts.find_last_punch(member_uid)
        self._punch(moment, Decision("out", here.work_day), last, member_uid, because, None)
        return True

    def _punch(  # what a fact is made of
        self,
        moment: Moment,
        decision: Decision,
        last: PunchFact | None,
        member_uid: UUID,
        source: str,
        badge_uid: UUID | None,
    ) -> PunchFact:
        clock = clock_word(self._context, moment.at)
        fact = PunchFact(
            new_uid(),
            member_uid,
            decision.kind,
            moment.at,
            decision.work_day,
            clock,
            last.uid if last else None,
        )
        before = stays.find_last_placed(member_uid, horizon(moment.at))
        placed_at = before if before is not None and moment.at < before else None
        payload = {
            "member": str(fact.member_uid),
            "direction": fact.direction,
            "work_day": fact.work_day.isoformat(),
            "zone": moment.zone,
            "clock": clock,
            "source": source,
            "badge": str(badge_uid) if badge_uid else None,
            "after": str(fact.after_uid) if fact.after_uid else None,
            "placed_at": placed_at.isoformat() if placed_at else None,
        }
        seq = self._context.enter(moment, "punch", fact.uid, payload)
        facts.add_punch(fact, seq, moment.zone, source, badge_uid, placed_at)
        refold(member_uid, placed_at or fact.at)
        return fact

    def _refuse(self, scan: Scan, reason: str, moment: Moment, member: UUID | None) -> Refused:
        keep_refusal(self._context, moment, scan, reason, member)
        who = None
        if member:
            who = get_member(member, moment.work_day, self._here_since(member))
        return Refused(reason, moment.at, moment.work_day, who)

    def _open(self, member_uid: UUID) -> Presence | None:
        return stays.find_open_presence(member_uid, present(self._context))

    def _lengths(self, book: Rulebook | None = None) -> Lengths:
        return Lengths(book or Rulebook(self._context.site()), present(self._context))

    def _here_since(self, member: UUID) -> datetime | None:
        here = self._open(member)
        return here.in_at if here is not None and self._lengths().is_plausible(here) else None

    def _told(self, answer: "_Counted | Refused | LateTold") -> ScanResult:
        if not isinstance(answer, _Counted):
            return answer
        fact, member_uid = answer.fact, answer.holder.member_uid
        here = self._open(member_uid)
        today = self._context.moment().work_day
        member = get_member(member_uid, today, here.in_at if here else None)
        common = (member, fact.at, fact.work_day, open_commitments(member_uid, today))
        on_break = here is not None and here.break_since is not None
        if isinstance(fact, Mark):
            return _told_back(common, fact, answer.before)
        decision = answer.decision
        if decision.kind == "repeat":
            return Repeated(*common, direction=fact.direction, scan=fact.uid, on_break=on_break)
        question = fact.uid if decision.asks else None
        if decision.kind == "out" and answer.before is not None:
            since = answer.before.in_at
            ends_on = answer.holder.valid_until
            is_over = ends_on is not None and ends_on <= today
            return CheckedOut(
                *common,
                question=question,
                scan=fact.uid,
                since=since,
                badge_ends_on=ends_on if is_over else None,
            )
        forgotten = find_forgotten(member_uid, Rulebook(self._context.site()))
        came_at = forgotten.in_at if forgotten else None
        return CheckedIn(*common, question=question, scan=fact.uid, forgotten=came_at)

    def on_site(self, at: datetime | None = None) -> list[OnSiteMember]:
        """Who is on site at a time (UTC, None for now), in order of coming."""
        here = self.on_site_since(at)
        known = people.list_names_of(here)
        return [
            OnSiteMember(uid, *known[uid], since) for uid, since in here.items() if uid in known
        ]

    def on_site_since(self, at: datetime | None = None) -> dict[UUID, datetime]:
        """Members on site at a time (UTC, None for now): when they came, in order of coming."""
        return {presence.member_uid: presence.in_at for presence in self.presences_at(at)}

    def presences_at(self, at: datetime | None = None) -> list[Presence]:
        """The presences of all who were, or may have been, on site at a time; in order of coming.

        A step down an index each: as fast with two million check-ins as with none.

        Args:
            at: UTC. None, or no earlier than now, for now: whose presence stands open, also one
                that began later than now, by a clock that was ahead.
        """
        now, book = present(self._context), Rulebook(self._context.site())
        lengths = Lengths(book, now)
        if at is None or at >= self._context.clock.now():
            return [one for one in stays.list_open_presences(now) if lengths.is_plausible(one)]
        around = stays.list_presences_around(at - book.longest_ever, at)
        found = {one.uid: one for one in (*around, *stays.list_unclear_presences(at))}
        here = [one for one in found.values() if may_be_here(one, at, lengths.longest(one))]
        return sorted([*here, *list_ahead(at, now)], key=lambda one: (one.in_at, one.uid.bytes))


def not_alive(holder: BadgeHolder, read_at: datetime | None) -> str | None:
    """Why a badge leads to nobody: `member_left`, `badge_dead`, or None.

    Args:
        holder: Whose badge it is, as is known now.
        read_at: When it was read, UTC: what ended only after that does not count; None: now.
    """

    def has_ended(at: datetime | None) -> bool:
        return at is not None and (read_at is None or at <= read_at)

    if has_ended(holder.left_at):
        return "member_left"
    return "badge_dead" if has_ended(holder.dead_at) else None


def not_valid(holder: BadgeHolder, work_day: date) -> str | None:
    """Why a badge lets nobody in on a work day: `badge_not_yet`, `badge_expired`, or None.

    Going out is never gated: whoever is on site may always leave it.
    """
    if holder.valid_from is not None and work_day < holder.valid_from:
        return "badge_not_yet"
    if holder.valid_until is not None and work_day > holder.valid_until:
        return "badge_expired"
    return None


def _rests_today(here: Presence, moment: Moment) -> bool:
    """Whether an open presence's break began on the work day that it is now."""
    return here.break_since is None or read_work_days().of(here.break_since) == moment.work_day


def _is_repeat(before: datetime, moment: Moment, debounce: timedelta) -> bool:
    return abs(moment.at - before) < debounce


def _repeated(last: PunchFact | None, here: Presence | None) -> PunchFact | None:
    """What a repeat repeats: the newest punch, or a coming after it that was no punch.

    Who came at a gate that was cut off, on a roll call or by a supervisor's word has no punch.
    """
    if here is None or (last is not None and (last.uid == here.uid or last.at >= here.in_at)):
        return last
    return PunchFact(here.uid, here.member_uid, "in", here.in_at, here.work_day, here.clock, None)


_Common = tuple[MemberView, datetime, date, tuple[CommitmentView, ...]]


def _told_back(common: _Common, back: Mark, before: Presence | None) -> ScanResult:
    if before is None or before.break_since is None:
        return Repeated(*common, direction="back", scan=back.uid)
    rested_s = int((back.at - before.break_since).total_seconds())
    return CameBack(*common, scan=back.uid, since=before.in_at, rested_s=rested_s)


class _Counted:
    """A scan that led to a member: what it made or repeats, the presence open before, the badge."""

    __slots__ = ("before", "decision", "fact", "holder")

    def __init__(
        self,
        fact: PunchFact | Mark,
        decision: Decision,
        before: Presence | None,
        holder: BadgeHolder,
    ) -> None:
        self.fact = fact
        self.decision = decision
        self.before = before
        self.holder = holder
