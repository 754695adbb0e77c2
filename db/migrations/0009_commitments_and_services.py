"""Rhythms and occasions of commitments; whom services were for, photos, confirming, striking.

The catalogue gets the subjects of voices and can retire what is no longer picked. Beside the facts
stand sums of them (`member_tally`, `commitment_open`), which triggers keep, so that the page of a
member of many years opens as fast as that of a newcomer.
"""

from typing import Any

from db.triggers import keep_facts, keep_facts_but_words

_FACT = "uid BLOB PRIMARY KEY, seq INTEGER NOT NULL,"
_ENTRY = "entry_uid BLOB NOT NULL REFERENCES service_entry,"
_WHEN = "at INTEGER NOT NULL, work_day TEXT NOT NULL, zone TEXT NOT NULL"
_TABLE = "STRICT, WITHOUT ROWID"

COLUMNS = (
    "ALTER TABLE commitment ADD COLUMN rhythm TEXT CHECK (rhythm IN ('shift', 'day', 'week'))",
    "ALTER TABLE commitment ADD COLUMN until_on TEXT",
    "ALTER TABLE commitment ADD COLUMN post_uid BLOB REFERENCES post",
    "ALTER TABLE commitment ADD COLUMN milestone TEXT",
    "ALTER TABLE service_entry ADD COLUMN for_kind TEXT"
    " CHECK (for_kind IN ('person', 'team', 'household', 'site'))",
    "ALTER TABLE service_entry ADD COLUMN served_uid BLOB REFERENCES member",
)

CHANGES = (
    # One-off commitments and withdrawals have no occasion; a change may follow another one.
    f"CREATE TABLE new_change ({_FACT} commitment_uid BLOB NOT NULL REFERENCES commitment,"
    " state TEXT NOT NULL CHECK (state IN ('kept', 'partly_kept', 'missed', 'withdrawn')),"
    " by_uid BLOB NOT NULL REFERENCES member, reason TEXT NOT NULL DEFAULT '',"
    f" {_WHEN}, occasion TEXT, after_uid BLOB) {_TABLE}",
    "INSERT INTO new_change SELECT uid, seq, commitment_uid, state, by_uid, reason, at, work_day,"
    " zone, NULL, NULL FROM commitment_change",
    "DROP TABLE commitment_change",
    "ALTER TABLE new_change RENAME TO commitment_change",
    "CREATE INDEX commitment_change_day ON commitment_change (work_day)",
    "CREATE UNIQUE INDEX commitment_change_first ON commitment_change"
    " (commitment_uid, coalesce(occasion, '')) WHERE after_uid IS NULL",
    "CREATE UNIQUE INDEX commitment_change_after ON commitment_change (after_uid)"
    " WHERE after_uid IS NOT NULL",
    "CREATE INDEX commitment_change_of ON commitment_change (commitment_uid, occasion, seq)",
)

CATALOGUE = (
    # The commitments and services that name an item find it again under the same key.
    "PRAGMA defer_foreign_keys = ON",
    "CREATE TABLE old_item AS SELECT * FROM catalogue_item",
    "DROP TABLE catalogue_item",
    "CREATE TABLE catalogue_item (uid BLOB PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN"
    " ('commitment', 'service', 'suggestion', 'problem', 'hazard', 'help')),"
    " text TEXT NOT NULL, text_en TEXT NOT NULL DEFAULT '', minutes INTEGER NOT NULL DEFAULT 0,"
    f" place INTEGER NOT NULL, retired_at INTEGER, root_uid BLOB, UNIQUE (kind, text)) {_TABLE}",
    "INSERT INTO catalogue_item SELECT uid, kind, text, text_en, minutes, place, NULL, NULL"
    " FROM old_item",
    "DROP TABLE old_item",
    "CREATE INDEX commitment_item ON commitment (item_uid, work_day)",
    "CREATE INDEX service_entry_item ON service_entry (item_uid, work_day)",
)

