"""All use cases of one open site, built once and handed to every front end."""

import shutil
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from db.connection import close_file, open_file
from db.errors import NotStored, UnusableFile
from db.oversight import find_site
from db.recorded import is_underived
from db.schema import bring_up_to_date, check_file
from kiosk.attendance.afterthoughts import Afterthoughts
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
from kiosk.people.badges import Badges
from kiosk.people.desk import People
from kiosk.recording import not_recorded
from kiosk.service.desk import Service
from kiosk.service.ratings import Ratings
from kiosk.service.voices import Voices

if TYPE_CHECKING:
    from kiosk.attendance.corrections import Corrections
    from kiosk.people.access import Access
    from kiosk.people.forgetting import Forgetting
    from kiosk.people.keeping import MemberKeeping
    from kiosk.people.posts.desk import Posts
    from kiosk.people.record import Records
    from kiosk.people.teams.desk import Teams
    from kiosk.service.drafts import Drafts
    from kiosk.service.phrases import Phrases

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


class Services:
    """The rooms of an open site; those that no scan and no board needs are read when first used.

    Attributes:
        context: The circumstances they share.
        people: Members as everybody sees them.
        badges: Their badges.
        attendance: Scans, who is on site.
        afterthoughts: What a member says right after a scan.
        coverage: Key posts: held or empty, taken and handed over.
        muster: Roll calls in an emergency and their drills.
        service: Commitments and services.
        oversight: The site and the daily log.
        ratings: What people think of services, members and the site.
        voices: Suggestions, problems, hazards and requests for help.
    """

    def __init__(self, context: Context) -> None:
        """Serve over the file that is open on this thread."""
        self.context = context
        self.attendance, self.badges = Attendance(context), Badges(context)
        self.people = People(context, self.attendance, self.badges)
        self.afterthoughts = Afterthoughts(context)
        self.coverage = Coverage(context)
        self.muster = MusterDesk(context)
        self.service = Service(context)
        self.oversight = Oversight(context)
        self.ratings, self.voices = Ratings(context), Voices(context)

    @cached_property
    def keeping(self) -> "MemberKeeping":
        """Members as supervisors keep them: added, changed, let go, taken back; photos."""
        from kiosk.people.keeping import MemberKeeping

        return MemberKeeping(self.context, self.attendance)

    @cached_property
    def forgetting(self) -> "Forgetting":
        """The end of a member's data."""
        from kiosk.people.forgetting import Forgetting

        return Forgetting(self.context)

    @cached_property
    def corrections(self) -> "Corrections":
        """Presences set right by a supervisor."""
        from kiosk.attendance.corrections import Corrections

        return Corrections(self.context)

    @cached_property
    def access(self) -> "Access":
        """PINs of supervisors and admins."""
        from kiosk.people.access import Access

        return Access(self.context)

    @cached_property
    def teams(self) -> "Teams":
        """Teams raised for urgent tasks."""
        from kiosk.people.teams.desk import Teams

        return Teams(self.context, self.attendance)

    @cached_property
    def drafts(self) -> "Drafts":
        """Forms that were left half filled in."""
        from kiosk.service.drafts import Drafts

        return Drafts(self.context)

    @cached_property
    def phrases(self) -> "Phrases":
        """Words to pick where letters can't be typed."""
        from kiosk.service.phrases import Phrases

        return Phrases(self.context)

    @cached_property
    def posts(self) -> "Posts":
        """Posts of any kind, opened and set."""
        from kiosk.people.posts.desk import Posts
        from kiosk.people.posts.told import Told

        told = Told(
            self.service.list_post_commitments,
            self.service.list_post_services,
            lambda holders: self.ratings.of_members([one.uid for one in holders]),
        )
        return Posts(self.context, self.attendance, self.coverage, told)

    @cached_property
    def records(self) -> "Records":
        """What members did here, for themselves."""
        from kiosk.people.record import Records

        rated = self.ratings.of_members, self.ratings.words_about
        return Records(self.context, self.attendance, *rated)


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
    return Services(context)


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
