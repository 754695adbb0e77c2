"""Commitments and services as front ends see them: in words without phone numbers.

What is promised and done is public at once. Only who wrote it reads it whole (`whole_promises`,
`whole_services`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from db import catalogue
from db import commitments as records
from db.commitments import CommitmentLine
from db.entries import ServiceLine
from db.occasions import (
    OccasionChange,
    list_day_changes,
    list_member_changes,
    list_partly_kept,
)
from db.service import CatalogueItem
from kiosk.service.absences import Absences, read_absences
from kiosk.service.masking import mask_phones
from kiosk.service.repeating import (
    LOOKED_BACK,
    last_views,
    list_open_occasions,
    list_overdue_occasions,
    occasion_views,
)
from kiosk.service.shift_days import ShiftDays, end_of, read_shift_days
from kiosk.service.views import CommitmentView, ItemView, ServiceView

LEARNT_FROM = timedelta(days=60)
"""The order of the catalogue follows what was picked in this time."""


def item_view(row: CatalogueItem, uses: int = 0) -> ItemView:
    """A catalogue's item."""
    is_retired = row.retired_at is not None
    return ItemView(row.uid, row.text, row.text_en, row.minutes, row.kind, uses, is_retired)


def learnt_items(kind: str, today: date) -> list[ItemView]:
    """What can be picked of a kind: what was picked most in the last 60 days first."""
    uses: Mapping[UUID, int] = catalogue.count_uses(kind, today - LEARNT_FROM)
    found = [item_view(row, uses.get(_root(row), 0)) for row in catalogue.list_items(kind)]
    return sorted(found, key=lambda item: -item.uses)


def _root(row: CatalogueItem) -> UUID:
    root: UUID = row.root_uid or row.uid
    return root


def commitment_view(line: CommitmentLine, since: date) -> CommitmentView:
    """A one-off commitment; of a repeated one, the whole of it.

    Args:
        line: The commitment.
        since: What was due before that work day is overdue.
    """
    return CommitmentView(
        *(line.uid, line.number, line.name, mask_phones(line.text), line.text_en),
        *(line.due_on, line.at),
        line.state or ("overdue" if line.due_on < since and not line.rhythm else "open"),
        line.changed_at,
        line.reason,
        rhythm=line.rhythm,
        until_on=line.until_on,
        post=line.post,
        milestone=mask_phones(line.milestone),
        changed_by=line.changed_by,
        changed_name=line.changed_name,
        member_uid=line.member_uid,
        entry=line.seq,
    )


def commitment_views(lines: Iterable[CommitmentLine], today: date) -> tuple[CommitmentView, ...]:
    """Commitments with their states on a work day, in the same order.

    Of a repeated one the occasion that runs or was the last one.
    """
    lines, days = tuple(lines), read_shift_days(today)
    repeated = last_views(lines, days)
    return tuple(repeated.get(line.uid) or _once(line, days) for line in lines)


def whole_promises(lines: Iterable[CommitmentLine], today: date) -> tuple[CommitmentView, ...]:
    """As `commitment_views`, word by word: for who promised it."""
    lines = tuple(lines)
    views = zip(commitment_views(lines, today), lines, strict=True)
    return tuple(replace(view, text=line.text, milestone=line.milestone) for view, line in views)


def _once(line: CommitmentLine, days: ShiftDays) -> CommitmentView:
    return commitment_view(line, days.since(line.member_uid))


def service_view(line: ServiceLine) -> ServiceView:
    """A service entry."""
    return ServiceView(
        *(line.uid, line.number, line.name, mask_phones(line.text), line.text_en, line.minutes),
        *(mask_phones(line.for_whom), mask_phones(line.place), line.at),
        None if line.commitment is None else mask_phones(line.commitment),
        for_kind=line.for_kind,
        served=line.served,
        confirmed_minutes=line.confirmed_minutes,
        confirmed_how=line.confirmed_how,
        confirmed_by=line.confirmed_by,
        confirmed_at=line.confirmed_at,
        is_struck=line.struck_by is not None,
        struck_because=line.struck_because,
        photos=len(line.photos),
        member_uid=line.member_uid,
        entry=line.seq,
    )


def service_views(lines: Iterable[ServiceLine]) -> tuple[ServiceView, ...]:
    """Service entries in the same order."""
    return tuple(map(service_view, lines))


