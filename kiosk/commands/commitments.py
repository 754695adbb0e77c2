"""`commitments`: lists promises, makes them and says what became of them."""

import sys
from argparse import Namespace, _SubParsersAction
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from kiosk.commands.filters import add_filters, day_given, days_of, tell_if_full
from kiosk.commands.shapes import commitment_shape
from kiosk.commands.site import opened_site, site_to_read
from kiosk.commands.telling import print_json, print_table
from kiosk.commands.wording import in_language, rhythm_word, state_word
from kiosk.errors import Exit, RefusedError
from kiosk.i18n import _, format_day

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser
    from kiosk.service.views import CommitmentView
    from kiosk.services import Services

_STATES = ("open", "overdue", "kept", "partly_kept", "missed", "withdrawn")


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "commitments", parents=[options], help=_("list, make and judge commitments")
    )
    verbs = parser.add_subparsers(metavar=_("VERB"), required=True)
    listing = verbs.add_parser("list", parents=[options], help=_("commitments by due day"))
    add_filters(listing, _STATES)
    listing.add_argument(
        "--reasons", action="store_true", help=_("with the reasons, which are for supervisors")
    )
    listing.set_defaults(run=show, opens_kiosk=False)
    _add_make(verbs, options)
    keeping = _add_verb(verbs, options, "keep", _("say that a commitment was kept"))
    keeping.add_argument("--part", action="store_true", help=_("only in part"))
    keeping.add_argument("--reason", metavar=_("REASON"), default="", help=_("why; it is kept"))
    keeping.set_defaults(run=keep)
    for name, told, state in (
        ("miss", _("say that a commitment was missed"), "missed"),
        ("withdraw", _("withdraw a commitment"), "withdrawn"),
    ):
        verb = _add_verb(verbs, options, name, told)
        verb.add_argument("--reason", metavar=_("REASON"), required=True, help=_("why; it is kept"))
        verb.set_defaults(run=judge, state=state)


def _add_make(verbs: "_SubParsersAction[Parser]", options: "Parser") -> None:
    making = verbs.add_parser("make", parents=[options], help=_("promise something in public"))
    making.add_argument("member", metavar=_("MEMBER"), help=_("who promises: their number"))
    making.add_argument("text", metavar=_("WORDS"), help=_("the catalogue's words, or own ones"))
    making.add_argument("--due", metavar=_("DAY"), help=_("by which day; today without"))
    making.add_argument(
        "--each", choices=("shift", "day", "week"), help=_("again and again, not once")
    )
    making.add_argument("--last", metavar=_("DAY"), help=_("the last day of --each"))
    making.add_argument("--post", metavar=_("POST"), help=_("the post it belongs to"))
    making.add_argument(
        "--milestone", metavar=_("MILESTONE"), default="", help=_("the milestone it belongs to")
    )
    making.set_defaults(run=make, opens_kiosk=False)


def _add_verb(
    verbs: "_SubParsersAction[Parser]", options: "Parser", name: str, told: str
) -> "Parser":
    verb = verbs.add_parser(name, parents=[options], help=told)
    verb.add_argument("entry", metavar="N", type=int, help=_("its number in `commitments list`"))
    verb.add_argument(
        "--by", metavar=_("MEMBER"), required=True, help=_("who says so: their number")
    )
    verb.add_argument(
        "--occasion", metavar=_("DAY"), help=_("of a repeated one; the running one without")
    )
    verb.set_defaults(opens_kiosk=False)
    return verb


def show(args: Namespace) -> Exit:
    """The commitments that are asked for, those due last first."""
    from kiosk.service.desk import CommitmentFilter

    with site_to_read(args) as services:
        member = services.people.get_member(args.member).uid if args.member else None
        first, last = days_of(args, services.oversight.today())
        wanted = CommitmentFilter(member, args.state or "", first, last, args.most)
        found = services.service.list_commitments(wanted)
        zone = services.oversight.site().zone
    if args.json:
        print_json({"commitments": [_shape(one, args.reasons) for one in found]})
        return Exit.DONE
    print_table([_line(one, zone, args.reasons) for one in found])
    tell_if_full(args, len(found))
    if not found:
        print(
            _("There is no such commitment; `commitments make MEMBER WORDS` makes one."),
            file=sys.stderr,
        )
    return Exit.DONE


def _shape(one: "CommitmentView", reasons: bool) -> dict[str, object]:
    return commitment_shape(one) | ({"reason": one.reason or None} if reasons else {})


def _line(one: "CommitmentView", zone: ZoneInfo, reasons: bool) -> tuple[str, ...]:
    from kiosk.service.usual_words import as_read
    from kiosk.service.words import said_words

    return (
        str(one.entry),
        one.number,
        one.name,
        state_word(one.state),
        format_day(one.due_on),
        rhythm_word(one.rhythm),
        in_language(one.text, one.text_en),
        said_words(one, zone),
        as_read(one.reason) if reasons else "",
    )


def make(args: Namespace) -> Exit:
    """Promise something; words that stand in the catalogue are the catalogue's."""
    from kiosk.service.commitments import NewCommitment

    with opened_site(args) as services:
        member = services.people.get_member(args.member)
        post = services.coverage.post_named(args.post) if args.post is not None else None
        new = NewCommitment(
            item_of(services, "commitment", args.text),
            args.text,
            day_given(args.due, services),
            args.each or "",
            day_given(args.last, services),
            post,
            args.milestone,
        )
        return _tell(services, services.service.promise(member.uid, new), args)


def item_of(services: "Services", kind: str, text: str) -> UUID | None:
    """The catalogue's item with these words, or None."""
    try:
        return services.service.item_named(kind, text).uid
    except RefusedError:
        return None


def keep(args: Namespace) -> Exit:
    """Say that a commitment, or an occasion of it, was kept."""
    args.state = "partly_kept" if args.part else "kept"
    return judge(args)


def judge(args: Namespace) -> Exit:
    """Say what became of a commitment, or of an occasion of it."""
    with opened_site(args) as services:
        uid = commitment_numbered(args.entry)
        by = services.people.get_member(args.by).uid
        occasion = day_given(args.occasion, services)
        judged = services.service.judge_commitment(uid, args.state, by, args.reason, occasion)
        return _tell(services, judged, args)


def commitment_numbered(entry: int) -> UUID:
    """The key of the commitment with a number.

    Raises:
        RefusedError: `unknown_commitment`.
    """
    from db.commitments import find_commitment_uid

    uid = find_commitment_uid(entry)
    if uid is None:
        sentence = _("No commitment has the number {number}; `commitments list` shows them.")
        raise RefusedError("unknown_commitment", sentence.format(number=entry))
    return uid


def _tell(services: "Services", made: "CommitmentView", args: Namespace) -> Exit:
    if args.json:
        print_json(_shape(made, reasons=True))
    else:
        print_table([_line(made, services.oversight.site().zone, reasons=True)])
    return Exit.DONE
