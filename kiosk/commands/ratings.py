"""`ratings give | list | count-in`: what people think of services, members and the site."""

import sys
from argparse import Namespace, _SubParsersAction
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from kiosk.commands.arguments import UsageError
from kiosk.commands.by import add_by
from kiosk.commands.day import read_day
from kiosk.commands.filters import check_most, tell_if_full
from kiosk.commands.ratings_shape import (
    given_line,
    given_shape,
    mean_words,
    member_shape,
    rating_shape,
)
from kiosk.commands.site import opened_site
from kiosk.commands.telling import print_json, print_table
from kiosk.errors import Exit
from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser
    from kiosk.services import Services

_STATES = ("counted", "repeat", "burst", "left_out")


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser("ratings", parents=[options], help=_("give and list ratings"))
    verbs = parser.add_subparsers(metavar=_("VERB"), required=True)
    _add_give(verbs.add_parser("give", parents=[options], help=_("rate something, 1 to 5")))
    _add_list(
        verbs.add_parser("list", parents=[options], help=_("the means, and the single ratings"))
    )
    ruling = verbs.add_parser("count-in", parents=[options], help=_("say whether a rating counts"))
    ruling.add_argument("rating", metavar=_("RATING"), help=_("its key in `ratings list --json`"))
    ruling.add_argument("--out", action="store_true", help=_("leave it out"))
    ruling.add_argument("--reason", required=True, help=_("why; it is kept"))
    add_by(ruling, required=True)
    ruling.set_defaults(run=count_in, opens_kiosk=False)


def _add_give(giving: "Parser") -> None:
    subject = giving.add_mutually_exclusive_group(required=True)
    subject.add_argument("--member", metavar=_("MEMBER"), help=_("a member's number"))
    subject.add_argument("--service", metavar=_("KEY"), help=_("the key of a service entry"))
    subject.add_argument("--site", action="store_true", help=_("the site"))
    giving.add_argument("--stars", type=int, required=True, metavar="N", help=_("1 to 5"))
    giving.add_argument("--word", default="", help=_("what to say to it, for supervisors"))
    giving.add_argument(
        "--session", metavar=_("MEMBER"), help=_("who is signed in there; it is not kept")
    )
    giving.set_defaults(run=give, opens_kiosk=False)


def _add_list(listing: "Parser") -> None:
    listing.add_argument("--member", metavar=_("MEMBER"), help=_("of them and their services"))
    listing.add_argument("--state", choices=_STATES, help=_("only such"))
    listing.add_argument("--on", metavar=_("DAY"), help=_("only of that work day"))
    listing.add_argument("--most", type=int, default=100, metavar="N", help=_("at most so many"))
    add_by(listing)
    listing.set_defaults(run=show, opens_kiosk=False)


def give(args: Namespace) -> Exit:
    """Rate a service, a member or the site."""
    with opened_site(args) as services:
        session = services.people.get_member(args.session).uid if args.session else None
        kind, subject = _subject(services, args)
        set_aside = services.ratings.give(
            kind, args.stars, subject_uid=subject, word=args.word, session_member=session
        )
    if args.json:
        print_json({"kind": kind, "stars": args.stars, "state": set_aside or "counted"})
    elif set_aside:
        print(_("Kept for the supervisor: there were others just now."))
    else:
        print(_("Thank you. It is counted in a quarter of an hour."))
    return Exit.DONE


def _subject(
    services: "Services", args: Namespace
) -> tuple[Literal["service", "member", "site"], UUID | None]:
    if args.site:
        return "site", None
    if args.member is not None:
        return "member", services.people.get_member(args.member).uid
    return "service", _key(args.service)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise UsageError(_("{text} is no key.").format(text=text)) from error


def show(args: Namespace) -> Exit:
    """List the means that everybody may see, and the single ratings for supervisors."""
    check_most(args)
    if not args.by and (args.state or args.on):
        raise UsageError(_("The single ratings are for supervisors; name one with --by."))
    from kiosk.commands.by import who

    with opened_site(args) as services:
        is_whole = who(args) is not None
        ratings = services.ratings
        ratings.empty_box()
        member = services.people.get_member(args.member) if args.member else None
        day = read_day(args.on, services.oversight.today()) if args.on else None
        given = ratings.list_given(
            member_uid=member.uid if member else None,
            state=args.state,
            work_day=day,
            most=args.most,
        )
        site, zone = ratings.of_site(), services.oversight.site().zone
        ranking = [one for one in ratings.ranking() if member is None or one.uid == member.uid]
    if args.json:
        print_json(
            {
                "site": rating_shape(site),
                "members": [member_shape(one) for one in ranking],
                "ratings": [given_shape(one) for one in given] if is_whole else None,
            }
        )
        return Exit.DONE
    print(_("The site: {mean}").format(mean=mean_words(site)))
    print_table([(one.number, one.name, mean_words(one.rating)) for one in ranking], "  ")
    if is_whole:
        print_table([given_line(one, zone) for one in given])
        tell_if_full(args, len(given))
    if not (given if is_whole else site or ranking):
        words = _("No such rating yet; workers press 0 on the board to give one.")
        print(words, file=sys.stderr)
    return Exit.DONE


def count_in(args: Namespace) -> Exit:
    """A supervisor counts a rating in, or leaves it out."""
    from kiosk.people.supervisors import supervisor_named

    with opened_site(args) as services:
        by = supervisor_named(args.by)
        services.ratings.empty_box()
        ruled = services.ratings.count_in(_key(args.rating), by, args.reason, counts=not args.out)
        zone = services.oversight.site().zone
    if args.json:
        print_json(given_shape(ruled))
    else:
        print_table([given_line(ruled, zone)])
    return Exit.DONE
