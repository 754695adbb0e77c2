"""`demo`: makes the demo site or brings it up to now; opens it unless told only to prepare it."""

import sys
from argparse import Namespace, _SubParsersAction
from typing import TYPE_CHECKING

from kiosk.commands.telling import print_json
from kiosk.config import choose_home
from kiosk.errors import Exit
from kiosk.i18n import _
from kiosk.text import fit

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser

_PROGRESS_CELLS = 60


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "demo",
        parents=[options],
        help=_("open the demo site"),
        description=_("Opens the demo site in --home or, without one, in a home of its own."),
    )
    parser.add_argument(
        "--prepare",
        dest="opens_kiosk",
        action="store_false",
        default=True,
        help=_("only make it, or bring it up to now"),
    )
    parser.set_defaults(run=run)


def run(args: Namespace) -> Exit:
    """Make the demo or bring it up to now."""
    from kiosk.clock import SystemClock
    from kiosk.demo import DEMO_PIN, DEMO_SUPERVISOR, prepare_demo

    home = choose_home(args.home, demo=True)
    try:
        made = prepare_demo(home, SystemClock(), show_progress)
    finally:
        show_line("")
    if args.json:
        supervisor = {"number": DEMO_SUPERVISOR, "pin": DEMO_PIN}
        print_json({"home": str(home.folder), "made": made, "supervisor": supervisor})
    else:
        print(_("The demo site is ready in {folder}.").format(folder=home.folder))
        words = _("Its supervisor is member {number}, PIN {pin}.")
        print(words.format(number=DEMO_SUPERVISOR, pin=DEMO_PIN))
    return Exit.DONE


def show_progress(what: str, done: int, of: int) -> None:
    """Show how far it is."""
    show_line(f"{what} {done}/{of}")


def show_line(line: str) -> None:
    """Write one line of standard error over and over; nothing where nobody looks."""
    if sys.stderr.isatty():
        print(f"\r{fit(line, _PROGRESS_CELLS)}\r", end="", file=sys.stderr, flush=True)
