"""Opens the screens: the site's, or the demo's after bringing it up to now."""

import sys
from argparse import Namespace
from collections.abc import Callable
from typing import TextIO

from kiosk.commands.arguments import UsageError
from kiosk.config import Home, choose_home
from kiosk.i18n import _


def run_and_open(args: Namespace, open_kiosk: Callable[[Home, bool], int] | None) -> int:
    """Do what comes before the screens, then open them; returns the exit code.

    Raises:
        UsageError: There is no terminal to open them on.
    """
    if open_kiosk is None or not all(map(_is_terminal, (sys.stdin, sys.stdout, sys.stderr))):
        raise UsageError(
            _("The kiosk needs a terminal of its own; in a script use one of its commands.")
        )
    if args.run is None:
        return open_kiosk(choose_home(args.home), args.wall)
    args.run(args)
    return open_kiosk(choose_home(args.home, demo=True), args.wall)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()
