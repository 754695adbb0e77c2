"""The clock behind a port, so that demos and tests can live on other days."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The aware UTC time."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The aware UTC time."""
        return datetime.now(UTC)


class SetClock:
    """A clock that stands where it was set."""

    def __init__(self, at: datetime) -> None:
        """Stand at an aware time."""
        self.at = at.astimezone(UTC)

    def now(self) -> datetime:
        """The time it was set to."""
        return self.at

    def set(self, at: datetime) -> None:
        """Stand at another aware time."""
        self.at = at.astimezone(UTC)
