"""The work day: the local day a presence belongs to; it turns at a set hour, not at midnight."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def work_day_of(at: datetime, zone: ZoneInfo, turn_hour: int) -> date:
    """The work day of an instant.

    The hands of the local clock decide: an hour that a clock change skips or repeats belongs to the
    day whose hands it shows.

    Args:
        at: Aware time.
        zone: The site's zone.
        turn_hour: The local hour at which the day turns, 0 to 23.
    """
    hands = at.astimezone(zone).replace(tzinfo=None)
    return (hands - timedelta(hours=turn_hour)).date()


def day_end(work_day: date, zone: ZoneInfo, turn_hour: int) -> datetime:
    """The instant, UTC, at which a work day turns into the next."""
    turn = datetime.combine(work_day + timedelta(days=1), datetime.min.time(), zone)
    return turn.replace(hour=turn_hour).astimezone(UTC)
