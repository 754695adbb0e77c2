"""What may be typed after `run.py`, read with argparse and told in the language of the moment."""

import argparse
import os
from argparse import SUPPRESS, Namespace
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from kiosk.errors import Exit, KioskError
from kiosk.i18n import LANGUAGES, _, ngettext

COMMANDS = {
    "demo": "demo",
    "new": "new",
    "members": "members",
    "badges": "badges",
    "scan": "scan",
    "scanners": "scanners",
    "onsite": "onsite",
    "coverage": "coverage",
    "posts": "posts",
    "teams": "teams",
    "commitments": "commitments",
    "services": "services",
    "catalogue": "catalogue",
    "ratings": "ratings",
    "voices": "voices",
    "day": "day",
    "presence": "presence",
    "muster": "muster",
    "rules": "rules",
    "doctor": "doctor",
    "bench": "benching",
}
"""The commands in the order of the help, each with its module in this package."""

_SHORT_LANGUAGES = {"zh": "zh_CN", "en": "en"}

# argparse asks gettext for its own sentences; ours are in the kiosk's catalogue.
vars(argparse).update({"_": _, "ngettext": ngettext})


class UsageError(KioskError):
    """The arguments make no sense; the sentence says which and how to get help."""

    exit_code = Exit.WRONG_USAGE

    def __init__(self, sentence: str) -> None:
        """Keep the sentence; the code is `wrong_usage`."""
        super().__init__("wrong_usage", sentence)


class Parser(argparse.ArgumentParser):
    """An argument parser that raises instead of ending the process."""

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError` with one line."""
        line = " ".join(message.split())
        hint = _("{message}; see {program} --help").format(message=line, program=self.prog)
        raise UsageError(hint)


def common_options() -> Parser:
    """The options that stand before or after any command."""
    options = Parser(add_help=False)
    # Suppressed defaults: what stands before the command must not be undone behind it.
    options.add_argument(
        "--home", metavar="DIR", default=SUPPRESS, help=_("the site's folder (or KIOSK_HOME)")
    )
    options.add_argument("--json", action="store_true", default=SUPPRESS, help=_("answer in JSON"))
    options.add_argument(
        "--lang", choices=tuple(_SHORT_LANGUAGES), default=SUPPRESS, help=_("the language")
    )
    return options


def make_parser(names: Sequence[str]) -> Parser:
    """The parser of some commands, in the language now spoken."""
    options = common_options()
    parser = Parser(
        prog="run.py",
        description=_("The kiosk at the site's gate. Without a command it opens the screens."),
        parents=[options],
        allow_abbrev=False,
    )
    parser.add_argument(
        "--wall", action="store_true", help=_("start with the wall display, and go back to it")
    )
    parser.set_defaults(run=None, opens_kiosk=True)
    commands = parser.add_subparsers(metavar=_("COMMAND"), parser_class=Parser)
    for name in names:
        import_module(f"kiosk.commands.{COMMANDS[name]}").add_parser(commands, options)
    return parser


def parse(arguments: Sequence[str]) -> Namespace:
    """Read the arguments.

    Returns:
        `home` (None when not named), `json`, `lang` (`zh_CN` or `en`), `wall`, `run`,
        `opens_kiosk` and the command's own.

    Raises:
        UsageError: They make no sense.
    """
    # Only what is named is imported; with everything there is, help and errors are complete.
    asks_help = not {"-h", "--help"}.isdisjoint(arguments)
    named = [name for name in COMMANDS if name in arguments]
    try:
        args = _parsed([*COMMANDS] if asks_help else named, arguments)
    except UsageError:
        args = _parsed([*COMMANDS], arguments)
    args.lang = _SHORT_LANGUAGES.get(args.lang) or language_of_environment()
    return args


def _parsed(names: Sequence[str], arguments: Sequence[str]) -> Namespace:
    start = Namespace(home=None, json=False, lang=None)
    return make_parser(names).parse_args(arguments, start)


def spoken_language(arguments: Sequence[str]) -> str:
    """The language asked for, before anything is parsed: errors of parsing are told in it."""
    for place, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return _SHORT_LANGUAGES.get(argument[7:]) or language_of_environment()
        if argument == "--lang" and place + 1 < len(arguments):
            return _SHORT_LANGUAGES.get(arguments[place + 1]) or language_of_environment()
    return language_of_environment()


def language_of_environment() -> str:
    """English where the locale is English, else the kiosk's first language."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    return "en" if locale.lower().startswith("en") else LANGUAGES[0]
