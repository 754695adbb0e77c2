"""The service desk: commitments made and judged, services logged and confirmed, the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from db import commitments as records
from db.commitments import CommitmentLine, Wanted
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.service.choices import Choices
from kiosk.service.commitments import Commitments
from kiosk.service.confirming import Confirming
from kiosk.service.entries import ServiceEntries
from kiosk.service.reading import commitment_view
from kiosk.service.repeating import occasion_views
from kiosk.service.shift_days import ShiftDays, read_shift_days
from kiosk.service.states import JUDGEMENTS, OPEN
from kiosk.service.views import CommitmentView

_STRIDE = timedelta(days=61)
"""Occasions are looked up over so many days at once, back from the last ones."""


@dataclass(frozen=True, slots=True)
class CommitmentFilter:
    """Which commitments and occasions are asked for.

    Attributes:
        member_uid: Whose; None: everybody's.
        state: One of the states of `CommitmentView`; empty: any.
        first: Due on this day or later; None: whenever.
        last: Due on this day or earlier; None: whenever, if it has begun.
        most: How many at most, those due last.
    """

    member_uid: UUID | None = None
    state: str = ""
    first: date | None = None
    last: date | None = None
    most: int = 200


class Service(Commitments, ServiceEntries, Confirming, Choices):
    """The use cases of service."""

    def __init__(self, context: Context) -> None:
        """Work under these circumstances."""
        self._context = context

    def list_commitments(self, wanted: CommitmentFilter) -> tuple[CommitmentView, ...]:
        """Commitments and the occasions of repeated ones as they are asked for, newest due first.

        Raises:
            RefusedError: `unknown_state`.
        """
        if wanted.state not in {"", *OPEN, *JUDGEMENTS}:
            raise RefusedError("unknown_state", _("There is no such state of a commitment."))
        days = read_shift_days(self._context.moment().work_day, wanted.member_uid)
        asked = Wanted(
            *(days.today, wanted.member_uid, wanted.state, wanted.first, wanted.last, wanted.most),
            {uid: since for uid, (since, _last) in days.spans.items()},
        )
        once = records.list_wanted(asked)
        found = [commitment_view(line, days.since(line.member_uid)) for line in once]
        found += _occasions(wanted, days)
        return tuple(sorted(found, key=_newest_due_first)[: wanted.most])


def _occasions(wanted: CommitmentFilter, days: ShiftDays) -> list[CommitmentView]:
    """The occasions that are asked for, and the repeated ones that were withdrawn as a whole."""
    last = min(wanted.last or date.max, days.today + timedelta(days=6))
    lines = records.list_repeated(wanted.first or date.min, last, wanted.member_uid)
    if wanted.state in OPEN and wanted.member_uid is None:
        lines = [line for line in lines if line.left_at is None]
    whole = [commitment_view(line, days.today) for line in lines if line.state == "withdrawn"]
    found = [view for view in whole if wanted.state in {"", "withdrawn"}]
    begun = min((line.due_on for line in lines), default=date.max)
    first = max(wanted.first or date.min, begun)
    # Backwards, until there are enough: nobody need say how far.
    while first <= last and len(found) < wanted.most + len(whole):
        since = max(first, last - _STRIDE) if last - first > _STRIDE else first
        views = occasion_views(_standing(lines, since, last), (since, last), days)
        found += [view for view in views if wanted.state in {"", view.state}]
        last = since - timedelta(days=1)
    return found


def _standing(lines: Sequence[CommitmentLine], first: date, last: date) -> list[CommitmentLine]:
    """Those that can have an occasion between two days."""
    return [
        line
        for line in lines
        if line.due_on <= last
        and (line.until_on or date.max) >= first
        and (line.changed_on or date.max) >= first
    ]


def _newest_due_first(view: CommitmentView) -> tuple[int, int]:
    return -view.due_on.toordinal(), -view.entry
