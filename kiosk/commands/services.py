"""`services`: lists what was done for people, logs it, confirms, strikes and restores it."""

import sys
from argparse import Namespace, _SubParsersAction
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from kiosk.commands.commitments import commitment_numbered, item_of
from kiosk.commands.filters import add_filters, days_of, tell_if_full
from kiosk.commands.shapes import service_shape
from kiosk.commands.site import opened_site, site_to_read
from kiosk.commands.telling import print_json, print_table
from kiosk.commands.wording import in_language
from kiosk.errors import Exit
from kiosk.i18n import _, format_day, format_minutes, format_time

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser
    from kiosk.people.photo_intake import UprightPhoto
    from kiosk.service.views import ServiceView
    from kiosk.services import Services

_STATES = ("waiting", "touched", "confirmed", "struck")


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "services", parents=[options], help=_("list, log and confirm services")
    )
    verbs = parser.add_subparsers(metavar=_("VERB"), required=True)
    listing = verbs.add_parser("list", parents=[options], help=_("service entries by time"))
    add_filters(listing, _STATES)
    listing.set_defaults(run=show, opens_kiosk=False)
    _add_log(verbs, options)
    confirming = _add_verb(verbs, options, "confirm", _("confirm services, all of them or none"))
    confirming.add_argument(
        "--minutes", metavar="N", type=int, help=_("0 to what was claimed; without it all of that")
    )
    confirming.add_argument(
        "--served", action="store_true", help=_("--by is the member it was for, no supervisor")
    )
    confirming.set_defaults(run=confirm)
    for name, told, run in (
        ("strike", _("let a service entry count no more"), strike),
        ("restore", _("let a struck service entry count again"), restore),
    ):
        verb = _add_verb(verbs, options, name, told, several=False)
        verb.add_argument("--reason", metavar=_("REASON"), required=True, help=_("why; it is kept"))
        verb.set_defaults(run=run)


def _add_log(verbs: "_SubParsersAction[Parser]", options: "Parser") -> None:
    logging = verbs.add_parser("log", parents=[options], help=_("log something done for people"))
    logging.add_argument("member", metavar=_("MEMBER"), help=_("who did it: their number"))
    logging.add_argument("text", metavar=_("WORDS"), help=_("the catalogue's words, or own ones"))
    logging.add_argument("--minutes", metavar="N", type=int, required=True, help=_("how long"))
    logging.add_argument("--for", metavar=_("WORDS"), dest="for_whom", default="", help=_("whom"))
    logging.add_argument(
        "--for-kind", choices=("person", "team", "household", "site"), default="", help=_("of what")
    )
    logging.add_argument("--served", metavar=_("MEMBER"), help=_("the member it was for"))
    logging.add_argument("--place", metavar=_("PLACE"), default="", help=_("where"))
    logging.add_argument(
        "--commitment", metavar="N", type=int, help=_("its number in `commitments list`")
    )
    logging.add_argument(
        "--photo",
        metavar=_("FILE"),
        type=Path,
        action="append",
        default=[],
        help=_("a picture of it; three at most"),
    )
    logging.set_defaults(run=log, opens_kiosk=False)


def _add_verb(
    verbs: "_SubParsersAction[Parser]",
    options: "Parser",
    name: str,
    told: str,
    *,
    several: bool = True,
) -> "Parser":
    verb = verbs.add_parser(name, parents=[options], help=told)
    verb.add_argument(
        "entry",
        metavar="N",
        type=int,
        nargs="+" if several else 1,
        help=_("its number in `services list`"),
    )
    verb.add_argument(
        "--by", metavar=_("MEMBER"), required=True, help=_("who says so: their number")
    )
    verb.set_defaults(opens_kiosk=False)
    return verb


def show(args: Namespace) -> Exit:
    """The service entries that are asked for, newest first, struck ones too."""
    from kiosk.service.entries import WantedServices
    from kiosk.service.totals import sum_services, totals_words

    with site_to_read(args) as services:
        member = services.people.get_member(args.member).uid if args.member else None
        first, last = days_of(args, services.oversight.today())
        wanted = WantedServices(member, args.state or "", first, last, args.most)
        found, zone = services.service.list_services(wanted), services.oversight.site().zone
    if args.json:
        shapes = [service_shape(one) for one in found]
        print_json({"services": shapes, "sums": asdict(sum_services(found))})
        return Exit.DONE
    print_table([_line(one, zone) for one in found])
    tell_if_full(args, len(found))
    if found:
        print(totals_words(sum_services(found)))
    else:
        print(
            _("There is no such service; `services log MEMBER WORDS --minutes N` logs one."),
            file=sys.stderr,
        )
    return Exit.DONE


def _line(one: "ServiceView", zone: ZoneInfo) -> tuple[str, ...]:
    at: datetime = one.at.astimezone(zone)
    served = " ".join(one.served) if one.served else one.whom
    return (
        str(one.entry),
        f"{format_day(at.date())} {format_time(at)}",
        one.number,
        one.name,
        format_minutes(one.minutes),
        _state(one),
        in_language(one.text, one.text_en),
        served,
        one.where,
    )


def _state(one: "ServiceView") -> str:
    from kiosk.service.words import confirmed_words

    if one.is_struck:
        return _("– struck")
    return confirmed_words(one) or _("○ waits")


def log(args: Namespace) -> Exit:
    """Log a service; words that stand in the catalogue are the catalogue's."""
    from kiosk.service.entries import NewService

    with opened_site(args) as services:
        member = services.people.get_member(args.member)
        served = services.people.get_member(args.served).uid if args.served is not None else None
        promise = commitment_numbered(args.commitment) if args.commitment is not None else None
        new = NewService(
            args.minutes,
            item_of(services, "service", args.text),
            args.text,
            promise,
            args.for_whom,
            args.place,
            args.for_kind,
            served,
            _upright(args.photo),
        )
        return _tell(services, [services.service.log(member.uid, new)], args)


def _upright(paths: list[Path]) -> "list[UprightPhoto]":
    from kiosk.commands.members_keeping import read_photo_file
    from kiosk.people.photo_workshop import PhotoWorkshop  # decodes in a process of its own

    if not paths:
        return []
    with PhotoWorkshop() as workshop:
        return [workshop.upright(read_photo_file(path)) for path in paths]


def confirm(args: Namespace) -> Exit:
    """Confirm services: all that are named, or none, and every bad one is named."""
    with opened_site(args) as services:
        by = services.people.get_member(args.by).uid
        how = "served" if args.served else "supervisor"
        done = services.service.confirm_services(args.entry, by, args.minutes, how)
        return _tell(services, done, args)


def strike(args: Namespace) -> Exit:
    """Let an entry count no more."""
    with opened_site(args) as services:
        by, uid = services.people.get_member(args.by).uid, _uid(args)
        return _tell(services, [services.service.strike_service(uid, by, args.reason)], args)


def restore(args: Namespace) -> Exit:
    """Let a struck entry count again."""
    with opened_site(args) as services:
        by, uid = services.people.get_member(args.by).uid, _uid(args)
        return _tell(services, [services.service.restore_service(uid, by, args.reason)], args)


def _uid(args: Namespace) -> UUID:
    from kiosk.service.entries import get_numbered

    return get_numbered(args.entry[0]).uid


def _tell(services: "Services", found: "Sequence[ServiceView]", args: Namespace) -> Exit:
    if args.json:
        print_json({"services": [service_shape(one) for one in found]})
    else:
        zone = services.oversight.site().zone
        print_table([_line(one, zone) for one in found])
    return Exit.DONE
