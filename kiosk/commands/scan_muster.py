"""Scans of commands and gates while a roll is called, also where the record can't be written."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from kiosk.attendance.muster.views import MusterScan
from kiosk.attendance.views import NotRecorded, Scan, ScanResult
from kiosk.config import Home
from kiosk.errors import KioskError

if TYPE_CHECKING:
    from kiosk.services import Services


def take_at_gate(services: "Services", scan: Scan) -> ScanResult | MusterScan:
    """Decide a scan, as `take_scan` does, in the name of what read it.

    A mark that stays only in this process' memory is none: it ends, and nobody sees its screen.
    """
    from kiosk.attendance.muster.taking import take_scan

    result = take_scan(services, scan, scan.source)
    if isinstance(result, MusterScan) and services.muster.journal.kept == "memory":
        return NotRecorded("full", result.at)
    return result


@contextmanager
def opened_in_emergency(home: Home) -> Iterator["Services | None"]:
    """Open the record of a muster that runs, though it can't be written; None where none runs."""
    from kiosk.attendance.muster.opening import open_even_unwritable
    from kiosk.recording import told_errors
    from kiosk.services import close_services

    try:
        services = None
        with suppress(KioskError), told_errors():
            found = open_even_unwritable(home)
            services = found if found.muster.running() is not None else None
        yield services
    finally:
        close_services()
