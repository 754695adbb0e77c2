"""Keeps the facts of a roll call: in the record, or in the journal until the record takes them."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from db import muster as records
from db.connection import transaction
from db.errors import StoreError
from db.muster import MusterFact
from db.people import Member
from kiosk.attendance.muster.journal import Journal
from kiosk.attendance.muster.journal_line import REFUSED
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

    def keep(self, *facts: MusterFact) -> None:
        """Keep facts, in one transaction with all that waited."""
        try:
            self.journal.hand_over(lambda waiting: self._store([*waiting, *facts]))
        except StoreError:
            self.journal.append(facts)

    def keep_refused(self, fact: MusterFact, window: timedelta) -> bool:
        """Keep a refused scan; whether it, or one that it repeats within the window, is kept."""
        try:
            self.journal.hand_over(lambda waiting: self._store([*waiting, fact]))
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

    def _store(self, facts: Sequence[MusterFact]) -> set[UUID]:
        """Write what belongs to this record; answers the keys of what does not."""
        strange = set()
        with transaction():
            for fact in _in_order(facts):
                if fact.kind != "muster_start" and not records.is_known(fact.muster_uid):
                    strange.add(fact.uid)
                elif fact.kind == REFUSED:
                    self._enter_refused(fact)
                elif not records.is_kept(fact):
                    self._enter(fact)
        return strange

    def _enter(self, fact: MusterFact) -> None:
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