FACTS = {
    # A touch says little: a supervisor may say more after it.
    "service_confirmation": f"{_FACT} {_ENTRY}"
    " minutes INTEGER NOT NULL CHECK (minutes BETWEEN 0 AND 1440),"
    " how TEXT NOT NULL CHECK (how IN ('supervisor', 'served', 'touch')),"
    " by_uid BLOB REFERENCES member CHECK ((how = 'touch') = (by_uid IS NULL)),",
    "service_strike": f"{_FACT} {_ENTRY} deed TEXT NOT NULL CHECK (deed IN"
    " ('struck', 'restored')), by_uid BLOB NOT NULL REFERENCES member,"
    " reason TEXT NOT NULL, after_uid BLOB,",
    # A picture can be erased while the fact that there was one stays.
    "service_photo": f"{_FACT} {_ENTRY} place INTEGER NOT NULL CHECK (place BETWEEN 1 AND 3),"
    " sha256 TEXT NOT NULL,",
}

_ENDS = ("seq", "at", "work_day", "zone", "uid")
WORDS = {
    "commitment_change": (
        ("reason",),
        ("commitment_uid", "state", "by_uid", "occasion", "after_uid", *_ENDS),
    ),
    "service_strike": (("reason",), ("entry_uid", "deed", "by_uid", "after_uid", *_ENDS)),
    "service_entry": (
        ("for_whom", "place"),
        (
            *("member_uid", "commitment_uid", "item_uid", "text", "minutes"),
            *("for_kind", "served_uid", *_ENDS),
        ),
    ),
}
"""Facts with words that go when a person is forgotten, and their other columns."""

INDEXES = (
    "CREATE UNIQUE INDEX service_confirmation_once ON service_confirmation"
    " (entry_uid, how = 'touch')",
    "CREATE UNIQUE INDEX service_strike_first ON service_strike (entry_uid)"
    " WHERE after_uid IS NULL",
    "CREATE UNIQUE INDEX service_strike_after ON service_strike (after_uid)"
    " WHERE after_uid IS NOT NULL",
    "CREATE INDEX service_strike_entry ON service_strike (entry_uid, seq)",
    "CREATE INDEX service_strike_day ON service_strike (work_day)",
    "CREATE UNIQUE INDEX service_photo_entry ON service_photo (entry_uid, place)",
    "CREATE INDEX service_photo_picture ON service_photo (sha256)",
    "CREATE INDEX service_confirmation_day ON service_confirmation (work_day)",
    # A member's newest ones without going through all of theirs.
    "DROP INDEX commitment_member",
    "CREATE INDEX commitment_member ON commitment (member_uid, seq)",
    "CREATE INDEX commitment_seq ON commitment (seq)",
    "CREATE INDEX commitment_repeated ON commitment (member_uid) WHERE rhythm IS NOT NULL",
    "CREATE INDEX commitment_milestone ON commitment (milestone, seq) WHERE milestone IS NOT NULL",
    "CREATE INDEX commitment_post ON commitment (post_uid) WHERE post_uid IS NOT NULL",
    "DROP INDEX service_entry_member",
    "CREATE INDEX service_entry_member ON service_entry (member_uid, seq)",
    "CREATE INDEX service_entry_seq ON service_entry (seq)",
    "CREATE INDEX service_entry_member_day ON service_entry (member_uid, work_day)",
    "CREATE INDEX service_entry_commitment ON service_entry (commitment_uid)"
    " WHERE commitment_uid IS NOT NULL",
    "CREATE INDEX service_entry_served ON service_entry (served_uid) WHERE served_uid IS NOT NULL",
    "CREATE INDEX presence_member_day ON presence (member_uid, work_day)",
)


