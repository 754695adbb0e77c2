"""Posts that are no more; teams with a leader, a result and members who come and go."""

from typing import Any

_DAYS = "since TEXT NOT NULL, until TEXT, made_at INTEGER, ended_at INTEGER"

STATEMENTS = (
    "ALTER TABLE post ADD COLUMN ended_at INTEGER",
    "ALTER TABLE team ADD COLUMN result TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE team ADD COLUMN leader_uid BLOB REFERENCES member",
    "ALTER TABLE team ADD COLUMN made_at INTEGER",
    "ALTER TABLE team ADD COLUMN ended_at INTEGER",
    # SQLite can't drop a table's own UNIQUE: who left a team may join it again.
    "CREATE TABLE team_member_new (uid BLOB PRIMARY KEY, team_uid BLOB NOT NULL REFERENCES team,"
    f" member_uid BLOB NOT NULL REFERENCES member, {_DAYS}) STRICT, WITHOUT ROWID",
    # Nobody kept when they joined: they were in it for as long as it stood.
    "INSERT INTO team_member_new (uid, team_uid, member_uid, since, until)"
    " SELECT x.uid, x.team_uid, x.member_uid, t.since, t.until"
    " FROM team_member x JOIN team t ON t.uid = x.team_uid",
    "DROP TABLE team_member",
    "ALTER TABLE team_member_new RENAME TO team_member",
    "CREATE INDEX team_member_member ON team_member (member_uid)",
    "CREATE INDEX team_member_team ON team_member (team_uid)",
    "CREATE UNIQUE INDEX team_member_once ON team_member (team_uid, member_uid)"
    " WHERE until IS NULL",
)


def up(_migrator: Any, db: Any) -> None:  # noqa: ANN401  # peewee's migration runner is untyped
    """Add the columns and rebuild the table of the teams' members."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
