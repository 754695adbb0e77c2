"""Where the store's errors become the kiosk's: one sentence for people, a code for programs."""

from collections.abc import Iterator
from contextlib import contextmanager

from db.connection import store_errors
from db.errors import StoreError
from kiosk.errors import NotRecordedError
from kiosk.i18n import _


@contextmanager
def told_errors() -> Iterator[None]:
    """Turn what the store could not do into a `NotRecordedError` with a sentence."""
    try:
        with store_errors():
            yield
    except StoreError as error:
        raise not_recorded(error.code) from error


def not_recorded(code: str) -> NotRecordedError:
    """Why nothing could be recorded and what to do about it."""
    sentences = {
        "full": _("The disk is full; nothing was recorded. Free some space, then try again."),
        "locked": _("Another program holds the record; nothing was recorded. Try again."),
        "conflict": _("Somebody else changed the same thing; nothing was recorded. Try again."),
        "read_only": _("The record can't be written; nothing was recorded. Check the disk."),
        "damaged": _("The record is damaged; nothing was recorded. Call your supervisor."),
        "old_sqlite": _("The SQLite library is too old to be safe; run the set-up again."),
    }
    broken = _("The disk does not answer; nothing was recorded. Write it on paper.")
    return NotRecordedError(code, sentences.get(code, broken))
