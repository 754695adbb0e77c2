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
from db.attendance import PunchFact, RefusedScan
from db.badges import BadgeHolder, find_badge_holder
from db.base import new_uid
from db.connection import transaction
from db.errors import Conflict, NotStored
from kiosk.attendance.rules import Decision, Rules, decide, rules_of
from kiosk.attendance.views import (
    CheckedIn,
    CheckedOut,
    NotRecorded,
    OnSiteMember,
    Refused,
    Repeated,
    Scan,
    ScanResult,
)
from kiosk.context import Context, Moment
from kiosk.people.codes import BadCode, mask_refused, token_hash, token_of
from kiosk.people.reading import get_member
from kiosk.service.reading import open_commitments
from kiosk.text import clean_line

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
                    return self._told(self._decide(scan))
            except Conflict:
                continue
        raise NotStored("locked")

    def _decide(self, scan: Scan) -> "_Counted | Refused":
        moment = self._context.moment()
        if not scan.text.strip():  # a bare Enter is nothing that happened: not kept
            return Refused("not_a_code", moment.at, moment.work_day, None)
        try:
            holder = find_badge_holder(token_hash(token_of(scan.text)))
        except BadCode as bad:
            return self._refuse(scan, bad.reason, moment, None)
        if holder is None:
            return self._refuse(scan, "unknown_code", moment, None)
        if holder.member_left:
            return self._refuse(scan, "member_left", moment, holder.member_uid)
        if holder.badge_dead:
            return self._refuse(scan, "badge_dead", moment, holder.member_uid)
        return self._decide_member(scan, moment, holder)

    def _decide_member(
        self, scan: Scan, moment: Moment, holder: BadgeHolder
    ) -> "_Counted | Refused":
        last = facts.find_last_punch(holder.member_uid)
        rules = rules_of(self._context.site())
        decision = decide(last, moment.at, rules)
        if decision.kind == "repeat" and last is not None:
            return _Counted(last, decision, last, holder.valid_until)
        if decision.kind == "in" and (reason := not_valid(holder, moment.work_day)):
            if last is None or not is_open(last, moment.at, rules):
                refused = self._refuse(scan, reason, moment, holder.member_uid)
                return replace(
                    refused, valid_from=holder.valid_from, valid_until=holder.valid_until
                )
            # After the turn of the day a scan would come in; who may not come in can still go out.
            decision = Decision("out", last.work_day)
        fact = self._punch(moment, decision, last, holder.member_uid, scan.source, holder.badge_uid)
        return _Counted(fact, decision, last, holder.valid_until)

    def close_presence(self, member_uid: UUID, because: str) -> bool:
        """End the presence of somebody who is on site, inside a transaction.

        Args:
            member_uid: Whose.
            because: Stable word that stands as the source, such as `member_left`.

        Returns:
            Whether there was one.
        """
        moment = self._context.moment()
        last = facts.find_last_punch(member_uid)
        if last is None or not is_open(last, moment.at, rules_of(self._context.site())):
            return False
        decision = Decision("out", last.work_day)
        self._punch(moment, decision, last, member_uid, because, None)
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
        newest = facts.find_newest_fact_time()
        clock = "behind" if newest is not None and moment.at < newest else "ok"
        fact = PunchFact(
            new_uid(),
            member_uid,
            decision.kind,
            moment.at,
            decision.work_day,
            clock,
            last.uid if last else None,
        )
        payload = {
            "member": str(fact.member_uid),
            "direction": fact.direction,
            "work_day": fact.work_day.isoformat(),
            "zone": moment.zone,
            "clock": clock,
            "source": source,
            "badge": str(badge_uid) if badge_uid else None,
            "after": str(fact.after_uid) if fact.after_uid else None,
        }
        seq = self._context.enter(moment, "punch", fact.uid, payload)
        facts.add_punch(fact, seq, moment.zone, source, badge_uid)
        return fact

    def _refuse(self, scan: Scan, reason: str, moment: Moment, member: UUID | None) -> Refused:
        # A whole code in the record would let whoever steals the record print the badge.
        code = mask_refused(clean_line(scan.text))
        window = timedelta(seconds=self._context.site().debounce_s)
        if facts.find_same_refusal(code, reason, moment.at - window, member) is None:
            self._keep_refusal(scan, reason, code, moment, member)
        who = None
        if member:
            who = get_member(member, moment.work_day, self._here_since(member, moment.at))
        return Refused(reason, moment.at, moment.work_day, who)

    def _here_since(self, member: UUID, at: datetime) -> datetime | None:
        last = facts.find_last_punch(member)
        is_here = last is not None and is_open(last, at, rules_of(self._context.site()))
        return last.at if last is not None and is_here else None

    def _keep_refusal(
        self, scan: Scan, reason: str, code: str, moment: Moment, member: UUID | None
    ) -> None:
        uid = new_uid()
        payload = {
            "reason": reason,
            "code": code,
            "member": str(member) if member else None,
            "source": scan.source,
        }
        seq = self._context.enter(moment, "refused_scan", uid, payload)
        RefusedScan.insert(
            uid=uid,
            seq=seq,
            reason=reason,
            code=code,
            member=member,
            at=moment.at,
            work_day=moment.work_day,
            zone=moment.zone,
            source=scan.source,
        ).execute()

    def _told(self, answer: "_Counted | Refused") -> ScanResult:
        if isinstance(answer, Refused):
            return answer
        fact, decision = answer.fact, answer.decision
        since = fact.at if fact.direction == "in" else None
        today = self._context.moment().work_day
        member = get_member(fact.member_uid, today, since)
        common = (member, fact.at, fact.work_day, open_commitments(fact.member_uid, today))
        if decision.kind == "repeat":
            return Repeated(*common, direction=fact.direction)
        if decision.kind == "out" and answer.before is not None:
            ends_on = answer.valid_until
            is_over = ends_on is not None and ends_on <= today
            return CheckedOut(
                *common, since=answer.before.at, badge_ends_on=ends_on if is_over else None
            )
        forgotten = decision.forgotten.at if decision.forgotten else None
        return CheckedIn(*common, forgotten=forgotten)

    def on_site(self, at: datetime | None = None) -> list[OnSiteMember]:
        """Who is on site at a time (UTC, None for now), in order of coming."""
        at = at or self._context.clock.now()
        rows = {row[0]: row for row in people.list_member_columns()}
        return [
            OnSiteMember(uid, str(columns[1]), str(columns[2]), since)
            for uid, since in self.on_site_since(at).items()
            if (columns := rows.get(uid.bytes)) is not None
        ]

    def on_site_since(self, at: datetime) -> dict[UUID, datetime]:
        """Members on site at a time, with the time they came, in order of coming."""
        longest = rules_of(self._context.site()).longest
        return {punch.member_uid: punch.at for punch in facts.list_open_punches(at - longest, at)}


def is_open(last: PunchFact, at: datetime, rules: Rules) -> bool:
    """Whether a member's last punch says that they are on site at a time."""
    return last.direction == "in" and at - last.at <= rules.longest


def not_valid(holder: BadgeHolder, work_day: date) -> str | None:
    """Why a badge lets nobody in on a work day: `badge_not_yet`, `badge_expired`, or None.

    Going out is never gated: whoever is on site may always leave it.
    """
    if holder.valid_from is not None and work_day < holder.valid_from:
        return "badge_not_yet"
    if holder.valid_until is not None and work_day > holder.valid_until:
        return "badge_expired"
    return None


class _Counted:
    """A scan that led to a member: the fact it made or repeats, the punch before, the last day."""

    __slots__ = ("before", "decision", "fact", "valid_until")

    def __init__(
        self,
        fact: PunchFact,
        decision: Decision,
        before: PunchFact | None,
        valid_until: date | None,
    ) -> None:
        self.fact = fact
        self.decision = decision
        self.before = before
        self.valid_until = valid_until
