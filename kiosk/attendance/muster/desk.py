"""The muster's desk: starts a roll call, takes marks, ends it; nothing that goes wrong stops it.

Each fact goes into the record with its ledger entry, in one transaction with those that waited for
it. Where the record can't be written the fact goes into the journal, and the roll is the same.
How that is done is `keeping.py`'s.
"""

import socket
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from db import muster as records
from db.badges import find_badge_holder
from db.base import new_uid
from db.connection import store_errors, transaction
from db.errors import Conflict, NotStored, StoreError
from db.muster import MusterFact
from kiosk.attendance.muster import people as faces
from kiosk.attendance.muster.calling import called, places, why_not
from kiosk.attendance.muster.checking_in import check_in, is_here
from kiosk.attendance.muster.ending import refuse_after_end
from kiosk.attendance.muster.journal_line import REFUSED
from kiosk.attendance.muster.keeping import Keeping, newest_start
from kiosk.attendance.muster.roll import KINDS, Roll, Seen, pack, packed_during, turn_of
from kiosk.attendance.muster.undone import list_taken_back
from kiosk.attendance.muster.views import MusterScan, MusterView, Running
from kiosk.attendance.muster.whom import list_expected
from kiosk.attendance.refusals import masked
from kiosk.attendance.views import Refused, Scan
from kiosk.context import Context, Moment
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.people.access import Access
from kiosk.people.codes import BadCode, token_hash, token_of
from kiosk.people.reading import get_member
from kiosk.people.views import MemberView
from kiosk.text import clean_line

LONGEST_NAME = 40
LONGEST_REASON = 120

_TRIES = 5
"""How often a start that was second looks for the first; it finds it the first time."""

Told = Mapping[str, str | int]


