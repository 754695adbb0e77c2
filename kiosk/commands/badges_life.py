"""`badges reissue|revoke|valid|list`: the life of badges from the command line."""

from argparse import Namespace, _SubParsersAction
from typing import TYPE_CHECKING

from kiosk.commands.arguments import UsageError
from kiosk.commands.badges import WHERE
from kiosk.commands.day import read_day
from kiosk.commands.site import opened_site
from kiosk.commands.telling import iso, print_json, print_table
from kiosk.errors import Exit
from kiosk.i18n import _, format_number, ngettext

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser
    from kiosk.people.badges import BadgeView, Validity
    from kiosk.people.keeping import KeptMember
    from kiosk.people.views import MemberView
    from kiosk.services import Services


def add_verbs(verbs: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the verbs of `badges`."""
    reissuing = _verb(verbs, options, "reissue", _("give a new badge; the older one is dead"))
    reissuing.add_argument("--reason", default="", help=_("why; it is kept"))
    reissuing.set_defaults(run=run_reissue)
    revoking = _verb(verbs, options, "revoke", _("let a badge be dead from now on"))
    revoking.add_argument("--reason", required=True, help=_("why; it is kept"))
    revoking.set_defaults(run=run_revoke)
    limiting = _verb(verbs, options, "valid", _("set the days on which a badge lets in"))
    limiting.add_argument("--from", dest="first", metavar=_("DAY"), help=_("the first day"))
    limiting.add_argument("--until", dest="last", metavar=_("DAY"), help=_("the last day"))
    limiting.add_argument("--always", action="store_true", help=_("take away what stood before"))
    limiting.set_defaults(run=run_valid)
    listing = verbs.add_parser("list", parents=[options], help=_("list the state of each badge"))
    listing.set_defaults(run=run_list, opens_kiosk=False)


def _verb(verbs: "_SubParsersAction[Parser]", options: "Parser", name: str, told: str) -> "Parser":
    parser = verbs.add_parser(name, parents=[options], help=told)
    parser.add_argument("number", metavar=_("MEMBER"), help=_("the member's number"))
    parser.set_defaults(opens_kiosk=False)
    return parser


def run_reissue(args: Namespace) -> Exit:
    """Give a member a new badge and show its code."""
    from db.connection import transaction

    with opened_site(args) as services:
        member = services.people.get_member(args.number)
        is_first = not services.badges.history(member.uid)
        with transaction():
            code = services.badges.reissue(member.uid, args.reason)
            services.badges.record_printed([member.uid], WHERE)
    if args.json:
        print_json({"number": member.number, "code": code})
    else:
        print(f"{member.number}  {member.name}  {code}")
        first = _("The first badge of this member. Print it.")
        print(first if is_first else _("Badges issued before no longer work. Print this one."))
    return Exit.DONE


def run_revoke(args: Namespace) -> Exit:
    """Let a member's badge be dead."""
    with opened_site(args) as services:
        member = services.people.get_member(args.number)
        services.badges.revoke(member.uid, args.reason)
        return _tell(services, member, as_json=args.json)


def run_valid(args: Namespace) -> Exit:
    """Set the days on which a member's badge lets in; a day that is not named stays.

    Raises:
        UsageError: Nothing is asked for, or a day is none.
    """
    if not (args.first or args.last or args.always):
        raise UsageError(_("Write --from, --until or --always."))
    with opened_site(args) as services:
        member = services.people.get_member(args.number)
        services.badges.set_validity(member.uid, _asked(services, member, args))
        return _tell(services, member, as_json=args.json)


def _asked(services: "Services", member: "MemberView", args: Namespace) -> "Validity":
    from kiosk.people.badges import ALWAYS, Validity

    living = services.badges.list_living().get(member.uid)
    before = ALWAYS if args.always or living is None else living.validity
    today = services.oversight.today()
    return Validity(
        read_day(args.first, today) if args.first else before.first,
        read_day(args.last, today) if args.last else before.last,
    )


def _tell(services: "Services", member: "MemberView", *, as_json: bool) -> Exit:
    badge = services.badges.history(member.uid)[0]
    if as_json:
        counted = {"prints": badge.prints, "printed_at": iso(badge.printed_at)}
        print_json({"number": member.number, "name": member.name, **badge_shape(badge), **counted})
    else:
        print_table([(member.number, member.name, state_word(badge.state), _days(badge))])
    return Exit.DONE


def run_list(args: Namespace) -> Exit:
    """List all members with the state of their badge, by number."""
    with opened_site(args) as services:
        living, kept = services.badges.list_living(), services.keeping.list_kept()
    found = [(member, living.get(member.uid)) for member in kept]
    if args.json:
        print_json([_listed(member, badge) for member, badge in found])
        return Exit.DONE
    print_table([_row(member, badge) for member, badge in found])
    valid = sum(_state(member, badge) == "valid" for member, badge in found)
    words = ngettext(
        "{count} member, {valid} with a valid badge",
        "{count} members, {valid} with a valid badge",
        len(found),
    )
    print(words.format(count=format_number(len(found)), valid=format_number(valid)))
    return Exit.DONE


def _state(member: "KeptMember", badge: "BadgeView | None") -> str:
    if member.left_at is not None:
        return "left"
    return badge.state if badge else "none"


def _listed(member: "KeptMember", badge: "BadgeView | None") -> dict[str, object]:
    days = badge_shape(badge) if badge else dict.fromkeys(_SHAPE)
    return {"number": member.number, "name": member.name, **days, "state": _state(member, badge)}


def _row(member: "KeptMember", badge: "BadgeView | None") -> tuple[str, ...]:
    days = _days(badge) if badge else ""
    return member.number, member.name, state_word(_state(member, badge)), days


_SHAPE = ("state", "issued_at", "dead_at", "dead_because", "valid_from", "valid_until")


def badge_shape(badge: "BadgeView") -> dict[str, object]:
    """A badge as programs read it; never its code."""
    first, last = badge.validity.first, badge.validity.last
    return {
        "state": badge.state,
        "issued_at": iso(badge.issued_at),
        "dead_at": iso(badge.dead_at),
        "dead_because": badge.dead_because or None,
        "valid_from": first.isoformat() if first else None,
        "valid_until": last.isoformat() if last else None,
    }


def state_word(state: str) -> str:
    """A badge's state for people."""
    words = {
        "valid": _("valid"),
        "not_yet": _("not valid yet"),
        "expired": _("expired"),
        "dead": _("dead"),
        "none": _("no badge"),
        "left": _("left the site"),
    }
    return words[state]


def _days(badge: "BadgeView") -> str:
    first, last = badge.validity.first, badge.validity.last
    if first is None and last is None:
        return ""
    return f"{first or ''} – {last or ''}".strip()
