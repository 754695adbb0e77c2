"""Scans whose direction was a guess, what was looked at, answers to be given again, shifts."""

from typing import Any

from db.triggers import keep_facts

_FACT = "uid BLOB PRIMARY KEY, seq INTEGER NOT NULL,"
_WHEN = "at INTEGER NOT NULL, work_day TEXT NOT NULL, zone TEXT NOT NULL"
_TABLE = "STRICT, WITHOUT ROWID"
_BY = "by_uid BLOB REFERENCES member, reason TEXT NOT NULL DEFAULT '',"

STATEMENTS = (
    # A misfit was no guess when it was made: something took its place before it since.
    f"CREATE TABLE scan_question ({_FACT} member_uid BLOB NOT NULL REFERENCES member,"
    f" misfit INTEGER NOT NULL CHECK (misfit IN (0, 1)), {_WHEN}) {_TABLE}",
    # One answer to a question, whoever is quicker: the member or a supervisor.
    f"CREATE TABLE scan_answer ({_FACT} question_uid BLOB NOT NULL UNIQUE"
    " REFERENCES scan_question, direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),"
    f" mark_uid BLOB, {_BY} {_WHEN}) {_TABLE}",
    f"CREATE TABLE presence_settled ({_FACT} presence_uid BLOB NOT NULL UNIQUE,"
    f" member_uid BLOB NOT NULL REFERENCES member, {_BY} {_WHEN}) {_TABLE}",
    "CREATE TABLE scan_delivery (source TEXT NOT NULL, nonce TEXT NOT NULL,"
    " code_hash BLOB NOT NULL, at INTEGER NOT NULL, member_uid BLOB REFERENCES member,"
    f" answer TEXT NOT NULL, PRIMARY KEY (source, nonce, code_hash)) {_TABLE}",
    "CREATE INDEX scan_delivery_at ON scan_delivery (at)",
    "CREATE INDEX presence_mark_named ON presence_mark (names_uid) WHERE names_uid IS NOT NULL",
    "CREATE INDEX presence_closed_by_rule ON presence (closed_at) WHERE closed = 'rule'",
    "CREATE INDEX presence_forgotten ON presence (in_at) WHERE closed = 'rule'",
    "CREATE INDEX presence_in_doubt ON presence (in_at) WHERE clock != 'ok'",
    "ALTER TABLE rule_version ADD COLUMN shifts TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE shift ADD COLUMN ended_at INTEGER",
)

FACTS = ("scan_question", "scan_answer", "presence_settled")


def up(_migrator: Any, db: Any) -> None:  # noqa: ANN401  # peewee's migration runner is untyped
    """Make the tables."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
    for table in FACTS:
        keep_facts(db, table)
