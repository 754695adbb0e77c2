"""`day show [DATE]`: everything of one work day."""

from argparse import Namespace, _SubParsersAction
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kiosk.commands.arguments import UsageError
from kiosk.commands.site import opened_site
from kiosk.commands.telling import print_json
from kiosk.errors import Exit
from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser("day", parents=[options], help=_("show a work day"))
    verbs = parser.add_subparsers(metavar=_("VERB"), required=True)
    showing = verbs.add_parser("show", parents=[options], help=_("show a work day, today's first"))
    showing.add_argument(
        "date",
        metavar=_("DATE"),
        nargs="?",
        default="today",
        help=_("such as 2026-11-22; or today, yesterday"),
    )
    showing.set_defaults(run=run, opens_kiosk=False)


def run(args: Namespace) -> Exit:
    """Show a work day."""
    with opened_site(args) as services:
        day = services.oversight.day(read_day(args.date, services.oversight.today()))
    if args.json:
        from kiosk.commands.day_shape import day_shape

        print_json(day_shape(day))
    else:
        from kiosk.commands.day_text import print_day

        print_day(day)
    return Exit.DONE


def read_day(text: str, today: date) -> date:
    """The work day that a text means.

    Raises:
        UsageError: It means none.
    """
    words = {"today": today, "yesterday": today - timedelta(days=1)}
    if text in words:
        return words[text]
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise _no_day(text) from error
    if not date(1970, 1, 2) <= day <= date(9000, 1, 1):  # beyond them the clock has no instants
        raise _no_day(text)
    return day


def _no_day(text: str) -> UsageError:
    return UsageError(_("{text} is no day; write it like 2026-11-22.").format(text=text))
