"""`badges print [MEMBER...] --out FILE`: badges on paper, into a file or onto a printer."""

import argparse
import errno
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands.site import opened_site
from kiosk.commands.telling import print_json
from kiosk.errors import Exit, KioskError, RefusedError
from kiosk.files import is_replaceable, write_whole
from kiosk.i18n import _, ngettext

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser
    from kiosk.exports.badge_print import BadgePrint
    from kiosk.exports.unprintable import Unprintable

_STDOUT = "-"
_LONGEST_TOLD = 100
"""Characters of a file's name in a sentence about it."""


def add_parser(verbs: "argparse._SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the verb."""
    parser = verbs.add_parser("print", parents=[options], help=_("badges as PDF, or printed"))
    parser.add_argument(
        "numbers", metavar=_("MEMBER"), nargs="*", help=_("members' numbers; none: everybody")
    )
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument(
        "--out", metavar=_("FILE"), help=_("the PDF to write; - for standard output")
    )
    target.add_argument(
        "--printer", metavar=_("PRINTER"), help=_("the printer; `default` for the system's own")
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
    from kiosk.exports.unprintable import find_unprintable

    find_fonts()  # before any badge is issued
    _check_target(args)
    with opened_site(args) as services:
        badges = gather_badges(services, args.numbers)
        if not badges:
            raise RefusedError("no_members", _("There is no member whose badge could be printed."))
        pdf = make_badges_pdf(badges, services.oversight.today(), args.layout)
        missing = find_unprintable(badges)
        # Entered before it leaves: whoever holds the document holds the badges.
        services.badges.record_printed([one.uid for one in badges], args.printer or "file")
        _deliver(pdf, args)
    _tell(args, badges, missing)
    return Exit.DONE


def _check_target(args: Namespace) -> None:
    """See that it can be delivered, before anything is issued or entered."""
    from kiosk.exports.printing import check_printer

    if args.printer:
        check_printer(args.printer)
    elif args.out != _STDOUT:
        check_place(args.out)


def check_place(name: str) -> None:
    """See that a file of this name can be made or replaced.

    Links are not followed: what lies behind one is not what the name says.

    Raises:
        KioskError: `not_written`; the sentence says what is in the way.
    """
    path = Path(name)
    try:
        if not name or path.is_dir():
            raise _not_a_file(name)
        if not is_replaceable(path):
            raise _in_the_way(path)
        if not path.parent.is_dir():
            raise _no_folder(path.parent)
    except NotADirectoryError as error:
        raise _no_folder(path.parent) from error
    except OSError as error:
        raise _not_written(path, error) from error
    except ValueError as error:  # a zero, or half of a character
        raise _not_a_file(name) from error


def _not_a_file(name: str) -> KioskError:
    sentence = _("--out needs the name of a file, such as badges.pdf: “{name}” is none.")
    return KioskError("not_written", sentence.format(name=_shortened(name)))


def _in_the_way(path: Path) -> KioskError:
    sentence = _(
        "{file} is a link, a pipe or a device, which is not replaced; name another file, or write"
        " to standard output with --out -."
    )
    return KioskError("not_written", sentence.format(file=path))


def _no_folder(folder: Path) -> KioskError:
    sentence = _("There is no folder {folder}; make it, or name another file.")
    return KioskError("not_written", sentence.format(folder=folder))


def _not_written(path: Path, error: OSError) -> KioskError:
    said = error.strerror or type(error).__name__
    if error.errno == errno.ENAMETOOLONG:
        said = _("the name is too long")
    sentence = _("{file} can't be written: {said}.").format(file=_shortened(str(path)), said=said)
    return KioskError("not_written", sentence)


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_TOLD else f"{name[:_LONGEST_TOLD]}…"


def _deliver(pdf: bytes, args: Namespace) -> None:
    from kiosk.exports.printing import send_to_printer

    if args.printer:
        send_to_printer(pdf, args.printer, _("Badges"))
    elif args.out == _STDOUT:
        sys.stdout.buffer.write(pdf)
        sys.stdout.buffer.flush()
    else:
        path = Path(args.out)
        try:
            write_whole(path, pdf)
        except OSError as error:
            raise _not_written(path, error) from error


def _tell(
    args: Namespace, badges: "Sequence[BadgePrint]", missing: "Sequence[Unprintable]"
) -> None:
    """Say what was printed; not on the stream that carries the document."""
    if missing and (args.out == _STDOUT or not args.json):
        print(_missing_words(missing), file=sys.stderr)
    if args.out == _STDOUT:
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
