"""The open site that most commands work on."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kiosk.config import choose_home

if TYPE_CHECKING:
    from kiosk.services import Services


@contextmanager
def opened_site(args: Namespace) -> Iterator["Services"]:
    """Open the site that the arguments name; it is closed afterwards.

    Raises:
        KioskError: There is none, or its file can't be used.
        NotRecordedError: Something could not be recorded.
    """
    from kiosk.recording import told_errors  # `--help` needs no store
    from kiosk.services import close_services, open_services

    with told_errors():
        services = open_services(choose_home(args.home))
        try:
            yield services
        finally:
            close_services()
