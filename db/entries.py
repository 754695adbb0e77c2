"""Service entries as they stand: whose, for whom, confirmed or struck, with their photos."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db.base import from_micros, storable
from db.connection import run_sql


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service entry with its member and what was said of it.

    Attributes:
        uid: Its key.
        number: The member's number.
        name: The member's name.
        text: What was done.
        text_en: The catalogue's translation of it, or empty.
        minutes: As claimed.
        for_whom: Whom it was for, in words, or empty.
        place: Where, or empty.
        at: When it was logged, UTC.
        commitment: The words of the commitment it serves, or None.
        seq: Its place in the order of recording.
        work_day: The work day it was logged on.
        member_uid: Whose it is.
        for_kind: `person`, `team`, `household`, `site` or empty.
        served_uid: The member it was for, or None.
        served: Their number and name, or None.
        confirmed_minutes: As confirmed, maybe only by touch; None: nobody has.
        confirmed_how: `supervisor`, `served`, `touch` or empty.
        confirmed_by: The number of who confirmed, or empty.
        confirmed_at: When, UTC, or None.
        struck_because: Why it was struck; empty while it stands, and where that was erased.
        struck_by: The key of who struck it; None while it stands.
        photos: The SHA-256 of each photo, in order.
    """

    uid: UUID
    number: str
    name: str
    text: str
    text_en: str
    minutes: int
    for_whom: str
    place: str
    at: datetime
    commitment: str | None
    seq: int
    work_day: date
    member_uid: UUID
    for_kind: str
    served_uid: UUID | None
    served: tuple[str, str] | None
    confirmed_minutes: int | None
    confirmed_how: str
    confirmed_by: str
    confirmed_at: datetime | None
    struck_because: str
    struck_by: UUID | None
    photos: tuple[str, ...]


STRIKE = (  # the newest of an entry `x`, unless it was restored
    " LEFT JOIN service_strike s ON s.entry_uid = x.uid AND s.deed = 'struck'"
    " AND NOT EXISTS (SELECT 1 FROM service_strike l WHERE l.after_uid = s.uid)"
)
CONFIRMS = (  # what somebody known said takes the place of a touch
    "(k.how != 'touch' OR NOT EXISTS (SELECT 1 FROM service_confirmation o"
    " WHERE o.entry_uid = k.entry_uid AND o.how != 'touch'))"
)
"""Of a confirmation `k`: it is the one that counts of its entry."""
_SERVICES = (
    "SELECT x.uid, m.number, m.name, x.text, CASE WHEN i.text = x.text THEN i.text_en ELSE '' END,"
    " x.minutes, x.for_whom, x.place, x.at, c.text, x.seq, x.work_day, x.member_uid, x.for_kind,"
    " x.served_uid, r.number, r.name, k.minutes, k.how, b.number, k.at, s.reason, s.by_uid,"
    " (SELECT json_group_array(f.sha256 ORDER BY f.place) FROM service_photo f"
    " WHERE f.entry_uid = x.uid)"
    " FROM service_entry x JOIN member m ON m.uid = x.member_uid"
    " LEFT JOIN catalogue_item i ON i.uid = x.item_uid"
    " LEFT JOIN commitment c ON c.uid = x.commitment_uid"
    " LEFT JOIN member r ON r.uid = x.served_uid"
    f" LEFT JOIN service_confirmation k ON k.entry_uid = x.uid AND {CONFIRMS}"
    f" LEFT JOIN member b ON b.uid = k.by_uid{STRIKE}"
)
STANDS = "s.uid IS NULL"
"""Of an entry `x` beside its strike: it counts."""


def _services(rest: str, *parameters: object) -> list[ServiceLine]:
    return [_line(row) for row in run_sql(_SERVICES + rest, parameters)]


def _line(row: tuple[Any, ...]) -> ServiceLine:
    uid, number, name, text, text_en, minutes, for_whom, place, at, promise, *more = row
    seq, work_day, member, for_kind, served_uid, served_number, served_name, *said = more
    confirmed, how, by, confirmed_at, struck_because, struck_by, photos = said
    return ServiceLine(
        UUID(bytes=uid),
        *(number, name, text, text_en or "", minutes, for_whom, place),
        from_micros(at),
        promise,
        seq,
        date.fromisoformat(work_day),
        UUID(bytes=member),
        for_kind or "",
        _uid(served_uid),
        (served_number, served_name) if served_uid else None,
        *(confirmed, how or "", by or ""),
        None if confirmed_at is None else from_micros(confirmed_at),
        struck_because or "",
        _uid(struck_by),
        tuple(json.loads(photos)),
    )


def _uid(value: bytes | None) -> UUID | None:
    return UUID(bytes=value) if value else None


def find_service(uid: UUID) -> ServiceLine | None:
    """The service entry with this key, struck or not, or None."""
    found = _services(" WHERE x.uid = ?", uid.bytes)
    return found[0] if found else None


