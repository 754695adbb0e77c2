"""What keeping the members reads and writes: changes, photos, leaving, the end of their data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db.base import from_micros, to_micros
from db.connection import run_sql
from db.errors import NotStored
from db.people import Access, Member


@dataclass(frozen=True, slots=True)
class KeptMember:
    """A member as supervisors see them; times in UTC, texts empty where there is nothing.

    Attributes:
        uid: The key.
        number: The site's number for them.
        name: Their name.
        initials: What search looks at beside the name.
        job: What they work as.
        branch: The name of their branch.
        phone: Their phone number.
        standing: `member`, `probationary` or `activist`.
        language: `zh_CN`, `en` or empty.
        photo: SHA-256 of the approved photo, or None.
        waiting_photo: SHA-256 of a photo that nobody approved yet, or None.
        joined_at: When they joined.
        left_at: When they left, or None.
        left_because: Why.
        forgotten_at: When their data were erased, or None.
    """

    uid: UUID
    number: str
    name: str
    initials: str
    job: str
    branch: str
    phone: str
    standing: str
    language: str
    photo: str | None
    waiting_photo: str | None
    joined_at: datetime
    left_at: datetime | None
    left_because: str
    forgotten_at: datetime | None


_KEPT = (
    "SELECT m.uid, m.number, m.name, m.initials, m.job, b.name, m.phone, m.standing, m.language,"
    " CASE WHEN m.photo_approved_at IS NULL THEN NULL ELSE m.photo_sha256 END,"
    " m.waiting_photo_sha256, m.joined_at, m.left_at, m.left_because, m.forgotten_at"
    " FROM member m JOIN branch b ON b.uid = m.branch_uid"
)


def find_kept_member(uid: UUID) -> KeptMember | None:
    """The member with this key, whatever became of them, or None."""
    rows = run_sql(f"{_KEPT} WHERE m.uid = ?", (uid.bytes,))
    return _kept(rows[0]) if rows else None


def list_kept_members() -> list[KeptMember]:
    """All members by number, those who left too, those forgotten not."""
    rows = run_sql(
        f"{_KEPT} WHERE m.forgotten_at IS NULL ORDER BY length(m.number), m.number",
    )
    return [_kept(row) for row in rows]


def _kept(row: tuple[Any, ...]) -> KeptMember:
    uid, *texts, photo, waiting, joined, left, because, forgotten = row
    number, name, initials, job, branch, phone, standing, language = texts
    return KeptMember(
        UUID(bytes=uid),
        *(number, name, initials, job, branch, phone, standing, language, photo, waiting),
        from_micros(joined),
        _time(left),
        because,
        _time(forgotten),
    )


def _time(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)


_CHANGEABLE = frozenset(
    {"number", "name", "initials", "job", "branch_uid", "phone", "standing", "language"}
)


def update_member(uid: UUID, columns: Mapping[str, str | bytes]) -> None:
    """Give a member other values by column, as SQLite keeps them.

    Raises:
        Conflict: Another member has the number.
    """
    names = sorted(_CHANGEABLE & columns.keys())
    sets = ", ".join(f"{name} = ?" for name in names)
    values = tuple(columns[name] for name in names)
    run_sql(f"UPDATE member SET {sets} WHERE uid = ?", (*values, uid.bytes))


def mark_left(uid: UUID, at: datetime, because: str, on: date) -> None:
    """Let a member have left at a time (UTC), and be at no post and in no team after a day."""
    Member.update(left_at=at, left_because=because).where(Member.uid == uid).execute()
    for table in ("holding", "deputy"):
        run_sql(
            f"UPDATE {table} SET until = ?1, ended_at = ?3"
            " WHERE member_uid = ?2 AND (until IS NULL OR until > ?1)",
            (on.isoformat(), uid.bytes, to_micros(at)),
        )
    run_sql(
        "UPDATE team_member SET until = ?1 WHERE member_uid = ?2 AND (until IS NULL OR until > ?1)",
        (on.isoformat(), uid.bytes),
    )
    run_sql(
        "UPDATE team SET leader_uid = NULL WHERE leader_uid = ?2 AND ended_at IS NULL"
        " AND (until IS NULL OR until >= ?1)",
        (on.isoformat(), uid.bytes),
    )


def mark_back(uid: UUID) -> None:
    """Let a member who left be here again."""
    Member.update(left_at=None, left_because="").where(Member.uid == uid).execute()


def keep_waiting_photo(uid: UUID, sha256: str | None) -> None:
    """Let a photo wait for approval; None: none waits."""
    Member.update(waiting_photo_sha256=sha256).where(Member.uid == uid).execute()


def show_photo(uid: UUID, sha256: str | None, at: datetime | None) -> None:
    """Let a photo be the member's, approved at a time; None for both: they have none."""
    Member.update(photo_sha256=sha256, photo_approved_at=at).where(Member.uid == uid).execute()


