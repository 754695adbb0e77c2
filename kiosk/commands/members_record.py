"""`members record MEMBER`: everything that is kept of a member, for them to take home."""

from argparse import Namespace, _SubParsersAction
from typing import TYPE_CHECKING

from kiosk.commands.paper import check_target, deliver
from kiosk.commands.site import opened_site
from kiosk.commands.telling import print_json
from kiosk.errors import Exit
from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser


def add_verb(verbs: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the verb of `members`."""
    parser = verbs.add_parser(
        "record", parents=[options], help=_("all that is kept of a member, for themself")
    )
    parser.add_argument("member", metavar=_("MEMBER"), help=_("the member's number"))
    target = parser.add_mutually_exclusive_group()
    target.add_argument(
        "--out", metavar=_("FILE"), help=_("the PDF to write; - for standard output")
    )
    target.add_argument(
        "--printer", metavar=_("PRINTER"), help=_("the printer; `default` for the system's own")
    )
    parser.set_defaults(run=run, opens_kiosk=False)


def run(args: Namespace) -> Exit:
    """Print everything as JSON, or the record as PDF."""
    on_paper = args.out is not None or args.printer is not None
    if on_paper:
        check_target(args)
    with opened_site(args) as services:
        uid = services.people.get_member(args.member).uid
        data, site = services.records.get_own_data(uid), services.oversight.site()
        now = services.context.clock.now()
    if on_paper:
        from kiosk.exports.own_record import make_own_record_pdf

        pdf = make_own_record_pdf(data, site, now.astimezone(site.zone).date())
        deliver(pdf, args, _("Personal record"))
    else:
        from kiosk.exports.own_record_json import own_data_shape

        print_json(own_data_shape(data, site, now))
    return Exit.DONE
