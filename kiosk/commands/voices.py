"""`voices`: suggestions, problems, hazards and requests for help, and what becomes of them."""

import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.commands.arguments import UsageError
from kiosk.commands.by import add_by
from kiosk.commands.day import read_day
from kiosk.commands.filters import check_most
from kiosk.commands.site import opened_site
from kiosk.commands.telling import print_json, print_table
from kiosk.commands.voices_shape import (
    kept_line,
    kept_shape,
    public_line,
    public_shape,
    thread_lines,
    thread_shape,
)
from kiosk.errors import Exit
from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser
    from kiosk.service.voices import Speaker, VoiceFilter
    from kiosk.service.voices_views import VoiceView
    from kiosk.services import Services

_KINDS = ("suggestion", "problem", "hazard", "help")
_OVERDUE = "overdue"
_STATES = ("open", "in_hand", "solved", "confirmed", "declined", _OVERDUE)
_Step = Callable[["Services", Namespace], "VoiceView"]


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "voices", parents=[options], help=_("raise voices, list and settle them")
    )
    verbs = parser.add_subparsers(metavar=_("VERB"), required=True)

    def verb(name: str, run: Callable[[Namespace], Exit], words: str) -> "Parser":
        made: Parser = verbs.add_parser(name, parents=[options], help=words)
        made.set_defaults(run=run, opens_kiosk=False)
        return made

    _add_raising(verb("raise", raise_voice, _("say something")))
    _add_list(verb("list", show_list, _("list voices, the newest first")))
    showing = verb("show", show, _("show a voice: what everybody sees of it, or all"))
    _add_number(showing)
    _add_who(showing)
    for step, words in (
        ("answer", _("say something to a voice")),
        ("place", _("say where it is")),
        ("solve", _("say that it is solved, and how")),
        ("reopen", _("say that it is not really solved, and why")),
        ("confirm", _("say that it really is solved")),
    ):
        own = verb(step, run_step(_OWN[step]), words)
        _add_number(own)
        if step != "confirm":
            own.add_argument("text", metavar=_("TEXT"))
        _add_who(own)
    _add_ruling(verb)


def _add_raising(raising: ArgumentParser) -> None:
    raising.add_argument("kind", choices=_KINDS, help=_("what it is"))
    raising.add_argument("text", metavar=_("TEXT"), nargs="?", default="", help=_("in own words"))
    raising.add_argument("--item", metavar=_("WORDS"), help=_("picked from the catalogue"))
    raising.add_argument("--place", default="", metavar=_("PLACE"), help=_("where"))
    who = raising.add_mutually_exclusive_group()
    who.add_argument("--by", metavar=_("MEMBER"), help=_("the member who says it"))
    who.add_argument("--name", default="", metavar=_("NAME"), help=_("the name of another person"))


def _add_list(listing: ArgumentParser) -> None:
    listing.add_argument("--kind", choices=_KINDS, default="", help=_("only such"))
    listing.add_argument("--state", choices=_STATES, default="", help=_("only in this state"))
    listing.add_argument(
        "--member", metavar=_("MEMBER"), help=_("only what they raised or have in hand; with --by")
    )
    listing.add_argument("--on", metavar=_("DAY"), help=_("only raised on that work day"))
    listing.add_argument("--before", type=int, metavar="N", help=_("only smaller numbers"))
    listing.add_argument("--most", type=int, default=100, metavar="N", help=_("at most so many"))
    add_by(listing)


def _add_number(parser: ArgumentParser) -> None:
    parser.add_argument("number", metavar="N", type=int, help=_("the voice's number"))


def _add_who(parser: ArgumentParser) -> None:
    who = parser.add_mutually_exclusive_group()
    who.add_argument("--by", metavar=_("MEMBER"), help=_("the member who does it"))
    who.add_argument("--word", default="", metavar="DDDD", help=_("the author's four digits"))


def _add_ruling(verb: "Callable[[str, Callable[[Namespace], Exit], str], Parser]") -> None:
    giving = verb("assign", run_step(_assign), _("give it to a member, who has it in hand"))
    freeing = verb("release", run_step(_release), _("say that nobody has it in hand any more"))
    dating = verb("due", run_step(_set_due), _("say by when it is to be settled"))
    showing = verb("approve", run_step(_approve), _("let everybody read it"))
    declining = verb("decline", run_step(_decline), _("say that nothing will be done, and why"))
    for one in (giving, freeing, dating, showing, declining):
        _add_number(one)
        add_by(one, required=True)
    giving.add_argument("member", metavar=_("MEMBER"))
    giving.add_argument("--due", metavar=_("DAY"), help=_("by when"))
    dating.add_argument("day", metavar=_("DAY"))
    showing.add_argument(
        "text",
        metavar=_("TEXT"),
        nargs="?",
        help=_("the words shown; else those that were written"),
    )
    showing.add_argument("--hide", action="store_true", help=_("show it no longer"))
    declining.add_argument("text", metavar=_("TEXT"))


def raise_voice(args: Namespace) -> Exit:
    """Say something; tells the number and the four digits."""
    from kiosk.service.voices import VoiceWords

    with opened_site(args) as services:
        author = services.people.get_member(args.by).uid if args.by else None
        item = services.voices.find_item(args.kind, args.item) if args.item else None
        words = VoiceWords(item, args.text, args.place, author, args.name)
        raised = services.voices.raise_voice(args.kind, words)
    if args.json:
        print_json(public_shape(raised.voice) | {"word": raised.word})
    else:
        told = _("Number {number}, digits {word}: with both you can look up what became of it.")
        print(told.format(number=raised.voice.number, word=raised.word))
    return Exit.DONE


