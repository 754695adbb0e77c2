"""Ratings: a ballot box for those of the running quarter of an hour, the facts, and rulings."""

from typing import Any

from db.triggers import keep_facts, keep_facts_but_words, refuse

_SLOT_US = 15 * 60 * 1_000_000

_RATING = (
    "kind TEXT NOT NULL CHECK (kind IN ('service', 'member', 'site')),"
    " subject_uid BLOB NOT NULL, of_uid BLOB REFERENCES member"
    " CHECK ((kind = 'site') = (of_uid IS NULL)),"
    " stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5), word TEXT NOT NULL DEFAULT '',"
    " set_aside TEXT NOT NULL DEFAULT '' CHECK (set_aside IN ('', 'repeat', 'burst')),"
    " terminal_uid BLOB NOT NULL REFERENCES terminal,"
    # The file itself refuses a time that says more than the quarter of an hour.
    f" slot_at INTEGER NOT NULL CHECK (slot_at % {_SLOT_US} = 0),"
    " work_day TEXT NOT NULL, zone TEXT NOT NULL"
)
_RATED = "coalesce(of_uid, subject_uid)"
"""The member who is rated, themself or by a service, or the site."""
_COLUMNS = (
    "uid",
    "kind",
    "subject_uid",
    "of_uid",
    "stars",
    "set_aside",
    "terminal_uid",
    "slot_at",
    "work_day",
    "zone",
)

STATEMENTS = (
    f"CREATE TABLE rating_box (uid BLOB PRIMARY KEY, {_RATING}) STRICT, WITHOUT ROWID",
    # The box is emptied onto the tray and filled again at each rating, so that its pages do not
    # tell which came last.
    f"CREATE TABLE rating_tray (uid BLOB PRIMARY KEY, {_RATING}) STRICT, WITHOUT ROWID",
    f"CREATE TABLE rating (uid BLOB PRIMARY KEY, seq INTEGER NOT NULL, {_RATING})"
    " STRICT, WITHOUT ROWID",
    "CREATE TABLE rating_ruling (uid BLOB PRIMARY KEY, seq INTEGER NOT NULL,"
    " rating_uid BLOB NOT NULL REFERENCES rating,"
    " counts INTEGER NOT NULL CHECK (counts IN (0, 1)), by_uid BLOB NOT NULL REFERENCES member,"
    " reason TEXT NOT NULL, at INTEGER NOT NULL, work_day TEXT NOT NULL, zone TEXT NOT NULL)"
    " STRICT, WITHOUT ROWID",
    # One of a member with all their services, or of the site, counts in a quarter of an hour at a
    # terminal, however many come at once.
    f"CREATE UNIQUE INDEX rating_box_counted ON rating_box ({_RATED}, terminal_uid, slot_at)"
    " WHERE set_aside = ''",
    f"CREATE UNIQUE INDEX rating_counted ON rating ({_RATED}, terminal_uid, slot_at)"
    " WHERE set_aside = ''",
    f"CREATE INDEX rating_rated ON rating ({_RATED}, slot_at, set_aside)",
    "CREATE INDEX rating_of ON rating (of_uid, set_aside, seq, stars)",
    "CREATE INDEX rating_words ON rating (of_uid, slot_at) WHERE word != ''",
    "CREATE INDEX rating_seq ON rating (seq)",
    "CREATE INDEX rating_day ON rating (work_day)",
    "CREATE INDEX rating_ruling_rating ON rating_ruling (rating_uid, seq)",
)


def up(_migrator: Any, db: Any) -> None:  # noqa: ANN401  # peewee's migration runner is untyped
    """Make the tables."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
    keep_facts(db, "rating_ruling")
    keep_facts_but_words(db, "rating", ("word",), (*_COLUMNS, "seq"))
    _keep_the_box(db)


def _keep_the_box(db: Any) -> None:  # noqa: ANN401
    """Let nothing leave the box but to become a fact, or over the tray.

    What lies on the tray is what lay in the box, and nothing comes back from it changed. What its
    giver takes back at once is taken from there.
    """
    in_box, on_tray, is_fact = (
        f"EXISTS (SELECT 1 FROM {table} WHERE uid = {{0}}.uid)"
        for table in ("rating_box", "rating_tray", "rating")
    )
    gone = f"NOT {is_fact} AND NOT {on_tray}".format("old")
    refuse(db, "rating_box", "DELETE", f"WHEN {gone}")
    is_other = f"EXISTS (SELECT 1 FROM rating_tray t WHERE t.uid = new.uid AND ({_changed('t')}))"
    refuse(db, "rating_box", "INSERT", f"WHEN {in_box.format('new')} OR {is_other}")
    is_same = f"EXISTS (SELECT 1 FROM rating_box b WHERE b.uid = new.uid AND NOT ({_changed('b')}))"
    refuse(db, "rating_tray", "INSERT", f"WHEN NOT {is_same}")
    refuse(db, "rating_box", "UPDATE", f"WHEN {_changed('old')}")
    refuse(db, "rating_tray", "UPDATE")


def _changed(before: str) -> str:
    """Whether `new` is not as it was; a word may be added while it lies there, or erased."""
    changed = [f"new.{name} IS NOT {before}.{name}" for name in _COLUMNS]
    words = f"new.word != '' AND {before}.word != '' AND new.word != {before}.word"
    return " OR ".join([*changed, f"({words})"])
