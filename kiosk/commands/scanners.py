"""`scanners`: sets up and tries what is plugged into this terminal."""

import sys
from argparse import Namespace, _SubParsersAction
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from kiosk.commands.arguments import UsageError
from kiosk.commands.scanner_new import check_new, is_missing, with_usb_id
from kiosk.commands.telling import iso, print_json, print_table
from kiosk.config import choose_home
from kiosk.errors import Exit, RefusedError
from kiosk.i18n import _
from kiosk.scanners.port import SourceKind, SourceStatus
from kiosk.scanners.settings import (
    DEFAULT_BAUD,
    LONGEST_NAME,
    MOST_SOURCES,
    CameraMode,
    Sound,
    SourceSetting,
    TerminalSettings,
    load_settings,
    save_settings,
)
from kiosk.scanners.wording import advice, kind_word, state_word

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "scanners",
        parents=[options],
        help=_("set up and try scanners, choose the sound and how to rest"),
    )
    verbs = parser.add_subparsers(metavar=_("VERB"), required=True)

    def add(name: str, run: object, help_text: str) -> "Parser":
        verb: Parser = verbs.add_parser(name, parents=[options], help=help_text)
        verb.set_defaults(run=run, opens_kiosk=False)
        return verb

    add("list", run_list, _("how each scanner fares"))
    add("find", run_find, _("what is plugged in, and how to add it"))
    _add_adding(add("add", run_add, _("add a scanner")))
    removing = add("remove", run_remove, _("take a scanner away"))
    removing.add_argument("name", metavar=_("SCANNER"), help=_("what it is called"))
    testing = add("test", run_test, _("show what arrives; nothing is recorded"))
    testing.add_argument("--raw", action="store_true", help=_("show codes whole"))
    testing.add_argument(
        "--seconds", type=float, default=30.0, metavar=_("SECONDS"), help=_("for how long (30)")
    )
    sounding = add("sound", run_sound, _("how the kiosk answers to the ear"))
    sounding.add_argument("sound", choices=get_args(Sound), help=_("bell, three sounds, nothing"))
    resting = add("wall", run_wall, _("after how long without a touch the wall display is shown"))
    resting.add_argument(
        "after", type=int, metavar=_("SECONDS"), help=_("10 to 3600; 0: the board stays")
    )


def _add_adding(adding: "Parser") -> None:
    adding.add_argument("kind", choices=get_args(SourceKind), help=_("what it is read through"))
    adding.add_argument(
        "where", metavar=_("ADDRESS"), help=_("port, device file, USB id or camera number")
    )
    adding.add_argument("--name", metavar=_("LABEL"), help=_("what to call it"))
    adding.add_argument(
        "--baud",
        type=int,
        metavar=_("SPEED"),
        default=DEFAULT_BAUD,
        help=_("speed of a serial port"),
    )
    adding.add_argument("--always", action="store_true", help=_("a camera that looks all the time"))


def run_list(args: Namespace) -> Exit:
    """Tell how each scanner fares, after a look for it."""
    from kiosk.scanners.looking import look

    settings = load_settings(choose_home(args.home))
    statuses = look(settings)
    if args.json:
        shapes = [_shape(*pair) for pair in zip(settings.sources, statuses, strict=True)]
        told = {"sound": settings.sound, "wall_after_s": settings.wall_after_s}
        print_json({**told, "scanners": shapes})
        return Exit.DONE
    if not statuses:
        print(_("No scanner is set up; one that types like a keyboard needs none of this."))
    print_table([_row(*pair) for pair in zip(settings.sources, statuses, strict=True)])
    return Exit.DONE


def _row(setting: SourceSetting, status: SourceStatus) -> tuple[str, ...]:
    kind, state = kind_word(status.kind), state_word(status)
    return status.name, kind, state, status.device or setting.where, advice(status)


def _shape(setting: SourceSetting, status: SourceStatus) -> dict[str, object]:
    return {
        "name": status.name,
        "kind": status.kind,
        "where": setting.where,
        "state": status.state,
        "since": iso(status.since),
        "device": status.device,
        "detail": status.detail,
    }