class MusterDesk:
    """The use cases of the muster."""

    def __init__(self, context: Context, station: str = "kiosk") -> None:
        """Work under these circumstances.

        Args:
            context: The circumstances.
            station: What enters the facts: `kiosk` or `command`; the machine's name is added.
        """
        self._context = context
        self._site = context.site()
        self._station = _station(station)
        self._keeping = Keeping(context)
        self.journal = self._keeping.journal
        """Where facts wait while the record can't be written."""

    # What runs

    def running(self) -> Running | None:
        """The muster that runs, or None; a real one before a drill, then the oldest.

        A meeting or a training that calls the same roll takes no terminal.

        Raises:
            NotStored: The record can't be read.
        """
        waiting = self._keeping.waiting()
        ended = {fact.muster_uid for fact in waiting if fact.kind == "muster_end"}
        starts = [*records.list_running(), *_starts(waiting)]
        found = [fact for fact in starts if fact.uid not in ended and fact.text("kind") in KINDS]
        found = [fact for fact in found if fact.seq or not records.is_known(fact.uid)]
        if not found:
            return None
        first = min(found, key=lambda fact: (fact.text("kind") != "real", fact.at, fact.uid.bytes))
        return Running(first.uid, first.text("kind"), first.at)

    def view(self, uid: UUID) -> MusterView:
        """A roll call as it stands.

        Raises:
            LookupError: There is no such roll call.
            NotStored: The record can't be read.
        """
        facts, moment = self._facts(uid), self._moment()
        roll, (start, end) = called(facts), places(facts)
        refused = records.count_refused(start, end) if start is not None else 0
        refused += sum(fact.kind == REFUSED for fact in facts)
        told = faces.view_of(roll, moment.work_day, self._station, self.journal.kept)
        return replace(told, refused=refused, taken_back=list_taken_back(roll, facts))

    def find_latest(self) -> UUID | None:
        """The muster that was started last, whether it runs or has ended; None: there was none."""
        waiting = _starts(self._keeping.waiting())
        recorded = records.list_newest_starts(KINDS)
        newest = [*recorded, *(fact for fact in waiting if not records.is_known(fact.uid))][-1:]
        return newest[0].uid if newest else None

    def list_day(self, work_day: date) -> tuple[MusterView, ...]:
        """The musters that were started on a work day, oldest first; meetings are none."""
        waiting = [fact for fact in _starts(self._keeping.waiting()) if fact.work_day == work_day]
        starts = {fact.uid: fact for fact in [*waiting, *records.list_starts(work_day)]}
        musters = [fact for fact in starts.values() if fact.text("kind") in KINDS]
        return tuple(self.view(fact.uid) for fact in sorted(musters, key=lambda fact: fact.at))

    # What people do

    def start(self, kind: str) -> Running:
        """Start a roll call, or join the one of this kind that runs.

        A real one ends a drill that runs. No PIN: in an emergency anybody starts it. Of several
        terminals that start at the same moment all but the first join it.

        Args:
            kind: `drill` or `real`.

        Raises:
            RefusedError: `unknown_kind`; `muster_running` for a drill while a real one runs.
            NotStored: The record can't even be read.
        """
        if kind not in KINDS:
            raise RefusedError("unknown_kind", _("Choose a drill or a real muster."))
        for _try in range(_TRIES):
            self.take_over()
            with suppress(Conflict):
                return self._started(kind)
        raise NotStored("locked")

    def _started(self, kind: str) -> Running:
        # Before the look at what runs: whoever starts in between follows the same, and is first.
        follows, since = newest_start(), records.find_newest_place()
        now = self.running()
        if now is not None and now.kind == kind:
            return now
        if now is not None and now.kind == "real":
            raise RefusedError(
                "muster_running", _("A real muster is running; end it before you start a drill.")
            )
        moment, uid = self._moment(), new_uid()
        expected = list_expected(self._site, moment, self._keeping.waiting())
        told: Told = {"kind": kind, "expected": pack(expected), "follows": follows, "since": since}
        ends = [] if now is None else [self._end_fact(now.uid, moment, "real")]
        self._keeping.keep(*ends, self._fact("muster_start", uid, uid, moment, told))
        return self.running() or Running(uid, kind, moment.at)

    def scan(self, scan: Scan, gate: str = "") -> MusterScan | None:
        """Mark the owner of a scanned badge safe; None where no roll call runs.

        A badge that is dead, unknown or of somebody who left marks nobody: who holds it is not
        known, and a hand can mark them. It is kept as any refused scan, where that can be written.

        Args:
            scan: What was read.
            gate: What read it; empty: this terminal.
        """
        try:
            now = self.running()
            return None if now is None else self._scanned(now, scan, gate)
        except StoreError:
            return MusterScan("not_recorded", self._context.clock.now(), reason="broken")

    def refuse_after_end(self, scan: Scan) -> Refused | None:
        """Answer who scans their badge in the minute after the end; None for everybody else.

        Args:
            scan: What was read, while no roll call runs.
        """
        try:
            return refuse_after_end(self._context, self._moment(), self._keeping.waiting(), scan)
        except StoreError:  # the gate's own answer says so
            return None

    def _scanned(self, now: Running, scan: Scan, gate: str) -> MusterScan:
        try:
            holder = find_badge_holder(token_hash(token_of(scan.text)))
        except BadCode as bad:
            return self._refused(now, scan, bad.reason, None)
        reason = why_not(holder)
        if holder is None or reason:
            return self._refused(now, scan, reason, holder.member_uid if holder else None)
        return self._mark(now, holder.member_uid, "badge", "", gate)

    def _refused(self, now: Running, scan: Scan, reason: str, owner: UUID | None) -> MusterScan:
        moment = self._moment()
        is_blank = not scan.text.strip()  # a bare Enter is nothing that happened
        is_kept = is_blank or self._keeps_refusal(now, moment, (reason, scan), owner)
        member = get_member(owner, moment.work_day, None) if owner else None
        return MusterScan(
            "refused",
            moment.at,
            member,
            reason,
            work_day=moment.work_day,
            kind=now.kind,
            is_kept=is_kept,
        )

    def _keeps_refusal(
        self, now: Running, moment: Moment, what: tuple[str, Scan], owner: UUID | None
    ) -> bool:
        reason, scan = what
        told: Told = {
            "reason": reason,
            "code": masked(scan),
            "member": owner.hex if owner else "",
            "source": scan.source,
        }
        fact = self._fact(REFUSED, new_uid(), now.uid, moment, told)
        return self._keeping.keep_refused(fact, timedelta(seconds=self._site.debounce_s))

    def mark_safe(self, person: UUID, by: str) -> MusterScan:
        """Mark somebody safe by hand.

        Args:
            person: A member's key, or a visitor's on the roll.
            by: The name of who says so.

        Raises:
            RefusedError: `no_muster`, `no_name`, `unknown_person`.
        """
        now, said_by = self._now(), _name(by)
        return self._mark(now, person, "hand", said_by)

    def _mark(self, now: Running, person: UUID, how: str, by: str, gate: str = "") -> MusterScan:
        roll, moment = called(self._facts(now.uid)), self._moment()
        member = faces.find_person(roll, person, moment.work_day)
        if member is None:
            raise RefusedError("unknown_person", _("Nobody on this site has this key."))
        before = next((mark for mark in roll.seen if mark.person == person), None)
        mark = MusterScan(
            "safe",
            moment.at,
            member,
            was_expected=_was_expected(roll, person),
            work_day=moment.work_day,
            kind=now.kind,
        )
        comes = how == "badge" and not is_here(self._context, self._site, person)
        if before is not None and not _is_surer(how, before):
            came = comes and self._checked_in(person, moment)
            return replace(mark, result="already", at=before.at, checked_in=came)
        turn = turn_of(self._facts(now.uid), person, how)
        told: Told = {"person": person.hex, "turn": turn, "how": how, "by_name": by}
        fact = self._fact("muster_seen", new_uid(), now.uid, moment, told)
        self._keeping.keep(replace(fact, station=_station(gate)) if gate else fact)
        if before is not None:
            return replace(mark, result="already", at=before.at, checked_in=comes)
        return replace(mark, checked_in=comes)

    def _checked_in(self, person: UUID, moment: Moment) -> bool:
        """Check in who was checked out since their mark; not where that can't be written."""
        with suppress(StoreError), transaction():
            return check_in(self._context, moment, person, is_late=False)
        return False

    def add_visitor(self, name: str, by: str, *, is_here: bool) -> UUID:
        """Add somebody who is no member.

        Args:
            name: Their name.
            by: The name of who says so.
            is_here: Whether they stand here; else they are looked for.

        Returns:
            Their key on the roll.

        Raises:
            RefusedError: `no_muster`, `no_name`.
        """
        now, said_by, called = self._now(), _name(by), _name(name)
        moment, uid = self._moment(), new_uid()
        told: Told = {"name": called, "by_name": said_by}
        facts = [self._fact("muster_visitor", uid, now.uid, moment, told)]
        if is_here:
            turn = turn_of((), uid, "hand")
            seen: Told = {"person": uid.hex, "turn": turn, "how": "hand", "by_name": said_by}
            facts.append(self._fact("muster_seen", new_uid(), now.uid, moment, seen))
        self._keeping.keep(*facts)
        return uid

    def undo(self, person: UUID, by: str, reason: str) -> None:
        """Take back that somebody was seen, however that was; both stay in the record.

        They are missing again, until they are marked once more. Who was seen in several ways stays
        seen by the others: the least sure goes first, so a hand before a badge.

        Raises:
            RefusedError: `no_muster`, `no_name`, `no_reason`, `not_marked`.
        """
        now, said_by, why = self._now(), _name(by), clean_line(reason, LONGEST_REASON)
        if not why:
            raise RefusedError("no_reason", _("Say why; the reason is kept."))
        marks = called(self._facts(now.uid)).seen
        mark = next((one for one in marks if one.person == person), None)
        if mark is None:
            raise RefusedError("not_marked", _("Nobody marked this person as seen."))
        turn = mark.weakest.turn
        told: Told = {"person": person.hex, "turn": turn, "by_name": said_by, "reason": why}
        self._keeping.keep(self._fact("muster_undone", new_uid(), now.uid, self._moment(), told))

    def admit(self, access: Access, number: str, pin: str) -> MemberView:
        """The supervisor with this number and PIN, also where the try can't be recorded.

        Raises:
            RefusedError: As `Access.check_pin`.
        """
        try:
            return access.check_pin(number, pin)
        except StoreError:
            return access.check_pin_unrecorded(number, pin)

    def end(self, by_number: str, by_name: str) -> MusterView:
        """End the roll call that runs; whoever calls has checked this supervisor's PIN.

        Raises:
            RefusedError: `no_muster`.
        """
        now, moment = self._now(), self._moment()
        self._keeping.keep(self._end_fact(now.uid, moment, "pin", (by_number, by_name)))
        return self.view(now.uid)

    def take_over(self) -> bool:
        """Write what waits in the journal into the record; whether nothing waits any more."""
        return self._keeping.take_over()

    # How it is kept

    def _now(self) -> Running:
        now = self.running()
        if now is None:
            raise RefusedError("no_muster", _("No muster is running; start one first."))
        return now

    def _moment(self) -> Moment:
        with suppress(StoreError), store_errors():
            self._site = self._context.site()
            return self._context.moment()
        return self._context.unread_moment()

    def _facts(self, uid: UUID) -> list[MusterFact]:
        waiting = [fact for fact in self._keeping.waiting() if fact.muster_uid == uid]
        return [*records.list_facts(uid), *waiting]

    def _fact(self, kind: str, uid: UUID, muster: UUID, moment: Moment, told: Told) -> MusterFact:
        return MusterFact(
            kind, uid, muster, moment.at, self._station, moment.work_day, moment.zone, told
        )

    def _end_fact(
        self, muster: UUID, moment: Moment, because: str, by: tuple[str, str] = ("", "")
    ) -> MusterFact:
        during = packed_during(called(self._facts(muster)))
        told: Told = {"because": because, "by_number": by[0], "by_name": by[1], "during": during}
        return self._fact("muster_end", new_uid(), muster, moment, told)


def _is_surer(how: str, before: Seen) -> bool:
    """Whether a mark is kept though somebody was seen before: only their own badge is."""
    return how == "badge" and before.how != "badge"


def _was_expected(roll: Roll, person: UUID) -> bool:
    during = (one for one in roll.added if one.why == "during")
    return person in {one.person for one in (*roll.expected, *during)}


def _station(name: str) -> str:
    return f"{name}@{clean_line(socket.gethostname(), LONGEST_NAME)}"


def _starts(facts: Sequence[MusterFact]) -> list[MusterFact]:
    return [fact for fact in facts if fact.kind == "muster_start"]


def _name(text: str) -> str:
    name = clean_line(text, LONGEST_NAME)
    if not name:
        raise RefusedError("no_name", _("Type a name."))
    return name
