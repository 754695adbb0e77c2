"""Drafts: what a member had half filled in when they were called away or the power failed.

The pictures of a draft go with it: those that nothing else shows are deleted by a trigger, however
the draft ended.
"""

from typing import Any

_SHOWN = (
    "EXISTS (SELECT 1 FROM draft_photo WHERE sha256 = old.sha256)"
    " OR EXISTS (SELECT 1 FROM service_photo WHERE sha256 = old.sha256)"
    " OR EXISTS (SELECT 1 FROM member WHERE old.sha256 IN (photo_sha256, waiting_photo_sha256))"
)


def up(_migrator: Any, db: Any) -> None:  # noqa: ANN401  # peewee's migration runner is untyped
    """Make the tables; a draft is no fact, so it can be changed and deleted."""
    db.execute_sql(
        "CREATE TABLE draft (member_uid BLOB NOT NULL REFERENCES member, errand TEXT NOT NULL,"
        " answers TEXT NOT NULL CHECK (length(CAST(answers AS BLOB)) <= 16384),"
        " saved_at INTEGER NOT NULL, PRIMARY KEY (member_uid, errand)) STRICT, WITHOUT ROWID"
    )
    # Not a reference to the photo: one that was erased leaves the draft without it.
    db.execute_sql(
        "CREATE TABLE draft_photo (member_uid BLOB NOT NULL, errand TEXT NOT NULL,"
        " sha256 TEXT NOT NULL, PRIMARY KEY (member_uid, errand, sha256),"
        " FOREIGN KEY (member_uid, errand) REFERENCES draft ON DELETE CASCADE)"
        " STRICT, WITHOUT ROWID"
    )
    db.execute_sql(
        f"CREATE TRIGGER draft_photo_goes AFTER DELETE ON draft_photo WHEN NOT ({_SHOWN}) BEGIN"
        " DELETE FROM photo_rendition WHERE sha256 = old.sha256;"
        " DELETE FROM photo WHERE sha256 = old.sha256; END"
    )
