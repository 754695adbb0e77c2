"""What else is kept of a member, for the member themself: what they asked, said and confirmed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.base import from_micros
from db.connection import run_sql


@dataclass(frozen=True, slots=True)
class AskedCorrection:
    """A correction of a check-in or check-out that a member asked for, and what became of it.

    Attributes:
        kind: `came` or `left`.
        work_day: The work day it bears on.
        happened_at: When they came or left, as they say, UTC.
        left_at: Of a missing check-in: when they left, as they say, UTC; else None.
        text: What they say to it, or empty.
        at: When they asked, UTC.
        ruling: `accepted`, `changed`, `refused` or `superseded`; None: nobody ruled yet.
        reason: Why, or empty.
        ruled_at: When, UTC, or None.
    """

    kind: str
    work_day: date
    happened_at: datetime
    left_at: datetime | None
    text: str
    at: datetime
    ruling: str | None
    reason: str
    ruled_at: datetime | None


def list_asked_corrections(member_uid: UUID) -> list[AskedCorrection]:
    """The corrections a member asked for, in order."""
    rows = run_sql(
        "SELECT r.kind, r.work_day, r.happened_at, r.left_at, r.text, r.at, g.ruling,"
        " coalesce(g.reason, ''), g.at FROM correction_request r"
        " LEFT JOIN correction_ruling g ON g.request_uid = r.uid WHERE r.member_uid = ?"
        " ORDER BY r.seq",
        (member_uid.bytes,),
    )
    return [
        AskedCorrection(
            kind,
            date.fromisoformat(day),
            from_micros(happened),
            _time(left),
            text,
            from_micros(at),
            ruling,
            reason,
            _time(ruled),
        )
        for kind, day, happened, left, text, at, ruling, reason, ruled in rows
    ]


@dataclass(frozen=True, slots=True)
class GivenConfirmation:
    """A service of somebody else that a member confirmed.

    Attributes:
        entry: The number of the service entry.
        work_day: The work day on which it was confirmed.
        minutes: How many minutes.
        how: `supervisor` or `served`.
        at: When, UTC.
    """

    entry: int
    work_day: date
    minutes: int
    how: str
    at: datetime


def list_given_confirmations(member_uid: UUID) -> list[GivenConfirmation]:
    """The services that a member confirmed, in order."""
    rows = run_sql(
        "SELECT x.seq, k.work_day, k.minutes, k.how, k.at FROM service_confirmation k"
        " JOIN service_entry x ON x.uid = k.entry_uid WHERE k.by_uid = ? ORDER BY k.seq",
        (member_uid.bytes,),
    )
    return [
        GivenConfirmation(entry, date.fromisoformat(day), minutes, how, from_micros(at))
        for entry, day, minutes, how, at in rows
    ]


@dataclass(frozen=True, slots=True)
class SaidInVoice:
    """Something that a member did about a voice that is not theirs.

    Attributes:
        number: The voice's number.
        kind: As of `VoiceStep`.
        text: What they said, or empty.
        at: When, UTC.
    """

    number: int
    kind: str
    text: str
    at: datetime


def list_said_in_voices(member_uid: UUID) -> list[SaidInVoice]:
    """What a member did about voices that are not theirs, in order."""
    rows = run_sql(
        "SELECT v.number, s.kind, s.text, s.at FROM voice_step s"
        " JOIN voice v ON v.uid = s.voice_uid"
        " WHERE s.by_uid = ?1 AND v.author_uid IS NOT ?1 ORDER BY s.seq",
        (member_uid.bytes,),
    )
    return [SaidInVoice(number, kind, text, from_micros(at)) for number, kind, text, at in rows]


def _time(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)
