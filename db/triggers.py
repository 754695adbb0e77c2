"""Triggers that keep facts as they were written; made by the migrations that make their tables."""

from collections.abc import Sequence
from typing import Any


def keep_facts(db: Any, table: str) -> None:  # noqa: ANN401  # peewee's migration runner is untyped
    """Refuse to change, delete or replace a row of a table whose key is `uid`."""
    refuse(db, table, "UPDATE")
    refuse(db, table, "DELETE")
    # REPLACE deletes without a word where recursive_triggers is off.
    refuse(db, table, "INSERT", f"WHEN EXISTS (SELECT 1 FROM {table} WHERE uid = new.uid)")


def keep_facts_but_words(
    db: Any,  # noqa: ANN401
    table: str,
    words: Sequence[str],
    others: Sequence[str],
    delete_when: str = "",
) -> None:
    """Like `keep_facts`, but words that a person wrote can be erased: emptied, never rewritten.

    Args:
        db: The database.
        table: The table, whose key is `uid`.
        words: Columns that may become empty.
        others: All its other columns.
        delete_when: Under which condition, as SQL, deleting is refused; empty: always.
    """
    kept = [f"(new.{name} != '' AND new.{name} IS NOT old.{name})" for name in words]
    kept += [f"new.{name} IS NOT old.{name}" for name in others]
    refuse(db, table, "UPDATE", f"WHEN {' OR '.join(kept)}")
    refuse(db, table, "DELETE", delete_when)
    refuse(db, table, "INSERT", f"WHEN EXISTS (SELECT 1 FROM {table} WHERE uid = new.uid)")


def refuse(db: Any, table: str, verb: str, when: str = "") -> None:  # noqa: ANN401
    """Make a trigger that refuses a verb on a table."""
    db.execute_sql(
        f"CREATE TRIGGER {table}_keeps_{verb.lower()} BEFORE {verb} ON {table} {when}"
        f" BEGIN SELECT RAISE(ABORT, '{table}: facts are never changed'); END"
    )
