"""Phrases: what was picked or written how often, so that it can be picked again without letters."""

from typing import Any


def up(_migrator: Any, db: Any) -> None:  # noqa: ANN401  # peewee's migration runner is untyped
    """Make the table; a counter is no fact, so it can be changed and deleted.

    `owner` is the key of the member who alone gets to see the words; empty where everybody may.
    """
    db.execute_sql(
        "CREATE TABLE phrase (kind TEXT NOT NULL, owner BLOB NOT NULL,"
        " text TEXT NOT NULL CHECK (text != '' AND length(text) <= 120),"
        " uses INTEGER NOT NULL CHECK (uses > 0), used_at INTEGER NOT NULL,"
        " PRIMARY KEY (kind, owner, text)) STRICT, WITHOUT ROWID"
    )
    db.execute_sql("CREATE INDEX phrase_owner ON phrase (owner)")
