"""Roll calls: their facts as rows, and what is asked of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db.base import from_micros, to_micros
from db.connection import run_sql

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "muster_start": ("kind", "expected", "follows", "since"),
    "muster_visitor": ("name", "by_name"),
    "muster_seen": ("person", "turn", "how", "by_name"),
    "muster_undone": ("person", "turn", "by_name", "reason"),
    "muster_end": ("because", "by_number", "by_name", "during"),
}
"""Each kind of fact with the columns of its own, which its ledger entry repeats."""

_ONCE: Mapping[str, tuple[str, ...]] = {
    "muster_start": (),
    "muster_visitor": (),
    "muster_seen": ("person", "turn"),
    "muster_undone": ("person", "turn"),
    "muster_end": (),
}
_COMMON = "uid, at, station, work_day, zone"


@dataclass(frozen=True, slots=True)
class MusterFact:
    """One thing that happened in a roll call.

    Attributes:
        kind: `muster_start`, `muster_visitor`, `muster_seen`, `muster_undone` or `muster_end`.
        uid: Its key; a roll call has the key of its start.
        muster_uid: The roll call.
        at: When it happened, UTC.
        station: Where it was entered, such as `kiosk@gate`.
        work_day: The site's work day.
        zone: The site's zone then.
        told: Its own columns by name, as in `COLUMNS`.
        seq: Its place in the order of recording; None while it is not in the record.
    """

    kind: str
    uid: UUID
    muster_uid: UUID
    at: datetime
    station: str
    work_day: date
    zone: str
    told: Mapping[str, str | int]
    seq: int | None = None

    def text(self, name: str) -> str:
        """One of its own columns as text."""
        return str(self.told[name])


def is_kept(fact: MusterFact) -> bool:
    """Whether the fact, or another one that says the same, is in the record."""
    rows = run_sql(f"SELECT 1 FROM {fact.kind} WHERE uid = ?", (fact.uid.bytes,))
    if rows or fact.kind in {"muster_start", "muster_visitor"}:
        return bool(rows)
    names = _ONCE[fact.kind]
    same = "".join(f" AND {name} = ?" for name in names)
    parameters = (fact.muster_uid.bytes, *(fact.told[name] for name in names))
    return bool(run_sql(f"SELECT 1 FROM {fact.kind} WHERE muster_uid = ?{same}", parameters))


def is_known(muster_uid: UUID) -> bool:
    """Whether the start of a roll call is in the record."""
    return bool(run_sql("SELECT 1 FROM muster_start WHERE uid = ?", (muster_uid.bytes,)))


def add_fact(fact: MusterFact, seq: int) -> None:
    """Write a fact. Raises `Conflict` where another one says the same."""
    row: dict[str, Any] = {
        "uid": fact.uid.bytes,
        "seq": seq,
        "at": to_micros(fact.at),
        "station": fact.station,
        "work_day": fact.work_day.isoformat(),
        "zone": fact.zone,
        **fact.told,
    }
    if fact.kind != "muster_start":
        row["muster_uid"] = fact.muster_uid.bytes
    places = ", ".join("?" * len(row))
    names = ", ".join(row)
    run_sql(f"INSERT INTO {fact.kind} ({names}) VALUES ({places})", tuple(row.values()))


def list_facts(muster_uid: UUID) -> list[MusterFact]:
    """Everything recorded of a roll call, in the order of recording."""
    found = []
    for kind in COLUMNS:
        column = "uid" if kind == "muster_start" else "muster_uid"
        found += _select(kind, f"WHERE {column} = ?", (muster_uid.bytes,))
    return sorted(found, key=lambda fact: fact.seq or 0)


def list_running() -> list[MusterFact]:
    """The starts of the roll calls that nobody ended, oldest first."""
    ended = "SELECT 1 FROM muster_end e WHERE e.muster_uid = muster_start.uid"
    return _select("muster_start", f"WHERE NOT EXISTS ({ended}) ORDER BY seq", ())


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when a roll call ran.

    Attributes:
        uid: Its key.
        kind: `drill`, `real`, `meeting` or `training`.
        start: UTC.
        end: UTC; None while it runs.
    """

    uid: UUID
    kind: str
    start: datetime
    end: datetime | None


def list_spans(since: datetime) -> list[Span]:
    """The roll calls that run or had not ended before a time, UTC; oldest first."""
    rows = run_sql(
        "SELECT s.uid, s.kind, s.at, e.at FROM muster_start s"
        " LEFT JOIN muster_end e ON e.muster_uid = s.uid"
        " WHERE e.at IS NULL OR e.at >= ? ORDER BY s.seq",
        (to_micros(since),),
    )
    return [
        Span(UUID(bytes=uid), kind, from_micros(start), None if end is None else from_micros(end))
        for uid, kind, start, end in rows
    ]


def find_newest_place() -> int:
    """The place of what was recorded last, in the order of recording; 0 in an empty record."""
    return int(run_sql("SELECT coalesce(max(seq), 0) FROM ledger_entry")[0][0])


