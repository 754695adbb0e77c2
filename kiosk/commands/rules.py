"""`rules`: shows the site's rules of attendance, and changes them."""

from argparse import Namespace, _SubParsersAction
from typing import TYPE_CHECKING

from kiosk.commands.site import opened_site
from kiosk.commands.telling import print_json, print_table
from kiosk.errors import Exit
from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser
    from kiosk.oversight.views import SiteView


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser("rules", parents=[options], help=_("show or change the rules"))
    for name, help_text in (
        ("--debounce", _("seconds within which a repeated scan is not counted")),
        ("--turn-hour", _("hour at which the work day turns")),
        ("--longest", _("longest plausible presence in hours")),
        ("--retention", _("years for which the data of a member who left are kept")),
    ):
        parser.add_argument(name, type=int, metavar="N", help=help_text)
    parser.set_defaults(run=run, opens_kiosk=False)


def run(args: Namespace) -> Exit:
    """Change what was asked for and show the rules now in force."""
    from kiosk.oversight.ruling import RuleChange, change_rules

    with opened_site(args) as services:
        change = RuleChange(args.debounce, args.turn_hour, args.longest, args.retention)
        site = change_rules(services.context, change)
    if args.json:
        print_json(_shape(site))
    else:
        print_table([(name, str(value)) for name, value in _shape(site).items()])
    return Exit.DONE


def _shape(site: "SiteView") -> dict[str, int]:
    return {
        "debounce_s": site.debounce_s,
        "turn_hour": site.turn_hour,
        "longest_h": site.longest_h,
        "retention_years": site.retention_years,
    }
