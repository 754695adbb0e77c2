"""What every event of the demo has."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens at a time.

    Attributes:
        at: When, aware.
        number: Whose doing it is; empty when nobody's.
    """

    at: datetime
    number: str
