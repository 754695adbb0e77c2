"""Scans whose direction was a guess: the questions, and the answers to them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.base import from_micros, to_micros
from db.connection import run_sql


@dataclass(frozen=True, slots=True)
class ScanQuestion:
    """A scan that its member is asked about.

    Attributes:
        uid: The key of the scan.
        seq: Its place in the order of recording.
        member_uid: Who scanned.
        at: When, UTC.
        work_day: The work day that the guess belongs to.
        zone: The site's zone then.
        is_misfit: Whether its direction was no guess when it was made, but does not fit what took
            its place before it since.
    """

    uid: UUID
    seq: int
    member_uid: UUID
    at: datetime
    work_day: date
    zone: str
    is_misfit: bool = False


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """What a scan meant, as somebody said.

    Attributes:
        uid: Its key.
        seq: Its place in the order of recording.
        question_uid: The question.
        direction: `in` or `out`.
        mark_uid: The mark that stands in place of the guess; None when the guess was right.
        by_uid: The supervisor who answered; None for the member.
        reason: Why a supervisor says so, or empty.
        at: When, UTC.
    """

    uid: UUID
    seq: int
    question_uid: UUID
    direction: str
    mark_uid: UUID | None
    by_uid: UUID | None
    reason: str
    at: datetime


_QUESTION = (
    "SELECT q.uid, q.seq, q.member_uid, q.at, q.work_day, q.zone, q.misfit FROM scan_question q"
)

OPEN_QUESTION = (
    " q.uid NOT IN (SELECT question_uid FROM scan_answer)"
    " AND NOT EXISTS (SELECT 1 FROM presence_mark m WHERE m.names_uid = q.uid"
    " AND m.kind IN ('undo', 'in', 'out'))"
)
"""Of a question `q`: nobody answered it and no correction settled it."""


def add_question(question: ScanQuestion) -> None:
    """Write a question."""
    run_sql(
        "INSERT INTO scan_question (uid, seq, member_uid, at, work_day, zone, misfit)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            question.uid.bytes,
            question.seq,
            question.member_uid.bytes,
            to_micros(question.at),
            question.work_day.isoformat(),
            question.zone,
            int(question.is_misfit),
        ),
    )


def add_answer(answer: ScanAnswer, work_day: date, zone: str) -> None:
    """Write an answer. Raises `Conflict` for a second one to a question."""
    run_sql(
        "INSERT INTO scan_answer (uid, seq, question_uid, direction, mark_uid, by_uid, reason, at,"
        " work_day, zone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            answer.uid.bytes,
            answer.seq,
            answer.question_uid.bytes,
            answer.direction,
            answer.mark_uid.bytes if answer.mark_uid else None,
            answer.by_uid.bytes if answer.by_uid else None,
            answer.reason,
            to_micros(answer.at),
            work_day.isoformat(),
            zone,
        ),
    )


def find_open_question(uid: UUID) -> ScanQuestion | None:
    """A question that nobody answered and no correction settled, or None."""
    rows = run_sql(f"{_QUESTION} WHERE q.uid = ? AND {OPEN_QUESTION}", (uid.bytes,))
    return _question(rows[0]) if rows else None


def is_question(uid: UUID) -> bool:
    """Whether a scan's direction was a guess."""
    return bool(run_sql("SELECT 1 FROM scan_question WHERE uid = ?", (uid.bytes,)))


def list_open_questions() -> list[ScanQuestion]:
    """The questions that nobody answered and no correction settled, oldest first."""
    return [_question(row) for row in run_sql(f"{_QUESTION} WHERE {OPEN_QUESTION} ORDER BY q.seq")]


def _question(row: tuple[bytes, int, bytes, int, str, str, int]) -> ScanQuestion:
    uid, seq, member, at, day, zone, misfit = row
    return ScanQuestion(
        UUID(bytes=uid),
        seq,
        UUID(bytes=member),
        from_micros(at),
        date.fromisoformat(day),
        zone,
        bool(misfit),
    )