TALLIES = (
    f"CREATE TABLE member_tally (member_uid BLOB NOT NULL REFERENCES member, what TEXT NOT NULL,"
    f" count INTEGER NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (member_uid, what)) {_TABLE}",
    "CREATE TABLE commitment_open (commitment_uid BLOB PRIMARY KEY REFERENCES commitment,"
    f" member_uid BLOB NOT NULL REFERENCES member, due_on TEXT NOT NULL) {_TABLE}",
    "CREATE INDEX commitment_open_member ON commitment_open (member_uid, due_on)",
    "CREATE INDEX commitment_open_due ON commitment_open (due_on)",
    # What stands already; services were never confirmed nor struck before, and promised once.
    "INSERT INTO commitment_open SELECT uid, member_uid, due_on FROM commitment"
    " WHERE uid NOT IN (SELECT commitment_uid FROM commitment_change)",
    "INSERT INTO member_tally SELECT x.member_uid, c.state, count(*), 0 FROM commitment_change c"
    " JOIN commitment x ON x.uid = c.commitment_uid GROUP BY 1, 2",
    "INSERT INTO member_tally SELECT member_uid, 'services', count(*), sum(minutes)"
    " FROM service_entry GROUP BY 1",
    "INSERT INTO member_tally SELECT member_uid, 'days', count(DISTINCT work_day), 0"
    " FROM presence GROUP BY 1",
)

_ADDS = (
    "ON CONFLICT DO UPDATE SET count = count + excluded.count, amount = amount + excluded.amount"
)
_ENTRY_OF = "FROM service_entry x WHERE x.uid = new.entry_uid"
_SUM_OF = "CASE {0}.how WHEN 'touch' THEN 'touched' ELSE 'confirmed' END"
"""The sum to which the minutes of a confirmation belong."""
_OTHER = (
    "SELECT 1 FROM service_confirmation o WHERE o.entry_uid = {0}.entry_uid AND o.how != 'touch'"
)
# As `kiosk.attendance.presence.worked_s` has it: a doubtful clock is believed up to two days.
_KNOWN = (
    "({0}.out_at IS NOT NULL AND ({0}.clock = 'ok' OR ({0}.clock = 'behind'"
    " AND {0}.out_at - {0}.in_at <= 172800000000)))"
)
_WORKED = "(({0}.out_at - {0}.in_at) / 1000000 - {0}.breaks_s)"


def _presence_triggers() -> dict[str, str]:
    """A presence counts its day, if no other of that day is there, and its hours."""
    found = {}
    for verb, row, sign in (("INSERT", "new", 1), ("DELETE", "old", -1)):
        known = _KNOWN.format(row)
        found[f"presence_{verb.lower()}_tallies AFTER {verb} ON presence"] = (
            f" INSERT INTO member_tally SELECT {row}.member_uid, 'days', {sign}, 0"
            f" WHERE NOT EXISTS (SELECT 1 FROM presence p WHERE p.member_uid = {row}.member_uid"
            f" AND p.work_day = {row}.work_day AND p.uid != {row}.uid) {_ADDS};"
            f" INSERT INTO member_tally SELECT {row}.member_uid, 'hours', {sign},"
            f" {sign} * {_WORKED.format(row)} WHERE {known} {_ADDS};"
            f" INSERT INTO member_tally SELECT {row}.member_uid, 'unknown', {sign}, 0"
            f" WHERE {row}.closed IS NOT NULL AND NOT {known} {_ADDS};"
        )
    return found


