"""`members import|list|show` and the verbs of keeping: the people of the site."""

from argparse import Namespace, _SubParsersAction
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kiosk.commands.site import opened_site
from kiosk.commands.telling import iso, print_json, print_table
from kiosk.commands.wording import commitment_lines, post_line, service_lines, standing_word
from kiosk.errors import Exit
from kiosk.i18n import _, format_number, format_time, ngettext

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser
    from kiosk.people.views import MemberPage, MemberView

LINES_SHOWN = 30
"""The newest commitments and services that `members show` lists."""


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    from kiosk.commands import (
        members_access,
        members_forgetting,
        members_import,
        members_keeping,
        members_record,
    )

    parser = commands.add_parser(
        "members", parents=[options], help=_("import, list, show and keep members")
    )
    verbs = parser.add_subparsers(metavar=_("VERB"), required=True)
    importing = verbs.add_parser(
        "import", parents=[options], help=_("take in a roster with its photos")
    )
    members_import.add_arguments(importing)
    importing.set_defaults(run=run_import, opens_kiosk=False)
    listing = verbs.add_parser("list", parents=[options], help=_("list all members"))
    listing.set_defaults(run=run_list, opens_kiosk=False)
    showing = verbs.add_parser("show", parents=[options], help=_("show one member's card"))
    showing.add_argument("number", metavar=_("MEMBER"), help=_("the member's number"))
    showing.set_defaults(run=run_show, opens_kiosk=False)
    members_keeping.add_verbs(verbs, options)
    members_access.add_verb(verbs, options)
    members_forgetting.add_verb(verbs, options)
    members_record.add_verb(verbs, options)


def run_import(args: Namespace) -> Exit:
    """Take in a roster."""
    from kiosk.commands import members_import

    with opened_site(args) as services:
        return members_import.run(services, args)


def run_list(args: Namespace) -> Exit:
    """List all members who have not left, by number."""
    with opened_site(args) as services:
        members = services.people.list_members()
    if args.json:
        print_json([_listed(member) for member in members])
        return Exit.DONE
    print_table([_row(member) for member in members])
    here = sum(member.on_site_since is not None for member in members)
    words = ngettext(
        "{count} member, {here} on site", "{count} members, {here} on site", len(members)
    )
    print(words.format(count=format_number(len(members)), here=format_number(here)))
    return Exit.DONE


def run_show(args: Namespace) -> Exit:
    """Show a member's card."""
    with opened_site(args) as services:
        uid = services.people.get_member(args.number).uid
        page = services.people.get_page(uid, LINES_SHOWN)
        zone = services.oversight.site().zone
    if args.json:
        print_json(_card(page))
    else:
        _print_card(page, zone)
    return Exit.DONE


def _listed(member: "MemberView") -> dict[str, object]:
    return {
        "number": member.number,
        "name": member.name,
        "job": member.job,
        "branch": member.branch,
        "on_site": member.on_site_since is not None,
    }


def _row(member: "MemberView") -> tuple[str, ...]:
    light = _("● on site") if member.on_site_since else "○"
    return (member.number, member.name, member.job, member.branch, light)


def _card(page: "MemberPage") -> dict[str, object]:
    from kiosk.commands.shapes import commitment_shape, service_shape

    member = page.member
    return _listed(member) | {
        "since": iso(member.on_site_since),
        "standing": member.standing,
        "posts": [
            {"name": post.name, "kind": post.kind, "shift": post.shift, "duty": post.duty}
            for post in member.posts
        ],
        "commitments": [commitment_shape(commitment) for commitment in page.commitments],
        "services": [service_shape(entry) for entry in page.services],
    }


def _print_card(page: "MemberPage", zone: ZoneInfo) -> None:
    member = page.member
    # A forgotten member's pseudonym stands for both, their number and their name.
    name = () if member.name == member.number else (member.name,)
    print("  ".join((member.number, *name, standing_word(member.standing))))
    print("  ".join(filter(None, (member.job, member.branch))))
    if member.on_site_since:
        came = format_time(member.on_site_since.astimezone(zone))
        print(_("● on site since {time}").format(time=came))
    for title, lines in (
        (_("Duties"), [post_line(post) for post in member.posts]),
        (_("Commitments"), commitment_lines(page.commitments, zone)),
        (_("Services"), service_lines(page.services, zone)),
    ):
        print(f"\n{title}")
        print_table(lines or [("—",)], indent="  ")
