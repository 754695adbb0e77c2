"""The ballot box: what lies in it is no fact yet, and tells no order, not even to the file's bytes.

The box is emptied into the record in the order of random keys, when the quarter of an hour is over:
no entry that stands beside one in the ledger gives anybody away. So it is emptied by the watch of
the running kiosk, by the nightly closing and by whoever lists ratings, never by giving one.

The write-ahead log would still hold each rating between the scans before and after it. So it is
emptied after each rating, and once a minute while anything lies in the box: else it would begin
with the scan that came after the last rating.
"""

from db import rating_box as records
from db.connection import empty_log, transaction
from db.ratings import Rating
from kiosk.context import Context
from kiosk.service.rating_rules import slot_of


def empty_box(context: Context) -> int:
    """Let the ratings of quarters of an hour that are over be facts; returns how many.

    Each gets a ledger entry of its own, in the order of their random keys, with the time of now:
    it says when the box was emptied, not when anybody stood there.

    Raises:
        NotStored: It was not recorded; they stay in the box.
    """
    was_due = is_box_due(context)
    with transaction():
        moment = context.moment()
        waiting = records.list_box(slot_of(moment.at))
        for rating in waiting:
            seq = context.enter(moment, "rating", rating.uid, _told(rating))
            records.take_from_box(rating, seq)
    if was_due:
        forget_order(context)
    return len(waiting)


def is_box_due(context: Context) -> bool:
    """Whether the box or the log is to be looked after; asked every minute, so it only reads."""
    return context.is_log_due or records.holds_any()


def forget_order(context: Context) -> None:
    """Empty the write-ahead log; while somebody reads through it the watch tries again."""
    context.is_log_due = not empty_log()


def _told(rating: Rating) -> dict[str, object]:
    return {
        "kind": rating.kind,
        "subject": str(rating.subject_uid),
        "of": str(rating.of_uid) if rating.of_uid else None,
        "stars": rating.stars,
        "word": rating.word,
        "set_aside": rating.set_aside,
        "terminal": str(rating.terminal_uid),
        "slot_at": rating.slot_at.isoformat(),
        "work_day": rating.work_day.isoformat(),
        "zone": rating.zone,
    }
