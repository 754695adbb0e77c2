"""Coverage of key posts: kinds, hours and deputies, posts taken, handovers."""

from typing import Any

from db.triggers import keep_facts

_BEGINS = "uid BLOB PRIMARY KEY, seq INTEGER NOT NULL,"
_POST = "post_uid BLOB NOT NULL REFERENCES post,"
_MEMBER = "member_uid BLOB NOT NULL REFERENCES member,"
_KINDS = "('', 'post', 'procedure', 'link', 'moment')"
_ENDS = "at INTEGER NOT NULL, work_day TEXT NOT NULL, zone TEXT NOT NULL) STRICT, WITHOUT ROWID"

FACTS = {
    "post_setting": f"{_BEGINS} {_POST} least INTEGER NOT NULL CHECK (least BETWEEN 1 AND 99),"
    f" hours TEXT NOT NULL, by_uid BLOB REFERENCES member, {_ENDS}",
    "post_kind": f"{_BEGINS} {_POST} kind TEXT NOT NULL CHECK (kind IN {_KINDS}),"
    f" was TEXT NOT NULL CHECK (was IN {_KINDS} AND was != kind),"
    f" by_uid BLOB REFERENCES member, {_ENDS}",
    "post_taken": f"{_BEGINS} {_MEMBER} presence_uid BLOB NOT NULL, {_POST} {_ENDS}",
    "handover": f"{_BEGINS} {_MEMBER} {_POST} answer TEXT NOT NULL"
    " CHECK (answer IN ('asked', 'waits', 'named', 'rests', 'told', 'left')),"
    " taker_uid BLOB REFERENCES member"
    f" CHECK ((answer = 'named') = (taker_uid IS NOT NULL)), {_ENDS}",
}

STATEMENTS = (
    f"CREATE TABLE deputy (uid BLOB PRIMARY KEY, {_POST} {_MEMBER}"
    " since TEXT NOT NULL, until TEXT, made_at INTEGER, ended_at INTEGER) STRICT, WITHOUT ROWID",
    "ALTER TABLE post ADD COLUMN made_at INTEGER",
    "ALTER TABLE holding ADD COLUMN made_at INTEGER",
    "ALTER TABLE holding ADD COLUMN ended_at INTEGER",
    "CREATE INDEX deputy_post ON deputy (post_uid)",
    "CREATE INDEX deputy_member ON deputy (member_uid)",
    "CREATE INDEX post_setting_post ON post_setting (post_uid, seq)",
    "CREATE INDEX post_kind_post ON post_kind (post_uid, seq)",
    "CREATE INDEX post_taken_at ON post_taken (at)",
    "CREATE INDEX post_taken_presence ON post_taken (presence_uid)",
    "CREATE INDEX handover_at ON handover (at)",
    "CREATE INDEX handover_day ON handover (work_day)",
)


def up(_migrator: Any, db: Any) -> None:  # noqa: ANN401  # peewee's migration runner is untyped
    """Make the tables; every key post that stands keeps the hours of its shifts."""
    for table, columns in FACTS.items():
        db.execute_sql(f"CREATE TABLE {table} ({columns}")
        keep_facts(db, table)
    for statement in STATEMENTS:
        db.execute_sql(statement)
