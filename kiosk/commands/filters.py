"""What lists are narrowed down by: member, state and days."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from kiosk.commands.arguments import UsageError
from kiosk.commands.day import read_day
from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser
    from kiosk.services import Services

MOST = 200
"""So many lines are listed unless more are asked for."""
_MOST_EVER = 100_000


def add_filters(parser: "Parser", states: Sequence[str]) -> None:
    """Declare the options: `member`, `state`, `on`, `first`, `until`, `most`."""
    parser.add_argument("--member", metavar=_("MEMBER"), help=_("only this member's"))
    parser.add_argument("--state", choices=states, help=_("only those in this state"))
    parser.add_argument("--on", metavar=_("DAY"), help=_("only those of this day"))
    parser.add_argument(
        "--from", metavar=_("DAY"), dest="first", help=_("only those of this day or later")
    )
    parser.add_argument("--until", metavar=_("DAY"), help=_("only those of this day or earlier"))
    parser.add_argument(
        "--most", metavar="N", type=int, default=MOST, help=_("at most so many, the newest")
    )


def days_of(args: Namespace, today: date) -> tuple[date | None, date | None]:
    """The first and the last day that are asked for; None: no bound.

    Raises:
        UsageError: They make no sense.
    """
    check_most(args)
    if args.on is not None and (args.first or args.until):
        raise UsageError(_("Name --on, or --from and --until."))
    first, last = (
        None if text is None else read_day(text, today)
        for text in (args.on or args.first, args.on or args.until)
    )
    if first is not None and last is not None and last < first:
        raise UsageError(_("--until is before --from."))
    return first, last


def check_most(args: Namespace) -> None:
    """How many lines are asked for.

    Raises:
        UsageError: None at all, or more than anybody reads.
    """
    if not 1 <= args.most <= _MOST_EVER:
        raise UsageError(_("--most takes a number from 1 to 100,000."))


def tell_if_full(args: Namespace, listed: int) -> None:
    """Say that there may be more than the lines that were asked for, beside the list itself."""
    if listed >= args.most:
        told = _("Only the newest {count} are listed; ask for more with --most.")
        print(told.format(count=args.most), file=sys.stderr)


def day_given(text: str | None, services: "Services") -> date | None:
    """The day that an option names, or None where it was not given."""
    return None if text is None else read_day(text, services.oversight.today())
