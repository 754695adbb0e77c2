"""The ballot box: ratings of the running quarter of an hour, which tell no order.

A rating gets its place in the ledger only when its quarter of an hour is over, together with the
others of the box in the order of their keys, which are random: what stands beside it in the ledger
says nothing of who stood there. Nor does the box: SQLite puts a row at the end of a page, so the
box is filled anew at each rating in that same order, and its pages are the same whatever came last.
What the pages held before is overwritten (`secure_delete`); what the write-ahead log holds goes
with `db.connection.empty_log`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from db.connection import run_sql
from db.ratings import COLUMNS, MARKS, Rating, rating_of, values_of

_ONTO_THE_TRAY = "INSERT INTO rating_tray SELECT * FROM rating_box ORDER BY uid"


def add_to_box(rating: Rating) -> None:
    """Put a rating into the box. Raises `Conflict` for a second one that would count."""
    _fill([*_all(), rating])


def add_word(uid: UUID, word: str) -> bool:
    """Add a word to a rating of the box that has none; says whether there is such a one."""
    lying = _all()
    worded = [replace(one, word=word) if one.uid == uid and not one.word else one for one in lying]
    if worded == lying:
        return False
    _fill(worded)
    return True


def take_out(uid: UUID) -> bool:
    """Take a rating out of the box, as if it had never been given; says whether it was there."""
    lying = _all()
    left = [one for one in lying if one.uid != uid]
    if left == lying:
        return False
    _fill(left)
    return True


def take_from_box(rating: Rating, seq: int) -> None:
    """Let a rating of the box be a fact with its place in the ledger."""
    values = (*values_of(rating), seq)
    run_sql(f"INSERT INTO rating ({COLUMNS}, seq) VALUES ({MARKS}, ?)", values)
    run_sql("DELETE FROM rating_box WHERE uid = ?", (rating.uid.bytes,))


def list_box(but_slot_at: datetime) -> list[Rating]:
    """What is in the box of other quarters of an hour than this one, by key, which is random."""
    return [one for one in _all() if one.slot_at != but_slot_at]


def holds_any() -> bool:
    """Whether anything lies in the box."""
    return bool(run_sql("SELECT 1 FROM rating_box LIMIT 1"))


def _all() -> list[Rating]:
    return [rating_of(row) for row in run_sql(f"SELECT {COLUMNS} FROM rating_box ORDER BY uid")]


def _fill(ratings: Iterable[Rating]) -> None:
    """Empty the box onto the tray and fill it in the order of the keys, inside a transaction."""
    run_sql(_ONTO_THE_TRAY)
    run_sql("DELETE FROM rating_box")
    for rating in sorted(ratings, key=lambda one: one.uid.bytes):
        run_sql(f"INSERT INTO rating_box ({COLUMNS}) VALUES ({MARKS})", values_of(rating))
    run_sql("DELETE FROM rating_tray")
    # An empty page still says how long the rows were that lay on it: let it speak of all of them.
    run_sql(_ONTO_THE_TRAY)
    run_sql("DELETE FROM rating_tray")
