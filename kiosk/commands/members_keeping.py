"""`members add|change|leave|back|photo|approve`: keeping members from the command line."""

from argparse import Namespace, _SubParsersAction
from collections.abc import Container
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from kiosk.commands.arguments import UsageError
from kiosk.commands.site import opened_site
from kiosk.commands.telling import iso, print_json
from kiosk.errors import Exit, RefusedError
from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser
    from kiosk.people.keeping import KeptMember
    from kiosk.people.photo_intake import TakenPhoto
    from kiosk.services import Services


def add_verbs(verbs: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the verbs of `members`."""
    adding = verbs.add_parser("add", parents=[options], help=_("add a member"))
    adding.add_argument("new_number", metavar=_("NUMBER"), nargs="?", help=_("the member's number"))
    _add_values(adding, needed=True)
    adding.set_defaults(run=run_add, opens_kiosk=False)
    changing = member_verb(verbs, options, "change", _("change what is kept of a member"))
    _add_values(changing, needed=False)
    changing.set_defaults(run=run_change)
    leaving = member_verb(verbs, options, "leave", _("let a member leave the site"))
    leaving.add_argument("--reason", metavar=_("REASON"), required=True, help=_("why; it is kept"))
    leaving.set_defaults(run=run_leave)
    member_verb(verbs, options, "back", _("take a member back who left")).set_defaults(run=run_back)
    photo = member_verb(verbs, options, "photo", _("give a member a photo, shown once approved"))
    photo.add_argument("file", metavar=_("FILE"), type=Path, help=_("JPEG, PNG, WebP or HEIC"))
    photo.add_argument("--approve", action="store_true", help=_("show it at once"))
    photo.set_defaults(run=run_photo)
    approving = member_verb(verbs, options, "approve", _("let the waiting photo be shown"))
    approving.set_defaults(run=run_approve)


def member_verb(
    verbs: "_SubParsersAction[Parser]", options: "Parser", name: str, told: str
) -> "Parser":
    """Declare a verb about one member; `told` is its line in the help."""
    parser = verbs.add_parser(name, parents=[options], help=told)
    parser.add_argument("member", metavar=_("MEMBER"), help=_("the member's number"))
    parser.set_defaults(opens_kiosk=False)
    return parser


def _add_values(parser: "Parser", *, needed: bool) -> None:
    number = _("the same, as an option") if needed else _("another number")
    parser.add_argument("--number", metavar=_("NUMBER"), help=number)
    parser.add_argument("--name", metavar=_("NAME"), required=needed, help=_("the member's name"))
    for option, value, told in (
        ("--job", _("JOB"), _("what they work as")),
        ("--branch", _("BRANCH"), _("their home branch")),
        ("--phone", _("PHONE"), _("their phone number; never shown")),
        ("--standing", _("STANDING"), _("member, probationary or activist")),
        ("--language", _("LANGUAGE"), _("zh_CN or en; empty for the kiosk's own")),
    ):
        parser.add_argument(option, metavar=value, help=told)


def run_add(args: Namespace) -> Exit:
    """Add a member.

    Raises:
        UsageError: No number, or two of them.
    """
    from kiosk.people.keeping import NewMember

    if (args.new_number is None) == (args.number is None):
        raise UsageError(_("Write the member's number once: members add NUMBER --name NAME."))
    args.number = args.number or args.new_number
    given = _given(args)
    with opened_site(args) as services:
        before = services.keeping.list_branches()
        uid = services.keeping.add(NewMember(**given))
        return _tell(services, uid, args, before)


def run_change(args: Namespace) -> Exit:
    """Change what was named; what was not stays.

    Raises:
        UsageError: Nothing was named.
    """
    from kiosk.people.keeping import MemberChange

    given = _given(args)
    if not given:
        raise UsageError(_("Write what to change, such as --job."))
    with opened_site(args) as services:
        uid, before = _uid(services, args), services.keeping.list_branches()
        services.keeping.change(uid, MemberChange(**given))
        return _tell(services, uid, args, before)


def _given(args: Namespace) -> dict[str, str]:
    from kiosk.people.keeping import MemberChange

    named = {field.name: getattr(args, field.name) for field in fields(MemberChange)}
    return {name: value for name, value in named.items() if value is not None}


def run_leave(args: Namespace) -> Exit:
    """Let a member leave."""
    with opened_site(args) as services:
        uid = _uid(services, args)
        services.keeping.let_go(uid, args.reason)
        return _tell(services, uid, args)


def run_back(args: Namespace) -> Exit:
    """Take a member back."""
    with opened_site(args) as services:
        uid = _uid(services, args)
        services.keeping.take_back(uid)
        return _tell(services, uid, args)


def run_photo(args: Namespace) -> Exit:
    """Let a photo wait for approval, or show it at once."""
    with opened_site(args) as services:
        uid = _uid(services, args)
        services.keeping.offer_photo(uid, _taken(args.file))
        if args.approve:
            services.keeping.approve_photo(uid)
        return _tell(services, uid, args)


def run_approve(args: Namespace) -> Exit:
    """Let the waiting photo be shown."""
    with opened_site(args) as services:
        uid = _uid(services, args)
        services.keeping.approve_photo(uid)
        return _tell(services, uid, args)


def _taken(path: Path) -> "TakenPhoto":
    from kiosk.people.photo_workshop import PhotoWorkshop  # decodes in a process of its own

    data = read_photo_file(path)
    with PhotoWorkshop() as workshop:
        return workshop.take(data)


def read_photo_file(path: Path) -> bytes:
    """The bytes of a photo file, a little more than a photo may have at most.

    Raises:
        RefusedError: `no_file`.
    """
    from kiosk.files import open_ordinary
    from kiosk.people.photo_refusal import MOST_BYTES

    try:
        with open_ordinary(path) as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        sentence = _("The file {file} can't be read.").format(file=path)
        raise RefusedError("no_file", sentence) from error


def _uid(services: "Services", args: Namespace) -> UUID:
    return services.people.get_member(args.member).uid


def _tell(
    services: "Services", uid: UUID, args: Namespace, branches: Container[str] | None = None
) -> Exit:
    """Tell what is kept now; `branches` are those there were before, None where none is made."""
    kept = services.keeping.get_kept(uid)
    if args.json:
        print_json(kept_shape(kept))
    else:
        is_new = branches is not None and kept.branch not in branches
        branch = _("{branch} (new branch)").format(branch=kept.branch) if is_new else kept.branch
        words = (kept.number, kept.name, kept.job, branch, *_states(kept))
        print("  ".join(filter(None, words)))
    return Exit.DONE


def _states(kept: "KeptMember") -> tuple[str, ...]:
    left = _("left the site") if kept.left_at else ""
    photo = _("a photo waits for approval") if kept.waiting_photo else ""
    return left, photo


def kept_shape(kept: "KeptMember") -> dict[str, object]:
    """A kept member as programs read it; never the phone number."""
    return {
        "number": kept.number,
        "name": kept.name,
        "job": kept.job,
        "branch": kept.branch,
        "standing": kept.standing,
        "language": kept.language,
        "photo": kept.photo is not None,
        "waiting_photo": kept.waiting_photo is not None,
        "joined_at": iso(kept.joined_at),
        "left_at": iso(kept.left_at),
        "left_because": kept.left_because or None,
    }
