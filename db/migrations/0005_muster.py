"""Roll calls: started, people seen, visitors, marks taken back, ended; all of them facts."""

from typing import Any

from db.triggers import keep_facts

_BEGINS = "uid BLOB PRIMARY KEY, seq INTEGER NOT NULL, at INTEGER NOT NULL,"
_ENDS = "station TEXT NOT NULL, work_day TEXT NOT NULL, zone TEXT NOT NULL) STRICT, WITHOUT ROWID"
_OF = "muster_uid BLOB NOT NULL REFERENCES muster_start,"
_ONCE = "person TEXT NOT NULL, turn INTEGER NOT NULL,"

TABLES = {
    "muster_start": "kind TEXT NOT NULL"
    " CHECK (kind IN ('drill', 'real', 'meeting', 'training')), expected TEXT NOT NULL,"
    " follows TEXT NOT NULL, since INTEGER NOT NULL,",
    "muster_seen": f"{_OF} {_ONCE} how TEXT NOT NULL CHECK (how IN ('badge', 'hand')),"
    " by_name TEXT NOT NULL,",
    "muster_visitor": f"{_OF} name TEXT NOT NULL, by_name TEXT NOT NULL,",
    "muster_undone": f"{_OF} {_ONCE} by_name TEXT NOT NULL, reason TEXT NOT NULL,",
    "muster_end": f"{_OF} because TEXT NOT NULL, by_number TEXT NOT NULL, by_name TEXT NOT NULL,"
    " during TEXT NOT NULL,",
}

INDEXES = (
    # Two terminals that start at once: the second one finds one running, and joins it.
    "CREATE UNIQUE INDEX muster_start_follows ON muster_start (follows)"
    " WHERE kind IN ('drill', 'real')",
    # Two terminals that mark the same person at once: the second one finds it done.
    "CREATE UNIQUE INDEX muster_seen_once ON muster_seen (muster_uid, person, turn)",
    "CREATE UNIQUE INDEX muster_undone_once ON muster_undone (muster_uid, person, turn)",
    "CREATE UNIQUE INDEX muster_end_once ON muster_end (muster_uid)",
    "CREATE INDEX muster_visitor_of ON muster_visitor (muster_uid)",
    "CREATE INDEX muster_start_day ON muster_start (work_day)",
)


def up(_migrator: Any, db: Any) -> None:  # noqa: ANN401  # peewee's migration runner is untyped
    """Make the tables."""
    for table, columns in TABLES.items():
        db.execute_sql(f"CREATE TABLE {table} ({_BEGINS} {columns} {_ENDS}")
        keep_facts(db, table)
    for statement in INDEXES:
        db.execute_sql(statement)
