"""Presence: marks beside the punches, presences as they stand, versioned rules and shifts."""

from typing import Any

from db.triggers import keep_facts

STATEMENTS = """
ALTER TABLE punch ADD COLUMN placed_at INTEGER;
CREATE TABLE presence_mark (
    uid BLOB PRIMARY KEY, seq INTEGER NOT NULL, member_uid BLOB NOT NULL REFERENCES member,
    kind TEXT NOT NULL CHECK (kind IN ('in', 'out', 'break', 'back', 'closed', 'undo')),
    at INTEGER NOT NULL, placed_at INTEGER NOT NULL, work_day TEXT NOT NULL, zone TEXT NOT NULL,
    names_uid BLOB, about_uid BLOB, source TEXT NOT NULL, clock TEXT NOT NULL DEFAULT 'ok',
    by_uid BLOB REFERENCES member, reason TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX presence_mark_member ON presence_mark (member_uid, placed_at);
CREATE UNIQUE INDEX presence_mark_names ON presence_mark (names_uid, kind)
    WHERE names_uid IS NOT NULL AND kind IN ('undo', 'closed');
CREATE INDEX punch_member_placed ON punch (member_uid, coalesce(placed_at, at));
CREATE TABLE presence (
    uid BLOB PRIMARY KEY, member_uid BLOB NOT NULL REFERENCES member, work_day TEXT NOT NULL,
    in_at INTEGER NOT NULL, out_at INTEGER, closed TEXT
        CHECK (closed IN ('scan', 'rule', 'correction')),
    closed_at INTEGER, break_since INTEGER, breaks_s INTEGER NOT NULL DEFAULT 0,
    clock TEXT NOT NULL DEFAULT 'ok' CHECK (clock IN ('ok', 'behind', 'unknown'))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX presence_one_open ON presence (member_uid) WHERE closed IS NULL;
CREATE INDEX presence_member ON presence (member_uid, in_at);
CREATE INDEX presence_day ON presence (work_day);
CREATE INDEX presence_in ON presence (in_at);
CREATE TABLE correction_request (
    uid BLOB PRIMARY KEY, seq INTEGER NOT NULL, member_uid BLOB NOT NULL REFERENCES member,
    kind TEXT NOT NULL CHECK (kind IN ('came', 'left')), punch_uid BLOB,
    happened_at INTEGER NOT NULL, left_at INTEGER, text TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL,
    work_day TEXT NOT NULL, zone TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX correction_request_member ON correction_request (member_uid);
CREATE INDEX correction_request_presence ON correction_request (punch_uid);
CREATE TABLE correction_ruling (
    uid BLOB PRIMARY KEY, seq INTEGER NOT NULL,
    request_uid BLOB NOT NULL UNIQUE REFERENCES correction_request,
    ruling TEXT NOT NULL
        CHECK (ruling IN ('accepted', 'changed', 'refused', 'superseded')),
    mark_uid BLOB, by_uid BLOB REFERENCES member, reason TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL, work_day TEXT NOT NULL, zone TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE rule_version (
    uid BLOB PRIMARY KEY, seq INTEGER NOT NULL, since INTEGER NOT NULL,
    turn_hour INTEGER NOT NULL, debounce_s INTEGER NOT NULL, longest_h INTEGER NOT NULL,
    ask_h INTEGER NOT NULL, asks_out INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE day_closing (
    uid BLOB PRIMARY KEY, seq INTEGER NOT NULL, work_day TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL, zone TEXT NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE site ADD COLUMN ask_h INTEGER NOT NULL DEFAULT 13;
ALTER TABLE site ADD COLUMN asks_out INTEGER NOT NULL DEFAULT 1;
ALTER TABLE shift ADD COLUMN weekdays INTEGER NOT NULL DEFAULT 127;
ALTER TABLE shift ADD COLUMN grace_min INTEGER NOT NULL DEFAULT 15;
"""

FACTS = (
    "presence_mark",
    "correction_request",
    "correction_ruling",
    "rule_version",
    "day_closing",
)


def up(_migrator: Any, db: Any) -> None:  # noqa: ANN401  # peewee's migration runner is untyped
    """Make the tables; the presences of older punches are derived when the file is opened."""
    for statement in STATEMENTS.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
    for table in FACTS:
        keep_facts(db, table)
