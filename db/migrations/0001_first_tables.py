"""The first tables: people, attendance, service, oversight and the ledger.

A migration is frozen: it speaks SQL, not today's classes, so that it does the same for ever.
"""

from typing import Any

from db.triggers import keep_facts, refuse

TABLES = """
CREATE TABLE site (
    uid BLOB PRIMARY KEY, name TEXT NOT NULL, zone TEXT NOT NULL, branch TEXT NOT NULL,
    turn_hour INTEGER NOT NULL DEFAULT 4 CHECK (turn_hour BETWEEN 0 AND 23),
    debounce_s INTEGER NOT NULL DEFAULT 10 CHECK (debounce_s BETWEEN 0 AND 3600),
    longest_h INTEGER NOT NULL DEFAULT 16 CHECK (longest_h BETWEEN 1 AND 48),
    is_demo INTEGER NOT NULL DEFAULT 0, made_at INTEGER NOT NULL, safe_since TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE terminal (
    uid BLOB PRIMARY KEY, name TEXT NOT NULL, made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE branch (
    uid BLOB PRIMARY KEY, name TEXT NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;
CREATE TABLE photo (
    sha256 TEXT PRIMARY KEY, width INTEGER NOT NULL, height INTEGER NOT NULL,
    taken_in_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE photo_rendition (
    sha256 TEXT NOT NULL REFERENCES photo, size TEXT NOT NULL, jpeg BLOB NOT NULL,
    UNIQUE (sha256, size)
) STRICT;
CREATE TABLE member (
    uid BLOB PRIMARY KEY, number TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    initials TEXT NOT NULL, job TEXT NOT NULL DEFAULT '',
    branch_uid BLOB NOT NULL REFERENCES branch, phone TEXT NOT NULL DEFAULT '',
    standing TEXT NOT NULL DEFAULT 'member'
        CHECK (standing IN ('member', 'probationary', 'activist')),
    language TEXT NOT NULL DEFAULT '', photo_sha256 TEXT REFERENCES photo,
    photo_approved_at INTEGER, joined_at INTEGER NOT NULL, left_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX member_branch ON member (branch_uid);
CREATE TABLE shift (
    uid BLOB PRIMARY KEY, name TEXT NOT NULL UNIQUE,
    from_minute INTEGER NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
    to_minute INTEGER NOT NULL CHECK (to_minute BETWEEN 0 AND 1439)
) STRICT, WITHOUT ROWID;
CREATE TABLE post (
    uid BLOB PRIMARY KEY, name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL DEFAULT ''
        CHECK (kind IN ('', 'post', 'procedure', 'link', 'moment')),
    basis TEXT NOT NULL DEFAULT 'need' CHECK (basis IN ('need', 'task', 'person')),
    duty TEXT NOT NULL DEFAULT '', standard TEXT NOT NULL DEFAULT '',
    zone TEXT NOT NULL DEFAULT '',
    honour TEXT NOT NULL DEFAULT '' CHECK (honour IN ('', 'vanguard', 'model'))
) STRICT, WITHOUT ROWID;
CREATE TABLE holding (
    uid BLOB PRIMARY KEY, post_uid BLOB NOT NULL REFERENCES post,
    member_uid BLOB NOT NULL REFERENCES member, shift_uid BLOB REFERENCES shift,
    since TEXT NOT NULL, until TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX holding_member ON holding (member_uid);
CREATE INDEX holding_post ON holding (post_uid);
CREATE TABLE team (
    uid BLOB PRIMARY KEY, name TEXT NOT NULL UNIQUE, goal TEXT NOT NULL DEFAULT '',
    since TEXT NOT NULL, until TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE team_member (
    uid BLOB PRIMARY KEY, team_uid BLOB NOT NULL REFERENCES team,
    member_uid BLOB NOT NULL REFERENCES member, UNIQUE (team_uid, member_uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX team_member_member ON team_member (member_uid);
CREATE TABLE badge (
    uid BLOB PRIMARY KEY, member_uid BLOB NOT NULL REFERENCES member,
    token_hash BLOB NOT NULL UNIQUE, issued_at INTEGER NOT NULL,
    dead_at INTEGER, dead_because TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX badge_member ON badge (member_uid);
CREATE UNIQUE INDEX badge_one_alive ON badge (member_uid) WHERE dead_at IS NULL;
CREATE TABLE access (
    member_uid BLOB PRIMARY KEY REFERENCES member,
    role TEXT NOT NULL CHECK (role IN ('supervisor', 'admin')),
    pin_hash TEXT NOT NULL, set_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE pin_try (
    uid BLOB PRIMARY KEY, member_uid BLOB REFERENCES member, at INTEGER NOT NULL,
    passed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX pin_try_member ON pin_try (member_uid, uid);

CREATE TABLE punch (
    uid BLOB PRIMARY KEY, seq INTEGER NOT NULL, member_uid BLOB NOT NULL REFERENCES member,
    after_uid BLOB, direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    at INTEGER NOT NULL, work_day TEXT NOT NULL, zone TEXT NOT NULL,
    clock TEXT NOT NULL DEFAULT 'ok', source TEXT NOT NULL, badge_uid BLOB REFERENCES badge
) STRICT, WITHOUT ROWID;
CREATE INDEX punch_member ON punch (member_uid, seq);
CREATE INDEX punch_day ON punch (work_day);
-- Two deciders at once: each punch names the one before it, and only one may follow a punch.
CREATE UNIQUE INDEX punch_follows ON punch (after_uid) WHERE after_uid IS NOT NULL;
CREATE UNIQUE INDEX punch_first ON punch (member_uid) WHERE after_uid IS NULL;
CREATE TABLE refused_scan (
    uid BLOB PRIMARY KEY, seq INTEGER NOT NULL, reason TEXT NOT NULL, code TEXT NOT NULL,
    member_uid BLOB REFERENCES member, at INTEGER NOT NULL, work_day TEXT NOT NULL,
    zone TEXT NOT NULL, source TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX refused_scan_day ON refused_scan (work_day);

CREATE TABLE catalogue_item (
    uid BLOB PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('commitment', 'service')),
    text TEXT NOT NULL, text_en TEXT NOT NULL DEFAULT '', minutes INTEGER NOT NULL DEFAULT 0,
    place INTEGER NOT NULL, UNIQUE (kind, text)
) STRICT, WITHOUT ROWID;
CREATE TABLE commitment (
    uid BLOB PRIMARY KEY, seq INTEGER NOT NULL, member_uid BLOB NOT NULL REFERENCES member,
    item_uid BLOB REFERENCES catalogue_item, text TEXT NOT NULL, due_on TEXT NOT NULL,
    at INTEGER NOT NULL, work_day TEXT NOT NULL, zone TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX commitment_member ON commitment (member_uid);
CREATE INDEX commitment_day ON commitment (work_day);
CREATE INDEX commitment_due ON commitment (due_on);
CREATE TABLE commitment_change (
    uid BLOB PRIMARY KEY, seq INTEGER NOT NULL,
    commitment_uid BLOB NOT NULL UNIQUE REFERENCES commitment,
    state TEXT NOT NULL CHECK (state IN ('kept', 'partly_kept', 'missed', 'withdrawn')),
    by_uid BLOB NOT NULL REFERENCES member, reason TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL, work_day TEXT NOT NULL, zone TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX commitment_change_day ON commitment_change (work_day);
CREATE TABLE service_entry (
    uid BLOB PRIMARY KEY, seq INTEGER NOT NULL, member_uid BLOB NOT NULL REFERENCES member,
    commitment_uid BLOB REFERENCES commitment, item_uid BLOB REFERENCES catalogue_item,
    text TEXT NOT NULL, minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
    for_whom TEXT NOT NULL DEFAULT '', place TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL, work_day TEXT NOT NULL, zone TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX service_entry_member ON service_entry (member_uid);
CREATE INDEX service_entry_day ON service_entry (work_day);

CREATE TABLE ledger_entry (
    seq INTEGER PRIMARY KEY, terminal_uid BLOB NOT NULL REFERENCES terminal,
    epoch INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, subject BLOB NOT NULL,
    payload TEXT, salt BLOB, payload_digest BLOB NOT NULL, previous BLOB NOT NULL,
    digest BLOB NOT NULL
) STRICT;
CREATE INDEX ledger_subject ON ledger_entry (subject);
CREATE INDEX ledger_at ON ledger_entry (at);
"""

FACTS = (
    "punch",
    "refused_scan",
    "commitment",
    "commitment_change",
    "service_entry",
    "pin_try",
)


def up(_migrator: Any, db: Any) -> None:  # noqa: ANN401  # peewee's migration runner is untyped
    """Make the tables and the triggers that keep facts as they were written."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
    for table in FACTS:
        keep_facts(db, table)
    refuse(db, "ledger_entry", "DELETE")
    refuse(
        db,
        "ledger_entry",
        "INSERT",
        "WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE seq = new.seq)",
    )
    # A person's data can be erased: payload and salt may become NULL, nothing else may change.
    refuse(
        db,
        "ledger_entry",
        "UPDATE",
        "WHEN new.payload IS NOT NULL OR new.salt IS NOT NULL OR new.seq IS NOT old.seq"
        " OR new.terminal_uid IS NOT old.terminal_uid OR new.epoch IS NOT old.epoch"
        " OR new.at IS NOT old.at OR new.kind IS NOT old.kind OR new.subject IS NOT old.subject"
        " OR new.payload_digest IS NOT old.payload_digest OR new.previous IS NOT old.previous"
        " OR new.digest IS NOT old.digest",
    )
