"""Keeps the facts of a roll call: in the record, or in the journal until the record takes them."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from db import muster as records
from db.base import new_uid
from db.connection import transaction
from db.errors import Conflict, StoreError
from db.muster import MusterFact
from db.people import Member
from kiosk.attendance.muster.calling import called
from kiosk.attendance.muster.checking_in import check_in, take_back
from kiosk.attendance.muster.joining import join_starts
from kiosk.attendance.muster.journal import Journal
from kiosk.attendance.muster.journal_line import REFUSED
from kiosk.attendance.muster.roll import KINDS, packed_during
from kiosk.attendance.refusals import keep_masked
from kiosk.context import Context, Moment

MOST_REFUSED = 200
"""Refused scans that wait in the journal at most; what comes after them is not kept, and told."""

_PLACE = {"muster_start": 0, "muster_end": 2}
"""Where facts stand among those of their muster; all others are between the two."""


class Keeping:
    """The record with the journal before it."""

    def __init__(self, context: Context) -> None:
        """Keep the facts of the open site."""
        self._context = context
        self.journal = Journal(context.home.folder, context.site().uid.hex)

    def waiting(self) -> list[MusterFact]:
        """What waits in the journal, as the record will take it.

        Raises:
            NotStored: The record can't be read.
        """
        return _joined(self.journal.facts())

    def keep(self, *facts: MusterFact) -> None:
        """Keep facts, in one transaction with all that waited.

        Raises:
            Conflict: A start is among them, and another one follows the same muster.
        """
        try:
            self.journal.hand_over(lambda waiting: self._store(waiting, facts))
        except StoreError as error:
            if isinstance(error, Conflict) and any(one.kind == "muster_start" for one in facts):
                raise
            self.journal.append(facts)

    def keep_refused(self, fact: MusterFact, window: timedelta) -> bool:
        """Keep a refused scan; whether it, or one that it repeats within the window, is kept."""
        try:
            self.journal.hand_over(lambda waiting: self._store(waiting, [fact]))
        except StoreError:
            return self._refused_waits(fact, window)
        return True

    def take_over(self) -> bool:
        """Write what waits in the journal into the record; whether nothing waits any more."""
        if self.journal.kept != "record":
            with suppress(StoreError):
                self.journal.hand_over(self._store)
        return self.journal.kept == "record"

    def _refused_waits(self, fact: MusterFact, window: timedelta) -> bool:
        waiting = [other for other in self.journal.facts() if other.kind == REFUSED]
        repeated = [
            other
            for other in waiting
            if abs(fact.at - other.at) <= window and _without_source(other) == _without_source(fact)
        ]
        if not repeated:
            if len(waiting) >= MOST_REFUSED:
                return False
            self.journal.append([fact])
        return self.journal.kept != "memory"

    def _store(self, waiting: Sequence[MusterFact], new: Sequence[MusterFact] = ()) -> set[UUID]:
        """Write what belongs to this record; answers the keys of what does not."""
        strange, late = set(), {fact.uid for fact in waiting}
        with transaction():
            for fact in _in_order([*_joined(waiting), *new]):
                if fact.kind != "muster_start" and not records.is_known(fact.muster_uid):
                    strange.add(fact.uid)
                elif fact.kind == REFUSED:
                    self._enter_refused(fact)
                elif not records.is_kept(fact):
                    self._enter(fact, is_late=fact.uid in late)
        return strange

    def _enter(self, fact: MusterFact, *, is_late: bool) -> None:
        """Write a fact and what goes with it."""
        if fact.kind == "muster_start" and is_late:
            fact = self._after_all(fact)
        self._write(fact)
        if fact.kind == "muster_seen" and fact.told["how"] == "badge":
            who = UUID(fact.text("person"))
            check_in(self._context, _moment(fact), who, is_late=is_late)
        elif fact.kind == "muster_undone":
            take_back(self._context, _moment(fact), fact)

    def _after_all(self, start: MusterFact) -> MusterFact:
        """A start that waited, behind those that were recorded meanwhile.

        A drill that still runs is ended by a real one, as at any terminal.
        """
        if start.text("kind") not in KINDS:
            return start
        for drill in records.list_running() if start.text("kind") == "real" else []:
            if drill.text("kind") == "drill":
                during = packed_during(called(records.list_facts(drill.uid)))
                told = {"because": "real", "by_number": "", "by_name": "", "during": during}
                end = replace(start, kind="muster_end", uid=new_uid(), muster_uid=drill.uid)
                self._write(replace(end, told=told))
        return replace(start, told={**start.told, "follows": newest_start()})

    def _write(self, fact: MusterFact) -> None:
        told: dict[str, str | int] = {
            "muster": str(fact.muster_uid),
            "station": fact.station,
            **fact.told,
            "work_day": fact.work_day.isoformat(),
        }
        records.add_fact(fact, self._context.enter(_moment(fact), fact.kind, fact.uid, told))

    def _enter_refused(self, fact: MusterFact) -> None:
        owner = UUID(fact.text("member")) if fact.told["member"] else None
        if owner is not None and Member.get_or_none(Member.uid == owner) is None:
            owner = None  # an older copy of the record may not know them yet
        told = fact.text("reason"), fact.text("code"), fact.text("source")
        keep_masked(self._context, _moment(fact), told, owner)


def newest_start() -> str:
    """The key of the muster that was recorded last, as a start names it; empty for none."""
    return next((fact.uid.hex for fact in records.list_newest_starts(KINDS)), "")


def _joined(waiting: Sequence[MusterFact]) -> list[MusterFact]:
    starts = [fact.at for fact in waiting if fact.kind == "muster_start"]
    return join_starts(records.list_spans(min(starts)), waiting) if starts else list(waiting)


def _in_order(facts: Sequence[MusterFact]) -> list[MusterFact]:
    """Muster by muster, start to end, in whichever order the journals were written.

    What was refused or seen at a gate counts for the muster between whose start and end it stands.
    """
    musters = {fact.muster_uid: -place for place, fact in enumerate(reversed(facts))}
    return sorted(facts, key=lambda fact: (musters[fact.muster_uid], _PLACE.get(fact.kind, 1)))


def _moment(fact: MusterFact) -> Moment:
    return Moment(fact.at, fact.work_day, fact.zone)


def _without_source(fact: MusterFact) -> tuple[str, ...]:
    return fact.text("reason"), fact.text("code"), fact.text("member")
