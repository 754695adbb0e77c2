"""`members forget`: erases the data of one who left, or of all whose retention has ended."""

import sys
from argparse import Namespace, _SubParsersAction
from typing import TYPE_CHECKING

from kiosk.commands.arguments import UsageError
from kiosk.commands.reading import read_line
from kiosk.commands.site import opened_site
from kiosk.commands.telling import iso, print_json, print_table
from kiosk.errors import Exit, RefusedError
from kiosk.i18n import _, format_number, ngettext

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser
    from kiosk.people.forgetting import Forgotten
    from kiosk.people.keeping import KeptMember

_LONGEST_ANSWER = 200


def add_verb(verbs: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the verb of `members`."""
    parser = verbs.add_parser(
        "forget",
        parents=[options],
        help=_("erase the data of a member who left"),
        description=_("Erases a member's data and photos for good; what they did stays, unnamed."),
    )
    parser.add_argument("member", metavar=_("MEMBER"), nargs="?", help=_("the member's number"))
    parser.add_argument("--now", action="store_true", help=_("before the retention has ended"))
    parser.add_argument("--reason", default="", help=_("why; it is kept, so write no names"))
    parser.add_argument("--due", action="store_true", help=_("all whose retention has ended"))
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would happen"))
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))
    parser.set_defaults(run=run, opens_kiosk=False)


def run(args: Namespace) -> Exit:
    """Forget one member or all that are due.

    Raises:
        UsageError: The options do not go together.
    """
    if bool(args.member) == args.due or (args.due and (args.now or args.reason)):
        raise UsageError(_("Write either a member or --due; --now and --reason go with a member."))
    if args.dry_run and not args.due:
        raise UsageError(_("--dry-run goes with --due."))
    return _forget_due(args) if args.due else _forget_one(args)


def _forget_one(args: Namespace) -> Exit:
    with opened_site(args) as services:
        member = services.people.get_member(args.member)
        # What is refused anyway is refused before anybody is asked.
        services.forgetting.check(member.uid, now=args.now, reason=args.reason)
        _confirm(args, member.number, f"{member.number}  {member.name}")
        forgotten = services.forgetting.forget(member.uid, now=args.now, reason=args.reason)
    return _tell([forgotten], as_json=args.json)


def _forget_due(args: Namespace) -> Exit:
    with opened_site(args) as services:
        due = services.forgetting.list_due()
        if args.dry_run:
            return _tell_due(due, as_json=args.json)
        if due:
            _confirm(args, str(len(due)), "\n".join(f"{one.number}  {one.name}" for one in due))
        forgotten = services.forgetting.forget_due()
    return _tell(forgotten, as_json=args.json)


def _confirm(args: Namespace, answer: str, whom: str) -> None:
    if args.yes:
        return
    if sys.stdin is None or not sys.stdin.isatty():
        sentence = _("Nothing was erased: nobody can be asked here. Add --yes if you are sure.")
        raise RefusedError("not_confirmed", sentence)
    question = _("This can't be undone. Type {answer} to erase their data: ")
    print(whom, question.format(answer=answer), sep="\n", end="", file=sys.stderr, flush=True)
    if read_line(_LONGEST_ANSWER) != answer:
        raise RefusedError("not_confirmed", _("Nothing was erased."))


def _tell(forgotten: "list[Forgotten]", *, as_json: bool) -> Exit:
    if as_json:
        print_json({"forgotten": [{"pseudonym": one.pseudonym} for one in forgotten]})
        return Exit.DONE
    print_table([(one.pseudonym,) for one in forgotten])
    words = ngettext(
        "The data of {count} member were erased. Backups made before still hold them.",
        "The data of {count} members were erased. Backups made before still hold them.",
        len(forgotten),
    )
    print(words.format(count=format_number(len(forgotten))))
    return Exit.DONE


def _tell_due(due: "list[KeptMember]", *, as_json: bool) -> Exit:
    if as_json:
        told = [
            {"number": one.number, "name": one.name, "left_at": iso(one.left_at)} for one in due
        ]
        print_json({"due": told})
        return Exit.DONE
    print_table([(one.number, one.name, (iso(one.left_at) or "")[:10]) for one in due])
    words = ngettext("{count} member is due.", "{count} members are due.", len(due))
    print(words.format(count=format_number(len(due))))
    return Exit.DONE