def find_service_uid(seq: int) -> UUID | None:
    """The key of the service entry that was recorded at a place in the ledger, or None."""
    rows = run_sql(
        "SELECT subject FROM ledger_entry WHERE seq = ? AND kind = 'service_entry'",
        (storable(seq),),
    )
    return UUID(bytes=rows[0][0]) if rows else None


def list_member_services(member_uid: UUID, most: int, *, struck: bool = False) -> list[ServiceLine]:
    """A member's newest service entries, newest first; struck ones only where asked for."""
    rest = f" WHERE x.member_uid = ?{_standing(struck)} ORDER BY x.seq DESC LIMIT ?"
    return _services(rest, member_uid.bytes, most)


def list_services_for(served_uid: UUID) -> list[ServiceLine]:
    """The service entries that were for a member, struck ones too, in the order of logging."""
    return _services(" WHERE x.served_uid = ? ORDER BY x.seq", served_uid.bytes)


def list_day_services(work_day: date, *, struck: bool = False) -> list[ServiceLine]:
    """The service entries of a work day, in the order they were logged."""
    rest = f" WHERE x.work_day = ?{_standing(struck)} ORDER BY x.seq"
    return _services(rest, work_day.isoformat())


def list_latest_services(most: int) -> list[ServiceLine]:
    """The newest service entries of the site that stand, newest first."""
    return _services(f" WHERE {STANDS} ORDER BY x.seq DESC LIMIT ?", most)


_OF_POST = (
    "SELECT e.uid FROM commitment t JOIN service_entry e ON e.commitment_uid = t.uid"
    " WHERE t.post_uid = ?1 UNION SELECT e.uid FROM holding h JOIN service_entry e"
    " ON e.member_uid = h.member_uid"
    " AND e.work_day BETWEEN h.since AND coalesce(h.until, '9999-12-31')"
    " LEFT JOIN commitment t ON t.uid = e.commitment_uid"
    " WHERE h.post_uid = ?1 AND t.post_uid IS NULL"
)


def list_post_services(post_uid: UUID, most: int) -> list[ServiceLine]:
    """The newest service entries of a post that stand, newest first.

    Those under its commitments, and what its holders logged on a day on which they held it, unless
    that was for another post's commitment.
    """
    newest = (
        f"SELECT x.uid FROM ({_OF_POST}) e JOIN service_entry x ON x.uid = e.uid{STRIKE}"
        f" WHERE {STANDS} ORDER BY x.seq DESC LIMIT ?2"
    )
    rest = f" WHERE x.uid IN ({newest}) ORDER BY x.seq DESC"
    return _services(rest, post_uid.bytes, most)


def _standing(struck: bool) -> str:
    return "" if struck else f" AND {STANDS}"


_STATES = {
    "": "",
    "confirmed": f" AND k.how != 'touch' AND {STANDS}",
    "touched": f" AND k.how = 'touch' AND {STANDS}",
    "waiting": f" AND k.uid IS NULL AND {STANDS}",
    "struck": " AND s.uid IS NOT NULL",
}
SERVICE_STATES = ("waiting", "touched", "confirmed", "struck")
"""What can be asked for in `WantedServices.state`."""


@dataclass(frozen=True, slots=True)
class WantedServices:
    """Which service entries are asked for.

    Attributes:
        member_uid: Whose; None: everybody's.
        state: `waiting` (nobody has confirmed it), `touched` (only a touch says so), `confirmed`
            (by somebody known), `struck`; empty: in any.
        first: Logged on this work day or later; None: whenever.
        last: Logged on this work day or earlier; None: whenever.
        most: How many at most, the newest.
    """

    member_uid: UUID | None = None
    state: str = ""
    first: date | None = None
    last: date | None = None
    most: int = 200


def count_claimed(member_uid: UUID, work_day: date) -> int:
    """How many minutes a member's entries of a work day claim, struck ones left out."""
    ((minutes,),) = run_sql(
        f"SELECT coalesce(sum(x.minutes), 0) FROM service_entry x{STRIKE}"
        f" WHERE +x.member_uid = ? AND x.work_day = ? AND {STANDS}",
        (member_uid.bytes, work_day.isoformat()),
    )
    return int(minutes)


def list_wanted(wanted: WantedServices) -> list[ServiceLine]:
    """Service entries as they are asked for, newest first."""
    where, values = "1", list[object]()
    if wanted.member_uid:
        where, values = f"{where} AND x.member_uid = ?", [*values, wanted.member_uid.bytes]
    if wanted.first:
        where, values = f"{where} AND x.work_day >= ?", [*values, wanted.first.isoformat()]
    if wanted.last:
        where, values = f"{where} AND x.work_day <= ?", [*values, wanted.last.isoformat()]
    rest = f" WHERE {where}{_STATES[wanted.state]} ORDER BY x.seq DESC LIMIT ?"
    return _services(rest, *values, wanted.most)
