"""`catalogue`: what can be picked: listed, added, changed, retired."""

import sys
from argparse import Namespace, _SubParsersAction
from typing import TYPE_CHECKING

from kiosk.commands.arguments import UsageError
from kiosk.commands.by import add_by, who
from kiosk.commands.site import opened_site, site_to_read
from kiosk.commands.telling import print_json, print_table
from kiosk.errors import Exit
from kiosk.i18n import _, format_minutes

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser
    from kiosk.service.views import ItemView

_KINDS = ("commitment", "service", "suggestion", "problem", "hazard", "help")


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "catalogue", parents=[options], help=_("what can be picked: promises, services, subjects")
    )
    verbs = parser.add_subparsers(metavar=_("VERB"), required=True)
    listing = verbs.add_parser("list", parents=[options], help=_("what can be picked"))
    listing.add_argument("--kind", choices=_KINDS, help=_("only of this kind"))
    listing.add_argument("--all", action="store_true", help=_("also what can't be picked any more"))
    listing.set_defaults(run=show, opens_kiosk=False)
    adding = _add_verb(verbs, options, "add", _("put something at the end of the catalogue"))
    _add_values(adding)
    adding.set_defaults(run=add)
    changing = _add_verb(verbs, options, "change", _("give an item other words or minutes"))
    changing.add_argument("--text", metavar=_("WORDS"), help=_("other words"))
    _add_values(changing)
    changing.set_defaults(run=change)
    retiring = _add_verb(verbs, options, "retire", _("let an item be picked no more"))
    retiring.set_defaults(run=retire)


def _add_verb(
    verbs: "_SubParsersAction[Parser]", options: "Parser", name: str, told: str
) -> "Parser":
    verb = verbs.add_parser(name, parents=[options], help=told)
    verb.add_argument("kind", choices=_KINDS, help=_("of which kind"))
    verb.add_argument("words", metavar=_("WORDS"), help=_("its words"))
    verb.set_defaults(opens_kiosk=False)
    add_by(verb, required=True)
    return verb


def _add_values(verb: "Parser") -> None:
    verb.add_argument("--en", metavar=_("WORDS"), help=_("the same in English"))
    verb.add_argument(
        "--minutes", metavar="N", type=int, help=_("how long such a service usually takes")
    )


def show(args: Namespace) -> Exit:
    """The catalogue, kind by kind, in the site's order."""
    kinds = [args.kind] if args.kind else _KINDS
    with site_to_read(args) as services:
        uses = {
            item.uid: item.uses for kind in kinds for item in services.service.list_choices(kind)
        }
        found = [
            item
            for kind in kinds
            for item in services.service.list_catalogue(kind, retired=args.all)
        ]
    if args.json:
        print_json({"items": [_shape(item, uses.get(item.uid, 0)) for item in found]})
    else:
        print_table([_line(item) for item in found])
        if not found:
            print(_empty(args), file=sys.stderr)
    return Exit.DONE


def _empty(args: Namespace) -> str:
    begin = _("`catalogue add KIND WORDS --by NUMBER` puts something there.")
    none = (
        _("Nothing of this kind can be picked yet, only said in own words.")
        if args.kind
        else _("What can be picked at the kiosk will stand here; now all is said in own words.")
    )
    return f"{none} {begin}"


def _shape(item: "ItemView", uses: int) -> dict[str, object]:
    return {
        "kind": item.kind,
        "text": item.text,
        "text_en": item.text_en or None,
        "minutes": item.minutes,
        "uses": uses,
        "retired": item.is_retired,
    }


def _line(item: "ItemView") -> tuple[str, ...]:
    return (
        "–" if item.is_retired else " ",
        _kind_word(item.kind),
        item.text,
        format_minutes(item.minutes) if item.minutes else "",
        item.text_en,
    )


def _kind_word(kind: str) -> str:
    words = {
        "commitment": _("commitment"),
        "service": _("service"),
        "suggestion": _("suggestion"),
        "problem": _("problem"),
        "hazard": _("hazard"),
        "help": _("help request"),
    }
    return words[kind]


def add(args: Namespace) -> Exit:
    """Put something at the end of the catalogue."""
    from kiosk.service.choices import NewItem

    with opened_site(args) as services:
        new = NewItem(args.words, args.en or "", args.minutes or 0)
        return _tell(services.service.add_item(args.kind, new, who(args)), args)


def change(args: Namespace) -> Exit:
    """Change what is named of an item; the rest stays.

    Raises:
        UsageError: Nothing was named.
    """
    from kiosk.service.choices import NewItem

    if args.text is None and args.en is None and args.minutes is None:
        raise UsageError(_("Write what to change, such as --text."))
    with opened_site(args) as services:
        old = services.service.item_named(args.kind, args.words)
        text = old.text if args.text is None else args.text
        # Other words need another translation: the older one would say something else.
        kept_en = old.text_en if args.text is None else ""
        text_en = kept_en if args.en is None else args.en
        minutes = old.minutes if args.minutes is None else args.minutes
        new = NewItem(text, text_en, minutes)
        return _tell(services.service.change_item(old.uid, new, who(args)), args)


def retire(args: Namespace) -> Exit:
    """Let an item be picked no more."""
    with opened_site(args) as services:
        old = services.service.item_named(args.kind, args.words)
        return _tell(services.service.retire_item(old.uid, who(args)), args)


def _tell(item: "ItemView", args: Namespace) -> Exit:
    if args.json:
        print_json(_shape(item, item.uses))
    else:
        print_table([_line(item)])
    return Exit.DONE
