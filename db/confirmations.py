"""What is said of service entries: confirmed, struck, restored; and the photos beside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.base import to_micros
from db.connection import run_sql
from db.ledger import erase_payloads


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where and when a fact is recorded.

    Attributes:
        uid: Its key.
        seq: Its place in the order of recording.
        at: When, UTC.
        work_day: The site's work day.
        zone: The name of the site's zone.
    """

    uid: UUID
    seq: int
    at: datetime
    work_day: date
    zone: str

    @property
    def ends(self) -> tuple[int, str, str]:
        """The columns with which every fact's row ends."""
        return to_micros(self.at), self.work_day.isoformat(), self.zone


def add_confirmation(
    fact: Recorded, entry_uid: UUID, minutes: int, how: str, by_uid: UUID | None
) -> None:
    """Write that a service entry was confirmed. Raises `Conflict` for a second time."""
    run_sql(
        "INSERT INTO service_confirmation (uid, seq, entry_uid, minutes, how, by_uid, at,"
        " work_day, zone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(fact.uid.bytes, fact.seq, entry_uid.bytes, minutes, how),
            by_uid.bytes if by_uid else None,
            *fact.ends,
        ),
    )


def add_strike(  # a row has so many columns
    fact: Recorded, entry_uid: UUID, deed: str, by_uid: UUID, reason: str, after_uid: UUID | None
) -> None:
    """Write that an entry was struck or restored. Raises `Conflict` if somebody was first."""
    run_sql(
        "INSERT INTO service_strike (uid, seq, entry_uid, deed, by_uid, reason, after_uid, at,"
        " work_day, zone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(fact.uid.bytes, fact.seq, entry_uid.bytes, deed, by_uid.bytes, reason),
            after_uid.bytes if after_uid else None,
            *fact.ends,
        ),
    )


def find_last_strike(entry_uid: UUID) -> UUID | None:
    """The key of the last striking or restoring of a service entry, or None."""
    rows = run_sql(
        "SELECT uid FROM service_strike WHERE entry_uid = ? ORDER BY seq DESC LIMIT 1",
        (entry_uid.bytes,),
    )
    return UUID(bytes=rows[0][0]) if rows else None


def add_service_photo(fact: Recorded, entry_uid: UUID, place: int, sha256: str) -> None:
    """Write that a service entry has a photo at a place, 1 to 3."""
    run_sql(
        "INSERT INTO service_photo (uid, seq, entry_uid, place, sha256, at, work_day, zone)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*(fact.uid.bytes, fact.seq, entry_uid.bytes, place, sha256), *fact.ends),
    )


def erase_words_of_services(member_uid: UUID) -> None:
    """Erase why a member's services were struck or restored, and in words whom they were for.

    Of what was done for the member, where and for whom. That it was done, and what, stays.
    """
    who = (member_uid.bytes,)
    entries = "SELECT uid FROM service_entry WHERE member_uid = ?1 OR served_uid = ?1"
    strikes = (
        "SELECT s.uid FROM service_strike s JOIN service_entry x ON x.uid = s.entry_uid"
        " WHERE x.member_uid = ?1"
    )
    erase_payloads(f"{entries} UNION {strikes}", who)
    run_sql(f"UPDATE service_strike SET reason = '' WHERE uid IN ({strikes})", who)
    run_sql(f"UPDATE service_entry SET for_whom = '' WHERE uid IN ({entries})", who)
    run_sql("UPDATE service_entry SET place = '' WHERE served_uid = ?1", who)


def erase_service_photos(member_uid: UUID) -> None:
    """Erase the pictures of what a member did, and of what was done for them.

    That there were pictures stays recorded. One that is beside another's entry too stays.
    """
    theirs = (
        "SELECT f.sha256 FROM service_photo f JOIN service_entry x ON x.uid = f.entry_uid"
        " WHERE x.member_uid = ?1 OR x.served_uid = ?1 EXCEPT"
        " SELECT f.sha256 FROM service_photo f JOIN service_entry x ON x.uid = f.entry_uid"
        " WHERE x.member_uid != ?1 AND x.served_uid IS NOT ?1"
    )
    gone = [sha256 for (sha256,) in run_sql(theirs, (member_uid.bytes,))]
    _erase(gone)


def _erase(pictures: Iterable[str]) -> None:
    for sha256 in pictures:
        run_sql("DELETE FROM photo_rendition WHERE sha256 = ?", (sha256,))
        run_sql("DELETE FROM photo WHERE sha256 = ?", (sha256,))