TRIGGERS = {
    "commitment_opens AFTER INSERT ON commitment WHEN new.rhythm IS NULL": (
        " INSERT INTO commitment_open VALUES (new.uid, new.member_uid, new.due_on);"
    ),
    "commitment_closes AFTER INSERT ON commitment_change WHEN new.occasion IS NULL": (
        " DELETE FROM commitment_open WHERE commitment_uid = new.commitment_uid;"
    ),
    # To withdraw the whole of a repeated one says nothing of an occasion.
    "commitment_change_tallies AFTER INSERT ON commitment_change WHEN new.occasion IS NOT NULL"
    " OR (SELECT x.rhythm FROM commitment x WHERE x.uid = new.commitment_uid) IS NULL": (
        " INSERT INTO member_tally SELECT x.member_uid, new.state, 1, 0 FROM commitment x"
        f" WHERE x.uid = new.commitment_uid {_ADDS};"
        " INSERT INTO member_tally SELECT x.member_uid, c.state, -1, 0 FROM commitment x"
        " JOIN commitment_change c ON c.uid = new.after_uid"
        f" WHERE x.uid = new.commitment_uid {_ADDS};"
    ),
    "service_entry_tallies AFTER INSERT ON service_entry": (
        " INSERT INTO member_tally SELECT new.member_uid, 'services', 1, new.minutes"
        f" WHERE 1 {_ADDS};"
    ),
    "service_confirmation_tallies AFTER INSERT ON service_confirmation": (
        f" INSERT INTO member_tally SELECT x.member_uid, {_SUM_OF.format('new')}, 1, new.minutes"
        f" {_ENTRY_OF} AND (new.how != 'touch' OR NOT EXISTS ({_OTHER.format('new')})) {_ADDS};"
        # What somebody known says takes the place of a touch.
        " INSERT INTO member_tally SELECT x.member_uid, 'touched', -1, -k.minutes"
        " FROM service_entry x JOIN service_confirmation k ON k.entry_uid = x.uid"
        f" AND k.how = 'touch' WHERE x.uid = new.entry_uid AND new.how != 'touch' {_ADDS};"
    ),
    "service_strike_tallies AFTER INSERT ON service_strike": (
        " INSERT INTO member_tally SELECT x.member_uid, 'services',"
        " CASE new.deed WHEN 'struck' THEN -1 ELSE 1 END,"
        f" CASE new.deed WHEN 'struck' THEN -x.minutes ELSE x.minutes END {_ENTRY_OF} {_ADDS};"
        f" INSERT INTO member_tally SELECT x.member_uid, {_SUM_OF.format('k')},"
        " CASE new.deed WHEN 'struck' THEN -1 ELSE 1 END,"
        " CASE new.deed WHEN 'struck' THEN -k.minutes ELSE k.minutes END"
        " FROM service_entry x JOIN service_confirmation k ON k.entry_uid = x.uid"
        " WHERE x.uid = new.entry_uid"
        f" AND (k.how != 'touch' OR NOT EXISTS ({_OTHER.format('k')})) {_ADDS};"
    ),
    **_presence_triggers(),
}


def _tally_presences(db: Any) -> None:  # noqa: ANN401
    known = _KNOWN.format("p")
    db.execute_sql(
        "INSERT INTO member_tally SELECT p.member_uid, 'hours', count(*),"
        f" sum({_WORKED.format('p')}) FROM presence p WHERE {known} GROUP BY 1"
    )
    db.execute_sql(
        "INSERT INTO member_tally SELECT p.member_uid, 'unknown', count(*), 0 FROM presence p"
        f" WHERE p.closed IS NOT NULL AND NOT {known} GROUP BY 1"
    )


def up(_migrator: Any, db: Any) -> None:  # noqa: ANN401  # peewee's migration runner is untyped
    """Change the tables and make the new ones; every row means what it meant before."""
    for statement in (*COLUMNS, *CHANGES, *CATALOGUE):
        db.execute_sql(statement)
    for table, columns in FACTS.items():
        db.execute_sql(f"CREATE TABLE {table} ({columns} {_WHEN}) {_TABLE}")
        if table not in WORDS:
            keep_facts(db, table)
    for verb in ("update", "delete", "insert"):
        db.execute_sql(f"DROP TRIGGER service_entry_keeps_{verb}")
    for table, (words, others) in WORDS.items():
        keep_facts_but_words(db, table, words, others)
    for statement in (*INDEXES, *TALLIES):
        db.execute_sql(statement)
    _tally_presences(db)
    for head, body in TRIGGERS.items():
        db.execute_sql(f"CREATE TRIGGER {head} BEGIN{body} END")
