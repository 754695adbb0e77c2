"""Drafts that nobody came back for: after a day they go, and their photos with them."""

from datetime import datetime, timedelta

from db import drafts as records
from db.connection import transaction
from kiosk.context import Context

KEPT_FOR = timedelta(hours=24)


def span_of(now: datetime) -> tuple[datetime, datetime]:
    """Between which times, UTC, drafts were saved that are kept now."""
    # A clock that was set back must neither lose a draft nor keep it for ever.
    return now - KEPT_FOR, now + KEPT_FOR


def has_old_drafts(context: Context) -> bool:
    """Whether a draft is to be dropped; asked every minute, so it only reads."""
    return records.has_drafts_but(*span_of(context.moment().at))


def drop_old_drafts(context: Context) -> None:
    """Drop the drafts that are kept no longer.

    Raises:
        NotStored: They could not be dropped; the next call tries again.
    """
    with transaction():
        records.drop_drafts_but(*span_of(context.moment().at))
