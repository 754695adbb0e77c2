"""Voices: what people say, what became of it, and how each stands now."""

from typing import Any

from db.triggers import keep_facts_but_words

_WHEN = "at INTEGER NOT NULL, work_day TEXT NOT NULL, zone TEXT NOT NULL"
_KIND = "kind TEXT NOT NULL CHECK (kind IN ('suggestion', 'problem', 'hazard', 'help'))"
_TABLE = "STRICT, WITHOUT ROWID"
_OPEN = "state IN ('open', 'in_hand')"

STATEMENTS = (
    "CREATE TABLE voice (uid BLOB PRIMARY KEY, seq INTEGER NOT NULL,"
    f" number INTEGER NOT NULL UNIQUE CHECK (number > 0), {_KIND},"
    " item_uid BLOB REFERENCES catalogue_item, subject TEXT NOT NULL,"
    " text TEXT NOT NULL, place TEXT NOT NULL, author_uid BLOB REFERENCES member,"
    f" author_name TEXT NOT NULL, word_digest BLOB NOT NULL, due_on TEXT NOT NULL, {_WHEN})"
    f" {_TABLE}",
    "CREATE TABLE voice_step (uid BLOB PRIMARY KEY, seq INTEGER NOT NULL,"
    " voice_uid BLOB NOT NULL REFERENCES voice, kind TEXT NOT NULL CHECK (kind IN ('assigned',"
    " 'released', 'due', 'reply', 'placed', 'named', 'solved', 'confirmed', 'declined', 'reopened',"
    " 'shown', 'hidden')),"
    " text TEXT NOT NULL, owner_uid BLOB REFERENCES member"
    " CHECK ((kind = 'assigned') = (owner_uid IS NOT NULL)), due_on TEXT,"
    " by_uid BLOB REFERENCES member, is_author INTEGER NOT NULL CHECK (is_author IN (0, 1))"
    # Who gave no name is known by the word they were given; who leaves has nothing in hand.
    " CHECK (is_author = 1 OR by_uid IS NOT NULL OR kind = 'released'), after_uid BLOB,"
    f" {_WHEN}) {_TABLE}",
    # Derived from the two above, so that no list goes through all voices.
    "CREATE TABLE voice_standing (voice_uid BLOB PRIMARY KEY REFERENCES voice,"
    f" number INTEGER NOT NULL UNIQUE, {_KIND}, state TEXT NOT NULL CHECK (state IN ('open',"
    " 'in_hand', 'solved', 'confirmed', 'declined')), owner_uid BLOB, due_on TEXT NOT NULL,"
    f" shown TEXT NOT NULL, solved_at INTEGER, last_uid BLOB) {_TABLE}",
    "CREATE TABLE voice_guess (voice_uid BLOB NOT NULL, terminal_uid BLOB NOT NULL,"
    " at INTEGER NOT NULL) STRICT",
    # Two deciders at once: each step names the one before it, and only one may follow a step.
    "CREATE UNIQUE INDEX voice_step_first ON voice_step (voice_uid) WHERE after_uid IS NULL",
    "CREATE UNIQUE INDEX voice_step_after ON voice_step (after_uid) WHERE after_uid IS NOT NULL",
    "CREATE INDEX voice_step_voice ON voice_step (voice_uid, seq)",
    "CREATE INDEX voice_step_seq ON voice_step (seq)",
    "CREATE INDEX voice_seq ON voice (seq)",
    "CREATE INDEX voice_day ON voice (work_day, number)",
    "CREATE INDEX voice_item ON voice (item_uid, work_day) WHERE item_uid IS NOT NULL",
    "CREATE INDEX voice_author ON voice (author_uid, number) WHERE author_uid IS NOT NULL",
    "CREATE INDEX voice_standing_kind ON voice_standing (kind, number)",
    "CREATE INDEX voice_standing_state ON voice_standing (state, number)",
    "CREATE INDEX voice_standing_both ON voice_standing (kind, state, number)",
    "CREATE INDEX voice_standing_owner ON voice_standing (owner_uid, number)"
    " WHERE owner_uid IS NOT NULL",
    f"CREATE INDEX voice_standing_due ON voice_standing (due_on, number) WHERE {_OPEN}",
    "CREATE INDEX voice_standing_solved ON voice_standing (solved_at) WHERE solved_at IS NOT NULL",
    "CREATE INDEX voice_guess_voice ON voice_guess (voice_uid, at)",
    "CREATE INDEX voice_guess_terminal ON voice_guess (terminal_uid, at)",
)

_VOICE = (
    *("uid", "seq", "number", "kind", "item_uid", "subject", "author_uid", "word_digest"),
    *("due_on", "at", "work_day", "zone"),
)
_STEP = (
    *("uid", "seq", "voice_uid", "kind", "owner_uid", "due_on", "by_uid", "is_author"),
    *("after_uid", "at", "work_day", "zone"),
)


def up(_migrator: Any, db: Any) -> None:  # noqa: ANN401  # peewee's migration runner is untyped
    """Make the tables."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
    keep_facts_but_words(db, "voice", ("text", "place", "author_name"), _VOICE)
    keep_facts_but_words(db, "voice_step", ("text",), _STEP)
