"""Opening a site to look at it: a file that can't be written is read as it stands."""

from typing import NamedTuple

from db.connection import open_to_read, run_sql
from db.errors import NotStored, UnusableFile
from db.schema import check_header, newest_schema
from kiosk.clock import Clock, SystemClock
from kiosk.config import Home
from kiosk.context import Context
from kiosk.errors import KioskError
from kiosk.services import Services, build_services, open_services

_UNWRITABLE = frozenset({"read_only", "full", "broken", "locked"})


class Opened(NamedTuple):
    """An open site.

    Attributes:
        services: Its use cases.
        unwritable: Why nothing can be recorded; None where it can.
    """

    services: Services
    unwritable: str | None


def open_or_read(home: Home, clock: Clock | None = None, *, thorough: bool = False) -> Opened:
    """Open a site as `open_services` does, else read it as it stands.

    Nothing can be recorded then and every use case says so.

    Args:
        home: The site's folder.
        clock: What tells the time; None: the machine's own.
        thorough: As for `open_services`.

    Raises:
        KioskError: The file can't be read either; says what `open_services` said.
    """
    try:
        return Opened(open_services(home, clock, thorough=thorough), None)
    except KioskError as error:
        if error.code not in _UNWRITABLE or not _reads(home):
            raise
        return Opened(build_services(Context(home, clock or SystemClock())), error.code)


def _reads(home: Home) -> bool:
    try:
        check_header(home.database)
        open_to_read(home.database)
        return bool(run_sql("PRAGMA user_version")[0][0] == newest_schema())
    except (NotStored, UnusableFile, OSError):
        return False
