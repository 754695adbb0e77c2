"""`members supervisor`: who may open the supervisor's day, from the command line."""

from argparse import Namespace, _SubParsersAction
from typing import TYPE_CHECKING

from kiosk.commands.members_keeping import member_verb
from kiosk.commands.reading import LONGEST_PIN_LINE, read_line
from kiosk.commands.site import opened_site
from kiosk.commands.telling import print_json
from kiosk.errors import Exit
from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser

_ROLE = "supervisor"


def add_verb(verbs: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the verb of `members`."""
    told = _("let a member open the supervisor's day, or no longer")
    parser = member_verb(verbs, options, "supervisor", told)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--pin-stdin",
        action="store_true",
        help=_("read their new PIN, at least 6 digits, from standard input"),
    )
    what.add_argument("--end", action="store_true", help=_("take their PIN away"))
    parser.set_defaults(run=run)


def run(args: Namespace) -> Exit:
    """Give a member a PIN, or take it away; a role they have already stays what it is."""
    # A PIN among the arguments would stand in the shell's history and in the list of processes.
    pin = read_line(LONGEST_PIN_LINE) if args.pin_stdin else ""
    with opened_site(args) as services:
        member, access = services.people.get_member(args.member), services.access
        if args.end:
            access.end(member.uid)
        else:
            access.set_pin(member.uid, access.role_of(member.uid) or _ROLE, pin)
        role = access.role_of(member.uid)
    if args.json:
        print_json({"number": member.number, "name": member.name, "role": role})
    else:
        told = (
            _("{name} can open the supervisor's day.")
            if role
            else _("{name} can no longer open the supervisor's day.")
        )
        print(told.format(name=member.name))
    return Exit.DONE