def run_find(args: Namespace) -> Exit:
    """Tell what is plugged in, each with the command line that adds it."""
    from kiosk.commands.scanner_finds import find_all

    found = find_all()
    if args.json:
        print_json([{"kind": one.kind, "where": one.where, "words": one.words} for one in found])
        return Exit.DONE
    if not found:
        print(_("Nothing was found: no serial port, no input device, no camera."))
    for one in found:
        print(f"{kind_word(one.kind)}  {one.device}  {one.words}".rstrip())
        print(f"    {one.command}")
    if any(one.kind == "evdev" for one in found):
        print(_("Take care: an input device is taken away from everything else on this machine."))
        print(_("Never add the keyboard that you type on."))
    return Exit.DONE


def run_add(args: Namespace) -> Exit:
    """Add a scanner to this terminal."""
    home = choose_home(args.home)
    settings = load_settings(home)
    if len(settings.sources) == MOST_SOURCES:
        sentence = _("There are {count} scanners already; remove one first.")
        raise RefusedError("too_many_scanners", sentence.format(count=MOST_SOURCES))
    names = {source.name for source in settings.sources}
    name = args.name or _free_name(args.kind, names)
    if name in names:
        sentence = _("There is a scanner {name} already; choose another --name.")
        raise RefusedError("name_taken", sentence.format(name=name))
    mode: CameraMode = "always" if args.always else "on_demand"
    added = with_usb_id(SourceSetting(name, args.kind, args.where, args.baud, mode))
    check_new(added, settings.sources)
    save_settings(home, replace(settings, sources=(*settings.sources, added)))
    if is_missing(added):
        sentence = _("There is no {where} here now; it is used as soon as it is plugged in.")
        print(sentence.format(where=added.where), file=sys.stderr)
    return _tell(args, {"added": name}, _("{name} was added; restart the kiosk.").format(name=name))


def _free_name(kind: str, taken: set[str]) -> str:
    names = [kind, *(f"{kind} {number}" for number in range(2, MOST_SOURCES + 2))]
    return next(name for name in names if name not in taken)


def run_remove(args: Namespace) -> Exit:
    """Take a scanner away from this terminal."""
    home = choose_home(args.home)
    settings = load_settings(home)
    kept = tuple(source for source in settings.sources if source.name != args.name)
    if len(kept) == len(settings.sources):
        sentence = _("There is no scanner {name}; see run.py scanners list.")
        raise RefusedError("no_such_scanner", sentence.format(name=args.name[:LONGEST_NAME]))
    save_settings(home, replace(settings, sources=kept))
    words = _("{name} was removed; restart the kiosk.").format(name=args.name)
    return _tell(args, {"removed": args.name}, words)


def run_sound(args: Namespace) -> Exit:
    """Choose how this terminal answers to the ear."""
    home = choose_home(args.home)
    save_settings(home, replace(load_settings(home), sound=args.sound))
    words = {
        "bell": _("The terminal's bell answers; restart the kiosk."),
        "short": _("Three short sounds answer; restart the kiosk."),
        "off": _("No sound answers; restart the kiosk."),
    }
    return _tell(args, {"sound": args.sound}, words[args.sound])


def run_wall(args: Namespace) -> Exit:
    """Choose whether this terminal starts with the wall display and goes back to it."""
    home = choose_home(args.home)
    save_settings(home, replace(load_settings(home), wall_after_s=args.after))
    words = (
        _("The wall display is shown at once and {count} s after a touch; restart the kiosk.")
        if args.after
        else _("The board stays; restart the kiosk.")
    )
    return _tell(args, {"wall_after_s": args.after}, words.format(count=args.after))


def run_test(args: Namespace) -> Exit:
    """Show what arrives for a while; nothing is recorded."""
    from kiosk.commands.scanner_trial import try_out

    settings: TerminalSettings = load_settings(choose_home(args.home))
    if not settings.sources:
        raise RefusedError("no_scanner", _("No scanner is set up; add one first."))
    if not 0 < args.seconds <= 3600:  # noqa: PLR2004  # up to an hour
        raise UsageError(_("--seconds must be a number up to 3600."))
    try_out(settings, args.seconds, raw=args.raw, as_json=args.json)
    return Exit.DONE


def _tell(args: Namespace, shape: dict[str, object], words: str) -> Exit:
    if args.json:
        print_json(shape)
    else:
        print(words)
    return Exit.DONE
