"""The days on which members had left the site: nothing they promised was due on them.

Who leaves and comes back promises again from the day on which they are back; what was so on a day
that is over stays so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.absences import list_absences
from kiosk.attendance.rule_periods import read_work_days

Away = tuple[tuple[date, date], ...]
"""From which work day on, and to before which one, a member was away; each time they came back."""


@dataclass(frozen=True, slots=True)
class Absences:
    """When members were away who came back.

    Attributes:
        times: From when to when, UTC, by member.
    """

    times: Mapping[UUID, list[tuple[datetime, datetime]]]

    def days(self, member_uid: UUID) -> Away:
        """The days on which a member was away: from the one on which they left."""
        times = self.times.get(member_uid)
        if not times:
            return ()
        of = read_work_days().of
        return tuple((of(left), of(back)) for left, back in times)

    def is_away(self, member_uid: UUID, at: datetime) -> bool:
        """Whether a member who is back had left at a time."""
        return any(left < at <= back for left, back in self.times.get(member_uid, ()))


def read_absences(member_uids: Iterable[UUID]) -> Absences:
    """When these members were away who came back."""
    return Absences(list_absences(set(member_uids)))
