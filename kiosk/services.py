"""All use cases of one open site, built once and handed to every front end."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from db.connection import close_file, open_file
from db.errors import NotStored, UnusableFile
from db.oversight import find_site
from db.recorded import is_underived
from db.schema import bring_up_to_date, check_file
from kiosk.attendance.afterthoughts import Afterthoughts
from kiosk.attendance.corrections import Corrections
from kiosk.attendance.coverage.desk import Coverage
from kiosk.attendance.desk import Attendance
from kiosk.attendance.marks import rebuild
from kiosk.attendance.muster.desk import MusterDesk
from kiosk.clock import Clock, SystemClock
from kiosk.config import Home
from kiosk.context import Context
from kiosk.errors import KioskError
from kiosk.exports.print_folder import drop_old_prints
from kiosk.i18n import _
from kiosk.oversight.desk import Oversight
from kiosk.people.access import Access
from kiosk.people.badges import Badges
from kiosk.people.desk import People
from kiosk.people.forgetting import Forgetting
from kiosk.people.keeping import MemberKeeping
from kiosk.recording import not_recorded
from kiosk.service.desk import Service

__all__ = [
    "Services",
    "build_services",
    "close_services",
    "not_recorded",
    "open_services",
    "unusable",
]


LEAST_FREE_BYTES = 1_000_000
"""A disk with less room than this is full: SQLite can't even begin its log."""


@dataclass(frozen=True, slots=True)
class Services:
    """The rooms of an open site.

    Attributes:
        context: The circumstances they share.
        people: Members as everybody sees them.
        badges: Their badges.
        keeping: Members as supervisors keep them: added, changed, let go, taken back; photos.
        forgetting: The end of a member's data.
        attendance: Scans, who is on site.
        afterthoughts: What a member says right after a scan.
        corrections: Presences set right by a supervisor.
        coverage: Key posts: held or empty, taken and handed over.
        muster: Roll calls in an emergency and their drills.
        service: Commitments and services.
        oversight: The site and the daily log.
        access: PINs of supervisors and admins.
    """

    context: Context
    people: People
    badges: Badges
    keeping: MemberKeeping
    forgetting: Forgetting
    attendance: Attendance
    afterthoughts: Afterthoughts
    corrections: Corrections
    coverage: Coverage
    muster: MusterDesk
    service: Service
    oversight: Oversight
    access: Access


def open_services(home: Home, clock: Clock | None = None, *, thorough: bool = False) -> Services:
    """Check the site's file, bring it up to date and open it on this thread.

    Args:
        home: The site's folder.
        clock: What tells the time; None: the machine's own.
        thorough: Read a file of any size to its last page first, as the kiosk does when it starts;
            else one of more than 64 MB is only looked over, so that a command need not wait.
            Then delete old documents, too.

    Raises:
        KioskError: The file can't be used; its sentence says why and what to do.
    """
    try:
        check_file(home.database, thorough=thorough)
        open_file(home.database)
        bring_up_to_date()
        if is_underived():
            rebuild()
    except UnusableFile as error:
        raise unusable(error.code, home.database) from error
    except NotStored as error:
        raise not_recorded(_why(error.code, home)) from error
    if find_site() is None:
        raise unusable("no_site", home.database)
    if thorough:
        drop_old_prints(home)
    return build_services(Context(home, clock or SystemClock()))


def _why(code: str, home: Home) -> str:
    """A full disk answers the opening of a file with all kinds of errors."""
    free = shutil.disk_usage(home.folder).free
    return "full" if code in {"broken", "read_only"} and free < LEAST_FREE_BYTES else code


def build_services(context: Context) -> Services:
    """The rooms over the file that is open on this thread."""
    attendance, badges = Attendance(context), Badges(context)
    return Services(
        context,
        People(context, attendance, badges),
        badges,
        MemberKeeping(context, attendance),
        Forgetting(context),
        attendance,
        Afterthoughts(context),
        Corrections(context),
        Coverage(context),
        MusterDesk(context),
        Service(context),
        Oversight(context),
        Access(context),
    )


def close_services() -> None:
    """Close the file on this thread."""
    close_file()


def unusable(code: str, path: Path) -> KioskError:
    """Why a file can't be used and what to do about it."""
    sentences = {
        "missing": _("There is no site in {folder}; open the kiosk once to set one up."),
        "not_a_database": _("{file} is not a database; move it away or bring back a backup."),
        "foreign": _("{file} belongs to another program; choose another folder with --home."),
        "damaged": _("{file} is damaged; nothing was written to it, bring back the last backup."),
        "newer_schema": _("{file} was written by a newer version; update this program."),
        "read_only": _("{file} can't be written; give this user the right to write it."),
        "no_site": _("{file} holds no site; move it away and set the site up anew."),
    }
    return KioskError(code, sentences[code].format(file=path, folder=path.parent))
