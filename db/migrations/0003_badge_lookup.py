"""A scan finds its badge in one index, without going through the badge's row as well."""

from typing import Any


def up(_migrator: Any, db: Any) -> None:  # noqa: ANN401  # peewee's migration runner is untyped
    """Add the index that holds all that a scan asks of a badge."""
    db.execute_sql(
        "CREATE INDEX badge_scan ON badge"
        " (token_hash, member_uid, dead_at, valid_from, valid_until)"
    )