def whole_services(lines: Iterable[ServiceLine]) -> tuple[ServiceView, ...]:
    """Service entries in the same order, word by word: for who logged them."""
    return tuple(
        replace(
            service_view(line),
            text=line.text,
            for_whom=line.for_whom,
            place=line.place,
            commitment=line.commitment,
        )
        for line in lines
    )


def open_commitments(member_uid: UUID, today: date) -> tuple[CommitmentView, ...]:
    """A member's commitments of which nothing is said yet, by due date."""
    days = read_shift_days(today, member_uid)
    one_off = [_once(line, days) for line in records.list_open_commitments(member_uid)]
    return _by_due_day([*one_off, *list_open_occasions(member_uid, days)])


def due_commitments(work_day: date) -> tuple[CommitmentView, ...]:
    """All that is due on a work day, whatever became of it, by the order it was made.

    Left out is what nobody spoke of and nobody can keep: of who had left by its end.
    """
    return _due(ShiftDays(work_day))


def due_today(today: date) -> tuple[CommitmentView, ...]:
    """All that is due now: of who is on the night shift that of the day on which they came."""
    return _due(read_shift_days(today))


def _due(days: ShiftDays) -> tuple[CommitmentView, ...]:
    span, ends = (days.earliest, days.today), end_of(days.today)
    once, repeated = records.list_due_commitments(*span), records.list_repeated(*span)
    lines = {line.uid: line for line in (*once, *repeated)}
    absences = read_absences(line.member_uid for line in once)
    gone = {line.uid for line in lines.values() if _is_gone(line, absences, ends)}
    views = [*(_once(line, days) for line in once), *occasion_views(repeated, span, days)]
    due = [view for view in views if view.due_on >= days.since(lines[view.uid].member_uid)]
    return _by_due_day([view for view in due if not (view.is_open and view.uid in gone)])


def _is_gone(line: CommitmentLine, absences: Absences, ends: datetime) -> bool:
    """Whether who promised it had left at a time, for good or until they came back later."""
    has_left = line.left_at is not None and line.left_at < ends
    return has_left or absences.is_away(line.member_uid, ends)


def overdue_commitments(work_day: date) -> tuple[CommitmentView, ...]:
    """All that was due before a work day and of which nothing was said by its end, by due day.

    Left out is what nobody can keep any more: of who had left by its end.
    """
    days, ends = read_shift_days(work_day), end_of(work_day)
    lines = records.list_overdue_commitments(work_day, ends)
    absences = read_absences(line.member_uid for line in lines)
    here = [line for line in lines if not absences.is_away(line.member_uid, ends)]
    one_off = [view for line in here if (view := _once(line, days)).state == "overdue"]
    return _by_due_day([*one_off, *list_overdue_occasions(days)])


def partly_kept(member_uid: UUID, today: date) -> tuple[CommitmentView, ...]:
    """What a member kept in part in the last 14 days and can still keep, by due day."""
    changes = list_partly_kept(member_uid, today - LOOKED_BACK)
    lines = records.list_commitments_of({change.commitment_uid for change in changes})
    return _by_due_day([_judged(lines[one.commitment_uid], one) for one in changes])


def judged_commitments(work_day: date) -> tuple[CommitmentView, ...]:
    """What was said on a work day, as it was said then, by due day."""
    changes = list_day_changes(work_day)
    lines = records.list_commitments_of({change.commitment_uid for change in changes})
    return _by_due_day([_judged(lines[one.commitment_uid], one) for one in changes])


def whole_judgements(member_uid: UUID) -> tuple[CommitmentView, ...]:
    """All that was ever said of a member's commitments, word by word, in order."""
    changes = list_member_changes(member_uid)
    lines = records.list_commitments_of({change.commitment_uid for change in changes})
    said = ((lines[change.commitment_uid], change) for change in changes)
    return tuple(
        replace(_judged(line, change), text=line.text, milestone=line.milestone)
        for line, change in said
    )


def _judged(line: CommitmentLine, change: OccasionChange) -> CommitmentView:
    return replace(
        commitment_view(line, line.due_on),
        due_on=change.occasion or line.due_on,
        occasion=change.occasion,
        state=change.state,
        changed_at=change.at,
        changed_by=change.by,
        changed_name=change.by_name,
        reason=change.reason,
    )


def _by_due_day(views: Sequence[CommitmentView]) -> tuple[CommitmentView, ...]:
    return tuple(sorted(views, key=lambda view: (view.due_on, view.entry)))
