"""Voices that are loud: what is dangerous or wanted on the spot and in nobody's hands."""

from collections.abc import Sequence
from datetime import date

from db.connection import run_sql
from db.voices import STILL_OPEN, VoiceLine, list_lines


def _loud(urgent: Sequence[str]) -> str:
    """Of a standing `s`: a hazard, or help whose subject began as one of these; nobody has it."""
    marks = ", ".join("?" * len(urgent))
    is_at_once = (
        "SELECT 1 FROM voice w LEFT JOIN catalogue_item i ON i.uid = w.item_uid"
        " LEFT JOIN catalogue_item r ON r.uid = i.root_uid"
        f" WHERE w.uid = s.voice_uid AND coalesce(r.text, w.subject) IN ({marks})"
    )
    is_urgent = f"(s.kind = 'hazard' OR EXISTS ({is_at_once}))"
    return f"s.state = 'open' AND s.kind IN ('hazard', 'help') AND {is_urgent}"


def list_loud(urgent: Sequence[str], most: int) -> list[VoiceLine]:
    """Hazards and help wanted on the spot that nobody has in hand, newest first.

    Args:
        urgent: Subjects of help that is wanted on the spot.
        most: How many at most.
    """
    # The sign keeps SQLite from going through all that is open in the order of their numbers.
    return list_lines(f"WHERE {_loud(urgent)} ORDER BY +s.number DESC", (*urgent, most))


def count_loud(urgent: Sequence[str]) -> dict[str, int]:
    """How many voices of each kind are loud.

    Args:
        urgent: As of `list_loud`.
    """
    query = f"SELECT s.kind, count(*) FROM voice_standing s WHERE {_loud(urgent)} GROUP BY s.kind"
    return {kind: int(count) for kind, count in run_sql(query, tuple(urgent))}


def count_needing(urgent: Sequence[str], on: date) -> int:
    """How many voices are loud, or still open with a due day before a day.

    Args:
        urgent: As of `list_loud`.
        on: The local day.
    """
    ((count,),) = run_sql(
        f"SELECT count(*) FROM voice_standing s WHERE ({_loud(urgent)})"
        f" OR ({STILL_OPEN} AND s.due_on < ?)",
        (*urgent, on.isoformat()),
    )
    return int(count)
