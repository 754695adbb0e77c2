"""Commitments and services as front ends see them."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from uuid import UUID

from db import service
from db.service import CatalogueItem, CommitmentLine, ServiceLine
from kiosk.service.views import CommitmentView, ItemView, ServiceView


def item_view(row: CatalogueItem) -> ItemView:
    """A catalogue's item."""
    return ItemView(row.uid, row.text, row.text_en, row.minutes)


def commitment_view(line: CommitmentLine, today: date) -> CommitmentView:
    """A commitment with its state on a work day."""
    return CommitmentView(
        line.uid,
        line.number,
        line.name,
        line.text,
        line.text_en,
        line.due_on,
        line.at,
        line.state or ("overdue" if line.due_on < today else "open"),
        line.changed_at,
        line.reason,
    )


def commitment_views(lines: Iterable[CommitmentLine], today: date) -> tuple[CommitmentView, ...]:
    """Commitments with their states on a work day, in the same order."""
    return tuple(commitment_view(line, today) for line in lines)


def service_view(line: ServiceLine) -> ServiceView:
    """A service entry."""
    return ServiceView(*(getattr(line, field.name) for field in fields(line)))


def service_views(lines: Iterable[ServiceLine]) -> tuple[ServiceView, ...]:
    """Service entries in the same order."""
    return tuple(map(service_view, lines))


def open_commitments(member_uid: UUID, today: date) -> tuple[CommitmentView, ...]:
    """A member's commitments of which nothing is said yet, by due date."""
    return commitment_views(service.list_open_commitments(member_uid), today)
