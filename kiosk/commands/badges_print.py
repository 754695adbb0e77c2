"""`badges print [MEMBER...] --out FILE`: badges on paper, into a file or onto a printer."""

import argparse
import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiosk.commands.paper import STDOUT, add_target, check_target, deliver
from kiosk.commands.site import opened_site
from kiosk.commands.telling import print_json
from kiosk.errors import Exit, RefusedError
from kiosk.i18n import _, ngettext

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser
    from kiosk.exports.badge_print import BadgePrint
    from kiosk.exports.unprintable import Unprintable


def add_parser(verbs: "argparse._SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the verb."""
    parser = verbs.add_parser("print", parents=[options], help=_("badges as PDF, or printed"))
    parser.add_argument(
        "numbers", metavar=_("MEMBER"), nargs="*", help=_("members' numbers; none: everybody")
    )
    add_target(parser)
    parser.add_argument(
        "--layout",
        choices=("sheet", "cards"),
        default="sheet",
        help=_("ten to a sheet of A4, or a page a card"),
    )
    parser.set_defaults(run=run, opens_kiosk=False)


def run(args: Namespace) -> Exit:
    """Print badges; a first badge is issued to members who never had one."""
    from kiosk.exports.badge_print import gather_badges
    from kiosk.exports.badge_sheet import make_badges_pdf
    from kiosk.exports.fonts import find_fonts
    from kiosk.exports.unprintable import find_unprintable

    find_fonts()  # before any badge is issued
    check_target(args)
    with opened_site(args) as services:
        badges = gather_badges(services, args.numbers)
        if not badges:
            raise RefusedError("no_members", _("There is no member whose badge could be printed."))
        pdf = make_badges_pdf(badges, services.oversight.today(), args.layout)
        missing = find_unprintable(badges)
        # Entered before it leaves: whoever holds the document holds the badges.
        services.badges.record_printed([one.uid for one in badges], args.printer or "file")
        deliver(pdf, args, _("Badges"))
    _tell(args, badges, missing)
    return Exit.DONE


def _tell(
    args: Namespace, badges: "Sequence[BadgePrint]", missing: "Sequence[Unprintable]"
) -> None:
    """Say what was printed; not on the stream that carries the document."""
    if missing and (args.out == STDOUT or not args.json):
        print(_missing_words(missing), file=sys.stderr)
    if args.out == STDOUT:
        return
    if args.json:
        told = {"out": args.out, "printer": args.printer, "layout": args.layout}
        shapes = [{"number": one.number, "characters": one.characters} for one in missing]
        numbers = [badge.number for badge in badges]
        print_json(told | {"badges": numbers, "missing": shapes})
        return
    words = ngettext("{count} badge: {where}", "{count} badges: {where}", len(badges))
    print(words.format(count=len(badges), where=args.printer or args.out))


def _missing_words(missing: "Sequence[Unprintable]") -> str:
    whose = _("; ").join(
        f"{one.number or _('the site')} {one.name} {one.characters}" for one in missing
    )
    sentence = _(
        "No font here has these characters; a box is printed instead: {whose}. Install a font that"
        " has them and print again."
    )
    return sentence.format(whose=whose)
