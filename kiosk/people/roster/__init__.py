"""Reading members' files: rosters from spreadsheets, with photos beside them."""

from kiosk.people.roster.importing import import_roster
from kiosk.people.roster.refusal import RosterRefused
from kiosk.people.roster.report import Outcome, ReportRow, RosterReport

__all__ = ["Outcome", "ReportRow", "RosterRefused", "RosterReport", "import_roster"]
