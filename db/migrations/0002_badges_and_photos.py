"""Badges get days of validity; members a photo that waits, a reason for leaving, an end of data."""

from typing import Any

COLUMNS = (
    "ALTER TABLE badge ADD COLUMN valid_from TEXT",
    "ALTER TABLE badge ADD COLUMN valid_until TEXT",
    "ALTER TABLE member ADD COLUMN waiting_photo_sha256 TEXT REFERENCES photo",
    "ALTER TABLE member ADD COLUMN left_because TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE member ADD COLUMN forgotten_at INTEGER",
    "ALTER TABLE site ADD COLUMN retention_years INTEGER NOT NULL DEFAULT 5",
)


def up(_migrator: Any, db: Any) -> None:  # noqa: ANN401  # peewee's migration runner is untyped
    """Add the columns; every row that stands means what it meant before."""
    for statement in COLUMNS:
        db.execute_sql(statement)