def drop_unused_photos() -> int:
    """Delete the photos that no member has or waits for, and no service or draft; returns how many.

    A draft's own go with the draft.
    """
    unused = (
        "SELECT sha256 FROM photo WHERE sha256 NOT IN (SELECT photo_sha256 FROM member"
        " WHERE photo_sha256 IS NOT NULL UNION SELECT waiting_photo_sha256 FROM member"
        " WHERE waiting_photo_sha256 IS NOT NULL UNION SELECT sha256 FROM service_photo"
        " UNION SELECT sha256 FROM draft_photo)"
    )
    run_sql(f"DELETE FROM photo_rendition WHERE sha256 IN ({unused})")
    return len(run_sql(f"DELETE FROM photo WHERE sha256 IN ({unused}) RETURNING 1"))


def erase_member(uid: UUID, pseudonym: str, branch_uid: UUID, at: datetime) -> None:
    """Overwrite what says who somebody was, and what the ledger repeats of it.

    Args:
        uid: The member, who has left.
        pseudonym: What stands for number and name from now on.
        branch_uid: A branch that says nothing.
        at: When, UTC.
    """
    run_sql(
        "UPDATE member SET number = ?1, name = ?1, initials = '', job = '', branch_uid = ?2,"
        " phone = '', standing = 'member', language = '', photo_sha256 = NULL,"
        " photo_approved_at = NULL, waiting_photo_sha256 = NULL, left_because = '',"
        " forgotten_at = ?3 WHERE uid = ?4",
        (pseudonym, branch_uid.bytes, to_micros(at), uid.bytes),
    )
    Access.delete().where(Access.member == uid).execute()
    # The words of a revocation speak of a person; `reissued` is a word of the program's.
    run_sql(
        "UPDATE badge SET dead_at = coalesce(dead_at, ?1), dead_because ="
        " CASE dead_because WHEN 'reissued' THEN 'reissued' ELSE '' END WHERE member_uid = ?2",
        (to_micros(at), uid.bytes),
    )
    run_sql(
        "UPDATE ledger_entry SET payload = NULL, salt = NULL WHERE payload IS NOT NULL"
        " AND (subject = ?1 OR subject IN (SELECT uid FROM badge WHERE member_uid = ?1))",
        (uid.bytes,),
    )


def erase_empty_branches() -> int:
    """Delete the branches of nobody, and their names from the ledger; returns how many."""
    gone = run_sql(
        "DELETE FROM branch WHERE uid NOT IN (SELECT branch_uid FROM member) RETURNING uid"
    )
    for branch in gone:
        run_sql(
            "UPDATE ledger_entry SET payload = NULL, salt = NULL"
            " WHERE payload IS NOT NULL AND subject = ?",
            branch,
        )
    return len(gone)


def erase_freed_bytes() -> None:
    """Rewrite the file so that nothing that was deleted can be read in it, nor in its log.

    Raises:
        NotStored: `full`, or `locked` when somebody else writes or still reads what was there
            before; the freed bytes may then still be read, so call again.
    """
    run_sql("VACUUM")
    # Its first column is 1 when a reader kept the log from being emptied; that is no error of SQL.
    ((busy, _in_log, _moved),) = run_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    if busy:
        raise NotStored("locked", "a reader holds the write-ahead log")