def list_touched(since: int) -> list[tuple[UUID, int]]:
    """Whose presences something was recorded about after a place, with the place of each entry."""
    rows = run_sql(
        "SELECT coalesce(p.member_uid, m.member_uid), e.seq FROM ledger_entry e"
        " LEFT JOIN punch p ON e.kind = 'punch' AND p.uid = e.subject"
        " LEFT JOIN presence_mark m ON e.kind = 'presence_mark' AND m.uid = e.subject"
        " WHERE e.seq > ? AND e.kind IN ('punch', 'presence_mark') ORDER BY e.seq",
        (since,),
    )
    return [(UUID(bytes=member), seq) for member, seq in rows if member is not None]


def find_check_in(member_uid: UUID, since: int) -> UUID | None:
    """The newest check-in of a member that a roll call made after a place, or None."""
    rows = run_sql(
        "SELECT uid FROM presence_mark WHERE member_uid = ? AND seq > ? AND kind = 'in'"
        " AND source = 'muster' ORDER BY seq DESC LIMIT 1",
        (member_uid.bytes, since),
    )
    return UUID(bytes=rows[0][0]) if rows else None


def list_starts(work_day: date) -> list[MusterFact]:
    """The starts of the roll calls of a work day, oldest first."""
    return _select("muster_start", "WHERE work_day = ? ORDER BY seq", (work_day.isoformat(),))


def list_newest_starts(kinds: Collection[str]) -> list[MusterFact]:
    """The start of the newest roll call of these kinds, in a list; empty where there is none."""
    places = ", ".join("?" * len(kinds))
    return _select("muster_start", f"WHERE kind IN ({places}) ORDER BY seq DESC LIMIT 1", (*kinds,))


def find_newest_end() -> MusterFact | None:
    """The end that was recorded last, or None; a site has few, and every scan asks."""
    newest = _select("muster_end", "ORDER BY seq DESC LIMIT 1", ())
    return newest[0] if newest else None


def list_let_go(since: datetime, first_day: date) -> dict[UUID, datetime | None]:
    """Members who were let go since a time, and when that ended a presence of theirs.

    Args:
        since: UTC.
        first_day: The earliest work day of a presence that can have been open then.

    Returns:
        By member; None where they were not on site. Who was taken back since is among them.
    """
    rows = run_sql(
        "SELECT m.uid, k.placed_at FROM member m LEFT JOIN presence_mark k"
        " ON k.member_uid = m.uid AND k.placed_at = m.left_at AND k.source = 'member_left'"
        " WHERE m.left_at >= ?1"
        " UNION ALL SELECT member_uid, coalesce(placed_at, at) FROM punch"
        " WHERE work_day >= ?2 AND source = 'member_left' AND at >= ?1",
        (to_micros(since), first_day.isoformat()),
    )
    return {UUID(bytes=uid): None if at is None else from_micros(at) for uid, at in rows}


def count_refused(since: int, until: int | None) -> int:
    """How many scans were refused between two places in the order of recording."""
    last = until if until is not None else 1 << 62
    sql = "SELECT count(*) FROM ledger_entry WHERE seq > ? AND seq < ? AND kind = 'refused_scan'"
    return int(run_sql(sql, (since, last))[0][0])


def list_sightings(since: int, until: int | None) -> list[tuple[UUID, datetime, str]]:
    """Who scanned their badge to come or go between two places in the order of recording.

    Returns:
        Member, time (UTC) and source of each, in order. A presence that was ended without a badge
        is no sighting, nor is a scan that was undone: nobody knows whom the gate saw.
    """
    last = until if until is not None else 1 << 62
    rows = run_sql(
        "SELECT p.member_uid, p.at, p.source FROM ledger_entry e JOIN punch p ON p.uid = e.subject"
        " WHERE e.seq > ? AND e.seq < ? AND e.kind = 'punch' AND p.badge_uid IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM presence_mark m WHERE m.names_uid = p.uid"
        " AND m.kind = 'undo') ORDER BY e.seq",
        (since, last),
    )
    return [(UUID(bytes=member), from_micros(at), source) for member, at, source in rows]


def _select(kind: str, where: str, parameters: tuple[Any, ...]) -> list[MusterFact]:
    own = COLUMNS[kind]
    muster = "uid" if kind == "muster_start" else "muster_uid"
    columns = ", ".join((_COMMON, muster, "seq", *own))
    return [
        _fact(kind, own, row)
        for row in run_sql(f"SELECT {columns} FROM {kind} {where}", parameters)
    ]


def _fact(kind: str, own: tuple[str, ...], row: tuple[Any, ...]) -> MusterFact:
    uid, at, station, work_day, zone, muster, seq, *values = row
    return MusterFact(
        kind,
        UUID(bytes=uid),
        UUID(bytes=muster),
        from_micros(at),
        station,
        date.fromisoformat(work_day),
        zone,
        dict(zip(own, values, strict=True)),
        seq,
    )
