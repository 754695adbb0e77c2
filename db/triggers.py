"""Triggers that keep facts as they were written; made by the migrations that make their tables."""

from typing import Any


def keep_facts(db: Any, table: str) -> None:  # noqa: ANN401  # peewee's migration runner is untyped
    """Refuse to change, delete or replace a row of a table whose key is `uid`."""
    refuse(db, table, "UPDATE")
    refuse(db, table, "DELETE")
    # REPLACE deletes without a word where recursive_triggers is off.
    refuse(db, table, "INSERT", f"WHEN EXISTS (SELECT 1 FROM {table} WHERE uid = new.uid)")


def refuse(db: Any, table: str, verb: str, when: str = "") -> None:  # noqa: ANN401
    """Make a trigger that refuses a verb on a table."""
    db.execute_sql(
        f"CREATE TRIGGER {table}_keeps_{verb.lower()} BEFORE {verb} ON {table} {when}"
        f" BEGIN SELECT RAISE(ABORT, '{table}: facts are never changed'); END"
    )
