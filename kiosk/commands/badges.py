"""`badges show MEMBER`: a member's code, as digits and drawn; `badges print` on paper."""

import sys
from argparse import Namespace, _SubParsersAction
from typing import TYPE_CHECKING

from kiosk.commands.site import opened_site
from kiosk.commands.telling import print_json
from kiosk.errors import Exit
from kiosk.exports.qr import QUIET_MODULES, qr_rows
from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser

WHERE = "terminal"
"""What the ledger says of a badge whose code a command gave out."""

_BLACK_ON_WHITE, _RESET = "\x1b[38;2;0;0;0;48;2;255;255;255m", "\x1b[0m"
# The lower half block drew codes that decoded in every terminal tried, the upper one did not.
_INKED = {(False, False): " ", (False, True): "▄", (True, False): "▀", (True, True): "█"}
_LIGHT_ON_DARK = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    from kiosk.commands import badges_life, badges_print

    parser = commands.add_parser("badges", parents=[options], help=_("show or print badges"))
    verbs = parser.add_subparsers(metavar=_("VERB"), required=True)
    showing = verbs.add_parser("show", parents=[options], help=_("give the code and draw it"))
    showing.add_argument("number", metavar=_("MEMBER"), help=_("the member's number"))
    showing.set_defaults(run=run, opens_kiosk=False)
    badges_print.add_parser(verbs, options)
    badges_life.add_verbs(verbs, options)


def run(args: Namespace) -> Exit:
    """Show the code of a member's living badge, entered before; one is issued if there is none."""
    with opened_site(args) as services:
        member = services.people.get_member(args.number)
        code = services.badges.code_to_show(member.uid, WHERE)
    if args.json:
        print_json({"number": member.number, "code": code})
        return Exit.DONE
    print(f"{member.number}  {member.name}  {code}")
    for line in draw(code, is_terminal=sys.stdout.isatty()):
        print(line)
    return Exit.DONE


def draw(code: str, *, is_terminal: bool) -> list[str]:
    """The QR code in half blocks: black on white where colours can be set, else light on dark."""
    rows = _modules(code)
    rows.append([False] * len(rows[0]))  # a QR code has an odd number of rows
    blocks = _INKED if is_terminal else _LIGHT_ON_DARK
    lines = []
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        line = "".join(blocks[pair] for pair in zip(upper, lower, strict=True))
        lines.append(f"{_BLACK_ON_WHITE}{line}{_RESET}" if is_terminal else line)
    return lines


def _modules(code: str) -> list[list[bool]]:
    rows = qr_rows(code)
    rim, side = [False] * QUIET_MODULES, len(rows) + 2 * QUIET_MODULES
    empty = [[False] * side for _row in rim]
    return [*empty, *([*rim, *row, *rim] for row in rows), *empty]