def show_list(args: Namespace) -> Exit:
    """List voices; with a supervisor's number all that is in them."""
    check_most(args)
    if args.member and not args.by:
        raise UsageError(_("Who raised what is for supervisors; name one with --by."))
    from kiosk.commands.by import who

    with opened_site(args) as services:
        is_whole = who(args) is not None
        page = services.voices.list_kept(_filter(services, args), args.most)
    shapes = [kept_shape(one) if is_whole else public_shape(one.public) for one in page.voices]
    if args.json:
        print_json({"voices": shapes, "more": page.has_more})
        return Exit.DONE
    lines = [kept_line(one) if is_whole else public_line(one.public) for one in page.voices]
    print_table(lines)
    if not lines:
        print(_("No voices here; raise one with `voices raise`."))
    if page.has_more:
        told = _("There are older ones: --before {number} lists them.")
        print(told.format(number=page.voices[-1].public.number), file=sys.stderr)
    return Exit.DONE


def _filter(services: "Services", args: Namespace) -> "VoiceFilter":
    from kiosk.service.voices import VoiceFilter

    today = services.oversight.today()
    is_overdue = args.state == _OVERDUE
    return VoiceFilter(
        kind=args.kind,
        state="" if is_overdue else args.state,
        member_uid=services.people.get_member(args.member).uid if args.member else None,
        work_day=read_day(args.on, today) if args.on else None,
        before=args.before,
        overdue_on=today if is_overdue else None,
    )


def show(args: Namespace) -> Exit:
    """Show a voice: to everybody, to its author, or to a supervisor."""
    with opened_site(args) as services:
        zone = services.oversight.site().zone
        if not args.by and not args.word:
            public = services.voices.find_public(args.number)
            if args.json:
                print_json(public_shape(public))
            else:
                print("  ".join(public_line(public)))
                print(public.shown, end="\n" if public.shown else "")
            return Exit.DONE
        voice = _whole(services, args)
    if args.json:
        print_json(thread_shape(voice))
    else:
        print("\n".join(thread_lines(voice, zone)))
    return Exit.DONE


def _whole(services: "Services", args: Namespace) -> "VoiceView":
    if args.word:
        return services.voices.look_up(args.number, args.word)
    member = services.people.get_member(args.by).uid
    return services.voices.read(args.number, member)


def run_step(step: _Step) -> Callable[[Namespace], Exit]:
    """The command that takes a step and shows the voice after it."""

    def run(args: Namespace) -> Exit:
        with opened_site(args) as services:
            voice, zone = step(services, args), services.oversight.site().zone
        if args.json:
            print_json(thread_shape(voice))
        else:
            print("\n".join(thread_lines(voice, zone)))
        return Exit.DONE

    return run


def _speaker(services: "Services", args: Namespace) -> "Speaker":
    from kiosk.service.voices import Speaker

    if not args.by and not args.word:
        raise UsageError(_("Say who does it: --by MEMBER, or --word with the author's digits."))
    return Speaker(services.people.get_member(args.by).uid if args.by else None, args.word)


def _answer(services: "Services", args: Namespace) -> "VoiceView":
    return services.voices.answer(args.number, args.text, _speaker(services, args))


def _place(services: "Services", args: Namespace) -> "VoiceView":
    return services.voices.tell_place(args.number, args.text, _speaker(services, args))


def _solve(services: "Services", args: Namespace) -> "VoiceView":
    return services.voices.solve(args.number, args.text, _speaker(services, args))


def _reopen(services: "Services", args: Namespace) -> "VoiceView":
    return services.voices.reopen(args.number, args.text, _speaker(services, args))


def _confirm(services: "Services", args: Namespace) -> "VoiceView":
    return services.voices.confirm(args.number, _speaker(services, args))


def _release(services: "Services", args: Namespace) -> "VoiceView":
    from kiosk.service.voices import Speaker

    return services.voices.give_back(args.number, Speaker(services.people.get_member(args.by).uid))


_OWN: dict[str, _Step] = {
    "answer": _answer,
    "place": _place,
    "solve": _solve,
    "reopen": _reopen,
    "confirm": _confirm,
}


def _assign(services: "Services", args: Namespace) -> "VoiceView":
    from kiosk.people.supervisors import supervisor_named

    due = read_day(args.due, services.oversight.today()) if args.due else None
    owner = services.people.get_member(args.member).uid
    return services.voices.assign(args.number, owner, supervisor_named(args.by), due)


def _set_due(services: "Services", args: Namespace) -> "VoiceView":
    from kiosk.people.supervisors import supervisor_named

    due = read_day(args.day, services.oversight.today())
    return services.voices.set_due(args.number, due, supervisor_named(args.by))


def _approve(services: "Services", args: Namespace) -> "VoiceView":
    from kiosk.people.supervisors import supervisor_named

    by = supervisor_named(args.by)
    if args.hide:
        return services.voices.hide(args.number, by)
    return services.voices.approve(args.number, by, args.text)


def _decline(services: "Services", args: Namespace) -> "VoiceView":
    from kiosk.people.supervisors import supervisor_named

    return services.voices.decline(args.number, args.text, supervisor_named(args.by))
