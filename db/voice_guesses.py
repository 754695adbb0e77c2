"""Wrong look-up words that somebody gave, each kept for a while with the terminal."""

from datetime import datetime
from uuid import UUID

from db.base import from_micros, to_micros
from db.connection import run_sql


def add_guess(voice_uid: UUID, terminal_uid: UUID, at: datetime) -> None:
    """Keep that somebody gave a wrong look-up word."""
    run_sql(
        "INSERT INTO voice_guess (voice_uid, terminal_uid, at) VALUES (?, ?, ?)",
        (voice_uid.bytes, terminal_uid.bytes, to_micros(at)),
    )


def drop_guesses_before(at: datetime) -> None:
    """Forget the wrong words that were given before a time, UTC."""
    run_sql("DELETE FROM voice_guess WHERE at < ?", (to_micros(at),))


def drop_guesses(voice_uid: UUID) -> None:
    """Forget the wrong words that were given for a voice."""
    run_sql("DELETE FROM voice_guess WHERE voice_uid = ?", (voice_uid.bytes,))


def count_guesses(voice_uid: UUID, since: datetime, until: datetime) -> int:
    """How many wrong words were given for a voice between two times, UTC, inclusive."""
    ((count,),) = run_sql(
        "SELECT count(*) FROM voice_guess WHERE voice_uid = ? AND at BETWEEN ? AND ?",
        (voice_uid.bytes, to_micros(since), to_micros(until)),
    )
    return int(count)


def find_guesses_at(
    terminal_uid: UUID, since: datetime, until: datetime
) -> tuple[int, datetime | None]:
    """How many wrong words were given at a terminal between two times, and when the last one.

    Both times, UTC, are inclusive.
    """
    ((count, last),) = run_sql(
        "SELECT count(*), max(at) FROM voice_guess WHERE terminal_uid = ? AND at BETWEEN ? AND ?",
        (terminal_uid.bytes, to_micros(since), to_micros(until)),
    )
    return int(count), None if last is None else from_micros(last)
