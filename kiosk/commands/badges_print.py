"""`badges print [MEMBER...] --out FILE`: badges on paper, into a file or onto a printer."""

import argparse
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from kiosk.commands.site import opened_site
from kiosk.commands.telling import print_json
from kiosk.errors import Exit, KioskError, RefusedError
from kiosk.i18n import _, ngettext

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser
    from kiosk.exports.badge_print import BadgePrint

_STDOUT = "-"


def add_parser(verbs: "argparse._SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the verb."""
    parser = verbs.add_parser("print", parents=[options], help=_("badges as PDF, or printed"))
    parser.add_argument(
        "numbers", metavar=_("MEMBER"), nargs="*", help=_("members' numbers; none: everybody")
    )
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--out", metavar="FILE", help=_("the PDF to write; - for standard output"))
    target.add_argument(
        "--printer", metavar="NAME", help=_("the printer; `default` for the system's own")
    )
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
    from kiosk.exports.printing import check_printer

    find_fonts()  # before any badge is issued
    if args.printer:
        check_printer(args.printer)
    with opened_site(args) as services:
        badges = gather_badges(services, args.numbers)
        if not badges:
            raise RefusedError("no_members", _("There is no member whose badge could be printed."))
        pdf = make_badges_pdf(badges, services.oversight.today(), args.layout)
        _deliver(pdf, args)
        services.badges.record_printed(_members(badges), args.printer or "file")
    _tell(args, badges)
    return Exit.DONE


def _members(badges: "Sequence[BadgePrint]") -> list[UUID]:
    return [badge.uid for badge in badges]


def _deliver(pdf: bytes, args: Namespace) -> None:
    from kiosk.exports.printing import send_to_printer

    if args.printer:
        send_to_printer(pdf, args.printer, _("Badges"))
    elif args.out == _STDOUT:
        sys.stdout.buffer.write(pdf)
        sys.stdout.buffer.flush()
    else:
        write_whole(Path(args.out), pdf)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is either complete or not there; an older one is replaced.

    Raises:
        KioskError: `not_written`, with what the system said.
    """
    half_made = path.with_name(f".{path.name}.part")
    try:
        half_made.touch(0o600)  # whoever holds a badge's code holds the badge
        half_made.write_bytes(data)
        half_made.replace(path)
    except OSError as error:
        half_made.unlink(missing_ok=True)
        said = error.strerror or str(error)
        sentence = _("{file} can't be written: {said}.").format(file=path, said=said)
        raise KioskError("not_written", sentence) from error


def _tell(args: Namespace, badges: "Sequence[BadgePrint]") -> None:
    """Say what was printed; not on the stream that carries the document."""
    if args.out == _STDOUT:
        return
    if args.json:
        told = {"out": args.out, "printer": args.printer, "layout": args.layout}
        print_json(told | {"badges": [badge.number for badge in badges]})
        return
    words = ngettext("{count} badge: {where}", "{count} badges: {where}", len(badges))
    print(words.format(count=len(badges), where=args.printer or args.out))
