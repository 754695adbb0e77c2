"""`bench`: measures the kiosk on this machine; its tools are imported when it is called."""

from argparse import Namespace, _SubParsersAction
from importlib import import_module
from typing import TYPE_CHECKING

from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "bench",
        parents=[options],
        help=_("measure the kiosk on this machine"),
        description=_("Prints ratios within one run, because absolute times do not travel."),
    )
    parser.set_defaults(run=run, opens_kiosk=False)


def run(args: Namespace) -> int:
    """Measure; returns the exit code."""
    code: int = import_module("kiosk.commands.bench").run(args)
    return code
