"""The open site that most commands work on."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from kiosk.config import choose_home
from kiosk.i18n import _

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


@contextmanager
def site_to_read(args: Namespace) -> Iterator["Services"]:
    """Open the site for a command that only reads; it is closed afterwards.

    A full disk and a file that can't be written keep it from nothing, which is said on standard
    error.

    Raises:
        KioskError: There is none, or its file can't be read.
    """
    from kiosk.opening import open_or_read
    from kiosk.recording import told_errors
    from kiosk.services import close_services

    with told_errors():
        services, unwritable = open_or_read(choose_home(args.home))
        if unwritable is not None:
            _warn(unwritable, as_json=args.json)
        try:
            yield services
        finally:
            close_services()


def _warn(code: str, *, as_json: bool) -> None:
    line = _("The record can't be written; it is read as it stands.")
    if as_json:
        line = json.dumps({"warning": code, "message": line})
    with suppress(OSError, ValueError):  # nobody listens
        print(line, file=sys.stderr, flush=True)
