"""`posts sign POST --out FILE`: a post's sign on A4, to hang at the post."""

from argparse import Namespace, _SubParsersAction
from typing import TYPE_CHECKING

from kiosk.commands.paper import STDOUT, add_target, check_target, deliver
from kiosk.commands.site import site_to_read
from kiosk.commands.telling import print_json
from kiosk.errors import Exit
from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser


def add_parser(verbs: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the verb."""
    parser = verbs.add_parser(
        "sign", parents=[options], help=_("a post's sign as PDF, or printed, to hang at the post")
    )
    parser.add_argument("post", metavar=_("POST"), help=_("the post's name"))
    add_target(parser)
    parser.add_argument(
        "--phone-page",
        metavar="URL",
        help=_("where the phone page is, for the QR code; http://kiosk.local:8080 without"),
    )
    parser.set_defaults(run=run, opens_kiosk=False)


def run(args: Namespace) -> Exit:
    """Make the sign of a post."""
    from kiosk.exports.post_sign import PHONE_PAGE, gather_sign
    from kiosk.exports.post_sign_pdf import make_sign_pdf

    check_target(args)
    with site_to_read(args) as services:
        uid = services.coverage.post_named(args.post)
        sign = gather_sign(
            services, uid, PHONE_PAGE if args.phone_page is None else args.phone_page
        )
        pdf = make_sign_pdf(sign, services.oversight.today())
    deliver(pdf, args, _("Post sign"))
    if args.json and args.out != STDOUT:
        told = {"out": args.out, "printer": args.printer, "post": sign.name, "link": sign.link}
        print_json(told)
    elif args.out != STDOUT:
        print(_("Sign of {post}: {where}").format(post=sign.name, where=args.printer or args.out))
    return Exit.DONE
