"""Corrections: what members ask for, what supervisors rule, and the days that were closed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db.base import from_micros, to_micros
from db.connection import run_sql


@dataclass(frozen=True, slots=True)
class CorrectionRequest:
    """What a member asked for.

    Attributes:
        uid: Its key.
        seq: Its place in the order of recording.
        member_uid: Who asked.
        kind: `came` or `left`.
        presence_uid: The presence whose end is missing or wrong; None for a missing check-in.
        happened_at: When they came or left, as they say, UTC.
        text: What they say to it, or empty.
        at: When they asked, UTC.
        work_day: The work day it bears on.
        zone: The site's zone then.
        left_at: Of a missing check-in: when they left, as they say, UTC; None where they do not.
    """

    uid: UUID
    seq: int
    member_uid: UUID
    kind: str
    presence_uid: UUID | None
    happened_at: datetime
    text: str
    at: datetime
    work_day: date
    zone: str
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CorrectionRuling:
    """What a supervisor said to a request.

    Attributes:
        uid: Its key.
        seq: Its place in the order of recording.
        request_uid: The request.
        ruling: `accepted`, `changed` or `refused`; `superseded` where the presence was set right
            otherwise, or the member asked anew.
        mark_uid: The mark that it led to, or that stands in its place; None when refused or asked
            anew.
        by_uid: Who ruled; None for the command line.
        reason: Why.
        at: When, UTC.
    """

    uid: UUID
    seq: int
    request_uid: UUID
    ruling: str
    mark_uid: UUID | None
    by_uid: UUID | None
    reason: str
    at: datetime


_REQUEST = (
    "SELECT r.uid, r.seq, r.member_uid, r.kind, r.punch_uid, r.happened_at, r.text, r.at,"
    " r.work_day, r.zone, r.left_at FROM correction_request r"
)


def add_request(request: CorrectionRequest) -> None:
    """Write a request."""
    run_sql(
        "INSERT INTO correction_request (uid, seq, member_uid, kind, punch_uid, happened_at, text,"
        " at, work_day, zone, left_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            request.uid.bytes,
            request.seq,
            request.member_uid.bytes,
            request.kind,
            request.presence_uid.bytes if request.presence_uid else None,
            to_micros(request.happened_at),
            request.text,
            to_micros(request.at),
            request.work_day.isoformat(),
            request.zone,
            to_micros(request.left_at) if request.left_at else None,
        ),
    )


def find_open_request(uid: UUID) -> CorrectionRequest | None:
    """A request that nobody ruled on, or None."""
    rows = run_sql(
        f"{_REQUEST} WHERE r.uid = ? AND r.uid NOT IN (SELECT request_uid FROM correction_ruling)",
        (uid.bytes,),
    )
    return _request(rows[0]) if rows else None


def list_open_requests() -> list[CorrectionRequest]:
    """The requests that nobody ruled on, oldest first."""
    rows = run_sql(
        f"{_REQUEST} WHERE r.uid NOT IN (SELECT request_uid FROM correction_ruling) ORDER BY r.seq"
    )
    return [_request(row) for row in rows]


def list_requests_on(presence_uid: UUID) -> list[CorrectionRequest]:
    """The requests on a presence that nobody ruled on, oldest first."""
    rows = run_sql(
        f"{_REQUEST} WHERE r.punch_uid = ?"
        " AND r.uid NOT IN (SELECT request_uid FROM correction_ruling) ORDER BY r.seq",
        (presence_uid.bytes,),
    )
    return [_request(row) for row in rows]


def list_missing_asked(member_uid: UUID, day: date) -> list[CorrectionRequest]:
    """A member's open requests for a check-in that is missing on a work day, oldest first."""
    rows = run_sql(
        f"{_REQUEST} WHERE r.member_uid = ? AND r.kind = 'came' AND r.punch_uid IS NULL"
        " AND r.work_day = ? AND r.uid NOT IN (SELECT request_uid FROM correction_ruling)"
        " ORDER BY r.seq",
        (member_uid.bytes, day.isoformat()),
    )
    return [_request(row) for row in rows]


def add_ruling(ruling: CorrectionRuling, work_day: date, zone: str) -> None:
    """Write a ruling. Raises `Conflict` for a second one on a request."""
    run_sql(
        "INSERT INTO correction_ruling (uid, seq, request_uid, ruling, mark_uid, by_uid, reason,"
        " at, work_day, zone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            ruling.uid.bytes,
            ruling.seq,
            ruling.request_uid.bytes,
            ruling.ruling,
            ruling.mark_uid.bytes if ruling.mark_uid else None,
            ruling.by_uid.bytes if ruling.by_uid else None,
            ruling.reason,
            to_micros(ruling.at),
            work_day.isoformat(),
            zone,
        ),
    )


def add_day_closing(uid: UUID, seq: int, work_day: date, at: datetime, zone: str) -> None:
    """Write that a work day was closed. Raises `Conflict` for a second time."""
    run_sql(
        "INSERT INTO day_closing (uid, seq, work_day, at, zone) VALUES (?, ?, ?, ?, ?)",
        (uid.bytes, seq, work_day.isoformat(), to_micros(at), zone),
    )


def find_last_closed_day(until: date) -> date | None:
    """The newest work day up to one that was closed, or None.

    A clock that was wrong may have closed days that have not come yet.
    """
    ((newest,),) = run_sql(
        "SELECT max(work_day) FROM day_closing WHERE work_day <= ?", (until.isoformat(),)
    )
    return None if newest is None else date.fromisoformat(newest)


def find_first_presence_day() -> date | None:
    """The oldest work day on which anybody was here, or None."""
    ((oldest,),) = run_sql("SELECT min(work_day) FROM presence")
    return None if oldest is None else date.fromisoformat(oldest)


def _request(row: tuple[Any, ...]) -> CorrectionRequest:
    uid, seq, member, kind, presence, happened, text, at, day, zone, left = row
    return CorrectionRequest(
        UUID(bytes=uid),
        seq,
        UUID(bytes=member),
        kind,
        UUID(bytes=presence) if presence else None,
        from_micros(happened),
        text,
        from_micros(at),
        date.fromisoformat(day),
        zone,
        from_micros(left) if left is not None else None,
    )
