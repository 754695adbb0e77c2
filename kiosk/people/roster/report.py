"""What an import says about each row of a roster."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What becomes of a row; with a dry run or beside a refused row, what would."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row of the file."""

    row: int
    """Its number as a spreadsheet shows it, from 1."""
    number: str
    """The member's number as read; empty if there is none."""
    name: str
    """The member's name as read; empty if there is none."""
    outcome: Outcome
    """What became of it."""
    reasons: tuple[str, ...] = ()
    """Sentences: why it was refused, or what was changed or is worth knowing."""


@dataclass(frozen=True, slots=True)
class RosterReport:
    """One import."""

    rows: tuple[ReportRow, ...]
    """In the order of the file."""
    notes: tuple[str, ...]
    """Remarks on the whole: columns and photos that nobody uses."""
    encoding: str
    """`xlsx`, `utf-8`, `utf-8-sig`, `utf-16` or `gb18030`."""
    dry_run: bool
    """Whether it was only tried."""
    committed: bool
    """Whether all of it is in the record now; else nothing of it is."""

    def count(self, outcome: Outcome) -> int:
        """How many rows ended so."""
        return sum(row.outcome is outcome for row in self.rows)

    @property
    def refused(self) -> bool:
        """Whether any row was refused, and with it the whole file."""
        return any(row.outcome is Outcome.REFUSED for row in self.rows)
